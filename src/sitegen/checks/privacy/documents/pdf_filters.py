"""How a PDF packs its streams (ISO 32000-2, 7.4): filter by filter, down to a photograph."""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Callable

__all__ = ["is_photo", "unpack_stream"]

_FILTER = re.compile(rb"/F(?:ilter)?\s*(\[[^\]]{0,400}\]|/\w+)")
_NAME = re.compile(rb"/(\w+)")
_SPACE = b" \t\n\f\r\0"
_MOST_UNPACKED = 16_000_000
#: Python takes half a second for a megabyte; what a photograph says stands at its beginning.
_MOST_LETTERS = 400_000
_PHOTOS = frozenset({b"DCTDecode", b"DCT"})


def is_photo(head: bytes) -> bool:
    """Tell by its dictionary whether a stream is a JPEG, packed once more or not."""
    return not _PHOTOS.isdisjoint(_filters(head))


def unpack_stream(head: bytes, content: bytes) -> bytes:
    """Return what a stream holds, a JPEG as it is; nothing where that cannot be read."""
    data = content
    for name in _filters(head):
        if name in _PHOTOS:
            return data
        try:
            data = _FILTERS[name](data)
        except (KeyError, ValueError, zlib.error):
            return b""
    return data


def _filters(head: bytes) -> list[bytes]:
    found = _FILTER.search(head)
    return _NAME.findall(found[1]) if found else []


def _inflate(data: bytes) -> bytes:
    return zlib.decompressobj().decompress(data, _MOST_UNPACKED)


def _from_85(data: bytes) -> bytes:
    text = data.partition(b"~>")[0].strip(_SPACE).removeprefix(b"<~")
    return base64.a85decode(text.translate(None, _SPACE)[:_MOST_LETTERS])


def _from_hex(data: bytes) -> bytes:
    digits = data.partition(b">")[0].translate(None, _SPACE)
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))


_FILTERS: dict[bytes, Callable[[bytes], bytes]] = {
    b"FlateDecode": _inflate,
    b"Fl": _inflate,
    b"ASCII85Decode": _from_85,
    b"A85": _from_85,
    b"ASCIIHexDecode": _from_hex,
    b"AHx": _from_hex,
}
