"""Insert the preview's script tag into a page."""

from __future__ import annotations

import re

__all__ = ["inject"]

_ATTRIBUTES = rb"""(?:[^>"']|"[^"]*"|'[^']*')*"""
#: All that may stand before the head's first element; nothing in it can hold text that looks like a
#: tag, except comments. Encodings are looked for at the beginning, so they may stay there.
_BEFORE = re.compile(
    rb"(?:\xef\xbb\xbf)?"
    rb"(?:\s|<!--(?:-?>|.*?--!?>)|<[!?](?!--)[^>]*>|<html\b" + _ATTRIBUTES + rb">)*"
    rb"(?:<head\b" + _ATTRIBUTES + rb">(?:\s*<meta\s+charset\b" + _ATTRIBUTES + rb">)?)?",
    re.IGNORECASE | re.DOTALL,
)


def inject(page: bytes, tag: bytes) -> bytes:
    """Put a tag at the beginning of a page's head."""
    found = _BEFORE.match(page)
    at = found.end() if found else 0
    return page[:at] + tag + page[at:]
