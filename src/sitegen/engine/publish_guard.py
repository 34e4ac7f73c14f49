"""Examine every file before it is published.

The findings are stored by the digest of the published bytes, so that each file is examined once.
Whether they are errors is decided in every build, because that depends on the settings.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import msgspec

from sitegen.checks.privacy.containers import PICTURES, find_published_metadata
from sitegen.checks.privacy.containers.heif import list_frame_ends
from sitegen.checks.privacy.findings import DAMAGE, UNSEEN, UNUSED
from sitegen.checks.privacy.inline_images import find_inline_pictures
from sitegen.checks.privacy.medical import find_medical
from sitegen.checks.privacy.rules import (
    check_medical_names,
    is_original,
    refuse_copy,
    refuse_inlined,
    refuse_medical,
    refuse_variant,
    warn_of_activity,
    warn_of_unread,
)
from sitegen.checks.privacy.unread_files import is_unread_file
from sitegen.checks.svg_activity import find_activity
from sitegen.content.document_headers import find_withholding_line
from sitegen.content.unread_metadata import refuse_held_document
from sitegen.images.image_problem import IMAGE_TOO_LARGE, ImageProblem
from sitegen.images.signatures import identify_format
from sitegen.model import STATIC, Stored

if TYPE_CHECKING:
    from sitegen.diagnostics import Diagnostic
    from sitegen.storage.sources import Sources
    from sitegen.storage.store import Store

__all__ = ["PublishGuard", "check_variant"]

_PREFIX = "findings "


class _Findings(Stored, frozen=True):
    """What was found in a file.

    `metadata` is what it holds besides the picture that it shows, `medical` which kind of medical
    image it is, `active` what an SVG would run or load, `inlined` the metadata of pictures embedded
    in a text, each with its line and column, `held` the line of a field that would hold it back.
    `unread` is whether nobody can say what is in it.
    """

    metadata: tuple[str, ...]
    medical: str
    active: tuple[str, ...]
    inlined: tuple[tuple[int, int, tuple[str, ...]], ...]
    held: tuple[int, str] | None = None
    unread: bool = False


_DECODER = msgspec.msgpack.Decoder(_Findings)


class PublishGuard:
    """Examines every published file that is not a page; collects errors in `problems`."""

    def __init__(self, sources: Sources, originals: tuple[str, ...], store: Store) -> None:
        self.problems: list[Diagnostic] = list(check_medical_names(sorted(sources.files())))
        #: The metadata of each file that is published unchanged.
        self.published: dict[PurePosixPath, tuple[str, ...]] = {}
        self._sources = sources
        self._originals = originals
        self._store = store
        self._known = store.read_all("images", _PREFIX)
        self._new: dict[str, bytes] = {}
        #: Files that nobody can look into, by the endings of their names.
        self._unread: dict[str, list[PurePosixPath]] = {}
        self._used: set[str] = set()

    def has_inspected(self, path: PurePosixPath, digest: str) -> bool:
        """Return whether bytes with this digest were examined under a name with this suffix."""
        return _key(path, digest) in self._known

    def inspect(self, path: PurePosixPath, digest: str, data: bytes) -> None:
        """Examine the bytes to be published for a file, unless this was done before."""
        key = _key(path, digest)
        if key in self._known:
            return
        name = identify_format(data)
        findings = _Findings(
            metadata=find_published_metadata(path, data) or _find_unused(name, data),
            medical=find_medical(data),
            active=find_activity(data) if name == "SVG" else (),
            inlined=() if name in PICTURES else find_inline_pictures(data),
            held=find_withholding_line(path.suffix, data),
            unread=is_unread_file(path, data),
        )
        row = msgspec.msgpack.encode(findings)
        self._known[key] = self._new[key] = row

    def check(self, path: PurePosixPath, digest: str) -> None:
        """Add to `problems` what keeps an inspected file from being published."""
        key = _key(path, digest)
        self._used.add(key)
        findings = _DECODER.decode(self._known[key])
        medical = findings.medical or self._medical_header(path)
        self.published[path] = findings.metadata
        if medical:
            self.problems.append(refuse_medical(path, medical))
        elif not is_original(path, self._originals):
            if findings.metadata:
                self.problems.append(refuse_copy(path, findings.metadata))
            if findings.active:
                self.problems.append(warn_of_activity(path, findings.active))
            self.problems += (refuse_inlined(path, *each) for each in findings.inlined)
            if findings.unread and not findings.metadata and STATIC in path.parents:
                self._unread.setdefault(path.suffix.casefold(), []).append(path)
            if findings.held:
                self.problems.append(refuse_held_document(path, *findings.held))

    def warn(self) -> list[Diagnostic]:
        """Return one warning for each kind of files that nobody can look into."""
        return [warn_of_unread(sorted(paths)) for _, paths in sorted(self._unread.items())]

    def save(self) -> None:
        """Store the new findings, and drop those that no published file has any more."""
        self._store.write("images", ((f"{_PREFIX}{k}", v) for k, v in self._new.items()))
        if self._new:
            used = frozenset(f"{_PREFIX}{key}" for key in self._used)
            self._store.trim("images", used, _PREFIX)

    def _medical_header(self, path: PurePosixPath) -> str:
        """Return the medical format of an .img file, which only the .hdr file beside it gives."""
        if path.suffix.casefold() != ".img":
            return ""
        headers = (path.with_suffix(suffix) for suffix in (".hdr", ".HDR"))
        heads = (self._sources.read(each).data for each in headers if each in self._sources.paths)
        return next(filter(None, map(find_medical, heads)), "")


def check_variant(
    source: PurePosixPath, output: str, data: bytes, *, encoded_here: bool = False
) -> list[Diagnostic]:
    """Return an error if a file that sitegen derived from an image contains metadata.

    Pixels that were `encoded_here`, not by a library, are not decompressed again.
    """
    found = find_published_metadata(PurePosixPath(output), data, inflate=not encoded_here)
    return [refuse_variant(source, output, found)] if found else []


def _find_unused(name: str, data: bytes) -> tuple[str, ...]:
    """Return a finding if a picture without metadata has bytes that nothing depends on.

    Of what cannot be decoded, nobody can tell.
    """
    if name not in {"JPEG", "WebP", "AVIF", "TIFF"}:
        return ()
    from sitegen.images.unused_bytes import has_unused_bytes  # imports Pillow

    frames = list_frame_ends(data) if name == "AVIF" else ()
    try:
        return (UNUSED,) if has_unused_bytes(data, frames) else ()
    except ImageProblem as problem:
        return (UNSEEN,) if problem.problem.code == IMAGE_TOO_LARGE else (DAMAGE,)


def _key(path: PurePosixPath, digest: str) -> str:
    # The suffix is part of the key because it may claim another format than the bytes have; so may
    # the one before it, as in `.ppm.gz`.
    return f"{digest} {''.join(path.suffixes[-2:]).casefold()}"
