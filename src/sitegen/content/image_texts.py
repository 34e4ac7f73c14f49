"""The text of an image without the tags that Markdown constructs have written into it.

The engines take the text between the brackets for plain text, after the constructs have read it.
"""

from __future__ import annotations

from sitegen.content.footnote_order import INLINE_FOOTNOTE
from sitegen.late_patterns import compile_late

__all__ = ["plain_image_text"]

_FOOTNOTE = compile_late(
    rf'<span class="{INLINE_FOOTNOTE}">[^<]*+(?:<(?!/span>)[^<]*+)*+(?:</span>|\Z)'
)
_MARKED = compile_late(r"<(su[bp]|del)>([^<>]*+)</\1>")
#: `~~x^2^~~`
_DEEPEST = 2


def plain_image_text(alt: str) -> tuple[str, bool]:
    """Return the text of an image as plain text, and whether a footnote was in it."""
    if "</" not in alt:
        return alt, False
    bare = _FOOTNOTE.sub("", alt)
    plain = bare
    for _ in range(_DEEPEST):
        plain = _MARKED.sub(r"\2", plain)
    return plain, bare != alt
