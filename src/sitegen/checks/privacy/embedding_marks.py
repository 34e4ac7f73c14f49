"""Tell in microseconds whether a text may have a picture embedded in it.

Every rendered page is asked this, and nearly none has one. What may have one is read by
`inline_images`.
"""

from __future__ import annotations

import re

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
_DRAWING = b"<svg"
#: Traces of drawing programs, in a drawing that is written into a page.
_TRACES = (b"<metadata", b"<rdf:", b"sodipodi:", b"inkscape:", b"data-name=")


def may_embed(text: bytes) -> bool:
    """Return False if no picture can be in a text: as an address, or as a drawing with traces.

    A regular expression that begins with a letter is as fast as a search for a word.
    """
    small = text.lower()
    if SCHEME.search(small) or REFERENCE.search(small):
        return True
    if b"\\" in small and ESCAPE.search(small):
        return True
    drawings = b"".join(each.partition(b"</svg")[0] for each in small.split(_DRAWING)[1:])
    return any(each in drawings for each in _TRACES)
