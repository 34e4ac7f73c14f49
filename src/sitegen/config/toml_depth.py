"""Refuse TOML whose names have very many parts: `a.a.a.…`, which would fill the memory."""

from __future__ import annotations

import re

from sitegen.late_patterns import compile_late

__all__ = ["MOST_PARTS", "find_deep_name"]

MOST_PARTS = 100
_PART = r"(?:[A-Za-z0-9_-]++|\"[^\"\n]*+\"|'[^'\n]*+')[ \t]*+\.[ \t]*+"
_DEEP = compile_late(rf"^[ \t]*+\[{{0,2}}[ \t]*+(?:{_PART}){{{MOST_PARTS}}}", re.MULTILINE)
_INLINE = compile_late(rf"[{{,][ \t]*+(?:{_PART}){{{MOST_PARTS}}}")


def find_deep_name(text: str) -> int:
    """Return where a line begins whose name has more than `MOST_PARTS` parts, or -1."""
    if text.count(".") < MOST_PARTS:
        return -1
    found = _DEEP.search(text) or _INLINE.search(text)
    return found.start() if found else -1
