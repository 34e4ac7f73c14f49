"""Stars that open what nothing closes: `**bold`, which is shown with its stars.

Two stars also mark what is significant, or a note below a table, and in code they are a power or
the arguments of a function. So only what begins a word is told, in a paragraph without other such
marks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.construct import Construct
from sitegen.content.syntax.mistyped_markup import mistake
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.construct import Mistake
    from sitegen.content.scanner import MarkdownSource

__all__ = ["UNCLOSED_EMPHASIS"]

_MARK = "**"
_BLANK_LINE = compile_late(r"\n[ \t>]*\n")
_RUN = compile_late(r"(?<!\\)\*+")
#: What stands before the words that are to be strong, and behind the stars: a word of its own.
_BEFORE = frozenset(" \t\n([\"'“‘„>|-–—/:")
_WORDS = compile_late(r"(?!(?:kwargs|args|opts|options)\b)[\"'“‘(]?[^\W\d_]\w*[^*\n]*")
#: `**p < 0.01` in the legend of a table.
_LEGEND = compile_late(r"\w{1,3}\s*(?:[<>=≤≥]|&[lg]t;|\\[<>])")
#: Stars behind a word mark a note, which another paragraph may explain.
_NOTE = compile_late(r"(?<=[\w.)\]])\*\*(?![\w*])")
_SHOWN = 30


class _UnclosedEmphasis(Construct):
    source_marks = (_MARK,)
    reads_leftovers = True

    def find(self, source: MarkdownSource) -> Iterator[Mistake]:
        """Yield the stars of each paragraph that open, and that none close."""
        text, start = source.text, 0
        found: list[tuple[int, int]] = []
        for blank in (*_BLANK_LINE.finditer(text), None):
            end = blank.start() if blank else len(text)
            if text.count(_MARK, start, end) % 2:
                place = _open_stars(source, start, end)
                if place >= 0:
                    found.append((place, end))
            start = blank.end() if blank else end
        if found and not _has_notes(source):
            for place, end in found:
                words = _WORDS.match(source.prose, place + len(_MARK), end)
                written = text[place : words.end() if words else end].strip()
                shown = written if len(written) <= _SHOWN else f"{written[: _SHOWN - 1]}…"
                yield mistake(place, shown, "write '**' where it ends, or '\\*\\*' for the stars")


def _open_stars(source: MarkdownSource, start: int, end: int) -> int:
    """Return where the stars stand that are open at the end of a paragraph; -1 if that is unclear.

    A paragraph with other runs of stars is not told.
    """
    text, prose = source.text, source.prose
    opened: list[int] = []
    for run in _RUN.finditer(prose, start, end):
        place, last = run.span()
        if last - place != len(_MARK):
            return -1
        # The margin of a note is no prose.
        before, behind = text[place - 1 : place] or "\n", prose[last : last + 1] or "\n"
        if opened and not before.isspace():
            opened.pop()
        elif before in _BEFORE and _WORDS.match(prose, last, end):
            opened.append(place)
        elif not behind.isspace():
            return -1
    if len(opened) != 1 or _LEGEND.match(prose, opened[0] + len(_MARK), end):
        return -1
    return opened[0]


def _has_notes(source: MarkdownSource) -> bool:
    """Tell whether stars behind a word of the page mark a note, and end nothing."""
    for found in _NOTE.finditer(source.prose):
        line = source.prose.rfind("\n", 0, found.start()) + 1
        if source.prose.count(_MARK, line, found.start()) % 2 == 0:
            return True
    return False


UNCLOSED_EMPHASIS = _UnclosedEmphasis()
