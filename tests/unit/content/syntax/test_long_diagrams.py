"""A diagram with too much text is told once."""

from __future__ import annotations

from support.parsing import parse


def test_too_much_text() -> None:
    page = parse('# A\n\n```dot {alt="A"}\n' + "a;\n" * 40_000 + "```\n")
    assert [str(each) for each in page.diagnostics] == [
        "content/page.md:3:1: warning[diagram-option]: the diagram has too much text; divide it"
    ]
