"""Insert the preview's script tag into a page."""

from __future__ import annotations

import re

from sitegen.late_patterns import compile_late

__all__ = ["insert_script_tag"]

_ATTRIBUTES = rb"""(?:[^>"']|"[^"]*"|'[^']*')*"""
#: Everything that may precede the first element of the head. Only comments in it can contain text
#: that looks like a tag. A `<meta charset>` stays first, because browsers expect it there.
_BEFORE = compile_late(
    rb"(?:\xef\xbb\xbf)?"
    rb"(?:\s|<!--(?:-?>|.*?--!?>)|<[!?](?!--)[^>]*>|<html\b" + _ATTRIBUTES + rb">)*"
    rb"(?:<head\b" + _ATTRIBUTES + rb">(?:\s*<meta\s+charset\b" + _ATTRIBUTES + rb">)?)?",
    re.IGNORECASE | re.DOTALL,
)


def insert_script_tag(page: bytes, tag: bytes) -> bytes:
    """Return the page with a tag at the beginning of its head."""
    found = _BEFORE.match(page)
    at = found.end() if found else 0
    return page[:at] + tag + page[at:]
