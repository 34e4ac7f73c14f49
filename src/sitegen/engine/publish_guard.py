"""Examine every file before it is published.

What was found in a file is stored by the digest of its published bytes, so that each is examined
once. The verdict is not stored, because it depends on the settings.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import msgspec

from sitegen.checks.privacy.containers import PICTURES, find_published_metadata
from sitegen.checks.privacy.inline_images import find_inlined
from sitegen.checks.privacy.medical import find_medical
from sitegen.checks.privacy.rules import (
    check_names,
    is_original,
    refuse_copy,
    refuse_inlined,
    refuse_medical,
    refuse_variant,
    warn_of_activity,
)
from sitegen.checks.svg_activity import find_activity
from sitegen.images.signatures import identify_format
from sitegen.model import Stored

if TYPE_CHECKING:
    from sitegen.diagnostics import Diagnostic
    from sitegen.storage.sources import Sources
    from sitegen.storage.store import Store

__all__ = ["PublishGuard", "check_variant"]

_PREFIX = "held "


class _Held(Stored, frozen=True):
    """What a file holds beside what it shows; `medical` says which medical image it is.

    `active` says what a drawing would run or load, `inlined` what pictures in a text hold, each
    with its line.
    """

    words: tuple[str, ...]
    medical: str
    active: tuple[str, ...]
    inlined: tuple[tuple[int, tuple[str, ...]], ...]


_DECODER = msgspec.msgpack.Decoder(_Held)


class PublishGuard:
    """Analysis at what is published that is no page; `problems` is what must not pass."""

    def __init__(self, sources: Sources, originals: tuple[str, ...], store: Store) -> None:
        self.problems: list[Diagnostic] = list(check_names(sorted(sources.files())))
        #: What each file that is published as it is holds.
        self.published: dict[PurePosixPath, tuple[str, ...]] = {}
        self._sources = sources
        self._originals = originals
        self._store = store
        self._kept = store.read_all("images", _PREFIX)
        self._fresh: dict[str, bytes] = {}
        self._used: set[str] = set()

    def knows(self, path: PurePosixPath, digest: str) -> bool:
        """Tell whether the bytes with this digest have been looked at under such a name."""
        return _key(path, digest) in self._kept

    def look(self, path: PurePosixPath, digest: str, data: bytes) -> None:
        """Look at the bytes that are to be published for a file, unless they are known."""
        if self.knows(path, digest):
            return
        name = identify_format(data)
        held = _Held(
            words=find_published_metadata(path, data),
            medical=find_medical(data),
            active=find_activity(data) if name == "SVG" else (),
            inlined=() if name in PICTURES else find_inlined(data),
        )
        row = msgspec.msgpack.encode(held)
        self._kept[_key(path, digest)] = self._fresh[_key(path, digest)] = row

    def judge(self, path: PurePosixPath, digest: str) -> None:
        """Note a file that is to be published; it has been looked at."""
        self._used.add(_key(path, digest))
        held = _DECODER.decode(self._kept[_key(path, digest)])
        medical = held.medical or self._beside(path)
        self.published[path] = held.words
        if medical:
            self.problems.append(refuse_medical(path, medical))
        elif not is_original(path, self._originals):
            if held.words:
                self.problems.append(refuse_copy(path, held.words))
            if held.active:
                self.problems.append(warn_of_activity(path, held.active))
            self.problems += (refuse_inlined(path, *each) for each in held.inlined)

    def close(self) -> None:
        """Keep what was found."""
        self._store.write("images", ((f"{_PREFIX}{k}", v) for k, v in self._fresh.items()))
        if self._fresh:
            used = frozenset(f"{_PREFIX}{key}" for key in self._used)
            self._store.trim("images", used, _PREFIX)

    def _beside(self, path: PurePosixPath) -> str:
        """Return what an .img is, which has no mark of its own: it stands in the .hdr beside it."""
        if path.suffix.casefold() != ".img":
            return ""
        headers = (path.with_suffix(suffix) for suffix in (".hdr", ".HDR"))
        heads = (self._sources.read(each).data for each in headers if each in self._sources.paths)
        return next(filter(None, map(find_medical, heads)), "")


def check_variant(
    source: PurePosixPath, output: str, data: bytes, *, encoded_here: bool = False
) -> list[Diagnostic]:
    """Look at a file that was made of an image; returns what must not be published.

    Of a file that was `encoded_here`, and not by a library, the pixels are not decompressed again.
    """
    found = find_published_metadata(PurePosixPath(output), data, inflate=not encoded_here)
    return [refuse_variant(source, output, found)] if found else []


def _key(path: PurePosixPath, digest: str) -> str:
    # The suffix counts: it may promise a picture that the bytes are not.
    return f"{digest} {path.suffix.casefold()}"
