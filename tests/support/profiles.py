"""Colour profiles made here, and the colours that they stand for, worked out without a library."""

from __future__ import annotations

import struct
from collections.abc import Callable

__all__ = [
    "Colour",
    "cmyk_profile",
    "delta_e",
    "grey_profile",
    "inks_to_lab",
    "lab_to_rgb",
    "rgb_profile",
    "wide_to_rgb",
]

Colour = tuple[float, float, float]

_D50: Colour = (0.9642, 1.0, 0.8249)
_D65: Colour = (0.95047, 1.0, 1.08883)
#: The primaries of a wide space, adapted to D50, and its gamma; Adobe RGB (1998) by its numbers.
_WIDE = ((0.60974, 0.20528, 0.14919), (0.31111, 0.62567, 0.06322), (0.01947, 0.06087, 0.74457))
_WIDE_GAMMA = 563 / 256
#: From XYZ under D50 to light of sRGB (Bradford), and from light of sRGB to XYZ under D65.
_FROM_D50 = (
    (3.1338561, -1.6168667, -0.4906146),
    (-0.9787684, 1.9161415, 0.0334540),
    (0.0719453, -0.2289914, 1.4052427),
)
_TO_D65 = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)


def _times(matrix: tuple[Colour, Colour, Colour], colour: Colour) -> Colour:
    first, second, third = (sum(a * b for a, b in zip(row, colour, strict=True)) for row in matrix)
    return first, second, third


def _encode(light: float) -> float:
    light = min(1.0, max(0.0, light))
    return 255 * (12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055)


def _decode(value: float) -> float:
    share = value / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def _from_d50(xyz: Colour) -> Colour:
    red, green, blue = (_encode(light) for light in _times(_FROM_D50, xyz))
    return red, green, blue


def wide_to_rgb(colour: tuple[int, int, int]) -> Colour:
    """Return what a colour of `rgb_profile` is in sRGB."""
    red, green, blue = ((part / 255) ** _WIDE_GAMMA for part in colour)
    return _from_d50(_times(_WIDE, (red, green, blue)))


def lab_to_rgb(lab: Colour) -> Colour:
    """Return what a colour of CIE L*a*b* under D50 is in sRGB."""
    middle = (lab[0] + 16) / 116
    sides = (middle + lab[1] / 500, middle, middle - lab[2] / 200)
    x, y, z = (
        white * (side**3 if side > 6 / 29 else 3 * (6 / 29) ** 2 * (side - 4 / 29))
        for side, white in zip(sides, _D50, strict=True)
    )
    return _from_d50((x, y, z))


def _lab(colour: Colour) -> Colour:
    light = (_decode(colour[0]), _decode(colour[1]), _decode(colour[2]))
    shares = [part / white for part, white in zip(_times(_TO_D65, light), _D65, strict=True)]
    x, y, z = (
        share ** (1 / 3) if share > (6 / 29) ** 3 else share / (3 * (6 / 29) ** 2) + 4 / 29
        for share in shares
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def delta_e(one: Colour, other: Colour) -> float:
    """Return how far apart two sRGB colours are: CIE 1976, where 2.3 can just be seen."""
    pairs = zip(_lab(one), _lab(other), strict=True)
    return float(sum((a - b) ** 2 for a, b in pairs) ** 0.5)


def inks_to_lab(inks: tuple[int, int, int, int]) -> Colour:
    """Return what four inks (0 to 255) give on the paper of `cmyk_profile`: a world of our own."""
    cyan, magenta, yellow, black = (ink / 255 for ink in inks)
    lightness = 100 * (1 - 0.4 * cyan) * (1 - 0.45 * magenta) * (1 - 0.08 * yellow) * (1 - black)
    strength = 1 - black
    green_red = strength * (70 * magenta - 35 * cyan)
    blue_yellow = strength * (85 * yellow - 45 * cyan - 5 * magenta)
    return lightness, green_red, blue_yellow


def _fixed(*values: float) -> bytes:
    return b"".join(struct.pack(">i", round(value * 65536)) for value in values)


def _profile(space: bytes, pcs: bytes, kind: bytes, tags: dict[bytes, bytes]) -> bytes:
    """Put an ICC profile of version 2.4 together."""
    place = 128 + 4 + 12 * len(tags)
    table, body = struct.pack(">I", len(tags)), b""
    for name, data in tags.items():
        padded = data + b"\0" * (-len(data) % 4)
        table += name + struct.pack(">II", place + len(body), len(data))
        body += padded
    head = struct.pack(">I4sI4s4s4s", place + len(body), b"\0" * 4, 0x02400000, kind, space, pcs)
    head += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + b"\0" * 28 + _fixed(*_D50)
    return head.ljust(128, b"\0") + table + body


def _xyz(colour: Colour) -> bytes:
    return b"XYZ \0\0\0\0" + _fixed(*colour)


def _curve(gamma: float) -> bytes:
    return b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256))


def rgb_profile() -> bytes:
    """Return a profile of a display with more colours than sRGB."""
    columns = zip(*_WIDE, strict=True)
    tags = {
        name: _xyz(column)
        for name, column in zip((b"rXYZ", b"gXYZ", b"bXYZ"), columns, strict=True)
    }
    curves = {name: _curve(_WIDE_GAMMA) for name in (b"rTRC", b"gTRC", b"bTRC")}
    return _profile(b"RGB ", b"XYZ ", b"mntr", {b"wtpt": _xyz(_D50), **tags, **curves})


def grey_profile(gamma: float) -> bytes:
    """Return a profile of greys with this gamma."""
    tags = {b"wtpt": _xyz(_D50), b"kTRC": _curve(gamma)}
    return _profile(b"GRAY", b"XYZ ", b"mntr", tags)


def cmyk_profile(colours: Callable[[tuple[int, int, int, int]], Colour] = inks_to_lab) -> bytes:
    """Return a printer's profile: a table of colours for 9 steps of each ink."""
    steps = [round(255 * step / 8) for step in range(9)]
    table = bytearray()
    for cyan in steps:
        for magenta in steps:
            for yellow in steps:
                for black in steps:
                    lab = colours((cyan, magenta, yellow, black))
                    parts = (lab[0] * 2.55, lab[1] + 128, lab[2] + 128)
                    table += bytes(min(255, max(0, round(part))) for part in parts)
    straight = bytes(range(256))
    lut = b"mft1\0\0\0\0" + bytes((4, 3, 9, 0)) + _fixed(1, 0, 0, 0, 1, 0, 0, 0, 1)
    lut += straight * 4 + bytes(table) + straight * 3
    return _profile(b"CMYK", b"Lab ", b"prtr", {b"wtpt": _xyz(_D50), b"A2B0": lut, b"A2B1": lut})
