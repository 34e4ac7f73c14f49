"""A supersampled canvas in picture units, and the few tools that every drawing needs."""

from __future__ import annotations

import math
import random
from array import array
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from PIL import Image, ImageChops, ImageDraw, ImageFilter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

Point: TypeAlias = tuple[float, float]

SUPERSAMPLING = 2


def seeded(seed: int) -> random.Random:
    """Return a reproducible source of randomness."""
    return random.Random(seed)


def outline(points: str) -> tuple[Point, ...]:
    """Read points written as in SVG: `x,y x,y …`."""
    pairs = (pair.split(",") for pair in points.split())
    return tuple((float(x), float(y)) for x, y in pairs)


def spline(points: Sequence[Point], *, closed: bool = True, steps: int = 14) -> list[Point]:
    """Draw a Catmull-Rom curve through the points."""
    count = len(points)
    spans = count if closed else count - 1
    curve: list[Point] = []
    for index in range(spans):
        near = [_neighbour(points, index + shift, closed=closed) for shift in (-1, 0, 1, 2)]
        curve.extend(_catmull_rom(near, step / steps) for step in range(steps))
    if not closed:
        curve.append(points[-1])
    return curve


def _neighbour(points: Sequence[Point], index: int, *, closed: bool) -> Point:
    count = len(points)
    return points[index % count] if closed else points[max(0, min(count - 1, index))]


def _catmull_rom(near: Sequence[Point], t: float) -> Point:
    weights = (
        -0.5 * t + t**2 - 0.5 * t**3,
        1 - 2.5 * t**2 + 1.5 * t**3,
        0.5 * t + 2 * t**2 - 1.5 * t**3,
        -0.5 * t**2 + 0.5 * t**3,
    )
    x = sum(weight * point[0] for weight, point in zip(weights, near, strict=True))
    y = sum(weight * point[1] for weight, point in zip(weights, near, strict=True))
    return x, y


def along(points: Sequence[Point], offset: float) -> list[Point]:
    """Shift an open curve sideways by `offset` units, to its right when read forwards."""
    shifted: list[Point] = []
    for index, (x, y) in enumerate(points):
        before, after = points[max(0, index - 1)], points[min(len(points) - 1, index + 1)]
        dx, dy = after[0] - before[0], after[1] - before[1]
        length = math.hypot(dx, dy) or 1.0
        shifted.append((x - dy / length * offset, y + dx / length * offset))
    return shifted


def ribbon(points: Sequence[Point], width: float) -> list[Point]:
    """Return the outline of a band that is narrowest half-way and flares where it attaches."""
    left: list[Point] = []
    right: list[Point] = []
    sides = zip(points, along(points, 1.0), strict=True)
    for index, ((x, y), (beside_x, beside_y)) in enumerate(sides):
        waist = abs(2 * index / (len(points) - 1) - 1)
        half = width / 2 * (0.8 + 0.45 * waist**2)
        left.append((x + (beside_x - x) * half, y + (beside_y - y) * half))
        right.append((x - (beside_x - x) * half, y - (beside_y - y) * half))
    return left + right[::-1]


