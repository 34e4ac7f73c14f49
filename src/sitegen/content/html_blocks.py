"""Find where a block of HTML in a Markdown source ends: CommonMark 0.31, "HTML blocks"."""

from __future__ import annotations

import re

from sitegen.content.unended_tags import is_unended
from sitegen.late_patterns import compile_late

__all__ = ["BLOCK_ELEMENTS", "HtmlBlocks", "has_markdown"]

_BLANK_LINE = compile_late(r"\n[ \t>]*(?=\n|\Z)")
_TAG_NAME = compile_late(r"</?([a-zA-Z][a-zA-Z0-9-]*)(?=[\s/>]|\Z)")
_WHOLE_TAG = compile_late(
    r"<[a-zA-Z/](?:[^<>\"'\n]++|\"[^\"]*+\"|'[^']*+')*+>[ \t]*$", re.MULTILINE
)
_MARKDOWN = compile_late(r"<[a-zA-Z][^<>\n]*\smarkdown\b")
_ELEMENT = compile_late(r"<([a-zA-Z][a-zA-Z0-9-]*+)\b.*</\1>[ \t]*$", re.MULTILINE)
_LITERAL = frozenset({"pre", "script", "style", "textarea"})
_SPECIAL_ENDS = (("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>"), ("<!", ">"))
#: HTML elements that begin a block: CommonMark 0.31, "HTML blocks", kind 6.
BLOCK_ELEMENTS = frozenset(
    """
    address article aside base basefont blockquote body caption center col colgroup dd details
    dialog dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6
    head header hr html iframe legend li link main menu menuitem nav noframes ol optgroup option p
    param search section summary table tbody td tfoot th thead title tr track ul
    """.split()
)


def has_markdown(text: str, start: int, end: int) -> bool:
    """Tell whether the line begins an element whose content is Markdown, by its attribute."""
    return _MARKDOWN.match(text, start, end) is not None


class HtmlBlocks:
    """The HTML of one source. What is searched for in all of it is searched for once."""

    def __init__(self, text: str, *, commonmark: bool) -> None:
        self._text = text
        self._commonmark = commonmark
        self._has_markdown = "markdown" in text and _MARKDOWN.search(text) is not None
        self._last_ends: dict[str, int] = {}  # where `-->` and the like stand last
        self._last_search = -1, -1  # from where to which blank line

    def end(self, place: int, *, in_paragraph: bool) -> int:
        """Return where the HTML block that begins here ends, or `place` if there is none.

        Within a paragraph, only some elements begin a block. A tag that nothing ends begins none.
        """
        text = self._text
        if text[place + 1 : place + 2] in {"!", "?"}:
            return self._special_end(place)
        tag = _TAG_NAME.match(text, place)
        line_end = text.find("\n", place)
        line_end = len(text) if line_end < 0 else line_end
        if not tag or has_markdown(text, place, line_end):
            return place
        name = tag[1].lower()
        if (name in BLOCK_ELEMENTS or name in _LITERAL) and is_unended(text, place):
            return place
        if name in _LITERAL and text[place + 1] != "/":
            found = re.compile(f"</{name}\\s*>", re.IGNORECASE).search(text, tag.end())
            return found.end() if found else len(text)
        if self._has_markdown and (text[place + 1] == "/" or _ELEMENT.match(text, place, line_end)):
            return line_end  # in an element with Markdown, a blank line comes after it
        if name in BLOCK_ELEMENTS or (_WHOLE_TAG.match(text, place) and not in_paragraph):
            return self._blank_line_below(place)
        return place

    def _blank_line_below(self, place: int) -> int:
        """Return where the next blank line begins; the last one that was found may be it."""
        start, end = self._last_search
        if not start <= place < end:
            blank = _BLANK_LINE.search(self._text, place)
            end = blank.start() + 1 if blank else len(self._text)
            self._last_search = place, end
        return end

    def is_element(self, place: int) -> bool:
        """Tell whether an HTML block goes on up to a blank line, not to an end of its own."""
        tag = _TAG_NAME.match(self._text, place)
        return tag is not None and tag[1].lower() not in _LITERAL

    def _special_end(self, place: int) -> int:
        """Return where a comment, or something else that is no element, ends."""
        for opening, closing in _SPECIAL_ENDS:
            if self._text.startswith(opening, place):
                if closing not in self._last_ends:
                    self._last_ends[closing] = self._text.rfind(closing)
                if place < self._last_ends[closing]:
                    return self._text.index(closing, place) + len(closing)
                break
        return len(self._text) if self._commonmark else place
