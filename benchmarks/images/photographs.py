"""Photographs for the image benchmark: drawn by code, each another, always the same.

They are of no place, but have what makes photographs hard to decode, to scale and to encode. Their
objects cover one another (the "dead leaves" model: discs and slabs whose sizes follow a power law,
which gives edges as in nature), texture and light have equal power in every octave (a 1/f
spectrum), some have boards or cloth, a sky, a background out of focus; the sensor's noise lies over
all of it. 12 megapixels, JPEG of quality 90: 2 to 4 MB, as from a telephone.

Runs where NumPy is: `python -m benchmarks.images.photographs FOLDER COUNT`.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

__all__ = ["draw"]

Plane = NDArray[np.float32]

_SIZE = (4000, 3000)
_QUALITY = 90
_OCTAVES = 9
_RADII = (14.0, 900.0)  # pixels
_SLABS = 0.4  # of the objects; the others are discs
_STRIPED = 0.15
_SKIES = 0.6  # of the photographs
_FOCUS = 0.5
_WIRES = 12


def draw(number: int) -> Image.Image:
    """Draw a photograph."""
    chance = np.random.default_rng(number)
    light = _fractal(chance)
    scene = _backdrop(chance)
    if chance.random() < _FOCUS:
        _cover(scene, chance, light, count=int(chance.integers(100, 600)))
        scene = _blurred(scene, chance.uniform(12, 40))
    _cover(scene, chance, light, count=int(chance.integers(1_000, 8_000)))
    scene = _blurred(scene, chance.uniform(0.6, 1.4))  # the lens
    scene *= (1 + 0.12 * _fractal(chance, octaves=3))[..., None]
    _expose(scene, chance)
    return _image(scene)


def _fractal(chance: np.random.Generator, octaves: int = _OCTAVES) -> Plane:
    """Return noise with a 1/f spectrum: mean 0, deviation 1."""
    total = np.zeros((_SIZE[1], _SIZE[0]), np.float32)
    for octave in range(octaves):
        width = 4 << octave
        grid = chance.standard_normal((width * 3 // 4, width), np.float32)
        total += np.asarray(Image.fromarray(grid).resize(_SIZE, Image.Resampling.BICUBIC))
    total -= total.mean()
    total /= total.std()
    return total


def _backdrop(chance: np.random.Generator) -> Plane:
    """Return a sky above a ground, or a wall: smooth, with clouds."""
    colors = _colors(chance, 3)
    down = np.linspace(0, 1, _SIZE[1], dtype=np.float32)[:, None, None]
    scene = np.repeat(colors[0] * (1 - down) + colors[1] * down, _SIZE[0], axis=1)
    scene += 14 * _fractal(chance, octaves=5)[..., None]
    if chance.random() < _SKIES:
        horizon = int(_SIZE[1] * chance.uniform(0.4, 0.8))
        texture = _fractal(chance)
        heights = horizon + (80 * texture[0]).astype(np.int32)
        ground = np.arange(_SIZE[1])[:, None] > heights
        scene[ground] = colors[2] + 22 * texture[ground][:, None]
    return scene


def _cover(scene: Plane, chance: np.random.Generator, light: Plane, count: int) -> None:
    """Lay objects over the scene, the later ones over the earlier."""
    chart = Image.new("I", _SIZE, 0)
    pen = ImageDraw.Draw(chart)
    for number in range(1, count + 1):
        _outline(pen, chance, number)
    for number in range(count + 1, count + 1 + _WIRES):
        ends = [(int(chance.integers(_SIZE[0])), int(chance.integers(_SIZE[1]))) for _ in range(2)]
        pen.line(ends, fill=number, width=int(chance.integers(2, 9)))
    objects = count + 1 + _WIRES
    chart_of = np.asarray(chart)
    covered = chart_of > 0
    which = chart_of[covered]
    jitter = chance.normal(0, 12, (objects, 1))
    colors = (_colors(chance, 8)[chance.integers(0, 8, objects)] + jitter).astype(np.float32)
    rough = chance.gamma(2.0, 6.0, objects).astype(np.float32)  # how strong its texture is
    slopes = chance.normal(0, 16, (objects, 2)).astype(np.float32)  # how light falls on it
    bands = np.where(chance.random(objects) < _STRIPED, chance.uniform(8, 35, objects), 0)
    rows, columns = np.nonzero(covered)
    shade = rough[which] * light[covered]
    shade += slopes[which, 0] * (columns / _SIZE[0] - 0.5).astype(np.float32)
    shade += slopes[which, 1] * (rows / _SIZE[1] - 0.5).astype(np.float32)
    length, angle = chance.uniform(7, 60), chance.uniform(0, np.pi)
    phase = (columns * np.cos(angle) + rows * np.sin(angle)) * (2 * np.pi / length)
    shade += bands.astype(np.float32)[which] * np.sin(phase).astype(np.float32)
    scene[covered] = colors[which] + shade[:, None]


def _colors(chance: np.random.Generator, count: int) -> Plane:
    """Return colours of any lightness, most of them dull."""
    lightness, tint = chance.uniform(25, 225, (count, 1)), chance.normal(0, 16, (count, 3))
    return (lightness + tint).astype(np.float32)


def _outline(pen: ImageDraw.ImageDraw, chance: np.random.Generator, number: int) -> None:
    """Draw one object of a size that follows a power law: many small ones, few large."""
    least, most = _RADII
    share = chance.random()
    radius = 1 / np.sqrt((1 - share) / least**2 + share / most**2)
    x, y = chance.uniform(0, _SIZE[0]), chance.uniform(0, _SIZE[1])
    long, wide = radius * chance.uniform(1, 2), radius * chance.uniform(0.4, 1)
    if chance.random() >= _SLABS:
        pen.ellipse((x - long, y - wide, x + long, y + wide), fill=number)
        return
    turn = chance.uniform(0, np.pi)
    right, up = np.array([np.cos(turn), np.sin(turn)]), np.array([-np.sin(turn), np.cos(turn)])
    corners = ((1, 1), (1, -1), (-1, -1), (-1, 1))
    points = [np.array([x, y]) + a * long * right + b * wide * up for a, b in corners]
    pen.polygon([(float(left), float(top)) for left, top in points], fill=number)


def _blurred(scene: Plane, radius: float) -> Plane:
    blurred = _image(scene).filter(ImageFilter.GaussianBlur(radius))
    return np.asarray(blurred).astype(np.float32)


def _expose(scene: Plane, chance: np.random.Generator) -> None:
    """Darken the corners, and add the noise of a sensor and of its colour filter, in place."""
    across = np.linspace(-1, 1, _SIZE[0], dtype=np.float32)
    down = np.linspace(-0.75, 0.75, _SIZE[1], dtype=np.float32)
    scene *= (1 - 0.16 * (across**2 + down[:, None] ** 2))[..., None]
    strength = chance.uniform(1.5, 5.0)
    grain = chance.standard_normal(scene.shape[:2], np.float32)
    scene += (strength * grain)[..., None]
    small = chance.standard_normal((_SIZE[1] // 2, _SIZE[0] // 2), np.float32)
    scene[..., 0] += strength * small.repeat(2, axis=0).repeat(2, axis=1)
    scene[..., 2] -= strength * small.repeat(2, axis=0).repeat(2, axis=1)


def _image(scene: Plane) -> Image.Image:
    return Image.fromarray(scene.clip(0, 255).astype(np.uint8))


def _write(task: tuple[int, Path]) -> None:
    number, file = task
    unfinished = file.with_suffix(".part")
    draw(number).save(unfinished, "JPEG", quality=_QUALITY)
    unfinished.rename(file)


def main() -> None:
    """Draw the photographs that are not there yet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int)
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    files = ((n, arguments.folder / f"photo-{n:03}.jpg") for n in range(1, arguments.count + 1))
    missing = [(number, file) for number, file in files if not file.exists()]
    with multiprocessing.Pool(os.cpu_count()) as pool:
        for done, _ in enumerate(pool.imap_unordered(_write, missing), start=1):
            print(f"\rphotograph {done} of {len(missing)}", end="", flush=True)
    if missing:
        print()


if __name__ == "__main__":
    main()
