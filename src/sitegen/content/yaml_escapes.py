r"""Find TeX in double quotes of YAML, where `\nu` is a line break and a `u`.

In double quotes, a backslash and what follows it stand for a character (YAML 1.2, "Escaped
Characters"). In single quotes, a backslash is only that.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from sitegen.late_patterns import compile_late

__all__ = ["LostBackslash", "explain_escape", "find_lost_backslash"]

#: A formula in dollars; amounts of money are none.
_FORMULA = compile_late(r"(?<![\\$])\$(?![\s$])[^$]*?(?<![\s\\])\$(?![\d$])")
#: What a reader of YAML takes for one character, but for marks that are escaped on purpose.
_ESCAPE = compile_late(r"\\(?:[\\\"/]|(?P<sign>[0abefnrtvNLP_ ])[A-Za-z]*)?")
#: Commands of TeX that begin with a letter of an escape, and are known outside of formulas, too:
#: what follows a line break or a tab would hardly ever be the rest of their name.
_COMMANDS = frozenset(
    """
    alpha aleph approx ast asymp angle arccos arcsin arctan arg
    bar begin beta beth bf big bigcap bigcup binom bm boldsymbol bot boxed breve bullet
    ell emph emptyset end epsilon equiv eta exists exp
    fbox flat forall frac frown
    nabla neg neq newline nexists ngeq nleq nmid nolimits nonumber not notin
    rangle rceil ref rfloor rho right rightarrow rightleftharpoons
    tan tanh tau tex text textbf textit textrm textsc textsubscript textsuperscript tfrac theta
    tilde times top triangle
    varepsilon varnothing varphi varpi varrho varsigma vartheta vdash vdots vec vee vert
    Lambda Leftarrow Leftrightarrow Longrightarrow Phi Pi Pr Psi
    """.split()
)
_QUOTED = compile_late(r"\"(?:[^\"\\]|\\.)*+\"", re.DOTALL)
_WRITTEN = compile_late(r"\\(?:[A-Za-z]+|.?)", re.DOTALL)
_LONGEST = 60


class LostBackslash(NamedTuple):
    """Where a backslash stands in a text, and what is wrong with it."""

    place: int
    message: str
    hint: str


def find_lost_backslash(text: str, start: int, end: int) -> LostBackslash | None:
    """Find TeX in the double quotes in which the value between two places is."""
    formulas: list[tuple[int, int]] | None = None
    for found in _ESCAPE.finditer(text, start, end):
        if not found["sign"]:
            continue
        if formulas is None:
            formulas = [each.span() for each in _FORMULA.finditer(text, start + 1, end - 1)]
        at, name = found.start(), found[0][1:]
        before = bisect_left(formulas, (at, at)) - 1
        if name in _COMMANDS or (before >= 0 and at < formulas[before][1]):
            return _explain(text, start, end, at)
    return None


def explain_escape(text: str, start: int, failed: int) -> LostBackslash:
    """Say what is wrong with the escape in double quotes at which YAML cannot be read any more."""
    value = _QUOTED.match(text, start)
    return _explain(text, start, value.end() if value else -1, text.rindex("\\", 0, failed + 1))


def _explain(text: str, start: int, end: int, index: int) -> LostBackslash:
    found = _WRITTEN.match(text, index)
    written = found[0] if found else "\\"
    message = f"in double quotes, a backslash begins an escape of YAML, also in '{written}'"
    value = text[start + 1 : end - 1] if end > start else ""
    if "'" in value:
        return LostBackslash(index, message, "write the value in single quotes, and '' for each '")
    is_plain = 0 < len(value) <= _LONGEST and not set('\n"') & set(value) and "\\\\" not in value
    hint = "write the value in single quotes"
    return LostBackslash(index, message, f"{hint}: '{value}'" if is_plain else hint)
