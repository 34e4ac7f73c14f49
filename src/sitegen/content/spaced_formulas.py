"""Formulas with spaces inside the dollars, `$ x^2 $`, as MyST, Jupyter and MathJax take them.

Amounts of money have spaces there, too. So what is between must be what no prose has.
"""

from __future__ import annotations

from sitegen.late_patterns import compile_late

__all__ = ["spaced_end"]

#: Neither behind an amount, `5 $`, nor before another formula, `$ 5 or $x$`.
_SPACED = compile_late(
    r"(?<![\\$\w])(?<!\d )\$(?P<tex>[^$\n`]{1,200})(?<!\\)\$(?![\d$])(?:(?<!\s\$)|(?![\w\\{(]))"
)
#: No prose has these: a command, an index or a power, a relation; or it is a single letter.
_TEX = compile_late(
    r"\\[a-zA-Z]|[\w)}][_^](?:\{|\\?\w)|\A\s*[^\W\d][^=<>]*+\s?[=<>]\s?[^\s/]|\A\s*[A-Za-z]\s*[=<>]?\s*\Z"
)
_COMMAND = compile_late(r"\\[a-zA-Z]")
#: What stands in no formula, and in none with a command: two words.
_WORD = compile_late(r"(?<![\\A-Za-z{])[A-Za-z]{3,}|</?[a-z]")
_WORDS = compile_late(r"(?<![\\A-Za-z{])[A-Za-z]{2,}\s+[A-Za-z]{2,}|</?[a-z]")
_TEXT = compile_late(r"\\(?:text[a-z]*+|[mh]box)\{[^{}]*+\}")


def spaced_end(text: str, start: int, limit: int) -> int:
    """Return where a formula ends whose dollar is at `start`, and which ends before `limit`; or -1.

    It is on one line.
    """
    found = _SPACED.match(text, start, limit)
    if not found:
        return -1
    tex = found["tex"]
    if not _TEX.search(tex):
        return -1
    prose = _WORDS if _COMMAND.search(tex) else _WORD
    return -1 if prose.search(_TEXT.sub("", tex)) else found.end()
