"""Decompress gzip, bzip2 and xz, up to a limit and as far as they can be read."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable

from sitegen.images.signatures import identify_format

__all__ = ["DAMAGED", "unpack"]

#: Exceptions for damaged compression; LZMAError is not derived from any of the others.
DAMAGED = (OSError, EOFError, zlib.error, lzma.LZMAError, ValueError, OverflowError, MemoryError)
_Opener = Callable[[io.BytesIO], gzip.GzipFile | bz2.BZ2File | lzma.LZMAFile]
_OPENERS: dict[str, _Opener] = {"gzip": gzip.open, "bzip2": bz2.open, "xz": lzma.open}
_PIECE = 1_000_000


def unpack(data: bytes, most: int) -> bytes:
    """Return at most `most` bytes of decompressed data; nothing for what is not compressed.

    Of a damaged or truncated file, what precedes the damage is returned.
    """
    opener = _OPENERS.get(identify_format(data))
    unpacked = bytearray()
    if opener:
        try:
            with opener(io.BytesIO(data)) as file:
                while piece := file.read1(min(_PIECE, most - len(unpacked))):
                    unpacked += piece
        except DAMAGED:
            pass
    return bytes(unpacked)
