from __future__ import annotations

import math
import struct
import tracemalloc
from array import array

import pytest

from sitegen.images.decoding import Decoder
from sitegen.images.formats import open_image
from support.pictures import tiff_of

NAN, INFINITE = math.nan, math.inf


def greys(values: list[float], code: str, bits: int, kind: int) -> list[int]:
    """Return what a TIFF of one row becomes."""
    data = struct.pack(f"<{len(values)}{code}", *values)
    file = tiff_of((len(values), 1), data, photometric=1, bits=(bits,), t339=kind)
    return list(Decoder(open_image(file)).whole().image.tobytes())


@pytest.mark.parametrize(
    ("code", "kind", "values"),
    [
        ("I", 1, [0, 1_000_000_000, 2_000_000_000, 3_000_000_000, 4_000_000_000]),
        ("I", 1, [0, 10, 20, 30, 40]),
        ("i", 2, [-2_000_000_000, -1_000_000_000, 0, 1_000_000_000, 2_000_000_000]),
        ("f", 3, [-1.0, -0.5, 0.0, 0.5, 1.0]),
    ],
)
def test_thirty_two_bits_are_a_ramp(code: str, kind: int, values: list[float]) -> None:
    assert greys(values, code, 32, kind) == [0, 64, 128, 191, 255]


@pytest.mark.parametrize("first", [NAN, INFINITE, -INFINITE])
def test_what_is_no_number_is_no_limit(first: float) -> None:
    values = [first, 2.0, 3.0, NAN, 4.0, INFINITE, -INFINITE]
    found = greys(values, "f", 32, 3)
    assert [found[1], found[2], found[4]] == [0, 128, 255]
    assert greys([first, first], "f", 32, 3)[0] in {0, 255}


def test_a_large_measurement_is_never_a_list() -> None:
    side = 600
    values = array("f", [NAN, 1.0, 2.0, 3.0] * (side * side // 4)).tobytes()
    file = tiff_of((side, side), values, photometric=1, bits=(32,), t339=3)
    tracemalloc.start()
    Decoder(open_image(file), 4).whole()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < len(values)