@dataclass(frozen=True)
class Canvas:
    """A picture `width` by `height` units; one unit is `unit` pixels of the finished picture."""

    width: float
    height: float
    unit: float

    @cached_property
    def size(self) -> tuple[int, int]:
        """Pixels while drawing."""
        scale = self.unit * SUPERSAMPLING
        return round(self.width * scale), round(self.height * scale)

    @cached_property
    def final_size(self) -> tuple[int, int]:
        """Pixels of the finished picture."""
        return round(self.width * self.unit), round(self.height * self.unit)

    def pixels(self, units: float) -> float:
        """Convert a length."""
        return units * self.unit * SUPERSAMPLING

    def place(self, points: Sequence[Point]) -> list[Point]:
        """Convert points."""
        return [(self.pixels(x), self.pixels(y)) for x, y in points]

    def grey(self, value: int = 0) -> Image.Image:
        """Return an empty grey layer."""
        return Image.new("L", self.size, value)

    def polygon(self, points: Sequence[Point], *, soft: float = 0.0) -> Image.Image:
        """Return a mask that is white inside the polygon, with an edge `soft` units wide."""
        mask = self.grey()
        ImageDraw.Draw(mask).polygon(self.place(points), fill=255)
        return self.blur(mask, soft)

    def ellipse(
        self, centre: Point, radii: Point, *, angle: float = 0.0, soft: float = 0.0
    ) -> Image.Image:
        """Return the mask of an ellipse, turned by `angle` degrees."""
        return self.polygon(ellipse_points(centre, radii, angle), soft=soft)

    def stroke(self, points: Sequence[Point], width: float, *, soft: float = 0.0) -> Image.Image:
        """Return the mask of an open line with round joints."""
        mask = self.grey()
        draw = ImageDraw.Draw(mask)
        placed = self.place(points)
        thick = max(1, round(self.pixels(width)))
        draw.line(placed, fill=255, width=thick, joint="curve")
        for x, y in (placed[0], placed[-1]):
            draw.ellipse((x - thick / 2, y - thick / 2, x + thick / 2, y + thick / 2), fill=255)
        return self.blur(mask, soft)

    def blur(self, layer: Image.Image, radius: float) -> Image.Image:
        """Blur by a radius in units."""
        return layer.filter(ImageFilter.GaussianBlur(self.pixels(radius))) if radius else layer

    def texture(self, seed: int, grain: float, *, low: int, high: int) -> Image.Image:
        """Return smooth random clouds between two grey values; `grain` is their size in units."""
        columns, rows = math.ceil(self.width / grain), math.ceil(self.height / grain)
        clouds = Image.frombytes("L", (columns, rows), seeded(seed).randbytes(columns * rows))
        spread = clouds.point([round(low + (high - low) * value / 255) for value in range(256)])
        return spread.resize(self.size, Image.Resampling.BICUBIC)

    def field(self, value_at: Callable[[float, float], float], *, pitch: float) -> Image.Image:
        """Sample a smooth function of x and y (0 to 1) every `pitch` units as a grey layer."""
        return (
            self.exact_field(value_at, pitch=pitch)
            .point(lambda value: value * 255 + 0)
            .convert("L")
        )

    def exact_field(
        self, value_at: Callable[[float, float], float], *, pitch: float
    ) -> Image.Image:
        """Sample like `field`, but keep the values as floating point numbers."""
        columns, rows = math.ceil(self.width / pitch), math.ceil(self.height / pitch)
        values = array(
            "f",
            (
                value_at((column + 0.5) / columns * self.width, (row + 0.5) / rows * self.height)
                for row in range(rows)
                for column in range(columns)
            ),
        )
        samples = Image.frombytes("F", (columns, rows), values.tobytes())
        return samples.resize(self.size, Image.Resampling.BICUBIC)

    def vignette(self, centre: Point, radii: Point, *, floor: float) -> Image.Image:
        """Return a layer that fades from white at the centre to `floor` (0 to 1) outside."""

        def brightness(x: float, y: float) -> float:
            distance = math.hypot((x - centre[0]) / radii[0], (y - centre[1]) / radii[1])
            return floor + (1 - floor) * math.exp(-(distance**2) * 1.1)

        return self.field(brightness, pitch=self.height / 60)

    def finish(self, picture: Image.Image) -> Image.Image:
        """Scale down to the final size."""
        return picture.resize(self.final_size, Image.Resampling.LANCZOS)


def ellipse_points(centre: Point, radii: Point, angle: float = 0.0) -> list[Point]:
    """Return the outline of a turned ellipse."""
    turn = math.radians(angle)
    outline: list[Point] = []
    for step in range(120):
        t = math.tau * step / 120
        x, y = radii[0] * math.cos(t), radii[1] * math.sin(t)
        outline.append(
            (
                centre[0] + x * math.cos(turn) - y * math.sin(turn),
                centre[1] + x * math.sin(turn) + y * math.cos(turn),
            )
        )
    return outline


def intersect(*masks: Image.Image) -> Image.Image:
    """Return where all masks are white."""
    result = masks[0]
    for mask in masks[1:]:
        result = ImageChops.multiply(result, mask)
    return result


def fade(mask: Image.Image, share: float) -> Image.Image:
    """Weaken a mask."""
    return mask.point([round(value * share) for value in range(256)])


def glow(
    base: Image.Image, layer: Image.Image, fill: tuple[int, int, int], share: float
) -> Image.Image:
    """Lay a colour over the picture through a mask."""
    return Image.composite(Image.new("RGB", base.size, fill), base, fade(layer, share))


def save(picture: Image.Image, path: Path) -> None:
    """Write a JPEG or PNG that compresses well and never differs between runs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".png":
        picture.convert("RGB").save(path, optimize=True)
    else:
        picture.convert("RGB").save(path, quality=85, optimize=True, progressive=True)
