"""What sitegen is meant to reach with pictures, compared with what was measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.images.records import Records, Weight
from benchmarks.images.session import SECOND

__all__ = ["EQUAL", "TARGET_PICTURES", "Row", "rows", "weight_of"]

TARGET_PICTURES = 100
EQUAL = 0.002  # of similarity
_HUGO = 0.2
_SHARP = 1.1
_MORE_MEMORY = 200e6
_SECOND = 0.05
_PAGE = 150_000
_DEMO = 10.0
_MEGA = 1e6


@dataclass(frozen=True)
class Row:
    """One comparison; `met` is None where it is not judged."""

    label: str
    ours: str
    other: str
    ratio: str
    target: str
    met: bool | None


def rows(records: Records) -> Iterator[Row]:
    """Compare everything for which there is a target."""
    judged = records.pictures("sitegen") == TARGET_PICTURES
    cold = records.wall("sitegen", "cold")
    if cold is not None:
        yield from _makers(records, cold, judged=judged)
        for name, (label, _) in SECOND.items():
            second = records.wall("sitegen", name)
            if second is not None:
                met = second <= _SECOND * cold if judged else None
                told = f"Second build, {label} : cold", f"{second:.2f} s", f"{cold:.2f} s"
                yield Row(*told, f"{second / cold:.3f}", f"≤ {_SECOND}", met)
    for name, untouched in records.untouched.items():
        label = f"No pixel touched, {SECOND[name][0]}"
        yield Row(label, "yes" if untouched else "no", "–", "–", "yes", untouched)
    for weight in records.weights:
        if not weight.compressed and not weight.scrolled:
            total = weight_of(weight)
            label = f"Demo home page, first load, scale {weight.scale}"
            met = total <= _PAGE
            yield Row(label, f"{total / 1e3:.0f} KB", "–", "–", f"≤ {_PAGE / 1e3:.0f} KB", met)
    if records.demo and records.demo.walls:
        slowest = max(records.demo.walls)
        met = slowest < _DEMO
        yield Row("Demo, cold build", f"{slowest:.1f} s", "–", "–", f"< {_DEMO:.0f} s", met)


def _makers(records: Records, cold: float, *, judged: bool) -> Iterator[Row]:
    """Compare with Hugo and sharp; for each photograph, for Hugo may have had fewer."""
    ours = cold / records.pictures("sitegen")
    for name, most in (("hugo", _HUGO), ("sharp", _SHARP)):
        peer, wall = records.peer(name), records.wall(name, "cold")
        if peer is None or wall is None:
            continue
        theirs = wall / records.pictures(name)
        label = f"Wall for each photograph, cold, sitegen : {peer.label}"
        met = ours <= most * theirs if judged else None
        told = f"{1e3 * ours:.0f} ms", f"{1e3 * theirs:.0f} ms", f"{ours / theirs:.2f}"
        yield Row(label, *told, f"≤ {most}", met)
    first, second = records.peak("sitegen"), records.peak("sharp")
    if first is not None and second is not None:
        met = first <= second + _MORE_MEMORY if judged else None
        told = f"{first / _MEGA:.0f} MB", f"{second / _MEGA:.0f} MB"
        more = f"{(first - second) / _MEGA:+.0f} MB"
        most_more = f"≤ +{_MORE_MEMORY / _MEGA:.0f} MB"
        yield Row("Peak memory, cold, sitegen : sharp", *told, more, most_more, met)


def weight_of(weight: Weight) -> int:
    """Return all bytes of a page."""
    return sum(weight.bytes.values())
