"""A head phantom made of ellipsoids, in the tradition of Shepp and Logan, with our own values."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PIL import Image, ImageChops

from .canvas import Canvas


@dataclass(frozen=True, kw_only=True)
class Ellipsoid:
    """One tissue: added brightness, half axes, centre (all -1 to 1) and turn in degrees."""

    value: float
    axes: tuple[float, float, float]
    centre: tuple[float, float, float] = (0.0, 0.0, 0.0)
    angle: float = 0.0


HEAD = (
    Ellipsoid(value=0.86, axes=(0.70, 0.92, 0.90)),
    Ellipsoid(value=-0.56, axes=(0.655, 0.868, 0.86)),
    Ellipsoid(value=-0.17, axes=(0.11, 0.33, 0.34), centre=(0.22, -0.02, 0.05), angle=18),
    Ellipsoid(value=-0.17, axes=(0.11, 0.33, 0.34), centre=(-0.22, -0.02, 0.05), angle=-18),
    Ellipsoid(value=0.13, axes=(0.25, 0.20, 0.40), centre=(0.0, -0.46, 0.0)),
    Ellipsoid(value=0.11, axes=(0.20, 0.17, 0.36), centre=(0.0, 0.52, -0.05)),
    Ellipsoid(value=0.12, axes=(0.075, 0.085, 0.22), centre=(0.0, 0.02, -0.1)),
    Ellipsoid(value=0.22, axes=(0.05, 0.05, 0.14), centre=(0.0, -0.24, 0.1)),
    Ellipsoid(value=0.16, axes=(0.10, 0.22, 0.45), centre=(0.46, 0.14, 0.0), angle=-12),
    Ellipsoid(value=0.16, axes=(0.10, 0.22, 0.45), centre=(-0.46, 0.14, 0.0), angle=12),
)


@dataclass(frozen=True, kw_only=True)
class Ellipse:
    """The cut through an ellipsoid at one height."""

    value: float
    axes: tuple[float, float]
    centre: tuple[float, float]
    angle: float


def cut(height: float) -> list[Ellipse]:
    """Cut the head at a height between -1 and 1."""
    ellipses: list[Ellipse] = []
    for solid in HEAD:
        share = 1 - ((height - solid.centre[2]) / solid.axes[2]) ** 2
        if share > 0:
            root = math.sqrt(share)
            axes = (solid.axes[0] * root, solid.axes[1] * root)
            ellipses.append(
                Ellipse(value=solid.value, axes=axes, centre=solid.centre[:2], angle=solid.angle)
            )
    return ellipses


def draw_cut(height: float, pixels: int, *, soft: float = 0.004) -> Image.Image:
    """Draw the cut as a grey square; the head nearly fills it."""
    canvas = Canvas(width=2, height=2, unit=pixels / 2)
    grey = canvas.grey()
    for ellipse in cut(height):
        centre = (1 + ellipse.centre[0], 1 + ellipse.centre[1])
        mask = canvas.ellipse(centre, ellipse.axes, angle=ellipse.angle, soft=soft)
        step = mask.point([round(abs(ellipse.value) * value) for value in range(256)])
        grey = ImageChops.add(grey, step) if ellipse.value > 0 else ImageChops.subtract(grey, step)
    return canvas.finish(grey)


def sinogram(columns: int, rows: int, *, turn: float = math.tau) -> Image.Image:
    """Project the middle cut: one column an angle, one row a ray.

    The line integral through an ellipse is known in closed form: with `r` the half width of its
    shadow, `2·value·a·b·√(r²-s²)/r²` at distance `s` from its centre's shadow.
    """
    sums = [[0.0] * columns for _ in range(rows)]
    for column in range(columns):
        angle = turn * column / columns
        for ellipse in cut(0.0):
            _project(ellipse, angle, column, sums)
    peak = max(max(row) for row in sums)
    data = bytes(round(255 * max(0.0, value / peak)) for row in sums for value in row)
    return Image.frombytes("L", (columns, rows), data)


def _project(ellipse: Ellipse, angle: float, column: int, sums: list[list[float]]) -> None:
    rows = len(sums)
    a, b = ellipse.axes
    local = angle - math.radians(ellipse.angle)
    radius = (a * math.cos(local)) ** 2 + (b * math.sin(local)) ** 2
    shadow = ellipse.centre[0] * math.cos(angle) + ellipse.centre[1] * math.sin(angle)
    for row in range(rows):
        distance = (2 * (row + 0.5) / rows - 1) * 1.04 - shadow
        inside = radius - distance**2
        if inside > 0:
            sums[row][column] += 2 * ellipse.value * a * b * math.sqrt(inside) / radius
