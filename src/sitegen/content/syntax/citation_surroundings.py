"""The space before a citation and the punctuation behind it, where the mark of a note belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from sitegen.content.scanner import MarkdownSource

__all__ = ["around"]

#: What a citation may stand behind, what begins a line, and what goes before the mark of a note.
_ENDS_WORD = compile_late(r"[\w.,;:!?)\]}\"'”’»*_`\x1a]")
_MARGIN = compile_late(r"[ \t>]*(?:(?:[-+*]|\d{1,9}[.)]|#{1,6}|:)[ \t]+)*")
#: What ends with a line break within a paragraph, and not with a break that shows: no row of a
#: table, no heading, no definition of a link, nothing that is a block.
_LINE_OF_TEXT = compile_late(
    r"(?!\s*(?:[#<{:!?`~$\x1a]|=== |\[(?!\^)[^\]]*\]:))[^|]*[\w.,;:!?)\]}\"'”’»*_]\n"
)
_CELL = compile_late(r"[^|\n]*\|")
_PUNCTUATION = frozenset(".,;:!?")
#: What does not end there: `...`, or `2.5`, for a letter or digit follows.
_GOES_ON = frozenset("._")


def around(source: MarkdownSource, shown: str, start: int, end: int) -> tuple[str, str]:
    """Return the space before a citation, and the punctuation behind it.

    A note stands right behind both. What begins a paragraph or a cell is left alone. `shown` is the
    prose of the source, or its text, if only addresses of links are hidden in the paragraph.
    """
    if start > 1 and shown[start - 1] == " " and shown[start - 2].isalnum():
        return " ", _punctuation(shown, end)  # behind a word, as most are
    begin = shown.rfind("\n", 0, start) + 1
    line = shown[begin:start]
    text = line.rstrip(" ")
    space = line[len(text) :]
    if not text:
        prose = source.prose
        above = prose.rfind("\n", 0, max(begin - 1, 0)) + 1
        if not _LINE_OF_TEXT.fullmatch(prose, above, begin) or _CELL.match(prose, end):
            return "", ""
        space = f"\n{space}"
    elif not space or not _ENDS_WORD.match(text[-1:]) or _MARGIN.fullmatch(line):
        return "", ""
    return space, _punctuation(shown, end)


def _punctuation(shown: str, at: int) -> str:
    """Return the mark that ends a sentence or a part of it at a place, if one is there."""
    mark, behind = shown[at : at + 1], shown[at + 1 : at + 2]
    is_last = mark in _PUNCTUATION and behind not in _GOES_ON and not behind.isalnum()
    return mark if is_last else ""
