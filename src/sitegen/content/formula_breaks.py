"""Keep punctuation on the line of a formula.

Browsers break lines before and behind `<math>`: a bracket would be left at the end of the line
above `($x$)`, and a full stop behind `$x$.` begin the next one.
"""

from __future__ import annotations

import re

from sitegen.late_patterns import compile_late

__all__ = ["keep_punctuation"]

#: Of a formula in a line; one that is displayed says so.
_FORMULA = compile_late(r"<math\b(?![^>]* display=)[^>]*>.*?</math>", re.DOTALL)
_BEFORE = frozenset("([“‘„«\"'")
_BEHIND = compile_late(r"[.,;:!?)\]”’»\"'%…]{1,6}+")
_MOST_BEFORE = 3


def keep_punctuation(html: str) -> str:
    """Put formulas and the punctuation beside them into elements in which no line breaks."""
    if "<math" not in html:
        return html
    pieces: list[str] = []
    done = 0
    for found in _FORMULA.finditer(html):
        start, end = found.span()
        if found[0].count("<math") > 1:
            continue  # of an author, who has put one into another
        while start > max(done, found.start() - _MOST_BEFORE) and html[start - 1] in _BEFORE:
            start -= 1
        behind = _BEHIND.match(html, end)
        if behind:
            end = behind.end()
        if end - start > len(found[0]):
            pieces += (html[done:start], '<span class="formula">', html[start:end], "</span>")
            done = end
    return "".join((*pieces, html[done:])) if pieces else html
