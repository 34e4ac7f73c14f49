"""RESULTS-preview.md: what was measured, against its targets and beside the peers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.preview.edits import EDITS
from benchmarks.preview.records import READY, Load, Records, Soak, percentiles
from benchmarks.preview.subjects import OURS
from benchmarks.report import tell_failures, tell_run, write_lines

__all__ = ["write_report"]

_SMALL, _LARGE = 1_000, 10_000
#: Milliseconds, p50 and p95, by kind of edit and pages.
_TARGETS = {
    ("body", _SMALL): (120, 250),
    ("body", _LARGE): (250, 500),
    ("css", _SMALL): (80, 160),
    ("template", _SMALL): (300, 600),
}
_READY_TARGET = 1_000
_GROWTH = 0.1  # of memory, from a tenth of the edits on: still flat
_MORE_DESCRIPTORS = 2
_KEPT_UP = 0.95  # of the requests that should be made
_KINDS = (*((edit.name, edit.label) for edit in EDITS), (READY, "Ready to serve, warm"))
_METHOD = """\
`make bench-preview` wrote this file. It edits files as an author does and looks at a real Chromium
(headless, without sandbox, nothing in the background), in which the edited page is open. The time
runs from the return of the save to the end of the first frame with the new text, or with the new
background: a script in the page looks at every change of the document and every loaded stylesheet,
in the next frame, and takes the time after that frame. Both clocks are the same machine's. A frame
is 16.7 ms long, so that no figure is finer than that.

- The site is that of `make bench`: studies of 4 KB with headings, links, a table, code and tags, in
  20 sections, with one stylesheet and a footer of its own.
- *Body edit*: a sentence in the first paragraph of the open page. *CSS edit*: another background
  in the site's stylesheet. *Template edit*: another footer, which all pages show; the page on
  screen counts, and the others may follow.
- Files are written in place. Between edits lies a random pause of 1.5 to 3 s, and then whatever the
  server still does is waited for, so that each edit meets a server at rest. An edit that comes
  while the rest is still built waits for that.
- *Ready*: from the start of the process to the first answer with status 200 to a request for the
  page, with the caches of an earlier start.
- sitegen and Eleventy change the page in place, the others load it again. All must show the frame.
- sitegen renders the open page first and builds the rest behind it; Hugo renders what was looked at
  lately. The time until the rest is built is not part of these figures.
- All edits count, the first ones too. p50 and p95 are in milliseconds. Previews are measured one
  after another, each alone with the same browser.
"""


def write_report(records: Records, file: Path) -> str:
    """Write the report and return its text."""
    return write_lines(_report(records), file)


def _report(records: Records) -> Iterator[str]:
    yield "# Benchmark results of the preview\n"
    yield from tell_run(records, _METHOD, "Previews")
    yield from tell_failures(records)
    yield "\n## sitegen against its targets\n"
    yield from _targets(records)
    for pages in records.sizes():
        yield f"\n## Side by side, {pages:,} pages\n"
        yield from _side_by_side(records, pages)
    if records.remarks:
        yield ""
        yield from (f"- {remark}" for remark in records.remarks)
    if records.load:
        yield "\n## Under load\n"
        yield _tell_load(records.load)
    if records.soak:
        yield "\n## Over many edits\n"
        yield from _tell_soak(records.soak)
    yield ""


def _targets(records: Records) -> Iterator[str]:
    yield "| | Edits | p50 | Target | p95 | Target | Met? |"
    yield "|---|---:|---:|---:|---:|---:|---|"
    labels = dict(_KINDS)
    for (kind, pages), (most50, most95) in _TARGETS.items():
        name = f"{labels[kind]}, {pages:,} pages"
        if times := records.times(OURS, pages, kind):
            p50, p95 = (1e3 * each for each in percentiles(times))
            met = _word(met=p50 <= most50 and p95 <= most95)
            yield f"| {name} | {len(times)} | {p50:.0f} | {most50} | {p95:.0f} | {most95} | {met} |"
        else:
            yield f"| {name} | 0 | – | {most50} | – | {most95} | not measured |"
    if times := records.times(OURS, _SMALL, READY):
        p50, p95 = (1e3 * each for each in percentiles(times))
        name = f"Ready to serve, warm, {_SMALL:,} pages"
        met = _word(met=p50 <= _READY_TARGET)
        yield f"| {name} | {len(times)} | {p50:.0f} | {_READY_TARGET} | {p95:.0f} | – | {met} |"


def _side_by_side(records: Records, pages: int) -> Iterator[str]:
    """Tell p50 and p95 of everyone, and how many times longer than ours that takes."""
    yield f"| p50 / p95, ms (times sitegen's p50) | {' | '.join(label for _, label in _KINDS)} |"
    yield "|---|" + "---:|" * len(_KINDS)
    for peer in records.peers:
        cells = [_cell(records, peer.name, pages, kind) for kind, _ in _KINDS]
        if any(cell != "–" for cell in cells):
            yield f"| {peer.label} | {' | '.join(cells)} |"


def _cell(records: Records, name: str, pages: int, kind: str) -> str:
    times = records.times(name, pages, kind)
    if not times:
        return "–"
    p50, p95 = percentiles(times)
    text = f"{p50 * 1e3:,.0f} / {p95 * 1e3:,.0f}"
    ours = records.times(OURS, pages, kind)
    if name == OURS or not ours:
        return text
    return f"{text} ({p50 / percentiles(ours)[0]:.1f}×)"


def _tell_load(load: Load) -> str:
    answer50, answer95 = (1e3 * each for each in load.answer_times)
    told50, told95 = (1e3 * each for each in load.told_times)
    kept_up = load.answers >= _KEPT_UP * load.rate * load.duration
    met = _word(met=kept_up and not load.errors and not load.missed)
    return (
        f"{load.tabs} open tabs and {load.rate} requests a second for {load.duration:.0f} s, while "
        f"the page of all tabs was edited {load.edits} times without waiting for the build behind:"
        f"\n\n- {load.answers:,} answers ({load.answers / load.duration:.0f} a second), "
        f"{load.errors} errors; p50 {answer50:.0f} ms, p95 {answer95:.0f} ms\n"
        f"- {load.missed} missed reloads; from the save until all tabs were told: "
        f"p50 {told50:.0f} ms, p95 {told95:.0f} ms\n"
        f"- All asked and answered, no error, no missed reload: {met}\n\n"
        "The clients run on the same machine, in one process, and share its cores with the server."
    )


def _tell_soak(soak: Soak) -> Iterator[str]:
    yield f"One page edited {soak.edits[-1]:,} times, {soak.missed} missed:\n"
    yield f"| Edits | {' | '.join(f'{each:,}' for each in soak.edits)} |"
    yield "|---|" + "---:|" * len(soak.edits)
    yield f"| Memory, MB | {' | '.join(f'{each / 1e6:.1f}' for each in soak.memory)} |"
    yield f"| Descriptors | {' | '.join(map(str, soak.descriptors))} |"
    grown = soak.memory[-1] / soak.memory[0] - 1
    more = soak.descriptors[-1] - soak.descriptors[0]
    met = _word(met=grown <= _GROWTH and more <= _MORE_DESCRIPTORS and not soak.missed)
    yield (
        f"\nMemory {grown:+.1%}, descriptors {more:+d} from the first column to the last. Flat (at "
        f"most {_GROWTH:.0%} and {_MORE_DESCRIPTORS}): {met}"
    )


def _word(*, met: bool) -> str:
    return "yes" if met else "**no**"
