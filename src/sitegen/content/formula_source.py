r"""Read the TeX of a formula out of a page, without its marks and the margin of its lines.

A formula in a list, a note or a quotation has lines that begin with spaces or `>`, which are no
part of it. A mistake in the TeX still has its exact place in the page.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from sitegen.content.formulas import marks_of
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from sitegen.content.formulas import Formula
    from sitegen.content.source_lines import Fence

__all__ = ["FormulaSource", "read_fence", "read_formula"]

_QUOTE = compile_late(r"[ \t]*+> ?")
_QUOTES = compile_late(r"(?:[ \t]*+> ?)*+")
#: Marks of a text of which Markdown takes one backslash away; so it does in what is between them.
_DOUBLE_MARKS = ("\\\\(", "\\\\[")
#: What no formula holds, unless its backslashes are doubled.
_DOUBLED = compile_late(r"\\\\(?:[{}_%#!,;:]|\\\\)")
_ESCAPED = compile_late(r"\\(?:(?P<doubled>\\)|[_*])")
_MARKERS = compile_late(r"[ \t]*+(?:(?:[-+*:]|\d{1,9}[.)]|\[\^[^\]\n]+\]:)[ \t]++)*+")


class FormulaSource(NamedTuple):
    r"""The TeX of a formula, and as `lines` where each of its lines begins: in it, in the page.

    `written` is the formula with its marks, such as `$x$`.
    """

    tex: str
    written: str
    lines: tuple[tuple[int, int], ...]

    def place_of(self, index: int) -> int:
        """Return where in the page a character of the TeX is."""
        starts = [start for start, _ in self.lines]
        start, place = self.lines[max(0, bisect_right(starts, index) - 1)]
        return place + index - start


def read_formula(text: str, formula: Formula) -> FormulaSource:
    """Return the TeX of a formula of the page `text`."""
    written = text[formula.start : formula.end]
    before, behind = marks_of(written)
    start, end = formula.start + len(before), formula.end - len(behind)
    if "\n" not in written:
        found = FormulaSource(text[start:end], written, ((0, start),))
    else:
        quotes, indent = _margin_before(text, formula.start)
        tex, lines = _without_margin(text, start, end, quotes, indent)
        found = FormulaSource(tex, f"{before}{tex}{behind}", lines)
    return _without_escapes(found) if "\\\\" in written else found


def _without_escapes(source: FormulaSource) -> FormulaSource:
    r"""Return a formula as Markdown leaves it, if it was written for Hugo or Jekyll.

    Their Markdown reads formulas, too, so that an author writes `\\{` and, between `\\(`, `\_`.
    """
    tex, has_rows = source.tex, "\\begin" in source.tex
    is_escaped = source.written.startswith(_DOUBLE_MARKS)
    is_doubled = is_escaped and "\\\\\\\\" in tex if has_rows else _DOUBLED.search(tex) is not None
    removed = [
        found.start()
        for found in _ESCAPED.finditer(tex)
        if (is_doubled if found["doubled"] else is_escaped)
    ]
    if not removed:
        return source
    pieces = [
        tex[first:last]
        for first, last in zip(
            (0, *(each + 1 for each in removed)), (*removed, len(tex)), strict=True
        )
    ]
    cuts = sorted({*(start for start, _ in source.lines), *(each + 1 for each in removed)})
    lines = tuple((cut - bisect_left(removed, cut), source.place_of(cut)) for cut in cuts)
    return FormulaSource("".join(pieces), source.written, lines)


def read_fence(text: str, fence: Fence, first: int, last: int) -> FormulaSource:
    """Return the TeX in a fence, whose lines of code are `text[first:last]`."""
    quotes, indent = _margin_before(text, fence.start)
    tex, lines = _without_margin(text, first, last, quotes, indent, cuts_first=True)
    return FormulaSource(tex, f"$$\n{tex}\n$$", lines)


def _margin_before(text: str, place: int) -> tuple[int, int]:
    """Return behind how many `>` a place stands in its line, and how far it is indented."""
    before = text[text.rfind("\n", 0, place) + 1 : place]
    quotes = _QUOTES.match(before)
    depth = quotes[0].count(">") if quotes else 0
    markers = _MARKERS.match(before, quotes.end() if quotes else 0)
    return depth, len(markers[0]) if markers else 0


def _without_margin(
    text: str, start: int, end: int, quotes: int, indent: int, *, cuts_first: bool = False
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return the lines without their margin, and where each of them begins."""
    pieces: list[str] = []
    lines: list[tuple[int, int]] = []
    length, place = 0, start
    while place <= end:
        line_end = text.find("\n", place, end)
        line_end = end if line_end < 0 else line_end
        content = _content(text, place, line_end, quotes, indent) if pieces or cuts_first else place
        lines.append((length, content))
        pieces.append(text[content:line_end])
        length += line_end - content + 1
        place = line_end + 1
    return "\n".join(pieces), tuple(lines)


def _content(text: str, start: int, end: int, quotes: int, indent: int) -> int:
    """Return where a line begins behind its margin."""
    for _ in range(quotes):
        mark = _QUOTE.match(text, start, end)
        start = mark.end() if mark else start
    limit = min(end, start + indent)
    while start < limit and text[start] in " \t":
        start += 1
    return start
