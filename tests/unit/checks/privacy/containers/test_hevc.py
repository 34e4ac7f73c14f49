"""What a HEIF holds in its stream besides the picture is found, and an honest one has nothing."""

from __future__ import annotations

import base64
import struct

import pytest

from sitegen.checks.privacy.containers import find_metadata
from sitegen.checks.privacy.findings import BETWEEN, DAMAGE

#: A red square of 16 pixels, as libheif writes it.
SQUARE = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAXxtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAA"
    "AAAAAAAAACJpbG9jAAAAAERAAAEAAQAAAAABoAABAAAAAAAAACoAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABo"
    "dmMxAAAAAA5waXRtAAAAAAABAAAA/GlwcnAAAADcaXBjbwAAAHVodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEA"
    "GEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQApQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbqrprm4CGgwIAAAAyAAAAD"
    "AIRiAAEABkQBwXPBiQAAABNjb2xybmNseAABAA0ABoAAAAAUaXNwZQAAAAAAAABAAAAAQAAAAChjbGFwAAAAEAAAAAEA"
    "AAAQAAAAAf///9AAAAAC////0AAAAAIAAAAQcGl4aQAAAAADCAgIAAAAGGlwbWEAAAAAAAAAAQABBYECAwWEAAAAMm1k"
    "YXQAAAAmKAGvGSFeQkDvXaW//34+/1mF/iVbfKZKppcE14iZCwOBgI2RnTg="
)
WORDS = b"born 1970-01-01, patient 4711, scanned by"
STREAM = "metadata in the stream"


def _unit(kind: int, content: bytes) -> bytes:
    return struct.pack(">IBB", len(content) + 2, kind << 1, 1) + content


def _message(kind: int, content: bytes) -> bytes:
    return bytes((kind, len(content))) + content + b"\x80"


def _with_stream(data: bytes, more: bytes) -> bytes:
    """Return a HEIF whose picture has more in its stream, which is at the end of the file."""
    start = data.index(b"mdat") + 4
    stream = data[start:] + more
    place = data.index(struct.pack(">I", start)) + 10  # behind it: one extent, at its start
    head = data[:place] + struct.pack(">I", len(stream)) + data[place + 4 : start - 8]
    return head + struct.pack(">I4s", len(stream) + 8, b"mdat") + stream


def _with_settings(data: bytes, more: bytes, lists: int = 0) -> bytes:
    """Return a HEIF with more at the end of the settings of its stream."""
    at = data.index(b"hvcC") - 4
    (size,) = struct.unpack_from(">I", data, at)
    settings = bytearray(data[at + 8 : at + size])
    settings[22] += lists
    changed = struct.pack(">I4s", size + len(more), b"hvcC") + settings + more
    longer = bytearray(data[:at] + changed + data[at + size :])
    for kind in (b"ipco", b"iprp", b"meta"):
        above = data.index(kind) - 4
        (old,) = struct.unpack_from(">I", longer, above)
        struct.pack_into(">I", longer, above, old + len(more))
    start = data.index(b"mdat") + 4
    place = data.index(struct.pack(">I", start))
    struct.pack_into(">I", longer, place, start + len(more))
    return bytes(longer)


def test_an_honest_picture_has_nothing_else() -> None:
    assert find_metadata(SQUARE) == ()
    assert find_metadata(_with_stream(SQUARE, b"")) == ()
    assert find_metadata(_with_settings(SQUARE, b"")) == ()


@pytest.mark.parametrize(
    ("more", "found"),
    [
        (_unit(39, _message(5, WORDS)), STREAM),
        (_unit(40, _message(5, WORDS)), STREAM),
        (_unit(39, _message(4, WORDS)), STREAM),
        (_unit(39, _message(144, b"\0\0\3\0\0")[:-1] + WORDS), STREAM),
        (_unit(39, b"\xff\xff\x05" + WORDS), STREAM),
        (_unit(38, b"\xff" * 40 + b"\x80"), STREAM),
        (_unit(48, WORDS), STREAM),
        (_unit(63, WORDS), STREAM),
        (_unit(35, WORDS), STREAM),
        (_unit(1, b"\x80" + bytes(40)), BETWEEN),
        (_unit(39, _message(144, bytes(4))), None),
        (_unit(35, b"\x50"), None),
        (_unit(36, b""), None),
        (WORDS, DAMAGE),
        (b"\0\0", DAMAGE),
        (_unit(39, b"\xff"), DAMAGE),
    ],
)
def test_what_else_is_in_the_stream(more: bytes, found: str | None) -> None:
    assert find_metadata(_with_stream(SQUARE, more)) == ((found,) if found else ())


@pytest.mark.parametrize(
    ("more", "lists", "found"),
    [
        (WORDS, 0, BETWEEN),
        (b"\xa7\0\1" + _unit(39, _message(5, WORDS))[2:], 1, STREAM),
        (b"\xa0\0\1\0\2\x40\1", 1, None),
        (b"\xa0\0\1\0\x99\x40\1", 1, DAMAGE),
    ],
)
def test_what_else_is_in_the_settings(more: bytes, lists: int, found: str | None) -> None:
    assert find_metadata(_with_settings(SQUARE, more, lists)) == ((found,) if found else ())
