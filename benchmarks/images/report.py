"""RESULTS-images.md: what was measured of pictures, against its targets and beside the peers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.images.formats import SETS
from benchmarks.images.frontier import equal_rows, speeds
from benchmarks.images.records import Demo, Records, Weight
from benchmarks.images.session import SECOND
from benchmarks.images.subjects import FORMATS, WIDTHS
from benchmarks.images.targets import EQUAL, TARGET_PICTURES, rows, weight_of
from benchmarks.images.weight import VIEWPORT
from benchmarks.report import tell_failures, tell_run, write_lines

__all__ = ["write_report"]

_METHOD = f"""\
`make bench-images` wrote this file. All make the same files of the same photographs: 12 megapixels
each, JPEG, drawn by `photographs.py`; widths {", ".join(map(str, WIDTHS))}, each as WebP and as
JPEG. They take turns; the numbers are medians. A run is a whole process with all its helpers, from
start to end: wall time, processor time in brackets.

- *The same quality*: sitegen makes its files with its own qualities. For the others the quality
  number was sought with which the mean structural similarity (SSIM, luma, Gaussian window) to the
  photograph comes nearest to sitegen's. The photograph is scaled down for that by Pillow's Lanczos
  filter, from all pixels. All use a Lanczos filter, and libwebp's method 2.
- *Cold*: outputs and caches removed; the operating system's file cache is warm. sitegen and Hugo
  also write a page for each photograph; sharp writes the files and nothing else.
- *Second build*: three seconds after the last; what has changed is said beside it. *No pixel
  touched*: the same build ends well with Pillow's hands tied, where nothing can be decoded, scaled
  or saved.
- *Peak memory*: proportional set size of all processes together, sampled every 30 ms in a cold
  run of its own, whose time does not count.
- A run counts only if every photograph has all of its files, none empty.
- *The demo's home page*: Chromium with a window of {VIEWPORT[0]} × {VIEWPORT[1]} pixels as a
  telephone has, an empty cache, and a plain server that sends files as they are; with `gzip`, one
  that compresses text. Bytes are those on the wire, headers too. The scale is the screen's:
  device pixels for a CSS pixel. Chromium loads lazy pictures before they are in sight.
