"""Write drawn tables as HTML around the Markdown of their cells, before the source is scanned.

Each cell becomes a quotation, so that what is still open at its end, such as a fence of code, ends
with it. `unwrap_cells` takes the quotations away again in the tree of the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.notebooks.document import BLOCK, block_line
from sitegen.content.page_limits import too_many_cells
from sitegen.content.rewriting.rewritten_text import TextWriter
from sitegen.content.tables.drawn_tables import DrawnTable
from sitegen.content.tables.table_finder import (
    LINE_START,
    find_drawn_tables,
    may_hold_drawn_tables,
)
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from sitegen.config import LimitsConfig
    from sitegen.content.scanner import MarkdownSource
    from sitegen.content.source_blocks import Line
    from sitegen.content.tables.drawn_tables import DrawnCell

__all__ = ["TableRewriting", "has_drawn_table", "has_drawn_tables", "unwrap_cells"]

#: The attribute of tables that have been drawn, until their cells are unwrapped.
_DRAWN = "data-drawn"
_OPENING, _TABLE_END = f"<table {_DRAWN}>", "</table>"
#: A mark of an item or a heading, which is no more than a sign if nothing follows it.
_MARK = compile_late(r"[-+*]|#{1,6}|\d{1,9}[.)]")
#: What begins a block; a backslash behind it, or before the sign that follows, makes text of it.
_BLOCK = compile_late(
    r"\d{1,9}(?=[.)](?:[ \t]|\Z))"
    r"|(?=[-+*:|](?:[ \t]|\Z)|#|>|:::|=+[ \t]*\Z|(?:[-*_][ \t]*){2,}\Z|`{3,}[^`]*\Z|~{3})"
)
#: A table in a cell is seen when that of the cell has been written.
_DEEPEST = 4


class TableRewriting:
    """Draws the tables of one page, and counts their cells."""

    def __init__(self, limits: LimitsConfig) -> None:
        self._limits = limits
        self._cells = 0

    def draw(self, source: MarkdownSource) -> MarkdownSource:
        """Return the source with its tables as HTML. Raises TooLargeError for too many cells."""
        for _ in range(_DEEPEST):
            if not may_hold_drawn_tables(source):
                break
            found = [each for each in find_drawn_tables(source) if isinstance(each, DrawnTable)]
            if not found:
                break
            self._count(source, found)
            source = _Rewriter(source).rewrite(found)
        return source

    def _count(self, source: MarkdownSource, tables: list[DrawnTable]) -> None:
        for table in tables:
            self._cells += table.cell_count
            if self._cells > self._limits.table_cells:
                place = source.blocks.lines[table.first].content
                places = source.places
                origin = places.origin_of(place) if places else place
                raise too_many_cells(self._limits, origin)


class _Rewriter:
    def __init__(self, source: MarkdownSource) -> None:
        self.source = source
        self.text = source.text
        self.blocks = list(source.html_blocks)
        self.out = TextWriter(source.text)
        self.margin = ""

    def rewrite(self, tables: list[DrawnTable]) -> MarkdownSource:
        lines = self.source.blocks.lines
        done = 0
        for table in tables:
            first = lines[table.first]
            self._set_margin(first)
            self.out.copy(done, first.start)
            if table.first and lines[table.first - 1].kind == "text":
                self._write(f"{self.margin.rstrip()}\n", first.start)
            self._write_table(table, first)
            done = lines[table.end - 1].end
            if table.end < len(lines) and lines[table.end].kind != "blank":
                self._write(f"\n{self.margin.rstrip()}", done)
        self.out.copy(done, len(self.text))
        return self.source.rewritten(self.out, tuple(self.blocks))

    def _set_margin(self, first: Line) -> None:
        """Note what precedes the lines of a table; the mark of an item is only in the first."""
        found = LINE_START.match(self.text, first.start, first.end)
        place = found.end() if found else first.content
        marks = self.text[first.content : place].expandtabs(4)
        self.margin = self.text[first.start : first.content] + " " * len(marks)
        self.place = place

    def _write_table(self, table: DrawnTable, first: Line) -> None:
        self.out.copy(first.start, self.place)
        html = _OPENING
        for part in table.parts:
            tag = "th" if part.tag == "thead" else "td"
            html += f"\n<{part.tag}>"
            for row in part.rows:
                html += "\n<tr>"
                for cell in row:
                    html += f"\n<{tag}"
                    html += f' colspan="{cell.width}"' if cell.width > 1 else ""
                    html += f' rowspan="{cell.height}"' if cell.height > 1 else ""
                    html += f' style="text-align: {cell.align}"' if cell.align else ""
                    html += ">"
                    if cell.lines:
                        self._write_html(html, cell.lines[0][0])
                        self._write_cell(cell)
                        html = ""
                    html += f"</{tag}>"
                html += "\n</tr>"
            html += f"\n</{part.tag}>"
        self._write_html(f"{html}\n{_TABLE_END}", first.content)

    def _write_cell(self, cell: DrawnCell) -> None:
        blank = self.margin.rstrip()
        self._write(f"\n{blank}", cell.lines[0][0])
        is_mark = len(cell.lines) == 1 and _MARK.fullmatch(self.text, *cell.lines[0])
        for start, end in cell.lines:
            self._write(f"\n{self.margin}> ", start)
            block = _BLOCK.match(self.text, start, end) if cell.is_text or is_mark else None
            if block:
                self.out.copy(start, block.end())
                self._write("\\", block.end())
            self.out.copy(block.end() if block else start, end)
        self._write(f"\n{blank}\n{self.margin}", cell.lines[-1][1])

    def _write_html(self, html: str, origin: int) -> None:
        self._write(block_line(len(self.blocks)), origin)
        self.blocks.append(html)

    def _write(self, text: str, origin: int) -> None:
        self.out.write(text, origin)


def has_drawn_table(source: MarkdownSource, line: Line, edge: str) -> bool:
    """Tell whether a drawn table begins (`<table`) or ends (`</table>`) at a line."""
    found = BLOCK.match(source.text, line.content, line.end) if source.html_blocks else None
    if not found or int(found[1]) >= len(source.html_blocks):
        return False
    html = source.html_blocks[int(found[1])]
    return html.startswith(_OPENING) if edge == "<table" else html.endswith(_TABLE_END)


def has_drawn_tables(source: MarkdownSource) -> bool:
    """Tell whether tables of a source have been drawn."""
    return any(_OPENING in html for html in source.html_blocks)


def unwrap_cells(parser: LexborHTMLParser) -> None:
    """Take the quotations out of the cells of drawn tables; a single paragraph is only its text."""
    for table in reversed(parser.css(f"table[{_DRAWN}]")):  # those in others come first
        del table.attrs[_DRAWN]
        for part in table.iter():
            for row in part.iter():
                for cell in row.iter():
                    _unwrap(cell)


def _unwrap(cell: LexborNode) -> None:
    quote = next(iter(cell.iter()), None)
    if quote is None or quote.tag != "blockquote":
        return
    children = list(quote.iter())
    only = children[0] if len(children) == 1 else quote
    inner = only if only.tag == "p" and not only.attributes else quote
    cell.inner_html = (inner.inner_html or "").strip()
