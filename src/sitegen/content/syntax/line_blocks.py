"""Line blocks: lines that begin with `| ` keep their ends, and what indents them.

After Pandoc ("Line Blocks"). What has a row of dashes below its first line is a table.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.content.construct import Construct, RawBlock, Replacement
from sitegen.content.mark_index import LineStart
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.construct import Finding
    from sitegen.content.scanner import MarkdownSource
    from sitegen.content.source_blocks import Line

__all__ = ["LINE_BLOCKS"]

_LINE = compile_late(r"\|(?:[ \t]+|$)", re.MULTILINE)
_ROW = compile_late(r"\|(?:[ \t].*\||[ \t:|-]*-[ \t:|-]*)[ \t]*$", re.MULTILINE)
#: What is below the head of a table.
_DASHES = compile_late(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*+\|?[ \t]*$", re.MULTILINE)
_BAR = compile_late(r"(?<!\\)\|")
#: A line that is no row of a table; of a block, one at least is written so.
_LIKELY = re.compile(r"\n[ \t>]*+\|[ \t][^|\n]*+(?=\n|\Z)")
_INDENT = 4


class _LineBlocks(Construct):
    source_marks = (LineStart("| "), LineStart("|\t"))

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Write each run of such lines as one block."""
        if _LIKELY.search(f"\n{source.text}"):
            for run in _runs(source):
                yield from _write(source, run)


def _runs(source: MarkdownSource) -> Iterator[list[Line]]:
    """Yield the lines of each block; a line that is indented goes on with the one above."""
    run: list[Line] = []
    ended = True
    for number, line in enumerate(source.blocks.lines):
        begins = line.kind == "text" and not line.goes_on and _LINE.match(source.text, line.content)
        goes_on = run and line.kind == "text" and line.column > run[0].column and not begins
        is_row = begins and (
            _ROW.match(source.text, line.content) or (not run and _is_head(source, number))
        )
        if is_row:
            run, ended = [], False  # of a table
        elif goes_on or (begins and (run or ended)):
            run.append(line)
        else:
            if run:
                yield run
            run, ended = [], line.kind != "text" or source.text.startswith(":::", line.content)
    if run:
        yield run


def _is_head(source: MarkdownSource, number: int) -> bool:
    """Tell whether a line is the head of a table: there are as many dashes below as cells in it."""
    lines = source.blocks.lines
    line, below = lines[number], lines[number + 1] if number + 1 < len(lines) else None
    if below is None or below.kind != "text":
        return False
    found = _DASHES.match(source.text, below.content)
    head = source.text[line.content : line.end]
    return found is not None and _count_cells(head) == _count_cells(found[0])


def _count_cells(row: str) -> int:
    return len(_BAR.findall(row.strip().removeprefix("|").removesuffix("|"))) + 1


def _write(source: MarkdownSource, run: list[Line]) -> Iterator[Finding]:
    text = source.text
    margin = re.sub(r"[^> \t]", " ", text[run[0].start : run[0].content])
    if source.engine == "commonmark" and run[0].depth:
        margin = margin.expandtabs(_INDENT)[_INDENT * run[0].depth :]
    last = run[-1].end
    for number, line in enumerate(run):
        found = _LINE.match(text, line.content, line.end)
        if not found:
            continue
        start, place = line.content, min(line.content + 2, found.end())
        if number:
            yield Replacement(start, found.end(), _opening(text, place, found.end()))
        else:
            yield RawBlock(start, place, '<div class="line-block">')
            opening = f"\n{margin}{_opening(text, place, found.end())}"
            yield Replacement(place, found.end(), opening)
        following = next(
            (n for n in range(number + 1, len(run)) if _LINE.match(text, run[n].content)), len(run)
        )
        end = run[following - 1].end
        empty = "&nbsp;" if found.end() >= line.end else ""
        line_break = "<br>" if following < len(run) else ""
        yield Replacement(end, end, f"{empty}</span>{line_break}")
    yield Replacement(last, last, f"\n{margin}")
    yield RawBlock(last, last, "</div>")


def _opening(text: str, place: int, end: int) -> str:
    indent = len(text[place:end].expandtabs(_INDENT))
    return f'<span class="line">{"&nbsp;" * indent}'


LINE_BLOCKS = _LineBlocks()
