"""Record the last build of each output folder, to find out whether a new one is needed."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING, TypeVar

import msgspec

from sitegen.diagnostics import Diagnostic
from sitegen.model import BuildResult, LeftOut, Stored

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from sitegen.model import ParsedPage
    from sitegen.storage.output_folder import OutputFolder, Stats
    from sitegen.storage.store import Store

__all__ = ["History", "LastBuild", "next_change"]

_T = TypeVar("_T")
#: How many output folders are remembered. A CI may build into a new folder each time.
_PLACES = 8


class LastBuild(Stored, frozen=True):
    """A build that wrote the site, and how long the same pages stay published.

    `inputs` is a digest of configuration and options, `state` one of the source files; `since` and
    `until` are seconds since the epoch. Without `makes_images`, they were only planned.
    `diagnostics` have the severity of their codes, `fatal` are those because of which a file could
    not be made; `broken` are the outputs of pages with errors, with the places of these.
    """

    inputs: str
    state: str
    pages: int
    files: int
    images: int
    since: float
    until: float
    diagnostics: tuple[Diagnostic, ...]
    left_out: LeftOut = LeftOut()
    makes_images: bool = True
    fatal: tuple[Diagnostic, ...] = ()
    broken: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)

    def result(self, seconds: float) -> BuildResult:
        """Return the result of a build that found nothing to do, but for its diagnostics."""
        return BuildResult(
            pages=self.pages,
            left_out=self.left_out,
            files=self.files,
            unchanged=self.files,
            images=self.images,
            seconds=seconds,
            broken=self.broken,
        )


class History:
    """What is kept of the last build into one folder, of whatever kind it was."""

    def __init__(self, store: Store, folder: Path) -> None:
        self._store = store
        # A folder's name need not be text.
        self._place = os.fsencode(folder.absolute()).decode(errors="backslashreplace")
        self._last = f"last {self._place}"
        self._stats = f"stats {self._place}"
        self._copies: dict[str, bytes] = {}
        self._copied: set[str] = set()

    def read_last(self) -> LastBuild | None:
        """Return the last build, if one is known."""
        return _decode(self._store.read("notes", self._last), LastBuild)

    def read_stats(self) -> dict[str, Stats]:
        """Return the stats of the folder's files as they were left."""
        stored = self._store.read("notes", self._stats)
        return _decode(stored, dict[str, tuple[int, int, int]]) or {}

    def copied_digest(self, digest: str) -> str:
        """Return the output digest of a source file that was copied, by its own digest."""
        stored = self._store.read("notes", f"copy {digest}") if digest else None
        self._copied.add(f"copy {digest}")
        return stored.decode() if stored else ""

    def note_copy(self, source: str, output: str) -> None:
        """Note a file that was copied."""
        self._copies[f"copy {source}"] = output.encode()

    def write_copies(self) -> None:
        """Store the noted copies of a build that is not written: the next one may read less."""
        self._store.write("notes", self._copies.items())

    def read_turn(self) -> bytes:
        """Return a token that no two builds of the site share, into whatever folder."""
        return self._store.read("notes", "turn") or b""

    def write(self, last: LastBuild, output: OutputFolder) -> None:
        """Remember a build that has been written."""
        self._store.write(
            "notes",
            [
                ("turn", secrets.token_bytes(16)),
                *self._copies.items(),
                (self._stats, msgspec.msgpack.encode(output.stats)),
                (self._last, msgspec.msgpack.encode(last)),
            ],
        )
        if self._copies:
            self._store.trim("notes", frozenset(self._copied.union(self._copies)), "copy ")
        self._forget_places()

    def _forget_places(self) -> None:
        known = _decode(self._store.read("notes", "places"), list[str]) or []
        places = [*(each for each in known if each != self._place), self._place]
        if places != known:
            old, kept = places[:-_PLACES], places[-_PLACES:]
            self._store.delete("notes", (f"{kind} {o}" for o in old for kind in ("last", "stats")))
            self._store.write("notes", [("places", msgspec.msgpack.encode(kept))])


def next_change(pages: Iterable[ParsedPage], now: datetime) -> float:
    """Return when the next page is published or expires, in seconds since the epoch."""
    fronts = (page.front for page in pages)
    dates = (d for f in fronts for d in (f.date, f.publish_date, f.expires) if d)
    moments = (date.moment.timestamp() for date in dates if date.moment > now)
    return min(moments, default=float("inf"))


def _decode(data: bytes | None, kind: type[_T]) -> _T | None:
    if data is None:
        return None
    try:
        return msgspec.msgpack.decode(data, type=kind)
    except msgspec.DecodeError:
        return None
