"""Find authors and programs in WebM and Matroska files (RFC 8794, RFC 9559)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

__all__ = ["describe_matroska"]

_SEGMENT, _INFO, _TAGS, _TAG, _SIMPLE_TAG = 0x18538067, 0x1549A966, 0x1254C367, 0x7373, 0x67C8
_ATTACHMENTS, _ATTACHED = 0x1941A469, 0x61A7
_PARENTS = frozenset({_SEGMENT, _INFO, _TAGS, _TAG, _ATTACHMENTS, _ATTACHED})
_TEXTS = {0x7BA9: "title", 0x4D80: "program", 0x5741: "program", 0x7384: "file name"}
_TEXTS |= {0x466E: "attached file"}
_TIME, _TAG_NAME, _TAG_VALUE = 0x4461, 0x45A3, 0x4487
_SINCE = datetime(2001, 1, 1, tzinfo=UTC)
_NAMES = {
    "ARTIST": "artist",
    "AUTHOR": "author",
    "DIRECTOR": "author",
    "COMMENT": "comment",
    "COPYRIGHT": "copyright",
    "DATE_RECORDED": "time",
    "ENCODER": "program",
    "RECORDING_LOCATION": "place",
    "LOCATION": "place",
    "TITLE": "title",
}
_MOST = 100_000


def describe_matroska(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield what a WebM or Matroska file says about its authors."""
    yield from _describe(data, 0, len(data))


def _describe(data: bytes, at: int, end: int) -> Iterator[tuple[str, str]]:
    name = ""
    for kind, start, stop in _elements(data, at, end):
        if kind in _PARENTS or kind == _SIMPLE_TAG:
            yield from _describe(data, start, stop)
        elif kind in _TEXTS:
            yield _TEXTS[kind], data[start:stop].decode("utf-8", "replace")
        elif kind == _TAG_NAME:
            name = data[start:stop].decode("utf-8", "replace")
        elif kind == _TAG_VALUE and name != "DURATION":
            field = _NAMES.get(name.upper(), f"tag '{name}'")
            yield field, data[start:stop].decode("utf-8", "replace")
        elif kind == _TIME and stop - start == 8:
            moment = int.from_bytes(data[start:stop], signed=True)
            yield (
                "time",
                (_SINCE + timedelta(microseconds=moment // 1000)).strftime("%Y-%m-%d %H:%M"),
            )


def _elements(data: bytes, at: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Yield kind, start and end of each element between two offsets."""
    for _ in range(_MOST):
        if at >= end:
            return
        kind, at = _number(data, at, marked=True)
        size, at = _number(data, at, marked=False)
        stop = min(end, at + size) if size >= 0 else end
        yield kind, at, stop
        at = stop


def _number(data: bytes, at: int, *, marked: bool) -> tuple[int, int]:
    """Return a number of variable length and the offset after it; -1 means an unknown length."""
    first = data[at]
    width = 9 - first.bit_length()
    if width > 8 or at + width > len(data):
        raise ValueError(at)
    value = int.from_bytes(data[at : at + width])
    if not marked:
        ones = (1 << (7 * width)) - 1
        value &= ones
        value = -1 if value == ones else value
    return value, at + width
