"""Report what a site would publish about people: the privacy check."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import msgspec

from sitegen.checks.privacy.containers import PICTURES, find_published_metadata
from sitegen.checks.privacy.rules import (
    warn_of_metadata,
    warn_of_missing_libraries,
    warn_of_slow_document,
)
from sitegen.errors import LimitError
from sitegen.images.signatures import identify_format

if TYPE_CHECKING:
    from sitegen.checks.check import CheckedSite
    from sitegen.diagnostics import Diagnostic

__all__ = ["PRIVACY", "HeldMetadata", "Inventory", "PrivacyCheck", "take_inventory"]


class HeldMetadata(msgspec.Struct, frozen=True, kw_only=True):
    """A picture of the site, and its metadata in words: what is not published, what is."""

    path: PurePosixPath
    removed: tuple[str, ...]
    kept: tuple[str, ...] = ()


class Inventory(msgspec.Struct, frozen=True, kw_only=True):
    """How many pictures and other files would be published, and which pictures hold metadata."""

    images: int = 0
    files: int = 0
    held: tuple[HeldMetadata, ...] = ()


class PrivacyCheck:
    """Warn of documents that tell who made them.

    What must not be published at all, such as a photograph with its position, is an error of every
    build: the publish guard refuses it.
    """

    name = "privacy"
    runs_in_build = False

    def run(self, site: CheckedSite) -> Iterator[Diagnostic]:
        """Yield a warning for each document that is published with the names of its makers."""
        # Every build imports this module, but does not run this check.
        from sitegen.checks.privacy.documents import MissingLibraryError, describe_document

        unread: list[PurePosixPath] = []
        for path in _published_unchanged(site):
            data = site.read_source(path)
            if _is_picture(data):
                continue
            try:
                with site.limit(str(path), data):
                    told = describe_document(data)
            except MissingLibraryError:
                unread.append(path)
            except LimitError as error:
                yield warn_of_slow_document(path, error)
            else:
                if told:
                    yield warn_of_metadata(path, told)
        if unread:
            yield warn_of_missing_libraries(unread)


PRIVACY = PrivacyCheck()


def take_inventory(site: CheckedSite) -> Inventory:
    """Count what would be published, and find the metadata of the pictures. Raises MachineError."""
    held = [
        HeldMetadata(path=path, removed=find_published_metadata(path, site.read_source(path)))
        for path in sorted(site.derived)
    ]
    copied = _published_unchanged(site)
    pictures = 0
    for path in copied:
        data, kept = site.read_source(path), site.copied[path]
        if _is_picture(data):
            pictures += 1
            found = find_published_metadata(path, data)
            removed = tuple(word for word in found if word not in kept)
            held.append(HeldMetadata(path=path, removed=removed, kept=kept))
    return Inventory(
        images=len(site.derived) + pictures,
        files=len(copied) - pictures,
        held=tuple(sorted((e for e in held if e.removed or e.kept), key=lambda each: each.path)),
    )


def _published_unchanged(site: CheckedSite) -> list[PurePosixPath]:
    """Return the files to look into; a drawing of the assets that pages show counts once."""
    return sorted(path for path, held in site.copied.items() if held or path not in site.derived)


def _is_picture(data: bytes) -> bool:
    return identify_format(data) in PICTURES
