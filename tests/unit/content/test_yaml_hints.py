"""The hint names the cause: indentation is not quotes."""

from __future__ import annotations

import pytest

from support.parsing import parse

QUOTES = "a value that holds ': ' or begins with one of [{*&!%@ needs quotes"
INDENT = "begin the line with as many spaces as the one above: 0"
SAME = "the lines of one list or table begin with the same number of spaces"


@pytest.mark.parametrize(
    ("fields", "hint"),
    [
        ("title: A: B", 'put quotes around the value: title: "A: B"'),
        ("title: @lab", 'put quotes around the value: title: "@lab"'),
        ("title: [draft] A", 'put quotes around the value: title: "[draft] A"'),
        (f"title: A: {'B' * 60}", QUOTES),
        ("title: A\n  date: 2026-01-01", INDENT),
        ("title: A\n date: 2026-01-01", INDENT),
        ("authors:\n  - A\n - B", SAME),
        (" title: A\ndate: 2026-01-01", SAME),
        ("extra:\n    a: 1\n  b: 2", SAME),
        ("title: A\n\tdate: 2026-01-01", "indent with spaces, never with tabs"),
        ("title: 'A\ndate: 2026-01-01", "close the quotes that were opened"),
        ('title: "A" and B', "put quotes around the whole value, or around none of it"),
        ("title: A\ndraft\uff1atrue", "write ': ' in place of '\uff1a'"),
        (
            "title: A\ndraft = true",
            "write 'draft: true', or '+++' in place of '---' if all of it is TOML",
        ),
        ("title:A\ndate: 2026-01-01", "write a space after the colon"),
    ],
)
def test_hints(fields: str, hint: str) -> None:
    page = parse(f"---\n{fields}\n---\nText.\n")
    assert [(each.code, each.hint) for each in page.diagnostics] == [("front-matter-syntax", hint)]


def test_a_quotation_mark_is_told_where_it_opens() -> None:
    page = parse('---\ntags: [a]\ntitle: "A\ndate: 2026-01-01\n---\nText.\n')
    (problem,) = page.diagnostics
    assert (problem.location.line, problem.location.column) == (3, 8)
    assert problem.message == "not YAML: a quotation mark opens here, and none closes it"


def test_a_space_before_the_fence() -> None:
    (problem,) = parse(" ---\ntitle: A\n---\nText.\n").diagnostics
    assert (problem.code, problem.location.line) == ("front-matter-fences", 1)
    assert problem.hint == "remove the space before '---'"
