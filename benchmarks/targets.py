"""What sitegen is meant to reach, compared with what was measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.records import Peer, Records
from benchmarks.scenarios import SCENARIOS

__all__ = ["TARGET_PAGES", "Row", "comparisons", "growth", "huge"]

TARGET_PAGES = 10_000  # most targets are meant for this size, on two cores
_SMALL = 1_000
#: How much longer than Hugo a cold build may take, and the size that this is meant for. Cards are
#: drawn by default, and by no peer.
_COLD_HUGO = {
    "sitegen-commonmark": (2.0, _SMALL),
    "sitegen-without-cards": (1.7, TARGET_PAGES),
    "sitegen-commonmark-without-cards": (1.0, TARGET_PAGES),
}
#: Those that are compared with Hugo only: the peers' ratios with default settings say enough.
_HUGO_ONLY = frozenset({"sitegen-without-cards", "sitegen-commonmark-without-cards"})
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
    """Compare our engines with peers at one size, default settings first."""
    for scenario in SCENARIOS:
        for ours, peer in _pairs(records, scenario.name):
            values = [records.wall(one.name, pages, scenario.name) for one in (ours, peer)]
            target = _target(scenario.name, ours, peer, pages)
            yield _row(scenario.label, (ours, peer), values, target)
    for ours, peer in _pairs(records, "memory"):
        values = [records.peak(one.name, pages) for one in (ours, peer)]
        target = _MEMORY_HUGO if pages == TARGET_PAGES else None
        yield _row("Peak memory, cold", (ours, peer), values, target, unit="MB")


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


def _pairs(records: Records, scenario: str) -> Iterator[tuple[Peer, Peer]]:
    """Yield who is compared with whom: everybody in cold builds, otherwise Hugo."""
    for ours in records.peers:
        for peer in records.peers:
            if ours.missing or peer.missing or peer.ours or not ours.ours:
                continue
            if peer.name == "hugo" or (scenario == "cold" and ours.name not in _HUGO_ONLY):
                yield ours, peer


def _target(scenario: str, ours: Peer, peer: Peer, pages: int) -> float | None:
    """Return the largest ratio that we are content with, if there is one for this size."""
    if scenario == "cold" and peer.name == "hugo":
        target, meant_for = _COLD_HUGO.get(ours.name, (None, 0))
        return target if pages == meant_for else None
    if pages != TARGET_PAGES:
        return None
    if scenario != "cold":
        return _REBUILD_HUGO[scenario]
    return _COLD_PYTHON if peer.python else _COLD_OTHER


def _row(
    label: str,
    pair: tuple[Peer, Peer],
    values: list[float | None],
    target: float | None,
    unit: str = "s",
) -> Row:
    """Compare a value of ours with a peer's."""
    ours, peer = pair
    texts = [_text(value, unit) for value in values]
    first, second = values
    ratio = first / second if first is not None and second else None
    met = ratio <= target if target is not None and ratio is not None else None
    return Row(f"{label}, {ours.label} : {peer.label}", texts[0], texts[1], ratio, target, met)


def _text(value: float | None, unit: str) -> str:
    if value is None:
        return "not measured"
    return f"{value:.2f} s" if unit == "s" else f"{value / 1e6:,.0f} MB"
