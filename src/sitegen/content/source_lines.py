"""Find the block structure of a Markdown source: which lines are text, code or HTML.

Both engines decide this by themselves, and neither tells. The rules here are those of CommonMark
0.31, "Container blocks" and "Leaf blocks". With Python-Markdown, four columns are always enough to
go on with a list item, and a comment ends where it is closed, not with the line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sitegen.content.directive_names import FIGURES
from sitegen.content.div_fences import DIRECTIVE_OPTION, DivReader, title_of
from sitegen.content.formulas import FormulaReader, find_formulas, may_hold_formulas
from sitegen.content.html_blocks import HtmlBlocks, has_markdown
from sitegen.content.note_lines import NOTE_START, read_note
from sitegen.content.plain_blocks import FENCE, read_plain_blocks
from sitegen.content.source_blocks import Blocks, Fence, Line, LineKind
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from sitegen.config import Engine
    from sitegen.content.div_fences import Div

__all__ = [
    "HIGHLIGHT_END",
    "Blocks",
    "Fence",
    "Line",
    "LineKind",
    "read_blocks",
    "read_blocks_in_full",
]

#: The line that opens a block of code in Jekyll, `{% highlight python %}`, or in Hugo.
_HIGHLIGHT = compile_late(
    r"(?P<marks>\{%[-+]?[ \t]*highlight|\{\{[<%][ \t]*highlight)[ \t]+"
    r"(?P<info>[^\n{}<>]*[%>]\}\}?)[ \t]*$",
    re.MULTILINE,
)
HIGHLIGHT_END = compile_late(
    r"(?:\{%[-+]?[ \t]*endhighlight[ \t]*[-+]?%\}|\{\{[<%][ \t]*/highlight[ \t]*[>%]\}\})[ \t]*$",
    re.MULTILINE,
)
_ITEM = compile_late(r"(?:[-+*]|\d{1,9}[.)]|:)(?:[ \t]+|$)", re.MULTILINE)
_EMPTY_ITEM = compile_late(r"(?:(?:[-+*]|\d{1,9}[.)]|:)(?:[ \t]+|\Z|$))+", re.MULTILINE)
_RULE = compile_late(r"([-*_])[ \t]*(?:\1[ \t]*){2,}$", re.MULTILINE)
_FOOTNOTE = compile_late(r"\[\^[^\]\n]+\]:[ \t]*")
_QUOTES = compile_late(r"(?:> ?)+ {0,3}")
_MARGIN = compile_late(r"[ \t>]*")
#: What may interrupt a paragraph, beside list items and fences.
_INTERRUPTION = compile_late(rf"#{{1,6}}(?:\s|$)|<|:::|{NOTE_START}", re.MULTILINE)
_CODE_INDENT = 4
_TAB = 4


class _Container(NamedTuple):
    """A list item, a note or a footnote: the column at which its text begins."""

    column: int
    quotes: int
    is_note: bool


def read_blocks(text: str, engine: Engine, *, has_math: bool = True) -> Blocks:
    """Sort the lines of a source by what they are. Takes time in proportion to its length.

    Formulas are looked for unless the site leaves mathematics alone (`has_math`).
    """
    plain = read_plain_blocks(text, has_math=has_math)
    return plain or read_blocks_in_full(text, engine, has_math=has_math)


def read_blocks_in_full(text: str, engine: Engine, *, has_math: bool) -> Blocks:
    """Read a source line by line, whatever is in it; arguments as for `read_blocks`."""
    reader = _Reader(text, engine, has_math=has_math and may_hold_formulas(text))
    reader.read()
    return Blocks(
        lambda: reader.lines,
        fences=tuple(reader.fences),
        html=tuple(reader.html),
        footnotes=tuple(reader.footnotes),
        notes=tuple(reader.note_starts),
        formulas=tuple(reader.mathematics.formulas) if reader.mathematics else (),
        divs=tuple(reader.divs.divs),
        stray_fences=tuple(reader.divs.strays),
    )


_DASHES = "---"
#: The line that opens a div, with attributes or a name.
_OPENS_DIV = compile_late(r":{3,}[ \t]*(?:\{[^{}\n]*\}[ \t:]*|[A-Za-z][^\n]*)$", re.MULTILINE)
_MOST_OPTIONS = 50


class _Reader:
    """Goes over the lines once and knows which containers are open."""

    def __init__(self, text: str, engine: Engine, *, has_math: bool) -> None:
        self.text = text
        self.commonmark = engine == "commonmark"
        self.starts = [0, *(found.end() for found in re.finditer("\n", text)), len(text) + 1]
        self.lines: list[Line] = []
        self.fences: list[Fence] = []
        self.html: list[tuple[int, int]] = []
        self.footnotes: list[tuple[int, int]] = []
        self.note_starts: list[int] = []
        self.divs = DivReader(text)
        self.quotes = 0  # how many marks the lines of the paragraph have at most
        self.footnote = -1  # where the open footnote begins
        self.containers: list[_Container] = []
        self.notes = 0  # how many of the containers are notes
        self.html_blocks = HtmlBlocks(text, commonmark=self.commonmark)
        self.last_highlight: int | None = None  # where `{% endhighlight %}` stands last
        self.in_paragraph = False
        self.after_blank = True
        self.mathematics = FormulaReader(text) if has_math else None

    def read(self) -> None:
        number, count = 0, len(self.starts) - 1
        while number < count:
            start, end = self.starts[number], self.starts[number + 1] - 1
            if self.text[start : start + 1].isalpha():
                self._read_plain(start, end)
                number = self._read_formulas(number, start)
            elif start == end:
                if self.divs.open:
                    self.divs.leave(len(self.containers), 0, self.lines)
                self.lines.append(Line(start, end, end, 0, "blank", self.notes))
                self.in_paragraph, self.after_blank, self.quotes = False, True, 0
                number += 1
            else:
                number = self._read_line(number, start, end)
        self._close_footnote(len(self.text))
        self.divs.finish(self.lines)

    def _read_plain(self, start: int, end: int) -> None:
        """Read a line that begins with a letter."""
        if self.containers and (self.after_blank or self.notes):
            self._close_containers(start, 0, 0)
        if self.divs.open and not self.in_paragraph:
            self.divs.leave(len(self.containers), 0, self.lines)
        self.lines.append(Line(start, start, end, 0, "text", self.notes))
        self.in_paragraph, self.after_blank = True, False

    def _read_line(self, number: int, start: int, end: int) -> int:
        """Read a line, or the block that begins with it; return the number of the next line."""
        content, column, quotes = self._margin(start, end)
        if quotes and not self.in_paragraph and self.text[start] != ">":
            content, column, quotes = self._code_margin(start, content, column, quotes)
        if quotes > self.quotes:
            self.in_paragraph = False  # a quotation begins
        self.quotes = max(quotes, self.quotes) if self.in_paragraph else quotes
        if content >= end:
            self.lines.append(Line(start, content, end, column, "blank", self.notes))
            self.in_paragraph, self.after_blank = False, True
            return number + 1
        if self.containers and (self.after_blank or self.notes or self._interrupts(content)):
            self._close_containers(start, column, quotes)
        if self.divs.open and (not self.in_paragraph or self._interrupts(content)):
            self.divs.leave(len(self.containers), quotes, self.lines)
        base = self._base(start, content, column)
        if column - base >= _CODE_INDENT and not self.in_paragraph:
            self.lines.append(Line(start, content, end, column, "code", self.notes))
            self.after_blank = False
            return number + 1
        return self._read_text(number, start, content, column, quotes)

    def _interrupts(self, content: int) -> bool:
        """Tell whether a line begins a block, be it right below a paragraph."""
        text = self.text
        return (
            text[content] in "`~"
            or (text[content] == "{" and self._match_highlight(content) is not None)
            or _ITEM.match(text, content) is not None
            or _INTERRUPTION.match(text, content) is not None
        )

    def _read_text(self, number: int, start: int, content: int, column: int, quotes: int) -> int:
        text, end, notes = self.text, self.starts[number + 1] - 1, self.notes
        base = self._base(start, content, column)
        place, place_column = content, column
        if text.startswith(("!!!", "???", "==="), content) and self._is_note(
            start, content, column, quotes
        ):
            self.note_starts.append(content)
            self.containers.append(_Container(column + _CODE_INDENT, quotes, is_note=True))
            self.notes += 1
        else:
            place, place_column = self._open_containers(start, content, end, column, quotes)
            if text.startswith(">", place):  # a quotation at the head of a list item
                marks = _QUOTES.match(text, place, end)
                after_marks = marks.end() if marks else place
                quotes += text.count(">", place, after_marks)
                place, place_column = after_marks, place_column + after_marks - place
        first = text[place : place + 1]
        after = 0
        if first in {"`", "~", "<", "{", ":"}:
            indent = place_column - self._base(start, place, place_column)
            if indent < _CODE_INDENT:
                read = self._read_html if first == "<" else self._read_fence
                after = self._read_div(number, content, column, place, quotes) or (
                    read(number, content, column, place, quotes) if first != ":" else 0
                )
        if after:
            self.in_paragraph = self.after_blank = False
            return after
        goes_on = column - base >= _CODE_INDENT
        self.lines.append(Line(start, content, end, column, "text", notes, goes_on))
        self.in_paragraph = not (first == "#" or self.notes > notes)
        self.after_blank = False
        return self._read_formulas(number, place)

    def _read_div(self, number: int, content: int, column: int, place: int, quotes: int) -> int:
        """Read a fence of a div, and its options; return as `_read_fence` does."""
        if not self.text.startswith((":::", "```", "~~~"), place):
            return 0
        known, end = len(self.divs.divs), self.starts[number + 1] - 1
        if not self.divs.read(place, end, len(self.containers), quotes, self.notes):
            return 0
        self.lines.append(self._line(number, content, column, "text"))
        after = number + 1
        if len(self.divs.divs) > known:
            self._read_title(self.divs.divs[-1])
        if len(self.divs.divs) > known and self.divs.divs[-1].is_directive:
            dashes = self._yaml_options(after)
            while after < len(self.starts) - 1:
                start, end = self.starts[after], self.starts[after + 1] - 1
                content, column, _ = self._margin(start, end)
                if after > dashes and not DIRECTIVE_OPTION.match(self.text, content, end):
                    break
                self.divs.read_option(content, end)
                self.lines.append(self._line(after, content, column, "html"))
                after += 1
            if after < len(self.starts) - 1:
                start, end = self.starts[after], self.starts[after + 1] - 1
                self.divs.read_gate(self._margin(start, end)[0], end)
        while after < len(self.starts) - 1 and self.starts[after] < self.divs.reached:
            start, end = self.starts[after], self.starts[after + 1] - 1
            self.lines.append(self._line(after, *self._margin(start, end)[:2], "html"))
            after += 1
        return after

    def _read_title(self, div: Div) -> None:
        """Read the formulas in the title of a div; behind `{figure}` stands a path."""
        start, end = title_of(div)
        is_path = div.is_other or (div.is_directive and div.name in FIGURES)
        if self.mathematics is None or start < 0 or is_path:
            return
        found = find_formulas(self.text[start:end])
        self.mathematics.formulas += [
            each._replace(start=start + each.start, end=start + each.end) for each in found
        ]

    def _yaml_options(self, number: int) -> int:
        """Return the line of dashes that ends options in YAML, which another one opens; else 0."""
        for after in range(number, min(number + _MOST_OPTIONS, len(self.starts) - 1)):
            end = self.starts[after + 1] - 1
            content, _, _ = self._margin(self.starts[after], end)
            if self.text[content:end].rstrip() == _DASHES:
                if after > number:
                    return after
            elif after == number or not self.divs.is_yaml_option(content, end):
                return 0
        return 0

    def _read_formulas(self, number: int, place: int) -> int:
        """Read the formulas that begin on a line of text; return the number of the next line.

        Whatever the lines begin with that a formula reaches into, they are its lines.
        """
        after = number + 1
        if self.mathematics is None:
            return after
        end = self.starts[after] - 1
        reach = self.mathematics.read_line(place, end)
        while reach > end:
            start, end = self.starts[after], self.starts[after + 1] - 1
            content, column, _ = self._margin(start, end)
            self.lines.append(Line(start, content, end, column, "text", self.notes, goes_on=True))
            self.in_paragraph = True
            after += 1
            if reach <= end:
                reach = self.mathematics.read_line(reach, end)
        return after

    def _is_note(self, start: int, content: int, column: int, quotes: int) -> bool:
        """Tell whether a line opens a note; it may as well go on with a paragraph."""
        if not read_note(self.text, content) or (quotes and self.commonmark):
            return False
        if column - self._base(start, content, column) >= _CODE_INDENT:
            return False
        if not self.lines or not self.containers:
            return True
        above = self.lines[-1]
        # A list item without text would end at the blank line that the note begins with.
        is_inside = self.containers[-1].column > above.column
        return not (is_inside and _EMPTY_ITEM.fullmatch(self.text, above.content, above.end))

    def _margin(self, start: int, end: int) -> tuple[int, int, int]:
        """Return where a line's text begins: its index, its column, and behind how many `>`."""
        if start == end or self.text[start] not in " \t>":
            return start, 0, 0
        found = _MARGIN.match(self.text, start, end)
        content = found.end() if found else start
        margin = self.text[start:content]
        column, quotes = content - start, 0
        if "\t" in margin:
            column = len(margin.expandtabs(_TAB))
        if ">" in margin:
            quotes = margin.count(">")
        return content, column, quotes

    def _code_margin(
        self, start: int, content: int, column: int, quotes: int
    ) -> tuple[int, int, int]:
        """Return the margin of a line with `>`, which may be code such as `    >>> x = 1`."""
        mark = self.text.index(">", start, content)
        indent = len(self.text[start:mark].expandtabs(_TAB))
        around = (each.column for each in self.containers if not each.quotes)
        inside = max((each for each in around if each <= indent), default=0)
        return (mark, indent, 0) if indent - inside >= _CODE_INDENT else (content, column, quotes)

    def _base(self, start: int, content: int, column: int) -> int:
        """Return the column from which a line's indentation counts."""
        inside = self.containers[-1].column if self.containers else 0
        mark = self.text.rfind(">", start, content)
        if mark < 0:
            return inside
        text_start = mark + 2 if self.text.startswith(" ", mark + 1) else mark + 1
        return max(inside, column - (content - text_start))

    def _close_containers(self, start: int, column: int, quotes: int) -> None:
        while self.containers:
            last = self.containers[-1]
            if column >= last.column and quotes >= last.quotes:
                break
            self.containers.pop()
            self.notes -= last.is_note
            if not self.containers:
                self._close_footnote(start)

    def _open_containers(
        self, start: int, content: int, end: int, column: int, quotes: int
    ) -> tuple[int, int]:
        """Enter the list items and the footnote that a line begins; return where its text is."""
        text, place = self.text, content
        if text.startswith("[^", place):
            found = _FOOTNOTE.match(text, place, end)
            if found:
                self._close_footnote(start)
                self.footnote = start
                self.containers.append(_Container(column + _CODE_INDENT, quotes, is_note=False))
                return found.end(), column + found.end() - content
        base = self._base(start, content, column)
        while not _RULE.match(text, place):
            found = _ITEM.match(text, place, end)
            if not found:
                break
            width = found.end() - place
            marker = len(found[0].rstrip())
            if width - marker > _CODE_INDENT or found.end() >= end:
                width = marker + 1  # the rest is code, or the item begins with an empty line
            inner = column + width
            if not self.commonmark:
                inner = min(inner, base + _TAB)
            base = column + width
            self.containers.append(_Container(inner, quotes, is_note=False))
            place, column = min(place + width, end), column + width
            if found.end() >= end or width != found.end() - (place - width):
                break
        return place, column

    def _close_footnote(self, end: int) -> None:
        if self.footnote >= 0:
            self.footnotes.append((self.footnote, end))
            self.footnote = -1

    def _read_fence(self, number: int, content: int, column: int, place: int, quotes: int) -> int:
        """Read a fenced block; return the number of the line after it, 0 if there is none."""
        is_tag = self.text[place] == "{"
        found = self._match_highlight(place) if is_tag else FENCE.match(self.text, place)
        if not found:
            return 0
        marks, closed = found["marks"], False
        inside = self.containers[-1].column if self.containers else 0
        self.lines.append(self._line(number, content, column, "code"))
        after = number + 1
        while after < len(self.starts) - 1 and not closed:
            start, end = self.starts[after], self.starts[after + 1] - 1
            content, column, quotes_here = self._margin(start, end)
            if is_tag:  # other generators find its end before they read Markdown
                closed = HIGHLIGHT_END.search(self.text, content, end) is not None
            elif quotes_here < quotes or (content < end and column < inside):
                break
            else:
                indent = column - self._base(start, content, column)
                closed = quotes_here == quotes and self._closes(marks, indent, content, end)
            self.lines.append(self._line(after, content, column, "code"))
            after += 1
        end = min(self.starts[after], len(self.text))
        self.fences.append(Fence(place, *found.span("info"), end, closed, is_tag))
        return after

    def _match_highlight(self, place: int) -> re.Match[str] | None:
        """Return the tag that opens a block of code here, if there is one that ends it."""
        if not self.text.startswith(("{%", "{{"), place):
            return None
        found = _HIGHLIGHT.match(self.text, place)
        if found and self.last_highlight is None:
            ends = [0, *(each.start() for each in HIGHLIGHT_END.finditer(self.text))]
            self.last_highlight = ends[-1]
        return found if found and found.end() < (self.last_highlight or 0) else None

    def _closes(self, marks: str, indent: int, content: int, end: int) -> bool:
        line = self.text[content:end].rstrip(" \t")
        return indent < _CODE_INDENT and line.startswith(marks) and not line.strip(marks[0])

    def _line(self, number: int, content: int, column: int, kind: LineKind) -> Line:
        return Line(
            self.starts[number], content, self.starts[number + 1] - 1, column, kind, self.notes
        )

    def _read_html(self, number: int, content: int, column: int, place: int, quotes: int) -> int:
        """Read an HTML element that makes a block; return as `_read_fence` does."""
        inside = self.containers[-1].column if self.containers else 0
        end = self.html_blocks.end(place, in_paragraph=self.in_paragraph)
        if end <= place:
            return 0
        rest = self.text[end : self.starts[number + 1] - 1]
        if rest.strip() and self.text.startswith("<!--", place):
            if not self.commonmark:
                return 0  # the rest of the line is text
            end += len(rest)
        after = number
        ends_with_div = self.html_blocks.is_element(place)
        while after < len(self.starts) - 1 and self.starts[after] < end:
            start, line_end = self.starts[after], self.starts[after + 1] - 1
            if after > number:
                content, column, quotes_here = self._margin(start, line_end)
                if quotes_here < quotes or (content < line_end and column < inside):
                    break
                if self.commonmark and has_markdown(self.text, content, line_end):
                    break
                if ends_with_div and (
                    _OPENS_DIV.match(self.text, content, line_end)
                    or self.divs.ends(content, line_end, len(self.containers), quotes_here)
                ):
                    break
            self.lines.append(self._line(after, content, column, "html"))
            after += 1
        self.html.append((place, min(end, self.starts[after], len(self.text))))
        return after
