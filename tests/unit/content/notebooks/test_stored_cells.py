"""What Quarto stored is shown at the cell whose code it has."""

from __future__ import annotations

import pytest

from sitegen.content.notebooks.stored_cells import CodeCell, pair_stored

SETUP = CodeCell("python", "import os", shows_code=False)
SECRET = CodeCell("python", "key = 1", is_included=False)
SHELL = CodeCell("bash", "ls")
SUM = CodeCell("python", "a = 1\nprint(a)\n\nprint(a + a)")
LAST = CodeCell("python", "b = 2")
STORED_SUM = (
    "``` {.python .cell-code}\na = 1\nprint(a)\n```\n\n```\n1\n```\n\n"
    "```{.python .cell-code}\nprint(a + a)\n```\n\n```\n2\n```"
)
STORED_LAST = '``` {.python .cell-code code-fold="true"}\nb = 2\n```'
OUTPUT = "![A line](line.png)"


@pytest.mark.parametrize(
    ("cells", "stored", "expected"),
    [
        ((SUM, LAST), (STORED_SUM, STORED_LAST), (STORED_SUM, STORED_LAST)),
        ((SETUP, SUM, LAST), (STORED_SUM, STORED_LAST), (None, STORED_SUM, STORED_LAST)),
        ((SHELL, SUM, SHELL), (STORED_SUM,), (None, STORED_SUM, None)),
        ((SECRET, SETUP, SUM), ("", OUTPUT, STORED_SUM), ("", OUTPUT, STORED_SUM)),
        ((SECRET, SETUP, SUM), (OUTPUT, STORED_SUM), (None, OUTPUT, STORED_SUM)),
        ((SUM, SECRET, SETUP), (STORED_SUM, OUTPUT), (STORED_SUM, None, OUTPUT)),
        # Two cells without code, and one output: nothing tells whose it is.
        ((SETUP, SETUP, SUM), (OUTPUT, STORED_SUM), ()),
        ((SUM, SUM, LAST), (STORED_SUM, STORED_LAST), ()),
        ((SUM,), (STORED_SUM, STORED_LAST), ()),
        ((SHELL, SETUP), (), ()),
    ],
)
def test_pairs(
    cells: tuple[CodeCell, ...], stored: tuple[str, ...], expected: tuple[str | None, ...]
) -> None:
    assert pair_stored(cells, stored) == expected
