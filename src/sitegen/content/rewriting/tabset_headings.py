"""Write the tabs of R Markdown, which a heading announces, as a fenced div with the same tabs.

    ## Results {.tabset}            ## Results

    ### Plot                 →      ::: {.panel-tabset}
    A plot.                         ### Plot
    ##                              A plot.
                                    :::

They end at the next heading of the same level or of a higher one; one without a text is there for
that alone. See https://bookdown.org/yihui/rmarkdown-cookbook/html-tabs.html.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.content.rewriting.rewritten_text import with_edits
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.rewriting.rewritten_text import Edit
    from sitegen.content.scanner import MarkdownSource

__all__ = ["with_tabset_headings"]

_LIKELY = compile_late(r"^#{1,6}[ \t][^\n]*\{[^{}\n]*\.tabset\b", re.MULTILINE)
_HEADING = compile_late(r"(?P<marks>#{1,6})(?:[ \t]+(?P<text>[^\n]*))?")
#: A heading that only ends what is above.
_BARE = compile_late(r"#{1,6}[ \t]*(?:\{[^{}\n]*\})?[ \t]*")
_BRACES = compile_late(r"[ \t]*\{(?P<inner>[^{}\n]*)\}[ \t]*\Z")
_CLASS = compile_late(r"(?:\A|[ \t])\.tabset(?:-(?:fade|pills|dropdown))?(?=[ \t]|\Z)")
_TABSET = compile_late(r"(?:\A|[ \t])\.tabset(?=[ \t]|\Z)")


def with_tabset_headings(source: MarkdownSource) -> MarkdownSource:
    """Return the source with these tabs as divs; places are known."""
    if "{." not in source.outline or not _LIKELY.search(source.text):
        return source
    return with_edits(source, _edits(source))


def _edits(source: MarkdownSource) -> Iterator[Edit]:
    text = source.text
    #: The levels of the headings whose tabs are open, and where these end at the latest.
    opened: list[tuple[int, int]] = []
    for line in source.blocks.lines:
        while opened and line.start >= opened[-1][1]:
            yield _closing(opened.pop()[1])
        if line.kind != "text" or line.goes_on or line.content != line.start:
            continue
        found = _HEADING.fullmatch(text, line.content, line.end)
        if not found:
            continue
        level, ends = len(found["marks"]), False
        around = _end_around(source, line.start) if opened else -1
        while opened and level <= opened[-1][0] and around == opened[-1][1]:
            opened.pop()
            # The place of the line, before what stands there.
            if not ends and _BARE.fullmatch(text, line.content, line.end):
                yield line.start, line.end, ":::"
            else:
                yield _closing(line.start)
            ends = True
        braces = _BRACES.search(text, line.content, line.end)
        if braces and _TABSET.search(braces["inner"]):
            left = _CLASS.sub("", braces["inner"]).strip()
            written = f" {{{left}}}" if left else ""
            yield braces.start(), line.end, f"{written}\n\n::: {{.panel-tabset}}\n"
            opened.append((level, _end_around(source, line.start)))
    for _, end in reversed(opened):
        yield _closing(end)


def _closing(place: int) -> Edit:
    return place, place, "\n:::\n\n"


def _end_around(source: MarkdownSource, place: int) -> int:
    """Return where the innermost div around a place ends; the end of the text without one."""
    ends = [
        each.closing[0] if each.end < 0 else each.end
        for each in source.blocks.divs
        if each.start < place
    ]
    return min((end for end in ends if end > place), default=len(source.text))
