"""What sitegen is meant to reach, compared with what was measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.records import Peer, Records
from benchmarks.scenarios import SCENARIOS

__all__ = ["TARGET_PAGES", "Row", "comparisons", "growth", "huge"]

TARGET_PAGES = 10_000  # targets are meant for this size, on two cores
_SMALL = 1_000
_COLD_HUGO = {"sitegen": 1.5, "sitegen-commonmark": 0.4}
_COLD_PYTHON = 0.5
_COLD_OTHER = 1.0
_REBUILD_HUGO = {"unchanged": 0.03, "body": 0.05, "title": 0.10}
_MEMORY_HUGO = 0.25
_GROWTH = 11.0
_HUGE_BYTES = 2e9


@dataclass(frozen=True)
class Row:
    """One comparison. The target is a largest ratio, where there is one."""

    scenario: str
    ours: str
    peer: str
    ratio: float | None
    target: float | None = None
    met: bool | None = None


def comparisons(records: Records, pages: int) -> Iterator[Row]:
    """Compare our engines with peers at one size, wherever there is a target."""
    for scenario in SCENARIOS:
        for ours in _ours(records):
            for peer in _others(records):
                target = _target(scenario.name, ours, peer)
                if target is not None:
                    values = [records.wall(one.name, pages, scenario.name) for one in (ours, peer)]
                    yield _row(scenario.label, pages, (ours, peer), values, target)
    for ours in _ours(records):
        if hugo := records.peer("hugo"):
            values = [records.peak(one.name, pages) for one in (ours, hugo)]
            yield _row("Peak memory, cold", pages, (ours, hugo), values, _MEMORY_HUGO, unit="MB")


def growth(records: Records) -> Iterator[Row]:
    """Compare cold builds of 10,000 and of 1,000 pages."""
    for one in records.peers:
        small, large = (records.wall(one.name, n, "cold") for n in (_SMALL, TARGET_PAGES))
        if small and large:
            ratio = large / small
            target = _GROWTH if one.ours else None
            met = ratio <= target if target else None
            label = f"Growth, {one.label}"
            yield Row(label, f"{large:.2f} s", f"{small:.2f} s", ratio, target, met)


def huge(records: Records) -> Iterator[str]:
    """Tell of builds of very many pages."""
    usual = set(records.sizes())
    for run in records.runs:
        if run.pages and run.pages not in usual and run.peak is not None:
            met = "met" if run.peak < _HUGE_BYTES else "**not met**"
            peer = records.peer(run.generator)
            yield (
                f"{run.pages:,} pages, {peer.label if peer else run.generator}: complete in "
                f"{run.wall:.0f} s with {run.peak / 1e6:,.0f} MB; target under 2,000 MB: {met}."
            )


def _ours(records: Records) -> list[Peer]:
    return [peer for peer in records.peers if peer.ours and not peer.missing]


def _others(records: Records) -> list[Peer]:
    return [peer for peer in records.peers if not peer.ours and not peer.missing]


def _target(scenario: str, ours: Peer, peer: Peer) -> float | None:
    """Return the largest ratio that we are content with."""
    if scenario != "cold":
        return _REBUILD_HUGO[scenario] if peer.name == "hugo" else None
    if peer.name == "hugo":
        return _COLD_HUGO[ours.name]
    return _COLD_PYTHON if peer.python else _COLD_OTHER


def _row(
    label: str,
    pages: int,
    pair: tuple[Peer, Peer],
    values: list[float | None],
    target: float,
    unit: str = "s",
) -> Row:
    """Compare a value of ours with a peer's."""
    ours, peer = pair
    texts = [_text(value, unit) for value in values]
    first, second = values
    ratio = first / second if first is not None and second else None
    judged = pages == TARGET_PAGES
    met = ratio <= target if judged and ratio is not None else None
    label = f"{label}, {ours.label} : {peer.label}"
    return Row(label, texts[0], texts[1], ratio, target if judged else None, met)


def _text(value: float | None, unit: str) -> str:
    if value is None:
        return "not measured"
    return f"{value:.2f} s" if unit == "s" else f"{value / 1e6:,.0f} MB"
