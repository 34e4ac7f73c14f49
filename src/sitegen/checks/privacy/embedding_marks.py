"""Tell in microseconds whether a text may have a picture embedded in it.

Every rendered page is asked this, and nearly none has one. What may have one is read by
`inline_images`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["ESCAPE", "REFERENCE", "SCHEME", "may_embed"]

#: `data:` in lower case. Browsers ignore line breaks and tabs in an address, also in its scheme.
SCHEME = re.compile(rb"d[\t\n\r]*a[\t\n\r]*t[\t\n\r]*a[\t\n\r]*:")
#: A letter of the scheme, or a break in it, as a character reference of HTML; `&amp;colon;` is one
#: in the page of a frame that is written into an attribute.
REFERENCE = re.compile(
    rb"&(?:amp;)*+(?:colon|tab;|newline;|#(?:0*(?:9|10|13|58|65|68|84|97|100|116)(?![0-9])"
    rb"|x0*(?:9|a|d|3a|[46]1|[46]4|[57]4)(?![0-9a-f])))"
)
#: The same as an escape of a style sheet or a script.
ESCAPE = re.compile(rb"\\(?:x|u00|u\{|0{0,4})(?:3a|[46]1|[46]4|[57]4)")
#: The end of every `data:`; few colons of a page follow an `a` or a break.
_END_OF_SCHEME = re.compile(rb":(?<=[a\t\n\r]:)")
_DRAWING = re.compile(rb"<svg")
_DRAWING_END = b"</svg"
#: Traces of drawing programs, in a drawing that is written into a page.
_TRACES = (b"<metadata", b"<rdf:", b"sodipodi:", b"inkscape:", b"data-name=")


def may_embed(text: bytes) -> bool:
    """Return False if no picture can be in a text: as an address, or as a drawing with traces.

    A regular expression that begins with a rare character is faster than a search for a word.
    """
    small = text.lower()
    if _END_OF_SCHEME.search(small) and SCHEME.search(small):
        return True
    if REFERENCE.search(small):
        return True
    if b"\\" in small and ESCAPE.search(small):
        return True
    return any(each in drawing for drawing in _list_drawings(small) for each in _TRACES)


def _list_drawings(text: bytes) -> Iterator[bytes]:
    end = 0
    for begin in _DRAWING.finditer(text):
        if begin.start() < end:  # a drawing in a drawing
            continue
        end = text.find(_DRAWING_END, begin.end())
        if end < 0:
            yield text[begin.start() :]
            return
        yield text[begin.start() : end]
