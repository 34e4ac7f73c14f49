"""HTML without the freedom that HTML leaves: what both Markdown engines have to make the same."""

from __future__ import annotations

import re

__all__ = ["normal"]

_BLOCK = re.compile(
    r"\s*(</?(?:blockquote|caption|details|dd|div|dl|dt|fig\w+|h[1-6r]|li|ol|p|pre|summary"
    r"|t(?:able|body|head|r|d|h)|ul)\b[^>]*>)\s*"
)
_CODE = re.compile(r"(<pre\b.*?</pre>)", re.DOTALL)
_TAG = re.compile(r"<(\w+)((?:\s+[\w:-]+(?:=\"[^\"]*\")?)+)>")
_ATTRIBUTE = re.compile(r"[^ =]+(?:=\"[^\"]*\")?")


def normal(html: str) -> str:
    """Put each block on a line of its own and attributes in order; code stays as it is."""
    pieces = [
        piece if piece.startswith("<pre") else _BLOCK.sub(r"\n\1\n", re.sub(r"\s+", " ", piece))
        for piece in _CODE.split(html)
    ]
    pieces = [
        piece if piece.startswith("<pre") else re.sub(r"\n+", "\n", f"\n{piece.strip()}\n")
        for piece in pieces
    ]
    joined = "".join(pieces).strip()
    return _TAG.sub(
        lambda tag: f"<{tag[1]} {' '.join(sorted(_ATTRIBUTE.findall(tag[2])))}>", joined
    )
