"""Digits that no number can be made of, such as `²`, and numbers that are too long for Python."""

from __future__ import annotations

import pytest

from support.parsing import body_of, codes_of, parse

LONG = "9" * 5000


@pytest.mark.parametrize("engine", ["python-markdown", "commonmark"])
@pytest.mark.parametrize(
    ("source", "codes"),
    [
        ('<p style="font-weight:²">x</p>', ["html-left-out"]),
        ('<table cellpadding="²"><tr><td>x</td></tr></table>', ["html-left-out"]),
        (r"$\newcommand{\x}[1]{#²} \x{1}$", ["invalid-formula"]),
        (f'<sup><a class="footnote-ref" href="#x">{LONG}</a></sup> [@doe] <b id="x">b</b>', []),
    ],
)
def test_they_end_no_build(source: str, codes: list[str], engine: str) -> None:
    page = parse(source, engine=engine)
    assert codes_of(page) == codes
    assert body_of(page.body)
