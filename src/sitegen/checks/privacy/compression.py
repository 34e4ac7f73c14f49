"""What gzip, bzip2 and xz have packed, as far as it is wanted and can be read."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable

__all__ = ["DAMAGED", "unpack"]

#: What damaged packing raises; LZMAError is no kind of the others.
DAMAGED = (OSError, EOFError, zlib.error, lzma.LZMAError, ValueError, OverflowError, MemoryError)
_Opener = Callable[[io.BytesIO], gzip.GzipFile | bz2.BZ2File | lzma.LZMAFile]
_OPENERS: dict[bytes, _Opener] = {
    b"\x1f\x8b": gzip.open,
    b"BZh": bz2.open,
    b"\xfd7zXZ\0": lzma.open,
}
_PIECE = 1_000_000


def unpack(data: bytes, most: int) -> bytes:
    """Return at most so many bytes of what is packed, nothing for what is not.

    Before damage and before a missing end, what could be read counts.
    """
    opener = next((each for mark, each in _OPENERS.items() if data.startswith(mark)), None)
    unpacked = bytearray()
    if opener:
        try:
            with opener(io.BytesIO(data)) as file:
                while piece := file.read1(min(_PIECE, most - len(unpacked))):
                    unpacked += piece
        except DAMAGED:
            pass
    return bytes(unpacked)
