"""The benchmarks report what a user gets first: default settings."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from benchmarks.install import Tools
from benchmarks.peers import OURS, generators
from benchmarks.records import Peer, Record, Records
from benchmarks.report import write_report
from benchmarks.targets import comparisons

TOOLS = Tools(Path("venv"), Path("node"))
WALL = {"hugo": 2.0, "pelican": 8.0}


@pytest.fixture
def records() -> Records:
    """Every engine of ours takes three seconds for 1,000 pages and 30 for 10,000."""
    found = Records(machine={"Cores": "2"})
    for one in generators(TOOLS, ["hugo", "pelican"]):
        ours = isinstance(one, OURS)
        peer = Peer(one.name, one.label, "1.0", "", one.python, ours, one.notes)
        found.peers.append(peer)
        for pages in (1_000, 10_000):
            wall = WALL.get(one.name, 3.0) * pages / 1_000
            found.runs.append(Record(one.name, pages, "cold", wall, wall))
            found.runs.append(Record(one.name, pages, "memory", wall, wall, peak=1_000_000))
    return found


def settings(site: Path) -> dict[str, object]:
    found = tomllib.loads((site / "sitegen.toml").read_text(encoding="utf-8"))
    return {name: found[name] for name in ("markdown", "sharing") if name in found}


def test_with_and_without_cards_defaults_first(tmp_path: Path) -> None:
    found = []
    for one in generators(TOOLS, []):
        site = tmp_path / one.name
        site.mkdir()
        one.write(site, 2)
        found.append(settings(site))
    assert found == [
        {},
        {"markdown": {"engine": "commonmark"}},
        {"sharing": {"cards": False}},
        {"markdown": {"engine": "commonmark"}, "sharing": {"cards": False}},
    ]


def test_comparisons_begin_with_default_settings(records: Records) -> None:
    cold = [row for row in comparisons(records, 1_000) if row.scenario.startswith("Cold")]
    assert [row.scenario.removeprefix("Cold build, ") for row in cold] == [
        "sitegen : Hugo",
        "sitegen : Pelican",
        "sitegen, CommonMark : Hugo",
        "sitegen, CommonMark : Pelican",
        "sitegen without cards : Hugo",
        "sitegen without cards, CommonMark : Hugo",
    ]


def test_a_target_is_for_one_size(records: Records) -> None:
    def judged(pages: int) -> dict[str, bool | None]:
        rows = (row for row in comparisons(records, pages) if row.target is not None)
        return {row.scenario: row.met for row in rows if row.scenario.startswith("Cold")}

    assert judged(1_000) == {"Cold build, sitegen, CommonMark : Hugo": True}
    assert judged(10_000) == {
        "Cold build, sitegen : Pelican": True,
        "Cold build, sitegen, CommonMark : Pelican": True,
        "Cold build, sitegen without cards : Hugo": True,
        "Cold build, sitegen without cards, CommonMark : Hugo": False,
    }


def test_the_report_tells_of_all_of_them(records: Records, tmp_path: Path) -> None:
    text = write_report(records, tmp_path / "RESULTS.md")
    for one in generators(TOOLS, ["hugo", "pelican"]):
        assert f"\n- {one.label}: 1.0. {one.notes}\n" in text
        assert text.count(f"\n| {one.label} | ") == 2
    assert text.index("sitegen, CommonMark : Hugo") < text.index("sitegen without cards : Hugo")
