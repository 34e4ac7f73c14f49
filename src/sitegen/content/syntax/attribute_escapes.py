r"""Escapes around attribute lists: `{title="Say \"hi\""}`, and `\{`, which begins none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.content.construct import Construct, Finding, Node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.scanner import MarkdownSource

__all__ = ["ATTRIBUTE_ESCAPES"]

_LIST = re.compile(r"\{[^{}\n]*\}")
_BRACE = re.compile(r"(?<!\\)(?:\\\\)*(\\\{)")
_QUOTE = re.compile(r"\\(?:(\\)|([\"']))")


class _AttributeEscapes(Construct):
    source_marks = ("\\",)

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Hide the characters from the engines, to which they would be as good as bare."""
        if "{" not in source.text:
            return
        prose = source.prose
        for found in _BRACE.finditer(prose):
            yield Node(*found.span(1), "{")
        for found in _LIST.finditer(prose):
            if "=" in found[0] and "\\" in found[0]:
                for quote in _QUOTE.finditer(prose, *found.span()):
                    if quote[2]:
                        yield Node(*quote.span(), "&quot;" if quote[2] == '"' else "&#39;")


ATTRIBUTE_ESCAPES = _AttributeEscapes()
