r"""Find the formulas that need no rewriting: math-core sets them as they are.

Most formulas are such. One look at their commands tells it, so that they are never split into
tokens. Text without commands, lines of a matrix, and bold letters need no rewriting either.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.late_patterns import compile_late
from sitegen.mathematics.nesting import BRACKETS
from sitegen.mathematics.source_reader import GROUP
from sitegen.mathematics.tokens import PRIVATE, commands_of

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

__all__ = [
    "CHECKED",
    "FEW_BRACKETS",
    "FLAT",
    "SHORT",
    "has_one_line",
    "is_flat",
    "is_odd",
    "is_plain",
    "plain_tex",
]

#: A formula of this length and depth needs no look at how it is nested.
SHORT, FLAT, FEW_BRACKETS = 600, 40, 12
_SIGN = compile_late(r"(\\(?:[a-zA-Z]+|.|\Z)|[%$√])", re.DOTALL)
_SIGN = compile_late(r"\\.|[()\[\]]", re.DOTALL)
_ODD = compile_late(rf"{PRIVATE.pattern}|[^\S\x00-\x7f]")
#: How all commands begin that open a bracket; `\\left` is one that is always closed.
_OPENING = ("\\{", "\\l", "\\ul", "\\big", "\\Big")
_BOLD = "\\boldsymbol{"
#: A formula without these has one line.
_MANY_LINES = frozenset({"%", "\\cr", "\\\\"})
#: Commands that are rewritten, unless they stand as `_SIMPLE` says.
CHECKED = frozenset(
    r"\\ \begin \end \text \textrm \textbf \textit \textsf \texttt \bm \boldsymbol".split()
)
_SIMPLE = compile_late(
    r"\\(?:text(?:rm|bf|it|sf|tt)?+\{(?:[^\\{}$%\s`'-]| (?! )|-(?!-)|'(?!'))*+\}"
    r"|(?:bm|boldsymbol)\{(?:[a-zA-Z]|\\[a-zA-Z]++)\}"
    r"|(?:begin|end)\{(?:aligned|cases|[pbBvV]?matrix|array|gathered)\}(?!\s*+\[[tbc]\])"
    r"|\\(?!\s*+[*\[]))"
)


def is_flat(tex: str, commands: list[str]) -> bool:
    """Tell that a formula cannot be nested deep, without looking at how it is nested."""
    if len(tex) > SHORT:
        return False
    lefts = tex.count("\\left")
    if tex.count("{") + lefts > FLAT:
        return False
    if tex.isascii():
        plain = tex.count("(") + tex.count("[")
        if plain + len(commands) <= FEW_BRACKETS:
            return True
        if plain + sum([tex.count(each) for each in _OPENING]) - lefts <= FEW_BRACKETS:
            return True
    brackets = BRACKETS.findall(tex)
    return len(brackets) <= FEW_BRACKETS or _most_unclosed(tex, brackets) <= FEW_BRACKETS


def _most_unclosed(tex: str, brackets: list[str]) -> int:
    """Return how many brackets are opened and not closed at most; those that are commands count."""
    depth = 0
    for sign in _SIGN.findall(tex):
        depth = depth + 1 if sign in "([" else max(0, depth - 1) if sign in ")]" else depth
    return depth + sum(each not in "([" for each in brackets)


def is_plain(tex: str, commands: list[str], rewritten: AbstractSet[str]) -> bool:
    """Tell that math-core can set a formula, if none of the names in `rewritten` is in it.

    These need not contain those of `CHECKED`. A mistake in the formula is not looked for.
    """
    if not rewritten.isdisjoint(commands) or not (tex.isascii() or not PRIVATE.search(tex)):
        return False
    if CHECKED.isdisjoint(commands):
        return True
    checked = [each for each in commands if each in CHECKED]
    return len(_SIMPLE.findall(tex)) == len(checked) and _are_lines_inside(checked)


def has_one_line(tex: str, commands: list[str]) -> bool:
    """Tell that no line ends outside of environments and braces; a comment could hide one."""
    if _MANY_LINES.isdisjoint(commands):
        return True
    if "%" in commands or "\\cr" in commands:
        return False
    if _are_lines_inside(commands):
        return True
    return "\\begin" not in commands and "\\\\" not in commands_of(GROUP.sub("", tex))


def is_odd(tex: str) -> bool:
    """Tell whether there is a private character, which is told, or a space that is none in TeX."""
    return not tex.isascii() and _ODD.search(tex) is not None


def plain_tex(tex: str) -> str:
    """Return a plain formula as math-core knows it."""
    return tex.replace(_BOLD, "\\bm{") if _BOLD in tex else tex


def _are_lines_inside(commands: list[str]) -> bool:
    r"""Tell that each `\\` is in an environment: elsewhere, lines need one around them."""
    depth = 0
    for command in commands:
        if command == "\\begin":
            depth += 1
        elif command == "\\end":
            depth -= 1
        elif command == "\\\\" and depth <= 0:
            return False
    return True
