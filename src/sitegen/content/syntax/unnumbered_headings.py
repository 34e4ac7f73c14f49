"""Headings without a number as Pandoc writes them: `## Preface {-}`, `## Thanks {#thanks -}`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.content.construct import Construct, Finding, Replacement
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.scanner import MarkdownSource

__all__ = ["UNNUMBERED_HEADINGS"]

_HEADING = compile_late(r"^[ \t>]*#{1,6}[ \t].*$", re.MULTILINE)
_SIGN = compile_late(r"(?<![^ \t])-(?![^ \t])")


class _UnnumberedHeadings(Construct):
    source_marks = ("{-", " -}")

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield the class that such a heading has in place of the sign."""
        for found in _HEADING.finditer(source.prose):
            line = found[0].rstrip()
            opening = line.rfind("{")
            if opening < 0 or not line.endswith("}"):
                continue
            sign = _SIGN.search(line[opening + 1 : -1])
            if sign:
                at = found.start() + opening + 1 + sign.start()
                yield Replacement(at, at + 1, ".unnumbered")


UNNUMBERED_HEADINGS = _UnnumberedHeadings()
