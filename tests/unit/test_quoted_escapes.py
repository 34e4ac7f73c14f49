r"""TeX and paths in double quotes are told, since their backslashes mean something else there."""

from __future__ import annotations

import re

import pytest

from sitegen.config import parse_config
from sitegen.errors import ConfigError
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


def _problem(text: str) -> str:
    (problem,) = parse(text, "content/a.md").diagnostics
    return str(problem)


@pytest.mark.parametrize("written", [r"\alpha", r"\beta", r"\nu_1", r"\rho", r"\usepackage", r"\_"])
def test_in_toml(written: str) -> None:
    name = re.match(r"\\(?:[A-Za-z]+|_)", written)
    assert name
    assert _problem(f'+++\nfield = [1, "\\n"]\ntitle = "A ${written}$"\n+++\n') == (
        "content/a.md:3:13: error[front-matter-syntax]: in double quotes, a backslash begins an "
        f"escape of TOML, also in '{name[0]}'; write the value in single quotes: 'A ${written}$'"
    )


@pytest.mark.parametrize("written", [r"\alpha", r"\beta", r"\nu", r"\rho", r"\usepackage", r"\_"])
def test_in_json(written: str) -> None:
    assert _problem(f'{{"a": "\\n", "title": "A ${written}$"}}\n') == (
        "content/a.md:1:26: error[front-matter-syntax]: in double quotes, a backslash begins an "
        f"escape of JSON, also in '{written}'; write each backslash twice: "
        f'"A $\\{written}$"'
    )


@pytest.mark.parametrize(
    "text",
    [
        '---\ntitle: "{}"\n---\n',
        '+++\ntitle = "{}"\n+++\n',
        '+++\ntitle = """\n{}"""\n+++\n',
        '{{"title": "{}"}}\n',
    ],
)
def test_paths(text: str) -> None:
    assert "also in '\\temp'" in _problem(text.format(r"in C:\temp\new here"))
    if '"""' not in text:
        assert "also in '\\notes'" in _problem(text.format(r"C:\notes"))
    for usual in (r"Q:\nwhat is it?", r"C:\\temp", "a\\n\\tb", "1:\\ta\\tb"):
        assert parse(text.format(usual), "content/a.md").diagnostics == ()


def test_line_breaks_in_formulas_of_json() -> None:
    assert parse(r'{"title": "$a +\nb$ and\nthen"}' + "\n", "content/a.md").diagnostics == ()


@pytest.mark.parametrize("written", [r"$\alpha$", r"$\nu$", r"C:\temp", r"C:\Users"])
def test_in_the_configuration(written: str) -> None:
    text = f'title = "{written}"\nbase_url = "https://example.org/"\n'
    with pytest.raises(ConfigError) as raised:
        parse_config(text, "sitegen.toml")
    (problem,) = raised.value.diagnostics
    assert (problem.code, problem.location.line) == ("config-syntax", 1)
    assert problem.hint == f"write the value in single quotes: '{written}'"
    other = f'[tool.other]\nx = "$\\nu$"\n[tool.sitegen]\n{text.splitlines()[1]}\ntitle = "A"\n'
    assert parse_config(other, "pyproject.toml").title == "A"
