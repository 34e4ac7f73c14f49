"""Find where the bits of a fax end: black and white pixels in a strip of a TIFF.

Source: ITU-T T.4 and T.6, and TIFF 6.0, sections 10 and 11. Rows are runs of white and black by
turns; in two dimensions, they are told by how they differ from the row above.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

__all__ = ["FAXES", "Fax", "find_fax_end"]

#: Ways to compress a fax, by their numbers in a TIFF: rows that begin with a byte, T.4, T.6.
_BYTES, _T4, _T6 = 2, 3, 4
FAXES = frozenset({_BYTES, _T4, _T6})
#: Codes of runs of 0 to 63 pixels, and of 64, 128 and so on.
_WHITE = (
    "00110101 000111 0111 1000 1011 1100 1110 1111 10011 10100 00111 01000 001000 000011 110100 "
    "110101 101010 101011 0100111 0001100 0001000 0010111 0000011 0000100 0101000 0101011 0010011 "
    "0100100 0011000 00000010 00000011 00011010 00011011 00010010 00010011 00010100 00010101 "
    "00010110 00010111 00101000 00101001 00101010 00101011 00101100 00101101 00000100 00000101 "
    "00001010 00001011 01010010 01010011 01010100 01010101 00100100 00100101 01011000 01011001 "
    "01011010 01011011 01001010 01001011 00110010 00110011 00110100 "
    "11011 10010 010111 0110111 00110110 00110111 01100100 01100101 01101000 01100111 011001100 "
    "011001101 011010010 011010011 011010100 011010101 011010110 011010111 011011000 011011001 "
    "011011010 011011011 010011000 010011001 010011010 011000 010011011"
).split()
_BLACK = (
    "0000110111 010 11 10 011 0011 0010 00011 000101 000100 0000100 0000101 0000111 00000100 "
    "00000111 000011000 0000010111 0000011000 0000001000 00001100111 00001101000 00001101100 "
    "00000110111 00000101000 00000010111 00000011000 000011001010 000011001011 000011001100 "
    "000011001101 000001101000 000001101001 000001101010 000001101011 000011010010 000011010011 "
    "000011010100 000011010101 000011010110 000011010111 000001101100 000001101101 000011011010 "
    "000011011011 000001010100 000001010101 000001010110 000001010111 000001100100 000001100101 "
    "000001010010 000001010011 000000100100 000000110111 000000111000 000000100111 000000101000 "
    "000001011000 000001011001 000000101011 000000101100 000001011010 000001100110 000001100111 "
    "0000001111 000011001000 000011001001 000001011011 000000110011 000000110100 000000110101 "
    "0000001101100 0000001101101 0000001001010 0000001001011 0000001001100 0000001001101 "
    "0000001110010 0000001110011 0000001110100 0000001110101 0000001110110 0000001110111 "
    "0000001010010 0000001010011 0000001010100 0000001010101 0000001011010 0000001011011 "
    "0000001100100 0000001100101"
).split()
_LONG = (
    "00000001000 00000001100 00000001101 000000010010 000000010011 000000010100 000000010101 "
    "000000010110 000000010111 000000011100 000000011101 000000011110 000000011111"
).split()
#: How far a change is from that above it.
_VERTICAL = {"1": 0, "011": 1, "000011": 2, "0000011": 3, "010": -1, "000010": -2, "0000010": -3}
_PASS, _HORIZONTAL = 10, 11
_MODES = {**_VERTICAL, "0001": _PASS, "001": _HORIZONTAL}
#: Bits of the longest code, and of the zeros before the bit that ends a line.
_LONGEST, _ZEROS = 13, 11
_SHORT, _STEP = 64, 64
#: Lines that end right behind each other are the end of the page: that many.
_ENDS = 6


class Fax(NamedTuple):
    """How a strip is compressed: its kind, pixels of a row, rows, and what the TIFF says of bits.

    With `is_turned`, the first bit of a byte is the lowest. With `two_dimensions`, a bit behind the
    end of a line tells how the next one is written.
    """

    kind: int
    width: int
    rows: int
    is_turned: bool = False
    two_dimensions: bool = False


class _Code(NamedTuple):
    """The length of a code in bits, and what it stands for."""

    bits: int
    value: int


def find_fax_end(packed: bytes, fax: Fax) -> int:
    """Return how many bytes the rows take. Raises ValueError or IndexError for what is damaged."""
    reader = _Reader(packed.translate(_turned()) if fax.is_turned else packed, fax)
    reader.read_rows()
    return min(len(packed), -(-reader.at // 8))


class _Reader:
    """Reads code by code; raises ValueError or IndexError for what is none."""

    def __init__(self, packed: bytes, fax: Fax) -> None:
        self.at = 0
        self._fax = fax
        self._size = len(packed) * 8
        self._packed = packed + bytes(4)

    def read_rows(self) -> None:
        """Go to the bit behind the last row, and what ends the page."""
        fax = self._fax
        if fax.width < 1:
            raise ValueError
        changes: list[int] = []
        for _ in range(fax.rows):
            if self.at >= self._size:
                raise ValueError
            is_plain = fax.kind != _T6
            if fax.kind == _BYTES:
                self.at = -(-self.at // 8) * 8
            elif fax.kind == _T4 and self._skip_line_end() and fax.two_dimensions:
                is_plain = self._bit()
            changes = self._plain_row() if is_plain else self._row_below(changes)
        for _ in range(_ENDS if fax.kind != _BYTES else 0):
            if not self._skip_line_end():
                break
            self.at += fax.kind == _T4 and fax.two_dimensions

    def _peek(self) -> int:
        at = self.at
        return int.from_bytes(self._packed[at >> 3 : (at >> 3) + 3]) >> 11 - (at & 7) & 0x1FFF

    def _bit(self) -> bool:
        self.at += 1
        return bool(self._packed[self.at - 1 >> 3] >> (7 - (self.at - 1 & 7)) & 1)

    def _skip_line_end(self) -> bool:
        """Skip eleven zeros or more, and the bit behind them, if they are next."""
        if self._peek() >> _LONGEST - _ZEROS:
            return False
        at = self.at + _ZEROS
        while at < self._size and not self._packed[at >> 3] >> (7 - (at & 7)) & 1:
            at += 1
        if at >= self._size:
            return False
        self.at = at + 1
        return True

    def _run(self, color: int) -> int:
        table = _tables()[color]
        length = 0
        while True:
            code = table[self._peek()]
            if not code.bits:
                raise ValueError
            self.at += code.bits
            length += code.value
            if code.value < _SHORT:
                return length

    def _plain_row(self) -> list[int]:
        """Return where the colour of a row changes."""
        place, color = 0, 0
        changes: list[int] = []
        while place < self._fax.width:
            place += self._run(color)
            changes.append(place)
            color ^= 1
        return changes

    def _row_below(self, above: list[int]) -> list[int]:
        """Return the same for a row that is told by the changes of the one above."""
        width, modes = self._fax.width, _tables()[2]
        above = [*above, width, width, width]
        changes: list[int] = []
        place, color, near = -1, 0, 0
        while place < width:
            near = max(0, near - 2)
            while above[near] < width and (above[near] <= place or near % 2 != color):
                near += 1
            code = modes[self._peek()]
            if not code.bits:
                raise ValueError
            self.at += code.bits
            if code.value == _PASS:
                place = above[near + 1]
            elif code.value == _HORIZONTAL:
                first = max(place, 0) + self._run(color)
                place = first + self._run(color ^ 1)
                changes += (first, place)
            else:
                place = above[near] + code.value
                changes.append(place)
                color ^= 1
        return changes


@cache
def _tables() -> tuple[list[_Code], list[_Code], list[_Code]]:
    """Return what the next 13 bits begin with: a run of white, one of black, or a mode."""
    runs = (_lengths(_WHITE), _lengths(_BLACK))
    white, black, modes = map(_table, (*runs, _MODES))
    return white, black, modes


def _lengths(codes: list[str]) -> dict[str, int]:
    every = [*codes, *_LONG]
    return {code: at if at < _SHORT else (at - _SHORT + 1) * _STEP for at, code in enumerate(every)}


def _table(codes: dict[str, int]) -> list[_Code]:
    table = [_Code(0, 0)] * (1 << _LONGEST)
    for code, value in codes.items():
        rest = _LONGEST - len(code)
        start = int(code, 2) << rest
        table[start : start + (1 << rest)] = [_Code(len(code), value)] * (1 << rest)
    return table


@cache
def _turned() -> bytes:
    return bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
