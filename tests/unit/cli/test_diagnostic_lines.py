from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sitegen.cli.console import say_rebuilt
from sitegen.cli.diagnostic_lines import list_diagnostics
from sitegen.diagnostics import Diagnostic, Location, Severity
from sitegen.model import BuildResult

if TYPE_CHECKING:
    import pytest


def problems(count: int, message: str = "no text", code: str = "image-alt") -> list[Diagnostic]:
    return [
        Diagnostic(code=code, message=message, location=Location(path=f"content/{n:04}.md"))
        for n in range(count)
    ]


def test_few_places_are_all_listed() -> None:
    for count in (0, 1, 3, 4):
        assert list(list_diagnostics(problems(count))) == [str(each) for each in problems(count)]


def test_of_many_places_three_are_listed() -> None:
    assert list(list_diagnostics(problems(2_000))) == [
        "content/0000.md: warning[image-alt]: no text",
        "content/0001.md: warning[image-alt]: no text",
        "content/0002.md: warning[image-alt]: no text",
        "    and 1,997 more; --all shows them",
    ]


def test_all_are_listed_on_request() -> None:
    assert len(list(list_diagnostics(problems(2_000), shows_all=True))) == 2_000


def test_each_problem_is_counted_by_itself() -> None:
    pairs = zip(problems(5), problems(5, "another"), strict=True)
    mixed = [each for pair in pairs for each in pair]
    lines = list(list_diagnostics([*mixed, *problems(1, code="placeholder")]))
    assert [line.partition(": ")[0] for line in lines] == [
        *("content/0000.md", "content/0000.md"),
        *("content/0001.md", "content/0001.md"),
        *("content/0002.md", "content/0002.md"),
        "    and 2 more; --all shows them",
        "    and 2 more; --all shows them",
        "content/0000.md",
    ]


def test_of_many_warnings_of_one_kind_ten_are_listed() -> None:
    place = Location(path="a.bib")
    alike = [
        Diagnostic(code="duplicate-entry", message=f"'k{n}' is there twice", location=place)
        for n in range(240)
    ]
    other = problems(1)
    lines = list(list_diagnostics([*alike, *other]))
    assert lines[:10] == [str(each) for each in alike[:10]]
    assert lines[10:] == ["    and 230 more of [duplicate-entry]; --all shows them", str(other[0])]
    assert len(list(list_diagnostics(alike[:20]))) == 20
    errors = [replace(each, severity=Severity.ERROR) for each in alike]
    assert len(list(list_diagnostics(errors))) == 240


def test_of_many_warnings_each_problem_is_listed_once() -> None:
    each_twice = [
        Diagnostic(code="invalid-formula", message=f"{n // 2}", location=Location(path=f"{n}.md"))
        for n in range(60)
    ]
    lines = list(list_diagnostics(each_twice))
    assert lines[:10] == [str(each) for each in each_twice[:20:2]]
    assert lines[10:] == ["    and 50 more of [invalid-formula]; --all shows them"]


def test_a_hint_makes_another_problem() -> None:
    place = Location(path="a.md")
    hinted = [
        Diagnostic(code="image-alt", message="no text", location=place, hint=f"hint {n}")
        for n in range(9)
    ]
    assert len(list(list_diagnostics(hinted))) == 9


def test_a_preview_names_the_command_that_lists_all(capsys: pytest.CaptureFixture[str]) -> None:
    say_rebuilt(["content/a.md"], BuildResult(diagnostics=tuple(problems(9))), 0.1)
    told = capsys.readouterr().err.splitlines()
    assert told[3:] == [
        "    and 6 more; sitegen check --all shows them",
        "a.md → nothing new in 100 ms",
    ]


def of_a_kind(*lines: int, path: str = "a.md") -> list[Diagnostic]:
    return [
        Diagnostic(
            code="foreign-syntax",
            message=f"'{number}' is shown as text",
            location=Location(path=path, line=line, column=number),
            group="'1' is shown as text",
        )
        for number, line in enumerate(lines, start=1)
    ]


def test_those_of_one_kind_in_a_file_are_one_line_that_names_the_lines() -> None:
    head = "a.md:2:1: warning[foreign-syntax]: '1' is shown as text"
    for lines, more in (
        ((2, 9), " (and 1 more on this page: line 9)"),
        ((2, 2), " (and 1 more on this line)"),
        ((2, 4, 4, 9), " (and 3 more on this page: lines 4 and 9)"),
        (range(2, 14), " (and 11 more on this page: lines 3, 4, 5, 6, 7, 8, 9, 10, …)"),
    ):
        assert list(list_diagnostics(of_a_kind(*lines))) == [head + more]
    assert list(list_diagnostics(of_a_kind(2, 9), shows_all=True)) == [
        head,
        "a.md:9:2: warning[foreign-syntax]: '2' is shown as text",
    ]


def test_of_the_same_kinds_in_many_files_all_places_are_counted() -> None:
    pages = [each for n in range(6) for each in of_a_kind(2, 9, path=f"{n}.md")]
    lines = list(list_diagnostics(pages))
    assert [line.partition(":")[0] for line in lines[:3]] == ["0.md", "1.md", "2.md"]
    assert lines[3:] == ["    and 6 more; --all shows them"]
