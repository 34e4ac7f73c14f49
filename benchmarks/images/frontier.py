"""Formats compared where they are equally good: between the qualities that were measured."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from benchmarks.images.records import Encoded
from benchmarks.images.subjects import WEBP_METHOD

__all__ = ["equal_rows", "speeds"]

_WEBP = f"method {WEBP_METHOD}"
_WEBP_QUALITY = 78  # among those that are measured; sitegen's own


def equal_rows(points: list[Encoded]) -> Iterator[tuple[str, ...]]:
    """Yield what each way of encoding needs to be as good as sitegen's WebP."""
    base = next(each for each in points if (each.effort, each.quality) == (_WEBP, _WEBP_QUALITY))
    ways: dict[tuple[str, str], list[Encoded]] = defaultdict(list)
    for each in points:
        ways[each.format, each.effort].append(each)
    for (kind, effort), curve in ways.items():
        found = _at(curve, base.similarity)
        told = f"{kind}, {effort}"
        if found is None:
            yield told, "not within what was measured", "–", "–", "–", "–"
            continue
        quality, bits, seconds = found
        numbers = f"{base.similarity:.4f}", f"{bits:.3f}", f"{bits / base.bits:.2f}"
        yield told, f"{quality:.0f}", *numbers, f"{seconds:.3f}"


def _at(curve: list[Encoded], similarity: float) -> tuple[float, float, float] | None:
    """Return quality, bits and seconds at a similarity; bits grow by factors."""
    ordered = sorted(curve, key=lambda each: each.similarity)
    for low, high in pairwise(ordered):
        if low.similarity <= similarity <= high.similarity:
            width = high.similarity - low.similarity
            share = (similarity - low.similarity) / width if width else 0.0
            bits = math.exp(math.log(low.bits) * (1 - share) + math.log(high.bits) * share)
            quality = low.quality * (1 - share) + high.quality * share
            return quality, bits, low.seconds * (1 - share) + high.seconds * share
    return None


def speeds(points: list[Encoded]) -> tuple[list[str], list[list[str]]]:
    """Return a table of AVIF: a column for each quality, a line for each speed."""
    avif = [each for each in points if each.format == "AVIF"]
    qualities = sorted({each.quality for each in avif})
    lines = []
    for effort in dict.fromkeys(each.effort for each in avif):
        found = {each.quality: each for each in avif if each.effort == effort}
        cells = [f"{found[q].similarity:.4f}, {found[q].bits:.2f}" for q in qualities]
        mean = sum(each.seconds for each in found.values()) / len(found)
        lines.append([effort, *cells, f"{mean:.3f}"])
    return [*(f"quality {quality}" for quality in qualities), "seconds"], lines
