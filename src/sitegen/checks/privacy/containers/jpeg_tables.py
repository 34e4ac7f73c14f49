"""Find tables of a JPEG that its picture does not need (ITU-T T.81, annexes B and K).

A table of a quarter of a kilobyte that nothing refers to, or that is replaced before it is used,
changes no pixel, so anything may be in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator

__all__ = ["JpegTables"]

_QUANTISATION, _DC, _AC = "quantisation", "DC", "AC"
#: Digests of the Huffman tables of annex K. Cameras write all of them, also for a grey picture.
_TYPICAL = frozenset(
    {"2f66814c875b5317", "a6283a08f5d97906", "602f734c8c12c1d9", "13f90e3c9dc476c6"}
)
_Key = tuple[str, int]


class JpegTables:
    """Notes which tables are defined, and which of them a scan uses."""

    def __init__(self) -> None:
        #: Whether something is defined that no scan has used.
        self.has_unused = False
        self._waiting: dict[_Key, bytes] = {}
        self._quantisation: dict[int, int] = {}

    def define_quantisation(self, content: bytes) -> None:
        """Note the tables of a DQT segment."""
        for head, table in _split(content, lambda head: 64 if head[0] < 16 else 128):
            self._define((_QUANTISATION, head & 15), table)

    def define_huffman(self, content: bytes) -> None:
        """Note the tables of a DHT segment."""
        for head, table in _split(content, lambda head: 16 + sum(head[1:17])):
            self._define((_AC if head >> 4 else _DC, head & 15), table)

    def begin_frame(self, content: bytes) -> None:
        """Note which table each component of a frame is multiplied with."""
        for at in range(6, len(content) - 2, 3):
            self._quantisation[content[at]] = content[at + 2]

    def begin_scan(self, content: bytes) -> None:
        """Note the tables that a scan uses: a first pass has DC values, a later one AC values."""
        count = content[0]
        start, end, again = content[1 + 2 * count], content[2 + 2 * count], content[3 + 2 * count]
        for at in range(1, 1 + 2 * count, 2):
            component, chosen = content[at], content[at + 1]
            self._use((_QUANTISATION, self._quantisation.get(component, 0)))
            if start == 0 and not again >> 4:
                self._use((_DC, chosen >> 4))
            if end:
                self._use((_AC, chosen & 15))

    def end(self) -> None:
        """Note that no scan follows."""
        self.has_unused |= any(map(_is_suspicious, self._waiting.values()))

    def _define(self, key: _Key, table: bytes) -> None:
        before = self._waiting.get(key)
        self.has_unused |= before is not None and _is_suspicious(before)
        self._waiting[key] = table

    def _use(self, key: _Key) -> None:
        self._waiting.pop(key, None)


def _split(content: bytes, measure: Callable[[bytes], int]) -> Iterator[tuple[int, bytes]]:
    """Yield the head of each table of a segment, and its bytes."""
    at = 0
    while at < len(content):
        end = at + 1 + measure(content[at:])
        yield content[at], content[at + 1 : end]
        at = end


def _is_suspicious(table: bytes) -> bool:
    return hashlib.sha256(table).hexdigest()[:16] not in _TYPICAL
