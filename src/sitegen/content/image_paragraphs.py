"""Tell in a Markdown source which images are alone in their paragraphs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from sitegen.content.source_inlines import Link

__all__ = ["is_alone"]

_MARGIN = compile_late(r"[ \t>]*")
#: What ends a paragraph: nothing but quote marks, or a line of a div or a note.
_APART = compile_late(r"[ \t>]*(?:$|:::|!!!|\?\?\?|===)")


def is_alone(text: str, link: Link) -> bool:
    """Tell whether an image is all of its paragraph."""
    start = text.rfind("\n", 0, link.start) + 1
    end = text.find("\n", link.end)
    end = len(text) if end < 0 else end
    margin = _MARGIN.match(text, start)
    if margin is None or margin.end() != link.start or text[link.end : end].strip():
        return False
    above = text[text.rfind("\n", 0, max(start - 1, 0)) + 1 : max(start - 1, 0)]
    following = text.find("\n", end + 1)
    below = text[end + 1 : len(text) if following < 0 else following]
    return _APART.match(above) is not None and _APART.match(below) is not None
