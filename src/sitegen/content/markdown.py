"""Render Markdown to HTML with the engine of the site or the page.

The rest of the package works on HTML and does not know which engine made it. Both engines write
`div.admonition` with `p.admonition-title`, which is empty where the author gave no title,
`sup#fnref:x > a.footnote-ref` and `div.footnote > ol > li#fn:x`, and `pre.highlight > code`.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from sitegen.content.div_fences import MAX_DIVS
from sitegen.diagnostics import Severity, declare
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Callable

    from sitegen.config import Engine
    from sitegen.content.scanner import MarkdownSource

__all__ = ["MARKDOWN_TOO_DEEP", "TooDeepError", "check_depth", "render_markdown"]

MARKDOWN_TOO_DEEP = declare("markdown-too-deep", Severity.ERROR, needed=True)

#: Deeper nesting than any author's; Python-Markdown recurses and backtracks on it.
MAX_BRACKETS = 60
MAX_LISTS = 40
MAX_OPEN_TAGS = 200

# Patterns that begin with a line feed are found by searching for line feeds. A line of nothing but
# `-`, `*` or `_` is a rule or underlines a heading, whatever its length.
_LISTS = compile_late(
    r"\n(?=[ \t]*+[-+*>\d])(?![ \t>]*+([-*_])(?: {0,2}\1)*+[ \t]*+(?:\n|\Z))[ \t]*+"
    r"(?:(?:(?:[-+*]|\d{1,9}[.)])(?=[ \t\n]|\Z)|>)[ \t]*+){" + str(MAX_LISTS) + "}"
)
#: What is in the outline of a text with such lists and quotes: see `mark_index`.
_MARKERS = re.compile(r"[-+*>.)\t]{" + str(MAX_LISTS) + "}")
_BOXES = compile_late(r"\n[ \t]{" + str(4 * MAX_LISTS) + r",}(?:!!!|\?\?\?|===)")
_BOX_MARKS = ("!!!", "???", "===")
_OPEN_TAG = compile_late(r"<[a-zA-Z/!?][^<>]*(?=<|\Z)")
_OPENERS = {"[": "]", "(": ")"}
_NESTING = compile_late(r"[\[\]()]|\\.|\n[ \t]*\n")


class TooDeepError(ValueError):
    """Markdown that nests deeper than the engine can follow; `index` is where it begins."""

    def __init__(self, index: int) -> None:
        super().__init__("lists, quotes or brackets are nested too deeply")
        self.index = index


def check_depth(source: MarkdownSource) -> None:
    """Raise TooDeepError for what an engine would overflow on, or take minutes for."""
    index = _too_deep(source)
    if index >= 0:
        raise TooDeepError(index)


def render_markdown(text: str, engine: Engine, check: Callable[[str], str]) -> str:
    """Convert a page's body. Raises TooDeepError for nesting that the engine cannot follow.

    `check` gets the HTML before anything else reads it, and returns it, or raises.
    """
    # Only what a site uses is imported: Python-Markdown takes 40 ms, pyromark 10.
    if engine == "commonmark":
        from sitegen.content.commonmark import render_commonmark as render
    else:
        from sitegen.content.python_markdown import (
            render_python_markdown as render,
        )
    try:
        return render(text, check)
    except RecursionError as error:
        raise TooDeepError(0) from error


def _too_deep(source: MarkdownSource) -> int:
    """Return the index of nesting beyond the limits outside code, or -1.

    Unclosed brackets make Python-Markdown's patterns rescan the paragraph for each of them
    (`[` × 4000 takes seconds, `![` × 4000 far longer), so they count as nesting too; so do tags
    without an end.
    """
    outline = source.outline
    if outline.count(":::") > MAX_DIVS or outline.count("```{") > MAX_DIVS:
        deep = next((each for each in source.blocks.divs if each.level > MAX_DIVS), None)
        if deep is not None:
            return deep.start
    few_brackets = all(outline.count(opener) <= MAX_BRACKETS for opener in _OPENERS)
    is_flat = not _may_have_deep_block(outline) or not _deep_block(source.text)
    if few_brackets and outline.count("<") <= MAX_OPEN_TAGS and is_flat:
        return -1
    prose = source.prose
    found = _deep_block(prose) or next(islice(_OPEN_TAG.finditer(prose), MAX_OPEN_TAGS, None), None)
    return found.start() if found else _deep_brackets(prose)


def _deep_brackets(prose: str) -> int:
    open_counts = dict.fromkeys(_OPENERS, 0)
    closers = {closer: opener for opener, closer in _OPENERS.items()}
    for token in _NESTING.finditer(prose):
        mark = token[0]
        if mark in open_counts:
            open_counts[mark] += 1
            if open_counts[mark] > MAX_BRACKETS:
                return token.start()
        elif mark in closers:
            opener = closers[mark]
            open_counts[opener] = max(0, open_counts[opener] - 1)
        elif not mark.startswith("\\"):
            open_counts = dict.fromkeys(_OPENERS, 0)
    return -1


def _may_have_deep_block(outline: str) -> bool:
    """Tell quickly whether a text with this outline may hold one."""
    return _MARKERS.search(outline) is not None or any(mark in outline for mark in _BOX_MARKS)


def _deep_block(text: str) -> re.Match[str] | None:
    """Find lists, quotes or notes in too many others; where it starts is right for `text`, too."""
    text = f"\n{text}"
    return _LISTS.search(text) or _BOXES.search(text)
