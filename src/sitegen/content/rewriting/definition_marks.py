"""Write definitions with a tilde, as Pandoc has them beside those with a colon, with a colon.

    Cartilage
    ~ What is between the bones.

A tilde at the beginning of a line may as well mean "about". So what follows it is a definition only
below a line that stands alone as a paragraph, or below another definition, and is no number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.rewriting.rewritten_text import TextWriter
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.scanner import MarkdownSource

__all__ = ["with_colons"]

_LIKELY = compile_late(r"\n[ \t>]*~[ \t]")
_TILDE = compile_late(r"~[ \t]+(?=[^\s\d~])")
_COLON = compile_late(r":[ \t]+\S")
#: What begins a block of its own, and is no term.
_BLOCK = compile_late(r"(?:[-+*]|\d{1,9}[.)]|#{1,6})[ \t]|[|#>~:]|:::|`{3}|\+[-=]|!\[")


def with_colons(source: MarkdownSource) -> MarkdownSource:
    """Return the source with such definitions as those that both engines read."""
    if "~" not in source.outline or not _LIKELY.search(source.text):
        return source
    places = list(_find(source))
    if not places:
        return source
    out, done = TextWriter(source.text), 0
    for place in places:
        out.copy(done, place)
        out.write(":", place)
        done = place + 1
    out.copy(done, len(source.text))
    return source.rewritten(out, source.html_blocks)


def _find(source: MarkdownSource) -> Iterator[int]:
    """Yield where the tildes of definitions are."""
    text = source.text
    # How many lines of text precede, whether the last may be a term, and what is open.
    above, is_term, in_definition, after_blank = 0, False, False, False
    for line in source.blocks.lines:
        if line.kind == "blank":
            above, after_blank = 0, True
            continue
        if line.kind != "text":
            above, is_term, after_blank = 0, False, False
            continue
        is_tilde = _TILDE.match(text, line.content, line.end) is not None
        if (is_tilde and (is_term or in_definition)) or _COLON.match(text, line.content, line.end):
            if is_tilde:
                yield line.content
            above, is_term, in_definition, after_blank = 1, False, True, False
            continue
        if after_blank and line.column < 2:  # noqa: PLR2004  # no part of the definition above
            in_definition = False
        above += 1
        is_term = above == 1 and not _BLOCK.match(text, line.content, line.end)
        after_blank = False
