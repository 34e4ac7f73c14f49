"""Superscripts: `m^2^`, `1^st^` and `^14^C`, as in Pandoc; `before^[2]^`, as for references.

Between two words, only a number, a word or the like is raised: `A^T^A`, but not `x^2+y^2`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.construct import Construct, Finding
from sitegen.content.script_marks import TERM, is_face, is_in_address, write_face, write_script
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from sitegen.content.scanner import MarkdownSource

__all__ = ["SUPERSCRIPTS", "is_in_brackets"]

_INNER = r"(?:\\[ ^]|[^\s^|<>\[\]]){1,100}+"
#: `^[a]^[b]` are two footnotes.
_IN_BRACKETS = rf"\^\[{_INNER}\]\^(?![\w\[^])"
_BRACKETS = compile_late(_IN_BRACKETS)
#: Another may follow at once: `x^1^^2^`.
_BETWEEN_CARETS = rf"\^(?!\^){_INNER}\^(?!\^(?!{_INNER}\^(?!\^)))"
_SUPERSCRIPT = compile_late(rf"(?<![\\^])(?:(?<!\[){_IN_BRACKETS}|{_BETWEEN_CARETS})")
_NEXT = compile_late(_BETWEEN_CARETS)
_BETWEEN_WORDS = compile_late(rf"\^{TERM}\^(?=[^\W\d_])")


def is_in_brackets(prose: str, place: int) -> bool:
    """Tell whether the `^[` at `place` begins a superscript in brackets, and no footnote."""
    return _BRACKETS.match(prose, place) is not None


class _Superscripts(Construct):
    source_marks = ("^",)

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield tags in place of carets."""
        prose = source.prose
        for start, end in source.paragraphs if "^" in prose else ():
            place = start
            while found := _SUPERSCRIPT.search(prose, place, end):
                place = found.start() + 1
                if is_face(prose, start, found.span()):
                    place = found.end()
                    yield from write_face(prose, found.start())
                    continue
                next_one: re.Match[str] | None = found
                while next_one and _is_meant(prose, (start, end), next_one.span()):
                    place = next_one.end()
                    yield from write_script(prose, start, next_one.span(), "sup")
                    next_one = _NEXT.match(prose, place, end)


def _is_meant(prose: str, paragraph: tuple[int, int], found: tuple[int, int]) -> bool:
    """Tell whether carets raise what is between them, and are not signs in a text or an address."""
    start, end = paragraph
    first, last = found
    before = prose[first - 1] if first > start else " "
    after = prose[last] if last < end else " "
    if before == "[" and not after.isalnum():
        return False  # `[^1]` is a footnote, `[^18^F]` is none
    is_between = before.isalnum() and after.isalnum()
    if is_between and not _BETWEEN_WORDS.match(prose, first, end):
        return False
    return not is_in_address(prose, start, first)


SUPERSCRIPTS = _Superscripts()
