from __future__ import annotations

import ast
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest

import sitegen
from sitegen import diagnostics
from sitegen.diagnostics import (
    Diagnostic,
    Guesses,
    Location,
    Problem,
    ProblemError,
    Severity,
    declare,
    declared_codes,
    did_you_mean,
    has_errors,
    nearest_name,
    report,
)
from sitegen.registry import DIAGNOSTICS


def problem(
    code: str = "broken-link", path: str = "a.md", line: int = 0, **more: str
) -> Diagnostic:
    location = Location(path=path, line=line, column=int(more.pop("column", "0")))
    return Diagnostic(code=code, message=more.pop("message", "no"), location=location, **more)


def test_one_line() -> None:
    whole = problem(line=3, column="7", message="there is none", hint="write one")
    assert str(whole) == "a.md:3:7: error[broken-link]: there is none; write one"
    assert str(problem(line=3)) == "a.md:3: error[broken-link]: no"
    assert str(problem(column="7")) == "a.md: error[broken-link]: no"


@pytest.mark.parametrize("text", ["a\nb", "a\x1b[31mb", "a\x00b", "a\u202eb", "a\ud800b"])
def test_no_text_breaks_the_line_or_the_terminal(text: str) -> None:
    shown = str(problem(message=text, path=text))
    assert "\n" not in shown
    assert shown.isprintable()
    shown.encode()


def test_a_problem_becomes_a_diagnostic_where_its_place_is_known() -> None:
    place = Location(path="a.md", line=3)
    found = Problem("broken-link", "there is none", "write one").at(place)
    assert str(found) == "a.md:3: error[broken-link]: there is none; write one"
    assert Problem("broken-link", "no").at(place).hint == ""


def test_a_problem_may_be_raised() -> None:
    with pytest.raises(ProblemError, match="there is none") as raised:
        raise ProblemError("broken-link", "there is none", "write one")
    assert raised.value.problem == Problem("broken-link", "there is none", "write one")


def test_a_code_has_the_severity_that_was_declared() -> None:
    code = declare("throw-away", Severity.WARNING)
    try:
        assert problem(code).severity is Severity.WARNING
        assert declared_codes()[code] is Severity.WARNING
    finally:
        del diagnostics._declared[code]


def test_a_code_of_a_module_that_is_not_imported() -> None:
    """Stored diagnostics need none of them; a new one imports them all."""
    code = (
        "import msgspec, sys\n"
        "from sitegen.diagnostics import Diagnostic, Location\n"
        "data = sys.stdin.buffer.read()\n"
        "stored = msgspec.msgpack.decode(data, type=Diagnostic)\n"
        "print(stored, 'sitegen.graph' in sys.modules)\n"
        "print(Diagnostic(code='draft-link', message='no', location=stored.location))\n"
    )
    stored = problem("broken-link", line=3)
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=msgspec.msgpack.encode(stored),
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode().splitlines() == [
        "a.md:3: error[broken-link]: no False",
        "a.md:3: error[draft-link]: no",
    ]


def test_each_code_is_declared_once_in_a_module_that_the_registry_lists() -> None:
    source = Path(sitegen.__file__).parent
    found: dict[str, str] = {}
    for path in sorted(source.rglob("*.py")):
        module = ".".join(path.relative_to(source.parent).with_suffix("").parts)
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)) if "declare" in text else ():
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            if node.func.id == "declare":
                code = ast.literal_eval(node.args[0])
                assert code not in found, f"{module} and {found[code]} declare {code}"
                found[code] = module
    assert set(found.values()) == set(DIAGNOSTICS.names())
    assert set(found) == set(declared_codes())


def test_an_unknown_code_is_a_bug() -> None:
    with pytest.raises(KeyError):
        problem("no-such-code")


def test_codes_are_kebab_case_and_sorted_by_severity() -> None:
    codes = declared_codes()
    assert all(code == code.lower() and " " not in code and "_" not in code for code in codes)
    assert set(codes.values()) == {Severity.ERROR, Severity.WARNING}


def test_a_report_is_sorted_and_without_repetitions() -> None:
    first, second = problem(path="a.md", line=2), problem(path="a.md", line=10)
    third = problem(path="b.md", line=1)
    assert report([third, second, first, second]) == (first, second, third)


def test_only_errors_count() -> None:
    assert not has_errors([problem("image-alt")])
    assert has_errors([problem("image-alt"), problem()])


def test_json() -> None:
    assert problem(line=3, column="7", hint="h").as_json() == {
        "code": "broken-link",
        "severity": "error",
        "path": "a.md",
        "line": 3,
        "column": 7,
        "message": "no",
        "hint": "h",
    }
    assert problem().as_json()["line"] is None
    assert problem().as_json()["hint"] is None


def test_github_annotations_cannot_be_forged() -> None:
    text = problem(path="a,b:c.md", line=2, message="50 %\n::error::x", column="4").as_github()
    assert text == ("::error file=a%2Cb%3Ac.md,line=2,col=4,title=broken-link::50 %25%0A::error::x")


def test_did_you_mean() -> None:
    assert did_you_mean("helthy", ["healthy", "other"]) == "did you mean 'healthy'?"
    assert did_you_mean("Healthy", ["healthy"]) == "did you mean 'healthy'?"
    assert did_you_mean("zzz", ["healthy"], "look again") == "look again"
    assert did_you_mean("", []) == ""


def test_a_message_that_quotes_a_book_stays_a_line() -> None:
    place = Location(path="a.bib", line=1, column=1)
    told = Problem("broken-link", f"there is no '{'x' * 9_000}' here", "h" * 600).at(place)
    assert told.message.startswith("there is no 'xxx")
    assert told.message.endswith("xxx' here")
    assert len(str(told)) < 1_100


def test_guesses_among_many() -> None:
    """The index finds what a comparison with every name would find."""
    names = [f"content/{part}/page-{number}.md" for part in "abcde" for number in range(400)]
    names += ["content/people/lovelace.md", "content/news/scanner.md"]
    guesses = Guesses()
    for wrong, right in (
        ("content/people/lovelcae.md", "content/people/lovelace.md"),
        ("content/poeple/lovelace.md", "content/people/lovelace.md"),
        ("content/news/Scaner.md", "content/news/scanner.md"),
        ("content/c/page-317.mb", "content/c/page-317.md"),
    ):
        assert guesses.nearest(wrong, lambda: names) == right
        assert nearest_name(wrong, names) == right
    assert guesses.nearest("zzz", lambda: names) == ""
    assert guesses.nearest("", lambda: names) == ""


def test_guesses_are_made_for_each_of_many() -> None:
    names = [f"content/old/part-{number:05}/index.md" for number in range(2_500)]
    guesses = Guesses()
    started = time.process_time()
    found = [guesses.nearest(name.replace("old", "new"), lambda: names) for name in names]
    assert time.process_time() - started < 10
    assert found.count("") == 0
    right = sum(near == name for near, name in zip(found, names, strict=True))
    assert right > 0.95 * len(names)
