"""Definitions, `: …` below a term: a colon without a space after it is text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.content.construct import Construct, Finding, Replacement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.scanner import MarkdownSource

__all__ = ["DEFINITIONS"]

_COLON = re.compile(r"^[ \t>]*(:)(?=[^ \t\n])", re.MULTILINE)


class _Definitions(Construct):
    source_marks = (":",)
    reads_leftovers = True

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Put a backslash before colons in which CommonMark's extension would see a definition."""
        if source.engine == "commonmark" and _COLON.search(source.text):
            for found in _COLON.finditer(source.prose):
                yield Replacement(found.start(1), found.start(1), "\\")


DEFINITIONS = _Definitions()
