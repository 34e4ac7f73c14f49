"""Code within a text, whose result is missing, is found; other code is not."""

from __future__ import annotations

import time
from pathlib import PurePosixPath

import pytest

from sitegen.content.notebooks.inline_expressions import find_inline_expressions
from sitegen.content.notebooks.quarto_text import write_quarto


@pytest.mark.parametrize(
    "written", ["`r nrow(x)`", "`r 1 + 1`", "`{python} len(x)`", "`{r} mean(y)`", "`{julia} 2`"]
)
def test_expressions(written: str) -> None:
    assert list(find_inline_expressions(f"A\n\nB {written}, C.\n")) == [(3, written)]


@pytest.mark.parametrize(
    "text",
    [
        *("`rm -r x`", "`r`", "`r = 3`", "`{python}`", "``a `r b` c``", "\\`r b`", "`ref x`"),
        *("```\n`r b`\n```", "~~~\n`{python} b`\n~~~", "`{.python} b`"),
    ],
)
def test_other_code(text: str) -> None:
    assert list(find_inline_expressions(text)) == []


def test_what_is_said() -> None:
    text = b"---\ntitle: A\n---\n\nOf `r n` knees,\n`{python} m`.\n"
    problems = write_quarto(text, PurePosixPath("content/a.qmd")).problems
    assert [line for line, _ in problems] == [5, 6]
    assert {problem.code for _, problem in problems} == {"cell-not-run"}
    assert {problem.group for _, problem in problems} == {problems[0][1].message}
    assert problems[1][1].message == (
        "the result of `{python} m` is missing: code within a text is not run"
    )


def test_long_lines() -> None:
    started = time.process_time()
    for text in ("`r ", "`", "``r` ", "`{r} "):
        list(find_inline_expressions(text * 4000))
    list(find_inline_expressions(" ".join("`" * n for n in range(300)) + "`r"))
    assert time.process_time() - started < 2
