"""Find authors, places and times in MP4 and QuickTime files."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sitegen.checks.privacy.containers.boxes import XMP_UUID, Box, read_text_at, walk_boxes
from sitegen.checks.privacy.documents.xmp import describe_xmp
from sitegen.checks.privacy.findings import SERIAL

__all__ = ["describe_quicktime"]

_PARENTS = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl", b"udta"})
#: Boxes of user data, by Apple and 3GPP.
_USER = {
    b"\xa9xyz": "place",
    b"\xa9nam": "title",
    b"\xa9ART": "artist",
    b"\xa9aut": "author",
    b"\xa9wrt": "author",
    b"aART": "artist",
    b"\xa9mak": "camera",
    b"\xa9mod": "camera",
    b"\xa9swr": "program",
    b"\xa9too": "program",
    b"\xa9day": "time",
    b"\xa9cmt": "comment",
    b"\xa9des": "description",
    b"desc": "description",
    b"\xa9cpy": "copyright",
    b"cprt": "copyright",
    b"auth": "author",
    b"titl": "title",
    b"dscp": "description",
    b"perf": "artist",
    b"CAME": SERIAL,
    b"FIRM": "program",
}
_KEYS = (
    ("location", "place"),
    ("serial", SERIAL),
    ("make", "camera"),
    ("model", "camera"),
    ("software", "program"),
    ("creationdate", "time"),
    ("author", "author"),
    ("artist", "artist"),
    ("comment", "comment"),
    ("title", "title"),
)
_POSITIONS = frozenset({b"gps ", b"gpmd", b"GPMF", b"camm"})
_SINCE = datetime(1904, 1, 1, tzinfo=UTC)
_MOST_SECONDS = 10**10


def describe_quicktime(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield what an MP4 or QuickTime file says about its authors."""
    for box in walk_boxes(data):
        yield from _describe(data, box)


def _describe(data: bytes, box: Box) -> Iterator[tuple[str, str]]:
    if box.kind == b"mdat":
        return
    content = data[box.start : box.end]
    if box.kind in _PARENTS:
        for inner in _inside(data, box.start, box.end):
            yield from _describe(data, inner)
    elif box.kind == b"meta":
        yield from _describe_meta(data, box)
    elif box.kind == b"mvhd":
        yield from _describe_time(content)
    elif box.kind in _USER:
        yield _USER[box.kind], _user_text(content)
    elif box.kind == b"loci":
        yield "place", read_text_at(content, 6, len(content)) or "set"
    elif box.kind in _POSITIONS or (box.kind == b"stsd" and content[12:16] in _POSITIONS):
        yield "place", "a track of positions"
    elif box.kind == b"XMP_" or content.startswith(XMP_UUID):
        yield from describe_xmp(content)


def _inside(data: bytes, start: int, end: int) -> Iterator[Box]:
    """Yield the boxes in a box; lists of QuickTime may end with four zero bytes."""
    if data[end - 4 : end] == bytes(4) and end - start >= 4:
        try:
            yield from list(walk_boxes(data, start, end - 4))
        except (ValueError, struct.error):
            yield from walk_boxes(data, start, end)
        return
    yield from walk_boxes(data, start, end)


def _describe_time(content: bytes) -> Iterator[tuple[str, str]]:
    (seconds,) = struct.unpack_from(">Q" if content[0] else ">I", content, 4)
    if 0 < seconds < _MOST_SECONDS:
        yield "time", (_SINCE + timedelta(seconds=seconds)).strftime("%Y-%m-%d %H:%M")


def _user_text(content: bytes) -> str:
    """Return the text of a user data box, which has one of several layouts."""
    if content[4:8] == b"data":
        return content[16:].decode("utf-8", "replace")
    size = int.from_bytes(content[:2])
    if size and 4 + size <= len(content):
        return content[4 : 4 + size].decode("utf-8", "replace")
    return content[6 if content[:4] == bytes(4) else 0 :].decode("utf-8", "replace")


def _describe_meta(data: bytes, box: Box) -> Iterator[tuple[str, str]]:
    """Yield the values of a `meta` box, with keys (QuickTime) or without (iTunes)."""
    # ISO's box begins with a version, QuickTime's does not.
    plain = data[box.start + 4 : box.start + 8] == b"hdlr"
    inner = list(walk_boxes(data, box.start if plain else box.start + 4, box.end))
    keys: list[str] = []
    for each in inner:
        if each.kind == b"keys":
            names = walk_boxes(data, each.start + 8, each.end)
            keys = [read_text_at(data, name.start, name.end) for name in names]
    for each in inner:
        if each.kind == b"ilst":
            for entry in walk_boxes(data, each.start, each.end):
                number = int.from_bytes(entry.kind)
                value = data[entry.start + 16 : entry.end].decode("utf-8", "replace")
                if entry.kind in _USER:
                    yield _USER[entry.kind], value
                elif 1 <= number <= len(keys):
                    yield _field(keys[number - 1]), value


def _field(key: str) -> str:
    plain = key.casefold()
    return next((field for part, field in _KEYS if part in plain), key.rpartition(".")[2])
