"""The charts in the articles: drawn from short formulas, labelled, legible without colour."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from statistics import NormalDist
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

from .canvas import SUPERSAMPLING, Canvas, Point, spline
from .palette import AMBER, CORAL, INK, MIST, PAPER, SLATE, TEAL, Colour, mix

if TYPE_CHECKING:
    from collections.abc import Sequence

SHEET = Canvas(width=120, height=75, unit=10)
LEFT, TOP, RIGHT, BOTTOM = 13.0, 11.0, 114.0, 63.0
GRID = mix(PAPER, SLATE, 0.2)
DASH = 1.4
RUST = mix(CORAL, INK, 0.2)


@dataclass(frozen=True, kw_only=True)
class Axis:
    """One axis: its title, its range and its marks as (value, label)."""

    title: str
    low: float
    high: float
    marks: Sequence[tuple[float, str]]

    def share(self, value: float) -> float:
        """Return how far along the axis a value lies."""
        return (value - self.low) / (self.high - self.low)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One curve with its label, written next to the point `label_at`."""

    points: Sequence[Point]
    fill: Colour
    label: str
    label_at: Point
    dashed: bool = False
    dots: bool = False


class Chart:
    """A sheet with two axes; coordinates are those of the axes."""

    def __init__(self, title: str, across: Axis, up: Axis) -> None:
        """Draw the title, the grid and the axes."""
        self.across, self.up = across, up
        self.picture = Image.new("RGB", SHEET.size, PAPER)
        self.draw = ImageDraw.Draw(self.picture)
        self._write((LEFT, 5), title, 3.0, INK, anchor="lm")
        for value, label in up.marks:
            y = self._place((across.low, value))[1]
            self._rule(((LEFT, y), (RIGHT, y)), GRID, 0.16)
            self._write((LEFT - 1.6, y), label, 2.1, SLATE, anchor="rm")
        for value, label in across.marks:
            x = self._place((value, up.low))[0]
            self._rule(((x, BOTTOM), (x, BOTTOM + 1)), SLATE, 0.16)
            self._write((x, BOTTOM + 3.2), label, 2.1, SLATE, anchor="mm")
        self._rule(((LEFT, BOTTOM), (RIGHT, BOTTOM)), SLATE, 0.22)
        self._write(((LEFT + RIGHT) / 2, BOTTOM + 8), across.title, 2.3, INK, anchor="mm")
        self._write((LEFT, TOP - 2.2), up.title, 2.1, SLATE, anchor="lm")

    def band(self, low: Sequence[Point], high: Sequence[Point], fill: Colour) -> None:
        """Shade the space between two curves."""
        outline = [self._place(point) for point in [*low, *reversed(high)]]
        self.draw.polygon(SHEET.place(outline), fill=fill)

    def line(self, line: Line) -> None:
        """Draw a curve and its label."""
        placed = [self._place(point) for point in line.points]
        for part in _dashes(placed) if line.dashed else [placed]:
            self._rule(part, line.fill, 0.42)
        for x, y in placed if line.dots else ():
            box = SHEET.place(((x - 0.75, y - 0.75), (x + 0.75, y + 0.75)))
            self.draw.ellipse(
                (*box[0], *box[1]), fill=line.fill, outline=PAPER, width=SUPERSAMPLING * 2
            )
        self._write(self._place(line.label_at), line.label, 2.3, line.fill, anchor="lm")

    def finish(self) -> Image.Image:
        """Return the finished chart."""
        return SHEET.finish(self.picture)

    def _place(self, point: Point) -> Point:
        x = LEFT + (RIGHT - LEFT) * self.across.share(point[0])
        return x, BOTTOM - (BOTTOM - TOP) * self.up.share(point[1])

    def _rule(self, points: Sequence[Point], fill: Colour, width: float) -> None:
        self.draw.line(
            SHEET.place(points), fill=fill, width=round(SHEET.pixels(width)), joint="curve"
        )

    def _write(self, spot: Point, text: str, size: float, fill: Colour, *, anchor: str) -> None:
        font = ImageFont.load_default(SHEET.pixels(size))
        self.draw.text(SHEET.place([spot])[0], text, font=font, fill=fill, anchor=anchor)


