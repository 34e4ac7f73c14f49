"""Parse boxes of the ISO base media file format (ISO/IEC 14496-12): HEIF, AVIF, MP4, MOV."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["XMP_UUID", "Box", "read_text_at", "walk_boxes"]

#: The extended type of a `uuid` box that contains XMP.
XMP_UUID = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
_MOST = 100_000


class Box(NamedTuple):
    """A box; its content goes from `start` to `end`."""

    kind: bytes
    start: int
    end: int

    @property
    def name(self) -> str:
        """The kind as text."""
        return self.kind.decode("latin-1")


def walk_boxes(data: bytes, start: int = 0, end: int | None = None) -> Iterator[Box]:
    """Yield the boxes between two offsets. Raises ValueError if they do not fill that range."""
    stop = len(data) if end is None else end
    for _ in range(_MOST):
        if start == stop:
            return
        size, kind = struct.unpack_from(">I4s", data, start)
        head = 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", data, start + 8)
            head = 16
        elif size == 0:
            size = stop - start
        if size < head or start + size > stop:
            break
        yield Box(kind, start + head, start + size)
        start += size
    raise ValueError(start)


def read_text_at(data: bytes, start: int, end: int) -> str:
    """Return text that ends at a zero byte or at `end`."""
    return data[start:end].partition(b"\0")[0].decode("utf-8", "replace")
