"""Show the cells of Quarto that stand in list items as code: their outputs have no place there.

Such a cell loses its lines of options and becomes a plain block of code, on as many lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sitegen.content.notebooks.cell_options import read_cell_options
from sitegen.diagnostics import Problem
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

    from sitegen.content.source_blocks import Fence

__all__ = ["IndentedCells", "show_indented"]

#: What may stand before a cell on its line.
_MARGIN = compile_late(r"[ \t]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)*")


class IndentedCells(NamedTuple):
    """The text with its cells as code, the lines of those that would be run, and mistakes."""

    text: str
    lines: tuple[int, ...] = ()
    problems: tuple[tuple[int, Problem], ...] = ()


def show_indented(
    text: str,
    fences: Iterable[tuple[Fence, str, str]],
    read_chunk: Callable[[str, str], Mapping[str, Any]],
) -> IndentedCells:
    """Return a text whose cells in list items are code; the others stay as they are.

    `fences` are the cells that do not begin their line, each with its language and what else stands
    in its braces, which `read_chunk` reads.
    """
    pieces: list[str] = []
    lines: list[int] = []
    problems: list[tuple[int, Problem]] = []
    done = 0
    for fence, language, chunk in fences:
        start = text.rfind("\n", 0, fence.start) + 1
        margin = text[start : fence.start]
        if not _MARGIN.fullmatch(margin):
            continue  # in a quotation
        end = fence.end - (text[fence.end - 1] == "\n")
        line = text.count("\n", 0, start) + 1
        inside = text[fence.info_end + 1 : end].split("\n")[:-1]
        options = read_cell_options("\n".join(each.strip() for each in inside))
        values = {**read_chunk(chunk, "\n".join(inside)), **options.values}
        code = inside[options.first_line - 1 :] if options.code else []
        block = [f"{margin}{text[fence.start : fence.info]}{language}", *code]
        block.append(text[end - (fence.info - fence.start) - len(margin) : end])
        block[-1] = " " * len(margin) + block[-1].strip()
        if not code or not values.get("echo", True) or not values.get("include", True):
            block = [margin.rstrip()]
        block += [""] * (len(inside) + 2 - len(block))
        pieces += [text[done:start], "\n".join(block)]
        done = end
        problems += [(line + number, each) for number, each in options.problems]
        if values.get("eval", True):
            lines.append(line)
    return IndentedCells("".join((*pieces, text[done:])), tuple(lines), tuple(problems))
