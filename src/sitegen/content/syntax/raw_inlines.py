"""Raw HTML in a text, `<sup>2</sup>` in backticks and `{=html}` behind them, as in Pandoc.

It is read as HTML is elsewhere in a text. Other formats are told by `foreign_syntax`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.construct import Construct, Finding, Replacement
from sitegen.content.raw_html import RAW_HTML, ends_by_itself
from sitegen.content.scanner import BLANKED
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.scanner import MarkdownSource

__all__ = ["RAW_INLINES"]

_RAW = compile_late(
    r"(?<!`)(?P<ticks>`{1,4}+)(?P<html>(?:[^`\n]|(?!(?P=ticks))`)++)(?P=ticks)\{=(?P<name>\w+)\}"
)


class _RawInlines(Construct):
    source_marks = ("`{=",)

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Take away the marks around the HTML."""
        for found in _RAW.finditer(source.text):
            start, end = found.span("html")
            is_code = source.prose[start] == BLANKED and source.prose[found.end() - 1] == "}"
            if found["name"] in RAW_HTML and is_code and ends_by_itself(found["html"]):
                yield Replacement(found.start(), start, "")
                yield Replacement(end, found.end(), "")


RAW_INLINES = _RawInlines()
