"""Find bytes after the pixels of a GIF frame, which no browser reads (GIF89a, appendix F).

The codes of LZW have no length that can be read from outside: each one is counted, with the pixels
that it stands for, until the frame is full or the end code comes.
"""

from __future__ import annotations

__all__ = ["has_bytes_behind"]

_MOST_CODES, _WIDEST = 4096, 12
_SMALLEST, _LARGEST = 2, 8


def has_bytes_behind(data: bytes, code_size: int, pixels: int) -> bool:
    """Tell whether other bytes than zeros follow the pixels of a frame.

    `data` are the joined sub-blocks, `code_size` is the byte in front of them. Raises ValueError
    for codes that no decoder could know, and if pixels are missing.
    """
    if not _SMALLEST <= code_size <= _LARGEST:
        raise ValueError(code_size)
    clear, stop = 1 << code_size, (1 << code_size) + 1
    lengths = [1] * (clear + 2)
    width, previous, found, at = code_size + 1, 0, 0, 0
    while at + width <= 8 * len(data):
        three = int.from_bytes(data[at >> 3 : (at >> 3) + 3], "little")
        code = (three >> (at & 7)) & ((1 << width) - 1)
        at += width
        if code == stop:
            return bool(data[-(-at // 8) :].strip(b"\0"))
        if code == clear:
            del lengths[clear + 2 :]
            width, previous = code_size + 1, 0
            continue
        if found >= pixels:
            return bool(code or data[-(-at // 8) :].strip(b"\0"))
        known = len(lengths)
        if code > known or (code == known and not previous):
            raise ValueError(code)
        length = lengths[code] if code < known else previous + 1
        if previous and known < _MOST_CODES:
            lengths.append(previous + 1)
            if known + 1 == 1 << width and width < _WIDEST:
                width += 1
        previous = length
        found += length
    if found < pixels:
        raise ValueError(found)
    return False  # some programs leave out the end code
