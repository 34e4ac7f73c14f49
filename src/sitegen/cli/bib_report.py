"""Show what `sitegen bib` would write, ask, write, and report it."""

from __future__ import annotations

import contextlib
import json
import sys
from typing import TYPE_CHECKING, Protocol

import click

from sitegen.cli.console import show_diagnostics
from sitegen.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.services.adding import PlannedEdit
    from sitegen.services.count_syncing import PlannedCounts
    from sitegen.services.record_checks import CheckedRecords

__all__ = ["finish_counts", "finish_edit", "report_records", "told_config_errors"]


class _Planned(Protocol):
    """Something that can be shown before it is written."""

    def diff(self) -> str: ...
    def write(self) -> None: ...


@contextlib.contextmanager
def told_config_errors() -> Iterator[None]:
    """Show the mistakes of a configuration, and exit."""
    try:
        yield
    except ConfigError as error:
        show_diagnostics(error.diagnostics)
        sys.exit(error.exit_code)


def finish_edit(edit: PlannedEdit, style: str, *, yes: bool) -> int:
    """Show the changes to bibliographies, write them if wanted, and return the exit code."""
    for change in edit.plan.changes:
        _say(change.describe())
    show_diagnostics(edit.plan.problems)
    for failed in edit.failed:
        _say(f"sitegen: {failed.describe()}")
    diff = edit.plan.diff()
    written = _finish(edit.plan, diff, style, yes=yes)
    if style == "json":
        answer = {
            "changes": [
                {
                    "reference": each.reference,
                    "key": each.key,
                    "path": each.path,
                    "new": each.is_new,
                    "fields": list(each.fields),
                    "remark": each.remark or None,
                }
                for each in edit.plan.changes
            ],
            "failed": [
                {"reference": each.reference, "message": str(each.error)} for each in edit.failed
            ],
            "diagnostics": [each.as_json() for each in edit.plan.problems],
            "diff": diff,
            "written": written,
        }
        click.echo(json.dumps(answer, ensure_ascii=False))
    return edit.exit_code


def finish_counts(planned: PlannedCounts, style: str, *, yes: bool) -> int:
    """Show the changed counts, write them if wanted, and return the exit code."""
    diff = planned.diff()
    _say(f"{planned.found} of {planned.asked} DOIs have a count")
    written = _finish(planned, diff, style, yes=yes)
    if style == "json":
        answer = {"asked": planned.asked, "found": planned.found, "diff": diff, "written": written}
        click.echo(json.dumps(answer, ensure_ascii=False))
    return 0


def report_records(checked: CheckedRecords, style: str, *, shows_all: bool) -> None:
    """Report what is different from what is registered; JSON goes to stdout."""
    if style == "json":
        answer = {
            "works": checked.works,
            "identifiers": checked.identifiers,
            "searched": checked.searched,
            "diagnostics": [each.as_json() for each in checked.diagnostics],
            "failure": checked.failure or None,
        }
        click.echo(json.dumps(answer, ensure_ascii=False))
    show_diagnostics(checked.diagnostics, style, shows_all=shows_all)
    errors = sum(each.severity == "error" for each in checked.diagnostics)
    warnings = len(checked.diagnostics) - errors
    parts = [
        f"{_count(checked.works, 'work')}",
        f"{_count(checked.identifiers, 'identifier')} looked up",
        f"{checked.searched} searched by title",
        _count(errors, "error"),
        _count(warnings, "warning"),
    ]
    _say(", ".join(parts))
    if checked.failure:
        _say(f"sitegen: not all was checked: {checked.failure}")


def _finish(planned: _Planned, diff: str, style: str, *, yes: bool) -> bool:
    """Show a diff and write what it shows: with `yes`, or if somebody at a terminal says so."""
    if not diff:
        _say("nothing to write")
        return False
    if style == "human":
        click.echo(diff, nl=False)
    if not yes:
        if not _is_at_terminal():
            _say("not written; --yes writes it")
            return False
        if not click.confirm("Write this?", err=True):
            return False
    planned.write()
    _say("written")
    return True


def _is_at_terminal() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def _say(text: str) -> None:
    """Print a line to stderr; what came from the network cannot act on the terminal."""
    click.echo("".join(c if c.isprintable() else "�" for c in text), err=True)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' if number != 1 else ''}"
