"""Superscripts: `m^2^`, `1^st^` and `^14^C`, as in Pandoc; `before^[2]^`, as for references.

Right after a letter or a digit, no other may follow the second caret, so that `x^2+y^2` is text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.construct import Construct, Finding, Replacement
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.scanner import MarkdownSource

__all__ = ["SUPERSCRIPTS", "is_in_brackets"]

_INNER = r"(?:\\ |[^\s^|<>\[\]\x1a]){1,40}"
#: `^[a]^[b]` are two footnotes.
_IN_BRACKETS = rf"\^\[{_INNER}\]\^(?![\w\[^])"
_BRACKETS = compile_late(_IN_BRACKETS)
_SUPERSCRIPT = compile_late(rf"(?<![\[\\^])(?:{_IN_BRACKETS}|\^(?!\^){_INNER}(?<!\\)\^(?!\^))")
#: An address up to a caret, which is part of it.
_ADDRESS = compile_late(r"://\S{0,300}\Z")


def is_in_brackets(prose: str, place: int) -> bool:
    """Tell whether the `^[` at `place` begins a superscript in brackets, and no footnote."""
    return _BRACKETS.match(prose, place) is not None


class _Superscripts(Construct):
    source_marks = ("^",)

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield tags in place of carets."""
        prose = source.prose
        for start, end in source.paragraphs if "^" in prose else ():
            for found in _SUPERSCRIPT.finditer(prose, start, end):
                first, last = found.span()
                follows_word = first > start and prose[first - 1].isalnum()
                precedes_word = last < end and prose[last].isalnum()
                if not ((follows_word and precedes_word) or _ADDRESS.search(prose, start, first)):
                    yield Replacement(first, first + 1, "<sup>")
                    yield Replacement(last - 1, last, "</sup>")


SUPERSCRIPTS = _Superscripts()
