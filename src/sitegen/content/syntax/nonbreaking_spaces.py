r"""Spaces at which no line may break: `Fig.\ 3`, as in Pandoc and LaTeX."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.construct import Construct, Finding, Replacement
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.scanner import MarkdownSource

__all__ = ["NONBREAKING_SPACES"]

#: Between words: others are backslashes, as CommonMark has them, and folders of Windows.
_SPACE = compile_late(r"(?<=[\w.,;)\]*])\\ (?=[\w(\[@$*])")


class _NonbreakingSpaces(Construct):
    source_marks = ("\\ ",)

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield a no-break space in place of a backslash and a space."""
        for start, end in source.paragraphs:
            for found in _SPACE.finditer(source.prose, start, end):
                yield Replacement(*found.span(), "\N{NO-BREAK SPACE}")


NONBREAKING_SPACES = _NonbreakingSpaces()
