"""Record the stats of the source files at the last scan, to read only those that have changed.

Compared are size, mtime, ctime and inode: an editor or a tool may set the mtime back, but not the
ctime. A file that was changed at about the time of the scan may have changed once more within the
resolution of the clock, so it is read again.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import msgspec

from sitegen.model import Stored

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

__all__ = ["FEW", "UNREAD", "FileStat", "Snapshot"]

#: Size, mtime_ns, ctime_ns, inode.
FileStat = tuple[int, int, int, int]
#: The coarsest clock among today's file systems, in nanoseconds.
_GRAIN = 2_000_000_000
#: Stands for the digest of a file that no build has read.
UNREAD = "-"
#: More edited files than these are no longer looked for one by one.
FEW = 20


class _Kept(Stored, frozen=True):
    taken: int
    state: str
    files: dict[str, tuple[int, int, int, int, str]]


class Snapshot:
    """Digests of the source files, by stat. `now` is when this scan began, in nanoseconds."""

    def __init__(self, stored: bytes | None, kept: _Kept | None = None) -> None:
        self.now = time.time_ns()
        self._kept = kept or _Kept(taken=0, state="", files={})
        if stored:
            try:
                self._kept = msgspec.msgpack.decode(stored, type=_Kept)
            except msgspec.DecodeError:
                return

    def edited(
        self, stats: Mapping[str, FileStat], read: Callable[[str], str]
    ) -> tuple[str, ...] | None:
        """Return which files have other bytes than at the last scan, or None if that is not all.

        Not all it is when files have come or gone, or when one changed that no build had read.
        `read` returns a file's digest from its bytes, for those that cannot be told by their stat.
        """
        known = self._kept.files
        if len(known) != len(stats):
            return None
        found = []
        for path, stat in stats.items():
            if not self.digest(path, stat):
                kept = known.get(path)
                if kept is None or kept[4] == UNREAD:
                    return None
                if kept[0] != stat[0] or kept[4] != read(path):
                    found.append(path)
                    if len(found) > FEW:
                        return None
        return tuple(found)

    def kept_digest(self, path: str) -> str:
        """Return the digest that a file had at the last scan."""
        return self._kept.files[path][4]

    def knew(self, path: str) -> bool:
        """Tell whether a file was there at the last scan."""
        return path in self._kept.files

    def names(self) -> Iterable[str]:
        """Return the files that were there at the last scan."""
        return self._kept.files

    def digest(self, path: str, stat: FileStat) -> str:
        """Return a file's digest if it is known to be unchanged, otherwise nothing."""
        known = self._kept.files.get(path)
        if known is None or known[:4] != stat:
            return ""
        young = max(stat[1], stat[2]) >= self._kept.taken - _GRAIN
        return "" if young else known[4]

    @property
    def state(self) -> str:
        """The digest of all files at the last scan."""
        return self._kept.state

    def is_young(self, stat: FileStat) -> bool:
        """Tell whether a file changed so late that the next scan cannot trust its stat."""
        return max(stat[1], stat[2]) >= self.now - _GRAIN

    def advance(
        self, state: str, stats: Mapping[str, FileStat], digests: Mapping[str, str]
    ) -> Snapshot:
        """Return what the next scan will compare with; a file without a digest was not read."""
        files = {path: (*stat, digests.get(path, UNREAD)) for path, stat in stats.items()}
        return Snapshot(None, _Kept(taken=self.now, state=state, files=files))

    def reuse(self) -> Snapshot:
        """Return the same snapshot for a scan that begins now."""
        return Snapshot(None, self._kept)

    def pack(self) -> bytes:
        """Return the snapshot as bytes, to be stored."""
        return msgspec.msgpack.encode(self._kept)
