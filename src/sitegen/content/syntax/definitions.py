"""Definitions, `: …` below a term: a colon without a space after it is text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.content.construct import Construct, Finding, Replacement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.scanner import MarkdownSource

__all__ = ["DEFINITIONS"]

# A pattern that begins with a line feed is found by searching for line feeds. The line below the
# names of a table may begin with a colon, too: `:-: | --:`.
_COLON = re.compile(r"\n[ \t>]*(:)(?=[^ \t\n])(?!-+:?[ \t]*\|[-:| \t]*(?:\n|\Z))")


class _Definitions(Construct):
    source_marks = (":",)
    reads_leftovers = True

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Put a backslash before colons in which CommonMark's extension would see a definition."""
        if source.engine == "commonmark" and _COLON.search(f"\n{source.text}"):
            for found in _COLON.finditer(f"\n{source.prose}"):
                yield Replacement(found.start(1) - 1, found.start(1) - 1, "\\")


DEFINITIONS = _Definitions()
