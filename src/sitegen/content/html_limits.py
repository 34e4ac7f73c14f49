"""Count what HTML asks of a parser, before one builds a tree of it.

An HTML parser looks at the elements around each tag, opens formatting (`<b>`) again in each block
that follows, and compares the attributes of a tag with each other: a few kilobytes may take
gigabytes and minutes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sitegen.config import exceeds
from sitegen.content.open_elements import ENDING_PARAGRAPHS, TABLE_PARTS, OpenElements
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from sitegen.config import LimitsConfig
    from sitegen.diagnostics import Problem

__all__ = ["HtmlExcess", "find_html_excess", "may_exceed"]

#: A text with fewer marks of emphasis than this needs no exact count.
_FEW_MARKS = 600
_MARKS = "*_~"
#: What may be a tag with many attributes: it is long, or has a bracket in quotes.
_LONG_TAG = compile_late(r"<[a-zA-Z][^>]{400}")
_QUOTED_BRACKETS = (
    compile_late(r"=[\t\n\f\r ]*\"[^\">]*>"),
    compile_late(r"=[\t\n\f\r ]*'[^'>]*>"),
)
_SPACE = r"[\t\n\f\r ]"
_ONE_ATTRIBUTE = (
    r"(?:=[^\t\n\f\r />=]*+|[^\t\n\f\r />=]++)"
    rf"(?:{_SPACE}*+={_SPACE}*+"
    r"(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^\t\n\f\r >\"'][^\t\n\f\r >]*+)?+)?+"
)
_ATTRIBUTE = compile_late(_ONE_ATTRIBUTE)
_TOKEN = compile_late(
    r"<!--(?:>|->|.*?(?:--!?>|\Z))|<(?:!|\?|/[^a-zA-Z>])[^>]*>?"
    r"|<(?P<end>/?)(?P<name>[a-zA-Z][^\t\n\f\r />]*)"
    rf"(?P<attributes>(?:[\t\n\f\r /]++|{_ONE_ATTRIBUTE})*+)>?",
    re.DOTALL,
)
#: What these hold are no tags. A script may hold a comment with the ends of other scripts.
_RAW = frozenset("iframe noembed noframes script style textarea title xmp".split())
_USUAL_ATTRIBUTES = 200
_CDATA = "<![CDATA["


class HtmlExcess(NamedTuple):
    """What is beyond a limit: the name of the element, how many there are before it, the problem.

    The name is empty for the whole text.
    """

    element: str
    before: int
    problem: Problem


def may_exceed(text: str, outline: str, limits: LimitsConfig) -> bool:
    """Tell quickly whether the HTML of this Markdown needs an exact count; mostly it does not.

    `outline` is that of the text, see `mark_index`.

    Its elements nest no deeper than the Markdown, which has limits of its own, and than the tags
    and marks of emphasis in it are many.
    """
    marks = sum(map(outline.count, _MARKS))
    if marks > _FEW_MARKS or len(text) > limits.html_tags:
        return True
    if "<" not in outline:
        return False
    starts = text.count("<") - text.count("</")
    return starts > 0 and (
        starts > min(limits.open_formatting, limits.html_depth)
        or starts * text.count("\n") > limits.html_tags
        or limits.html_attributes < _USUAL_ATTRIBUTES
        or _LONG_TAG.search(text) is not None
        or any(each.search(text) for each in _QUOTED_BRACKETS)
    )


def find_html_excess(html: str, limits: LimitsConfig) -> HtmlExcess | None:
    """Return the first thing in a text that is beyond the limits."""
    if len(html) > limits.html_bytes:
        message = f"the page becomes {len(html):,} characters of HTML, more than limits.html_bytes"
        hint = "make several pages of it"
        return HtmlExcess("", 0, exceeds("html_bytes", f"{message} = {limits.html_bytes:,}", hint))
    return _Counter(limits).read(html)


class _Counter:
    """Reads tag by tag. In doubt whether text is a tag, a start counts, and an end does not."""

    def __init__(self, limits: LimitsConfig) -> None:
        self._limits = limits
        self._open = OpenElements()
        self._elements = 0

    def read(self, html: str) -> HtmlExcess | None:
        place = doubtful = 0
        while found := _TOKEN.search(html, place):
            if found.start() > place and not html[place : found.start()].isspace():
                self._open.read_text()
            place = found.end()
            name = (found["name"] or "").lower()
            if not name:
                if html.startswith(_CDATA, found.start()) and self._open.is_foreign():
                    place = found.start() + len(_CDATA)
                    doubtful = max(doubtful, _end(html, "]]>", place))
            elif found["end"]:
                if found.start() >= doubtful:
                    self._elements += self._open.close(name)
            else:
                problem = self._start(name, found["attributes"])
                if problem:
                    before = len(
                        re.findall(rf"<{re.escape(name)}\b", html[: found.start()], re.IGNORECASE)
                    )
                    return HtmlExcess(name, before, problem)
                if name in _RAW:
                    end = _end_of_raw(html, name, place)
                    if self._open.is_foreign() or "<!--" in html[place:end]:
                        doubtful = max(doubtful, end, _end(html, "-->", place))
                    else:
                        place = end
        return None

    def _start(self, name: str, attributes: str) -> Problem | None:
        limits, around = self._limits, self._open
        if len(attributes) > limits.html_attributes:
            count = sum(1 for _ in _ATTRIBUTE.finditer(attributes))
            if count > limits.html_attributes:
                return _more(f"<{name}> has {count:,} attributes", "html_attributes", limits)
        around.start(name, attributes)
        # A block opens the formatting around it again.
        blocks = name in ENDING_PARAGRAPHS or name in TABLE_PARTS
        self._elements += 1 + (around.formatting() if blocks else 0)
        if around.formatting() > limits.open_formatting:
            hint = f"end each with </{name}>"
            message = f"<{name}> and others are open at the same time"
            return _more(message, "open_formatting", limits, hint)
        if len(around.names) > limits.html_depth:
            hint = f"write end tags such as </{name}>"
            return _more("elements are nested too deeply", "html_depth", limits, hint)
        if self._elements > limits.html_tags:
            hint = "make several pages of it"
            return _more("the page has too many elements", "html_tags", limits, hint)
        return None


def _more(message: str, name: str, limits: LimitsConfig, hint: str = "") -> Problem:
    limit = getattr(limits, name)
    return exceeds(name, f"{message}, more than limits.{name} = {limit:,}", hint)


def _end(html: str, mark: str, start: int) -> int:
    found = html.find(mark, start)
    return len(html) if found < 0 else found


def _end_of_raw(html: str, name: str, start: int) -> int:
    found = re.compile(rf"</{name}(?=[\t\n\f\r />])", re.IGNORECASE).search(html, start)
    return found.start() if found else len(html)