- *AVIF, WebP, JPEG*: Pillow in one thread; processor time of encoding alone.
"""
#: Written by hand: what was found.
_FINDINGS = Path(__file__).parents[1] / "FINDINGS-images.md"
_ORDER = ("sitegen", "sharp", "hugo")


def write_report(records: Records, file: Path) -> str:
    """Write the report and return its text."""
    return write_lines(_report(records), file)


def _report(records: Records) -> Iterator[str]:
    yield "# Benchmark results of pictures\n"
    yield from tell_run(records, _METHOD, "Who")
    yield from tell_failures(records)
    yield "\n## sitegen against its targets\n"
    yield from _targets(records)
    if records.runs:
        yield from _runs(records)
    if records.qualities:
        yield from _qualities(records)
    if records.settings:
        yield from _settings(records)
    if records.shares:
        yield from _shares(records)
    if records.weights:
        yield from _weights(records.weights)
    if records.encoded:
        yield from _formats(records)
    if records.demo:
        yield from _demo(records.demo)
    yield ""
    yield _FINDINGS.read_text(encoding="utf-8")


def _targets(records: Records) -> Iterator[str]:
    if records.pictures("sitegen") not in (0, TARGET_PICTURES):
        yield f"The targets are for {TARGET_PICTURES} photographs; with others, ratios only.\n"
    yield "| | sitegen | Other | Ratio | Target | Met? |"
    yield "|---|---:|---:|---:|---:|---|"
    for row in rows(records):
        met = {True: "yes", False: "**no**", None: "–"}[row.met]
        numbers = f"{row.ours} | {row.other} | {row.ratio} | {row.target}"
        yield f"| {row.label} | {numbers} | {met} |"


def _runs(records: Records) -> Iterator[str]:
    count = records.pictures("sitegen")
    yield f"\n## {count} photographs, {records.bytes_in / 1e6:.0f} MB\n"
    labels = " | ".join(label for label, _ in SECOND.values())
    yield f"| | Photographs | Cold | for each | {labels} | Peak memory | Runs |"
    yield "|---|---:|---:|---:|" + "---:|" * len(SECOND) + "---:|---:|"
    for name in _ORDER:
        peer, wall = records.peer(name), records.wall(name, "cold")
        if peer is None or wall is None:
            continue
        pictures = records.pictures(name)
        cells = [str(pictures), _time(records, name, "cold"), f"{1e3 * wall / pictures:.0f} ms"]
        cells += [_time(records, name, scenario) for scenario in SECOND]
        peak = records.peak(name)
        cells.append("–" if peak is None else f"{peak / 1e6:,.0f} MB")
        cells.append(str(len(records.runs_of(name, "cold"))))
        yield f"| {peer.label} | {' | '.join(cells)} |"
    if records.pictures("hugo") not in (0, count):
        told = f"the first {records.pictures('hugo')} of the photographs, because it is slow"
        yield f"\nHugo made files of {told}; it is compared by the time for each photograph."


def _time(records: Records, name: str, scenario: str) -> str:
    wall, cpu = records.wall(name, scenario), records.cpu(name, scenario)
    return "–" if wall is None else f"{wall:.2f} s ({cpu:.2f})"


def _qualities(records: Records) -> Iterator[str]:
    yield "\n## The same quality\n"
    yield (
        f"Mean over the files of {records.compared} photographs. Equal means: within {EQUAL} of "
        "sitegen.\n"
    )
    yield "| Format | | Quality number | SSIM | Difference | Equal? | Bytes a file |"
    yield "|---|---|---:|---:|---:|---|---:|"
    for kind in FORMATS:
        found = {each.maker: each for each in records.qualities if each.format == kind}
        ours = found.get("sitegen")
        for name in _ORDER:
            each, peer = found.get(name), records.peer(name)
            if each is None or peer is None or ours is None:
                continue
            more = each.similarity - ours.similarity
            equal = "–" if name == "sitegen" else "yes" if abs(more) <= EQUAL else "**no**"
            numbers = f"{each.number} | {each.similarity:.4f} | {more:+.4f} | {equal}"
            yield f"| {kind} | {peer.label} | {numbers} | {each.bytes:,.0f} |"


def _settings(records: Records) -> Iterator[str]:
    yield "\n## Ways of using sharp\n"
    yield (
        "“files”: each file from the photograph on. “widths”: each width decoded and scaled once, "
        "then encoded twice. “once”: decoded once at half its size. The quickest was used; the "
        "better of two tries counts.\n"
    )
    yield "| | Seconds |"
    yield "|---|---:|"
    for setting, seconds in sorted(records.settings.items(), key=lambda each: each[1]):
        yield f"| {setting} | {seconds:.2f} |"


def _shares(records: Records) -> Iterator[str]:
    yield "\n## Where sitegen's time goes\n"
    yield "Processor time for each photograph in one process, under a profiler.\n"
    yield "| | Milliseconds | Share |"
    yield "|---|---:|---:|"
    whole = sum(share.seconds for share in records.shares)
    for share in sorted(records.shares, key=lambda each: -each.seconds):
        yield f"| {share.work} | {1e3 * share.seconds:.1f} | {share.seconds / whole:.0%} |"


def _weights(weights: list[Weight]) -> Iterator[str]:
    yield "\n## The demo's home page\n"
    kinds = sorted({kind for weight in weights for kind in weight.bytes})
    yield f"| Scale | | Requests | {' | '.join(kinds)} | All, bytes |"
    yield "|---|---|---:|" + "---:|" * len(kinds) + "---:|"
    for weight in weights:
        moment = "after scrolling to its end" if weight.scrolled else "first load"
        moment += ", gzip" if weight.compressed else ""
        cells = " | ".join(f"{weight.bytes.get(kind, 0):,}" for kind in kinds)
        numbers = f"{weight.requests} | {cells} | {weight_of(weight):,}"
        yield f"| {weight.scale} × | {moment} | {numbers} |"


def _formats(records: Records) -> Iterator[str]:
    yield "\n## AVIF, WebP and JPEG at the same similarity\n"
    yield (
        "For each set of pictures, what each format needs for the similarity that WebP has with "
        "sitegen's method and quality: quality number and bits by interpolation. The demo's "
        "pictures were JPEG before."
    )
    for name, label in SETS.items():
        points = [each for each in records.encoded if each.pictures == name]
        if not points:
            continue
        yield f"\n### {label[0].upper()}{label[1:]}\n"
        yield "| Format | Quality | SSIM | Bits a pixel | Bytes : WebP's | Seconds a megapixel |"
        yield "|---|---:|---:|---:|---:|---:|"
        for row in equal_rows(points):
            yield f"| {' | '.join(row)} |"
        yield "\nAVIF, all: SSIM, bits a pixel; seconds a megapixel are means.\n"
        columns, lines = speeds(points)
        yield f"| | {' | '.join(columns)} |"
        yield "|---|" + "---:|" * len(columns)
        for line in lines:
            yield f"| {' | '.join(line)} |"


def _demo(demo: Demo) -> Iterator[str]:
    yield "\n## The demo, cold\n"
    runs = zip(demo.walls, demo.cpus, strict=True)
    told = ", ".join(f"{wall:.1f} s ({cpu:.1f})" for wall, cpu in runs)
    yield f"Cold builds, wall and processor time: {told}.\n"
    if not demo.speeds:
        return
    yield f"Its {demo.files} AVIF files, encoded again from their own pixels in one thread:\n"
    yield "| Speed | Seconds | Bytes |"
    yield "|---|---:|---:|"
    for speed, seconds in demo.speeds.items():
        yield f"| {speed} | {seconds:.2f} | {demo.sizes[speed]:,} |"
