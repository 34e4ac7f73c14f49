"""What the terminal, a script or a CI log is told of a build."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sitegen.diagnostics import Diagnostic
    from sitegen.engine.privacy_audit import Audited, PrivacyReport
    from sitegen.errors import SitegenError
    from sitegen.model import BuildResult

__all__ = [
    "report_build",
    "report_privacy",
    "report_profile",
    "report_reason",
    "say_rebuilt",
    "say_remark",
    "say_serving",
    "say_waiting",
    "show_progress",
]

_SLOWEST = 5
#: Seconds before a build counts as long, and between two changes of its bar.
_LONG, _OFTEN = 0.5, 0.1
_WIDTH = 30


def report_build(result: BuildResult, style: str, output: Path) -> None:
    """Report a build: diagnostics, then a line that sums it up; JSON goes to stdout."""
    if style == "json":
        click.echo(json.dumps(_as_json(result), ensure_ascii=False))
    _show(result.diagnostics, _styled(style))
    click.echo(_summary(result, output), err=True)


def report_privacy(report: PrivacyReport, style: str) -> None:
    """Report what a site would publish of people; JSON goes to stdout."""
    if style == "json":
        held = [
            {"path": str(each.path), "removed": each.removed, "kept": each.kept}
            for each in report.held
        ]
        found = {"images": report.images, "files": report.files, "held": held}
        found["diagnostics"] = [each.as_json() for each in report.diagnostics]
        click.echo(json.dumps(found, ensure_ascii=False))
    if style != "github":
        _show(report.held, _say_held)
    _show(report.diagnostics, _styled(style))
    click.echo(_sum_up(report), err=True)


def _say_held(each: Audited) -> str:
    parts = [f"not published: {', '.join(each.removed)}"] if each.removed else []
    parts += [f"published with it: {', '.join(each.kept)}"] if each.kept else []
    text = f"{each.path}: {'; '.join(parts)}"
    return "".join(c if c.isprintable() else "�" for c in text)


def _sum_up(report: PrivacyReport) -> str:
    if not report.ok:
        errors = sum(each.severity == "error" for each in report.diagnostics)
        return f"{_count(errors, 'error')}: the site cannot be published like this"
    cleaned = sum(bool(each.removed) for each in report.held)
    kept = sum(bool(each.kept) for each in report.held)
    parts = [
        f"{_count(report.images, 'image')}, {cleaned} of them published without what they held",
        *([f"{kept} with it"] if kept else []),
        f"{_count(report.files, 'other file')}, {len(report.diagnostics)} of them naming makers",
    ]
    return "; ".join(parts)


def _styled(style: str) -> Callable[[Diagnostic], str]:
    if style == "github":
        from sitegen.diagnostics import Diagnostic

        return Diagnostic.as_github
    return str


def _show(diagnostics: Iterable[Any], show: Callable[[Any], str]) -> None:
    for each in diagnostics:
        click.echo(show(each), err=True)


def _summary(result: BuildResult, output: Path) -> str:
    errors = sum(each.severity == "error" for each in result.diagnostics)
    if errors:
        plural = "s" if errors > 1 else ""
        return f"{errors} error{plural}: nothing was written"
    rendered = f"{result.rendered} rendered" if result.rendered else "nothing rendered"
    parts = [
        f"{result.pages} page{'s' if result.pages != 1 else ''} ({rendered})",
        f"{result.written} files written",
        f"{result.unchanged} unchanged",
        f"{result.removed} removed",
    ]
    return f"{output}: {', '.join(parts)} in {result.seconds:.2f} s"


def _as_json(result: BuildResult) -> dict[str, Any]:
    counts = ("pages", "files", "written", "unchanged", "removed", "images")
    return {
        **{name: getattr(result, name) for name in counts},
        "seconds": round(result.seconds, 3),
        "diagnostics": [each.as_json() for each in result.diagnostics],
    }


def report_profile(result: BuildResult) -> None:
    """Say where the time went: stages, what was slowest, what the cache spared."""
    click.echo(f"{'stage':<12}{'seconds':>9}", err=True)
    for name, seconds in result.stages.items():
        click.echo(f"{name:<12}{seconds:>9.3f}", err=True)
    for kind in ("page", "template", "image"):
        spent: dict[str, float] = defaultdict(float)
        for each, name, seconds in result.timings:
            if each == kind:
                spent[name] += seconds
        for name, seconds in sorted(spent.items(), key=lambda each: -each[1])[:_SLOWEST]:
            click.echo(f"slow {kind:<7} {seconds * 1000:>7.1f} ms  {name}", err=True)
    done = f"parsed {result.parsed}, rendered {result.rendered}, images made {result.derived}"
    click.echo(f"of {result.pages} pages and {result.images} images: {done}", err=True)


def report_reason(result: BuildResult, page: str) -> None:
    """Say why a page, named by its file or its URL, was rendered or not, if the site was built."""
    from sitegen.engine.explaining import find_reasons

    for output, _, reason in find_reasons(result.reasons, page) if result.ok else ():
        told = (
            f"rendered: {reason}" if reason else "not rendered: nothing that it shows has changed"
        )
        click.echo(f"{output}: {told}", err=True)


@contextlib.contextmanager
def show_progress(style: str) -> Iterator[Callable[[str, int, int], None]]:
    """Show on a terminal how far a long build has come; afterwards nothing is left of it.

    The block gets what is to be called with a stage, how much of it is done and how much there is.
    """
    if style != "human" or not _can_draw():
        yield lambda *_: None
        return
    started, drawn, length = time.monotonic(), 0.0, 0

    def draw(stage: str, done: int, total: int) -> None:
        nonlocal drawn, length
        now = time.monotonic()
        if now - started < _LONG or now - drawn < _OFTEN:
            return
        bar = "#" * (_WIDTH * done // total)
        line = f"{stage:<6} [{bar:<{_WIDTH}}] {done}/{total}"[: _columns() - 1]
        text = f"\r{line:<{length}}"
        # Known before it is written: Ctrl-C may come at any moment.
        drawn, length = now, max(length, len(line))
        sys.stderr.write(text)
        sys.stderr.flush()

    try:
        yield draw
    finally:
        if length:
            width = min(length + len("^C"), _columns() - 1)
            sys.stderr.write(f"\r{'':<{width}}\r")
            sys.stderr.flush()


def _can_draw() -> bool:
    plain = os.environ.get("TERM") == "dumb" or os.environ.get("NO_COLOR")
    return sys.stderr.isatty() and not plain


def _columns() -> int:
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or 80
    except (OSError, ValueError):
        return 80


def say_waiting() -> None:
    """Say that another build has to end first."""
    click.echo("Another build of this site is running; waiting for it", err=True)


def say_serving(url: str) -> None:
    """Say where the preview is."""
    click.echo(f"Serving at {url} (q or Ctrl-C ends it)", err=True)


def say_remark(text: str) -> None:
    """Say something else about the preview."""
    click.echo(text, err=True)


def say_rebuilt(changed: Sequence[str], result: BuildResult | SitegenError, seconds: float) -> None:
    """Say in one line, after the diagnostics, how the preview's last build went."""
    what = changed[0].rpartition("/")[2] if changed else "Built"
    what += f" and {len(changed) - 1} more" if len(changed) > 1 else ""
    if isinstance(result, Exception):
        _show(getattr(result, "diagnostics", ()) or (f"sitegen: {result}",), str)
        click.echo(f"{what} → not built, the last good pages stay", err=True)
        return
    _show(result.diagnostics, str)
    errors = sum(each.severity == "error" for each in result.diagnostics)
    if errors:
        outcome = f"{_count(errors, 'error')}, the last good pages stay"
    else:
        pages = sum(name.endswith(".html") for name in result.changed)
        files = len(result.changed) - pages
        done = [_count(pages, "page")] if pages else []
        done += [_count(files, "file" if not pages else "other file")] if files else []
        done = done or ["nothing new"]
        outcome = f"{' and '.join(done)} in {seconds * 1000:.0f} ms"
    click.echo(f"{what} → {outcome}", err=True)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' if number != 1 else ''}"
