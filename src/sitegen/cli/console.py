"""Print the results of builds and checks for people, as JSON or as GitHub annotations."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from sitegen.cli.left_out import describe_baseline, describe_held_back, describe_left_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sitegen.checks.privacy.inventory import HeldMetadata, Inventory
    from sitegen.diagnostics import Diagnostic
    from sitegen.engine.checking import CheckReport
    from sitegen.errors import SitegenError
    from sitegen.model import BuildResult

__all__ = [
    "report_build",
    "report_check",
    "report_profile",
    "report_reason",
    "say_rebuilt",
    "say_remark",
    "say_serving",
    "say_waiting",
    "show_diagnostics",
]

_SLOWEST = 5
#: The preview has no such option.
_IN_PREVIEW = "sitegen check --all"


def report_build(result: BuildResult, style: str, output: Path, *, shows_all: bool = False) -> None:
    """Report a build: diagnostics, then a summary in one line; JSON goes to stdout."""
    if style == "json":
        click.echo(json.dumps(_as_json(result), ensure_ascii=False))
    show_diagnostics(result.diagnostics, style, shows_all=shows_all)
    click.echo(_summary(result, output), err=True)


def report_check(report: CheckReport, style: str, *, shows_all: bool = False) -> None:
    """Report a check: diagnostics, then a summary in one line; JSON goes to stdout."""
    if style == "json":
        click.echo(json.dumps(_check_as_json(report), ensure_ascii=False))
    if report.inventory and style != "github":
        for each in report.inventory.held:
            click.echo(_describe_held(each), err=True)
    show_diagnostics(report.diagnostics, style, shows_all=shows_all)
    for line in describe_baseline(report, shows_all=shows_all):
        click.echo(line, err=True)
    click.echo(_check_summary(report), err=True)


def _check_as_json(report: CheckReport) -> dict[str, Any]:
    diagnostics = [each.as_json() for each in report.diagnostics]
    if report.inventory is None:
        counts = {"checks": report.checks, "pages": report.pages, "files": report.files}
        held_back = msgspec.structs.asdict(report.left_out)
        fixed = [{**each._asdict(), "count": count} for each, count in report.fixed.items()]
        left_out = {"turned_off": dict(report.turned_off), "known": report.known, "fixed": fixed}
        return {**counts, "left_out": held_back, "diagnostics": diagnostics, **left_out}
    held = [
        {"path": str(each.path), "removed": each.removed, "kept": each.kept}
        for each in report.inventory.held
    ]
    counts = {"images": report.inventory.images, "files": report.inventory.files}
    return {**counts, "held": held, "diagnostics": diagnostics}


def _describe_held(each: HeldMetadata) -> str:
    parts = [f"not published: {', '.join(each.removed)}"] if each.removed else []
    parts += [f"published with it: {', '.join(each.kept)}"] if each.kept else []
    text = f"{each.path}: {'; '.join(parts)}"
    return "".join(c if c.isprintable() else "�" for c in text)


def _check_summary(report: CheckReport) -> str:
    errors = sum(each.severity == "error" for each in report.diagnostics)
    left_out = describe_left_out(report.turned_off, report.known)
    if errors:
        return f"{_count(errors, 'error')}: the site cannot be published like this{left_out}"
    if report.inventory:
        return _inventory_summary(report.inventory, len(report.diagnostics)) + left_out
    pages = f"{_count(report.pages, 'page')}{describe_held_back(report.left_out)}"
    parts = [
        f"{pages} and {_count(report.files, 'file')} checked",
        _count(len(report.diagnostics), "warning"),
    ]
    return ", ".join(parts) + left_out


def _inventory_summary(inventory: Inventory, documents: int) -> str:
    cleaned = sum(bool(each.removed) for each in inventory.held)
    kept = sum(bool(each.kept) for each in inventory.held)
    parts = [
        f"{_count(inventory.images, 'image')}, {cleaned} of them published without what they held",
        *([f"{kept} with it"] if kept else []),
        f"{_count(inventory.files, 'other file')}, {documents} of them naming makers",
    ]
    return "; ".join(parts)


def show_diagnostics(
    diagnostics: Iterable[Diagnostic],
    style: str = "human",
    *,
    shows_all: bool = False,
    option: str = "--all",
) -> None:
    """Show diagnostics on stderr; annotations for GitHub are always complete."""
    from sitegen.cli.diagnostic_lines import list_diagnostics

    if style == "github":
        lines: Iterable[str] = (each.as_github() for each in diagnostics)
    else:
        lines = list_diagnostics(diagnostics, shows_all=shows_all, option=option)
    for line in lines:
        click.echo(line, err=True)


def _summary(result: BuildResult, output: Path) -> str:
    errors = sum(each.severity == "error" for each in result.diagnostics)
    left_out = describe_left_out(result.turned_off, result.known)
    if errors:
        plural = "s" if errors > 1 else ""
        return f"{errors} error{plural}: nothing was written{left_out}"
    parts = [
        f"{_count(result.pages, 'page')}{describe_held_back(result.left_out)}",
        f"{result.rendered} rendered" if result.rendered else "nothing rendered",
        f"{result.written} file{'s' if result.written != 1 else ''} written",
        f"{result.unchanged} unchanged",
        f"{result.removed} removed",
    ]
    return f"{output}: {', '.join(parts)} in {result.seconds:.2f} s{left_out}"


def _as_json(result: BuildResult) -> dict[str, Any]:
    counts = ("pages", "files", "written", "unchanged", "removed", "images")
    return {
        **{name: getattr(result, name) for name in counts},
        "left_out": msgspec.structs.asdict(result.left_out),
        "seconds": round(result.seconds, 3),
        "diagnostics": [each.as_json() for each in result.diagnostics],
        "turned_off": dict(result.turned_off),
        "known": result.known,
    }


def report_profile(result: BuildResult) -> None:
    """Say where the time went: stages, what was slowest, what the cache saved."""
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
    pages = f"{result.pages} page{'s' if result.pages != 1 else ''}"
    images = f"{result.images} image{'s' if result.images != 1 else ''}"
    click.echo(f"of {pages} and {images}: {done}", err=True)


def report_reason(result: BuildResult, page: str) -> None:
    """Say why a page, named by its file or its URL, was rendered or not, if the site was built."""
    from sitegen.engine.explaining import find_reasons

    for output, _, reason in find_reasons(result.reasons, page) if result.ok else ():
        told = (
            f"rendered: {reason}" if reason else "not rendered: nothing that it shows has changed"
        )
        click.echo(f"{output}: {told}", err=True)


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
    from sitegen.errors import ConfigError

    what = changed[0].rpartition("/")[2] if changed else "Built"
    what += f" and {len(changed) - 1} more" if len(changed) > 1 else ""
    if isinstance(result, Exception):
        if isinstance(result, ConfigError):
            show_diagnostics(result.diagnostics, option=_IN_PREVIEW)
        else:
            click.echo(f"sitegen: {result}", err=True)
        click.echo(f"{what} → not built, the last good pages stay", err=True)
        return
    show_diagnostics(result.diagnostics, option=_IN_PREVIEW)
    errors = sum(each.severity == "error" for each in result.diagnostics)
    wrong = _count(errors, "error") if errors else ""
    if not result.is_written:
        outcome = f"{wrong}, the last good pages stay"
    else:
        pages = sum(name.endswith(".html") for name in result.changed)
        files = len(result.changed) - pages
        done = [_count(pages, "page")] if pages else []
        done += [_count(files, "file" if not pages else "other file")] if files else []
        done = done or ["nothing new"]
        outcome = f"{' and '.join(done)} in {seconds * 1000:.0f} ms"
        outcome = f"{wrong}; {outcome}" if wrong else outcome
        outcome += describe_held_back(result.left_out)
        outcome += describe_left_out(result.turned_off, result.known)
    click.echo(f"{what} → {outcome}", err=True)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' if number != 1 else ''}"
