"""Describe problems for browsers, with the source lines around them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sitegen.diagnostics import Diagnostic
from sitegen.engine.problem_kinds import group_by_kind
from sitegen.preview.editors import Editor

__all__ = ["describe_failure", "describe_problems"]

_AROUND = 2
_WIDTH = 200
#: Nobody reads more than this in a browser; the terminal lists all of them.
_MOST = 200


def describe_problems(
    diagnostics: Iterable[Diagnostic], root: Path, editor: Editor
) -> list[dict[str, Any]]:
    """Return diagnostics as JSON values, errors first, otherwise in the given order.

    Those of one kind in one file are one value.

    The last value tells how many there are beside the first ones, and as `errors`, how many of
    these are errors.
    """
    lines: dict[str, list[str]] = {}
    told = (each.told for each in group_by_kind(diagnostics))
    ordered = sorted(told, key=lambda each: each.severity != "error")
    described = [_describe(each, root, editor, lines) for each in ordered[:_MOST]]
    left = ordered[_MOST:]
    if left:
        errors = sum(each.severity == "error" for each in left)
        message = f"and {len(left):,} more problems, which sitegen check --all lists"
        described.append({"code": "", "severity": "warning", "message": message, "errors": errors})
    return described


def describe_failure(message: str) -> list[dict[str, Any]]:
    """Return a failure that was not caused by a line of the site."""
    return [{"code": "", "severity": "error", "message": message}]


def _describe(
    problem: Diagnostic, root: Path, editor: Editor, lines: dict[str, list[str]]
) -> dict[str, Any]:
    place = problem.location
    file = root / place.path
    if place.path not in lines:
        lines[place.path] = _read_lines(file, root)
    described = problem.as_json()
    described["message"] = _printed(problem.message)
    described["hint"] = _printed(problem.hint) or None
    described["place"] = str(place)
    described["shown"] = _printed(str(place))
    described["frame"] = _frame(lines[place.path], place.line)
    if lines[place.path]:
        described["open"] = editor.address(file, place.line, place.column)
    return described


def _frame(lines: list[str], line: int) -> list[dict[str, Any]]:
    if not 1 <= line <= len(lines):
        return []
    first = max(1, line - _AROUND)
    shown = lines[first - 1 : line + _AROUND]
    return [
        {"line": n, "text": _printed(text[:_WIDTH])} for n, text in enumerate(shown, start=first)
    ]


def _printed(text: str) -> str:
    """Return a text without characters that would change how the text around them is shown."""
    return "".join(each if each.isprintable() or each == "\t" else "\ufffd" for each in text)


def _read_lines(file: Path, root: Path) -> list[str]:
    try:
        if not file.resolve().is_relative_to(root.resolve()) or not file.is_file():
            return []
        return file.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    except (OSError, ValueError):
        return []
