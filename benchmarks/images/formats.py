"""AVIF, WebP and JPEG at the same similarity: bytes and seconds, by effort and quality."""

from __future__ import annotations

import io
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image

from benchmarks.images.records import Encoded
from benchmarks.images.similarity import ask
from benchmarks.install import Tools

__all__ = ["AVIF_SPEEDS", "SETS", "measure_formats", "pictures_by_set"]

AVIF_SPEEDS = tuple(range(4, 11))
SETS = {
    "drawn": "the benchmark's photographs, 960 pixels wide",
    "demo": "the demo's pictures, at most 960 pixels wide",
    "real": "real photographs that scikit-image ships",
}
_EACH = 4  # pictures of a set
_WIDTH = 960
_QUALITIES = {
    "AVIF": (30, 40, 50, 60, 70, 80, 90),
    "WebP": (45, 60, 70, 78, 86, 94),
    "JPEG": (30, 45, 60, 70, 82, 90, 95),
}
_REAL = ("astronaut.png", "coffee.png", "chelsea.png", "rocket.jpg")
_MEGA = 1e6


@dataclass
class _Total:
    pairs: list[tuple[Path, Path]] = field(default_factory=list)
    bits: float = 0
    pixels: int = 0
    seconds: float = 0


def pictures_by_set(tools: Tools, photographs: list[Path], demo: Path) -> dict[str, list[Path]]:
    """Return the pictures to encode: drawn, the demo's, and real ones as far as there are any."""
    place = next(tools.venv.glob("lib/python*/site-packages/skimage/data"), None)
    real = [place / name for name in _REAL if (place / name).is_file()] if place else []
    featured = sorted((demo / "assets/images/featured").glob("*.jpg"))
    return {"drawn": photographs[:_EACH], "demo": featured[:_EACH], "real": real}


def measure_formats(tools: Tools, sets: dict[str, list[Path]], work: Path) -> list[Encoded]:
    """Encode all pictures in all ways, in one thread."""
    work.mkdir(parents=True, exist_ok=True)
    found = []
    for name, pictures in sets.items():
        totals: dict[tuple[str, str, int], _Total] = defaultdict(_Total)
        for number, picture in enumerate(pictures):
            print(f"formats: {name} {number + 1} of {len(pictures)}", flush=True)
            _encode(picture, work / f"{name}-{number}", totals)
        pairs = [pair for total in totals.values() for pair in total.pairs]
        similar = iter(ask(tools, pairs))
        for (kind, effort, quality), total in totals.items():
            alike = [next(similar) for _ in total.pairs]
            mean = sum(alike) / len(alike)
            bits, seconds = total.bits / total.pixels, total.seconds / (total.pixels / _MEGA)
            found.append(Encoded(name, kind, effort, quality, mean, bits, seconds))
    return found


def _encode(picture: Path, place: Path, totals: dict[tuple[str, str, int], _Total]) -> None:
    """Encode a picture in all ways, and add up what that took."""
    with Image.open(picture) as opened:
        image = opened.convert("RGB")
    if image.width > _WIDTH:
        size = _WIDTH, round(image.height * _WIDTH / image.width)
        image = image.resize(size, Image.Resampling.LANCZOS)
    place.mkdir(exist_ok=True)
    original = place / "original.png"
    image.save(original)
    for number, (kind, effort, quality, options) in enumerate(_ways()):
        file = place / f"{number}.{kind.lower()}"
        started = time.process_time()
        image.save(file, kind.upper(), quality=quality, **options)
        total = totals[kind, effort, quality]
        total.seconds += time.process_time() - started
        total.bits += 8 * file.stat().st_size
        total.pixels += image.width * image.height
        total.pairs.append((original, file))


def _ways() -> Iterator[tuple[str, str, int, dict[str, Any]]]:
    """Yield format, effort, quality and what Pillow is told."""
    for quality in _QUALITIES["AVIF"]:
        for speed in AVIF_SPEEDS:
            yield "AVIF", f"speed {speed}", quality, {"speed": speed, "max_threads": 1}
    for quality in _QUALITIES["WebP"]:
        for method in (0, 2, 4, 6):
            yield "WebP", f"method {method}", quality, {"method": method}
    for quality in _QUALITIES["JPEG"]:
        yield "JPEG", "baseline", quality, {"optimize": True}
        yield "JPEG", "progressive", quality, {"progressive": True}


def encode_again(folder: Path, quality: int) -> tuple[int, dict[str, float], dict[str, int]]:
    """Encode a site's AVIF files again at every speed; return how many, seconds and bytes.

    The pixels are those of the files, at least: encoded twice, they are a little smoother.
    """
    files = sorted(folder.rglob("*.avif"))
    seconds, sizes = defaultdict[str, float](float), defaultdict[str, int](int)
    for file in files:
        with Image.open(file) as opened:
            opened.load()
            for speed in AVIF_SPEEDS:
                started, out = time.process_time(), io.BytesIO()
                opened.save(out, "AVIF", quality=quality, speed=speed, max_threads=1)
                seconds[str(speed)] += time.process_time() - started
                sizes[str(speed)] += len(out.getvalue())
    return len(files), dict(seconds), dict(sizes)
