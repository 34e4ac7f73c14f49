"""RESULTS.md and the table on the screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from benchmarks.records import Peer, Records
from benchmarks.scenarios import SCENARIOS
from benchmarks.targets import TARGET_PAGES, Row, comparisons, growth, huge

__all__ = ["Run", "tell_failures", "tell_run", "write_lines", "write_report"]

_METHOD = """\
`make bench` wrote this file. Every generator builds the same studies: 4 KB of Markdown each, with
headings, links, a table, highlighted code and two tags, in 20 sections, with the same navigation on
every page and, where the generator offers them, lists of 10 by section and by tag, a feed of 20 and
a sitemap. Generators take turns within every scenario; the numbers are medians. A run is a whole
process with all its helpers, from start to end: wall time, processor time in brackets.

- *Cold build*: outputs and caches moved away, as on a new machine, since just deleted files slow
  down ext4 for minutes; the operating system's file cache is warm.
- *Nothing changed*, *one body edited*, *one title edited*: a build, a pause of three seconds, the
  edit, and then the build that is timed. Generators without incremental builds build everything.
- *Peak memory*: proportional set size of all processes together, sampled every 30 ms in a cold
  build of its own, whose time does not count.
- A build counts only if every study has its page, with its title, navigation, table, links and
  code, and if an edit arrived: a new title in the feed, too.
- A generator whose cold build takes very long is timed once, and only cold.
"""

#: Written by hand, after profiling: why what is not met is not.
_FINDINGS = Path(__file__).with_name("FINDINGS.md")


class Run(Protocol):
    """What every benchmark's records hold: where it ran, who took part, and what went wrong."""

    machine: dict[str, str]
    peers: list[Peer]
    failures: list[str]


def write_lines(lines: Iterable[str], file: Path) -> str:
    """Write the lines of a report and return its text."""
    text = "\n".join(lines)
    file.write_text(text, encoding="utf-8")
    return text


def tell_run(run: Run, method: str, who: str) -> Iterator[str]:
    """Tell how it was measured, on what, and of whom; `who` is the heading of those."""
    yield method
    yield "## Machine\n"
    yield from (f"- {name}: {value}" for name, value in run.machine.items())
    yield f"\n## {who}\n"
    for peer in run.peers:
        state = f"**missing**: {peer.missing}" if peer.missing else f"{peer.version}. {peer.notes}"
        yield f"- {peer.label}: {state}"


def tell_failures(run: Run) -> Iterator[str]:
    """Tell what went wrong, if anything did."""
    if run.failures:
        yield "\n## Failures\n"
        yield from (f"- {failure}" for failure in run.failures)


def write_report(records: Records, file: Path) -> str:
    """Write the report and return its text."""
    return write_lines(_report(records), file)


def _report(records: Records) -> Iterator[str]:
    yield "# Benchmark results\n"
    yield from tell_run(records, _METHOD, "Generators")
    yield (
        "\nThe peers' templates are minimal: navigation, title, date, tags, body, previous and "
        "next. sitegen's pages carry its full default theme: more HTML for the same text. Ratios "
        "with its default settings come first; without cards, it is compared with Hugo only."
    )
    yield from tell_failures(records)
    version = records.wall("sitegen", 0, "version")
    if version is not None:
        yield f"\n`sitegen --version`: {version:.2f} s."
    for pages in reversed(records.sizes()):
        yield f"\n## {pages:,} pages\n"
        yield from _table(comparisons(records, pages), pages)
        yield from _everything(records, pages)
    grown = list(growth(records))
    if grown:
        yield "\n## Growth from 1,000 to 10,000 pages, cold\n"
        yield from _growth_table(grown)
    completed = list(huge(records))
    if completed:
        yield "\n## Very many pages\n"
        yield from (f"- {line}" for line in completed)
    yield ""
    yield _FINDINGS.read_text(encoding="utf-8")


def _table(rows: Iterable[Row], pages: int) -> Iterator[str]:
    if pages != TARGET_PAGES:
        yield f"Most targets are for {TARGET_PAGES:,} pages; other ratios are for information.\n"
    yield "| Scenario | sitegen | Peer | Ratio | Target | Met? |"
    yield "|---|---:|---:|---:|---:|---|"
    for row in rows:
        yield _line(row)


def _growth_table(rows: Iterable[Row]) -> Iterator[str]:
    yield "| Generator | 10,000 | 1,000 | Ratio | Target | Met? |"
    yield "|---|---:|---:|---:|---:|---|"
    for row in rows:
        yield _line(row)


def _line(row: Row) -> str:
    ratio = "–" if row.ratio is None else f"{row.ratio:.3g}"
    target = "–" if row.target is None else f"≤ {row.target:g}"
    met = {True: "yes", False: "**no**", None: "–"}[row.met]
    return f"| {row.scenario} | {row.ours} | {row.peer} | {ratio} | {target} | {met} |"


def _everything(records: Records, pages: int) -> Iterator[str]:
    """Tell all medians of one size."""
    yield "\nAll medians:\n"
    labels = " | ".join(scenario.label for scenario in SCENARIOS)
    yield f"| Generator | {labels} | Peak memory | Runs | Output |"
    yield "|---|" + "---:|" * (len(SCENARIOS) + 2) + "---|"
    for peer in records.peers:
        if not peer.missing:
            yield _medians(records, peer, pages)


def _medians(records: Records, peer: Peer, pages: int) -> str:
    cells = []
    for scenario in SCENARIOS:
        wall = records.wall(peer.name, pages, scenario.name)
        cpu = records.cpu(peer.name, pages, scenario.name)
        cells.append("–" if wall is None else f"{wall:.2f} s ({cpu:.2f})")
    peak = records.peak(peer.name, pages)
    cells.append("–" if peak is None else f"{peak / 1e6:,.0f} MB")
    cells.append(str(len(records.runs_of(peer.name, pages, "cold"))))
    cells.append(records.outputs.get(f"{pages} {peer.name}", "–"))
    return f"| {peer.label} | {' | '.join(cells)} |"
