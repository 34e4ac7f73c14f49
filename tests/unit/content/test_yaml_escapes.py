"""TeX in double quotes of YAML is told, since its backslashes mean something else there."""

from __future__ import annotations

import pytest

from support.parsing import parse

_MESSAGE = "in double quotes, a backslash begins an escape of YAML, also in"
_HINT = "write the value in single quotes"


def _read(value: str) -> tuple[str, list[str]]:
    page = parse(f"---\ntitle: {value}\n---\nText.\n", "content/a.md")
    return page.front.title, [str(each) for each in page.diagnostics]


@pytest.mark.parametrize(
    ("value", "column", "written"),
    [
        (r"$\nu_1$ x", 10, r"\nu"),
        (r"$\theta$", 10, r"\theta"),
        (r"$\rho$", 10, r"\rho"),
        (r"$\alpha$", 10, r"\alpha"),
        (r"$\lambda$", 10, r"\lambda"),
        (r"$\Lambda$", 10, r"\Lambda"),
        (r"$a\_b$", 11, r"\_"),
        (r"\beta", 9, r"\beta"),
        (r"\frac", 9, r"\frac"),
        (r"of \xi", 12, r"\xi"),
    ],
)
def test_commands(value: str, column: int, written: str) -> None:
    title, problems = _read(f'"{value}"')
    assert title == ""
    message = f"{_MESSAGE} '{written}'; {_HINT}: '{value}'"
    assert problems == [f"content/a.md:2:{column}: error[front-matter-syntax]: {message}"]


def test_a_value_that_needs_more_than_other_quotes() -> None:
    _, (problem,) = _read('"It\'s $\\tau$"')
    assert problem.endswith(f"{_HINT}, and '' for each '")
    _, (problem,) = _read('"on\n  lines: $\\tau$"')
    assert problem == f"content/a.md:3:11: error[front-matter-syntax]: {_MESSAGE} '\\tau'; {_HINT}"


@pytest.mark.parametrize(
    ("value", "title"),
    [
        (r"$\\nu$ of \"x\"", 'ν of "x"'),
        (r"uno\ne due", "uno e due"),
        (r"costs $5\nand $6", "costs $5 and $6"),
        (r"one\tTau \u00e9 $\u03bd$", "one Tau é ν"),
    ],
)
def test_escapes_that_are_meant(value: str, title: str) -> None:
    assert _read(f'"{value}"') == (title, [])


def test_single_quotes() -> None:
    assert _read(r"'$\nu$'") == ("ν", [])