def _dashes(points: Sequence[Point]) -> list[list[Point]]:
    """Cut a curve into dashes of equal length."""
    dashes: list[list[Point]] = [[points[0]]]
    covered = 0.0
    for before, after in pairwise(points):
        parts = max(1, math.ceil(math.dist(before, after) / 0.1))
        for part in range(1, parts + 1):
            share = part / parts
            spot = (
                before[0] + (after[0] - before[0]) * share,
                before[1] + (after[1] - before[1]) * share,
            )
            number = int(covered / DASH)
            covered += math.dist(before, after) / parts
            if number % 2 == 0:
                if len(dashes) <= number // 2:
                    dashes.append([])
                dashes[number // 2].append(spot)
    return [dash for dash in dashes if len(dash) > 1]


def learning_curve() -> Image.Image:
    """Plot segmentation overlap against the number of labelled examinations."""
    sizes = (25, 50, 100, 200, 400, 800)
    across = Axis(
        title="Labelled examinations",
        low=4.4,
        high=9.9,
        marks=[(math.log2(n), str(n)) for n in sizes],
    )
    up = Axis(
        title="Dice overlap",
        low=0.55,
        high=0.95,
        marks=[(n / 100, f"{n / 100:.2f}") for n in range(55, 96, 5)],
    )
    chart = Chart("Synthetic pre-training helps most where labels are few", across, up)
    curves = (
        (0.925, 1.55, SLATE, "from scratch", (6.2, 0.72)),
        (0.928, 0.66, TEAL, "pre-trained on synthetic images", (4.75, 0.915)),
    )
    for limit, deficit, fill, label, label_at in curves:
        points = [(math.log2(n), limit - deficit / n**0.53) for n in sizes]
        spread = [0.045 / math.sqrt(n / 25) + 0.004 for n in sizes]
        low = [(x, y - s) for (x, y), s in zip(points, spread, strict=True)]
        high = [(x, y + s) for (x, y), s in zip(points, spread, strict=True)]
        chart.band(low, high, mix(PAPER, fill, 0.16))
        style = {"dashed": fill == SLATE, "dots": True}
        chart.line(Line(points=points, fill=fill, label=label, label_at=label_at, **style))
    return chart.finish()


def roc() -> Image.Image:
    """Plot sensitivity against the false-positive rate, with three readers beside the network."""
    marks = [(n / 5, f"{n / 5:.1f}") for n in range(6)]
    across = Axis(title="False-positive rate", low=0, high=1, marks=marks)
    up = Axis(title="Sensitivity", low=0, high=1, marks=marks)
    chart = Chart("Detecting a torn anterior cruciate ligament", across, up)
    own, other = _binormal(2.3), _binormal(1.75)
    chart.band([(0, 0), (1, 1)], own, mix(PAPER, MIST, 0.34))
    readers = [(0.035, 0.83), (0.07, 0.885), (0.12, 0.875)]
    chart.line(
        Line(
            points=[(0, 0), (1, 1)], fill=SLATE, label="chance", label_at=(0.62, 0.56), dashed=True
        )
    )
    chart.line(Line(points=other, fill=RUST, label="", label_at=(0, 0)))
    chart.line(Line(points=own, fill=TEAL, label="", label_at=(0, 0)))
    for reader in readers:
        chart.line(Line(points=[reader, reader], fill=INK, label="", label_at=(0, 0), dots=True))
    legend = ((TEAL, "our two hospitals, AUC 0.96"), (RUST, "a third hospital, AUC 0.90"))
    for number, (fill, label) in enumerate(legend):
        y = 0.36 - number * 0.085
        chart.line(Line(points=[(0.55, y), (0.6, y)], fill=fill, label=label, label_at=(0.62, y)))
    spot = (0.575, 0.19)
    chart.line(
        Line(
            points=[spot, spot],
            fill=INK,
            label="three radiologists",
            label_at=(0.62, 0.19),
            dots=True,
        )
    )
    return chart.finish()


def _binormal(separation: float) -> list[Point]:
    """Return the ROC curve of two normal distributions, sampled densely where it bends."""
    normal, slope = NormalDist(), 0.9
    rates = [(step / 200) ** 3 for step in range(1, 200)]
    curve = [(rate, normal.cdf(separation + slope * normal.inv_cdf(rate))) for rate in rates]
    return [(0.0, 0.0), *curve, (1.0, 1.0)]


def thickness_profile() -> Image.Image:
    """Plot cartilage thickness along the medial condyle at two visits."""
    across = Axis(
        title="Position along the medial condyle, front to back (%)",
        low=0,
        high=100,
        marks=[(n, str(n)) for n in range(0, 101, 20)],
    )
    up = Axis(
        title="Thickness (mm)",
        low=0.5,
        high=3.5,
        marks=[(n / 2, f"{n / 2:.1f}") for n in range(1, 8)],
    )
    chart = Chart("One knee, two visits, eighteen months apart", across, up)
    places = (0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100)
    first = (1.9, 2.15, 2.4, 2.5, 2.42, 2.35, 2.42, 2.52, 2.4, 2.1, 1.7)
    second = (1.88, 2.12, 2.35, 2.38, 2.06, 1.72, 1.95, 2.36, 2.35, 2.08, 1.68)
    before = spline(list(zip(places, first, strict=True)), closed=False)
    after = spline(list(zip(places, second, strict=True)), closed=False)
    chart.band(after, before, mix(PAPER, AMBER, 0.3))
    chart.line(Line(points=before, fill=TEAL, label="first visit", label_at=(76, 2.66)))
    chart.line(
        Line(points=after, fill=RUST, label="second visit", label_at=(44.5, 1.36), dashed=True)
    )
    return chart.finish()
