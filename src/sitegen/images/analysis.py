"""Find the dominant colours of an image, and whether it is a drawing or a photograph."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PIL import Image, ImageChops

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["color_grid", "dominant_color", "is_flat", "sample_boxes"]

_COLUMNS, _ROWS = 4, 3
_SAMPLE = (48, 36)
#: Colours that share their upper four bits count as one.
_COARSE = 4
_TILES, _TILE_SIDE = 4, 256
#: Of a drawing, this share of neighbours has the same colour …
_SAME = 0.5
#: … and of those that differ, this share differs by so much (of 255): edges, not shades.
_HARD, _STEP = 0.35, 24


def dominant_color(image: Image.Image) -> str:
    """Return the colour of which there is most, as `#rrggbb`. `image` is in L or RGB."""
    small = image.convert("RGB").resize(_SAMPLE, Image.Resampling.BOX)
    pixels = _pixels(small)
    coarse = _pixels(small.point([part >> _COARSE for part in range(256)] * 3))
    bins = Counter(coarse)
    # Of equals the darkest, so that the outcome never depends on an order.
    most = min(bins, key=lambda found: (-bins[found], found))
    alike = [pixel for pixel, bin_ in zip(pixels, coarse, strict=True) if bin_ == most]
    return "#" + "".join(
        f"{round(sum(part) / len(alike)):02x}" for part in zip(*alike, strict=True)
    )


def _pixels(image: Image.Image) -> list[tuple[int, int, int]]:
    data = image.tobytes()
    return list(zip(data[::3], data[1::3], data[2::3], strict=True))


def color_grid(image: Image.Image) -> tuple[str, ...]:
    """Return the image in four columns and three rows of colours, `#rgb`, row by row."""
    small = image.convert("RGB").resize((_COLUMNS, _ROWS), Image.Resampling.BOX)
    data = small.tobytes()
    return tuple(
        "#" + "".join(f"{round(part / 17):x}" for part in data[at : at + 3])
        for at in range(0, len(data), 3)
    )


def sample_boxes(size: tuple[int, int]) -> list[tuple[int, int, int, int]]:
    """Return where to look at an image of this size in full detail: all of it, or 16 tiles."""
    width, height = size
    across, down = (min(side, _TILE_SIDE) for side in size)
    if max(size) <= _TILES * _TILE_SIDE:
        return [(0, 0, width, height)]
    lefts = sorted({(width - across) * step // (_TILES - 1) for step in range(_TILES)})
    tops = sorted({(height - down) * step // (_TILES - 1) for step in range(_TILES)})
    return [(left, top, left + across, top + down) for top in tops for left in lefts]


def is_flat(tiles: Iterable[Image.Image]) -> bool:
    """Tell whether pieces of an image are line art or a screenshot: even areas, hard edges.

    A photograph has hardly two equal neighbours; a scan on a black ground has, but inside of it
    they differ little.
    """
    differences = [0] * 256
    for tile in tiles:
        image = tile.convert("RGB")
        if image.width == 1:
            continue
        beside = ImageChops.difference(
            image.crop((0, 0, image.width - 1, image.height)),
            image.crop((1, 0, image.width, image.height)),
        )
        red, green, blue = beside.split()
        most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
        differences = [a + b for a, b in zip(differences, most.histogram(), strict=True)]
    total, edges = sum(differences), sum(differences[1:])
    if differences[0] < _SAME * total:
        return False
    return sum(differences[_STEP:]) >= _HARD * edges
