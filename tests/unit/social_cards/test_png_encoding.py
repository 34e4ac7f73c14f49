from __future__ import annotations

import io
import random
import zlib
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from sitegen.checks.privacy.containers import find_published_metadata
from sitegen.social_cards import png_encoding
from sitegen.social_cards.png_encoding import encode_png

if TYPE_CHECKING:
    from collections.abc import Iterable

PALETTE = bytes(range(48))


def noise(width: int, height: int) -> Image.Image:
    chance = random.Random(width * height)  # noqa: S311  # pixels are no secret
    canvas = Image.new("L", (width, height), 0)
    canvas.putdata([chance.randrange(16) for _ in range(width * height)])
    canvas.putpalette(PALETTE)
    return canvas


@pytest.mark.parametrize("size", [(1, 1), (2, 3), (7, 5), (1200, 630)])
def test_pillow_reads_what_was_written(size: tuple[int, int]) -> None:
    canvas = noise(*size)
    image = Image.open(io.BytesIO(encode_png(canvas, PALETTE)))
    assert (image.format, image.mode, image.size) == ("PNG", "P", size)
    assert image.tobytes() == canvas.tobytes()
    assert image.convert("RGB").tobytes() == canvas.convert("RGB").tobytes()


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [0],
        [9],
        [0, 1, 2, 3, 100, 101, 200, 629],
        [8, 16, 24],
        range(50, 200),
        range(640),
    ],
)
def test_empty_rows(rows: Iterable[int]) -> None:
    canvas = Image.new("L", (1200, 640), 0)
    text = Image.frombytes("L", (1200, 640), noise(1200, 640).tobytes())
    for row in rows:
        canvas.paste(text.crop((0, row, 1200, row + 1)), (0, row))
    canvas.putpalette(PALETTE)
    data = encode_png(canvas, PALETTE)
    # Other programs check the sum of the stream, which Pillow does not.
    start = data.index(b"IDAT")
    length = int.from_bytes(data[start - 4 : start])
    assert len(zlib.decompress(data[start + 4 : start + 4 + length])) == 640 * 601
    assert Image.open(io.BytesIO(data)).tobytes() == canvas.tobytes()


@pytest.mark.parametrize("size", [(1, 1), (7, 5), (1200, 630)])
def test_nothing_is_in_the_file_but_the_picture(size: tuple[int, int]) -> None:
    data = encode_png(noise(*size), PALETTE)
    assert find_published_metadata(PurePosixPath("a.png"), data) == ()
    assert [data.count(name) for name in (b"IHDR", b"PLTE", b"IEND")] == [1, 1, 1]


def test_parts_of_earlier_pictures_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    text = noise(1200, 640)
    pictures = []
    for rows in ([(8, 32)], [(8, 32), (200, 320)], [(16, 40)], [(0, 8)], [(630, 640)], [(8, 32)]):
        canvas = Image.new("L", (1200, 640), 0)
        for top, bottom in rows:
            box = (0, top, 1200, bottom)
            canvas.paste(Image.frombytes("L", text.size, text.tobytes()).crop(box), box)
        canvas.putpalette(PALETTE)
        pictures.append(canvas)
    together = [encode_png(canvas, PALETTE) for canvas in pictures]
    for canvas, data in zip(pictures, together, strict=True):
        png_encoding._kept.clear()
        assert encode_png(canvas, PALETTE) == data
    monkeypatch.setattr(png_encoding, "_MOST_KEPT", 2)
    assert [encode_png(canvas, PALETTE) for canvas in pictures] == together
    assert len(png_encoding._kept) <= 2
