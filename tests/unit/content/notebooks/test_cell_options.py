from __future__ import annotations

from sitegen.content.notebooks.cell_options import read_cell_options


def test_captions_of_parts_are_told() -> None:
    read = read_cell_options("#| layout-ncol: 2\n#| fig-subcap: [A, B]\nplot(1)")
    ((line, problem),) = read.problems
    assert (line, problem.code) == (2, "cell-option")
    assert problem.message == "the captions of parts in 'fig-subcap' are not shown"
