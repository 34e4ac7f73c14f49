"""Tell in microseconds whether a text may have a picture embedded in it.

Every rendered page is asked this, and nearly none has one. What may have one is read by
`inline_images`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["BASE64_BEGINNINGS", "ESCAPE", "REFERENCE", "SCHEME", "may_embed"]

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
_DRAWING, _DRAWING_END = b"<svg", b"</svg"
_SCRIPT, _SCRIPT_END = b"<script", b"</script"
#: How base64 of a JPEG, PNG, GIF, WebP, TIFF and AVIF begins, with its usual capitals.
BASE64_BEGINNINGS = (b"/9j/", b"iVBORw0KGgo", b"R0lGOD", b"UklGR", b"SUkqA", b"TU0AK", b"GZ0eXB")
#: Traces of drawing programs, in a drawing that is written into a page.
_TRACES = (b"<metadata", b"<rdf:", b"sodipodi:", b"inkscape:", b"data-name=")


def may_embed(text: bytes) -> bool:
    """Return False if no picture can be in a text: as an address, in a script, or as a drawing.

    Drawings count if they have traces. Base64 that a page shows, such as in code, is no picture.

    A regular expression that is one rare character is faster than a search for a word that ends
    with a frequent one; to go from one character to the next by `find` is faster still, if there
    are only some of it.
    """
    small = text.lower()
    if _END_OF_SCHEME.search(small) and SCHEME.search(small):
        return True
    if _has_reference(small):
        return True
    if b"\\" in small and ESCAPE.search(small):
        return True
    drawings = b"\n".join([small[start:end] for start, end in _list_drawings(small)])
    if any(each in drawings for each in _TRACES):
        return True
    places = _list_elements(small, _SCRIPT, _SCRIPT_END)
    scripts = b"\n".join([text[start:end] for start, end in places])
    return any(each in scripts for each in BASE64_BEGINNINGS)


def _has_reference(text: bytes) -> bool:
    at = text.find(b"&")
    while at >= 0:
        if REFERENCE.match(text, at):
            return True
        at = text.find(b"&", at + 1)
    return False


def _list_drawings(text: bytes) -> Iterator[tuple[int, int]]:
    return _list_elements(text, _DRAWING, _DRAWING_END)


def _list_elements(text: bytes, tag: bytes, end_tag: bytes) -> Iterator[tuple[int, int]]:
    """Yield where elements begin and end, without those in others of them."""
    start = text.find(tag)
    while start >= 0:
        end = text.find(end_tag, start + len(tag))
        if end < 0:
            yield start, len(text)
            return
        yield start, end
        start = text.find(tag, end)
