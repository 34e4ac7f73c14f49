"""Patterns of paths."""

from __future__ import annotations

import re
from functools import cache

__all__ = ["compile_glob"]

_GLOB = {"**": ".*", "*": "[^/]*", "?": "[^/]", "{": "(?:", "or": "|", "end": ")"}


@cache
def compile_glob(glob: str) -> re.Pattern[str]:
    """Compile a pattern with `*`, `**`, `?` and `{a,b}`; only `**` goes across slashes.

    The paths that it is to fit have to be folded.
    """
    parts = []
    depth = 0
    for found in re.finditer(r"\*\*|.", glob.casefold(), re.DOTALL):
        mark = found[0]
        if mark == "{":
            depth += 1
        elif mark == "}" and depth:
            depth -= 1
            mark = "end"
        elif mark == "," and depth:
            mark = "or"
        parts.append(_GLOB.get(mark) or re.escape(mark))
    return re.compile("".join(parts) + ")" * depth)
