r"""Find TeX and paths in double quotes of YAML, TOML and JSON: `\nu` is a line break and a `u`.

In double quotes, a backslash and what follows it stand for a character (YAML 1.2, "Escaped
Characters"; TOML 1.0, "String"; RFC 8259, 7). In single quotes, a backslash is only that; JSON has
none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "JSON_QUOTES",
    "TOML_QUOTES",
    "YAML_QUOTES",
    "LostBackslash",
    "Quotes",
    "explain_escape",
    "find_lost_backslash",
    "find_lost_in",
    "find_wrong_escape",
    "is_of_escape",
]

#: A formula in dollars; amounts of money are none.
_FORMULA = compile_late(r"(?<![\\$])\$(?![\s$])[^$]*?(?<![\s\\])\$(?![\d$])")
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
#: Short ones, in formulas of JSON: programs write line breaks there, too.
_IN_FORMULAS = _COMMANDS | {"ne", "ni", "nu", "rm", "to", "tt", "tanh"}
#: A path of Windows with two folders, or one that is the whole value.
_PATH = compile_late(r"(?<![A-Za-z0-9])[A-Za-z]:(?P<folders>(?:\\[\w.~-]+)+\\?)")
_QUOTED = compile_late(r"\"(?:[^\"\\]|\\.)*+\"", re.DOTALL)
_WRITTEN = compile_late(r"\\(?:[A-Za-z]+|.?)", re.DOTALL)
#: What holds double quotes of TOML: strings of each kind, and comments.
_TOML_TOKEN = compile_late(
    r'(?P<long>"""(?:\\.|[^\\])*?"""(?!"))|(?P<text>"(?:\\.|[^"\\\n])*")'
    r"|'''.*?'''(?!')|'[^'\n]*'|\#[^\n]*",
    re.DOTALL,
)
_JSON_TOKEN = compile_late(r'(?P<text>"[^"\\]*(?:\\.[^"\\]*)*")', re.DOTALL)
#: What tomllib and json say of an escape that is none.
_COMPLAINT = compile_late(r"Unescaped '\\'|Invalid hex value|Invalid \\")
_LONGEST = 60


class Quotes(NamedTuple):
    """What stands between double quotes of a format.

    `escape` finds what its reader takes for one character, but for marks that are escaped on
    purpose: `sign` is the letter of a known escape. `wrong` finds an escape that is none.
    """

    name: str
    escape: re.Pattern[str]
    wrong: re.Pattern[str]
    token: re.Pattern[str]
    has_single: bool = True


class LostBackslash(NamedTuple):
    """Where a backslash stands in a text, and what is wrong with it."""

    place: int
    message: str
    hint: str


def _quotes(
    name: str, letters: str, known: str, token: re.Pattern[str], *, has_single: bool = True
) -> Quotes:
    escape = compile_late(rf"\\(?:[\\\"/]|(?P<sign>[{letters}])[A-Za-z]*)?")
    wrong = compile_late(rf"\\(?:(?:{known})|(?P<wrong>[^\s]|\Z))")
    return Quotes(name, escape, wrong, token, has_single)


_HEX = "u[0-9a-fA-F]{4}"
YAML_QUOTES = _quotes("YAML", "0abefnrtvNLP_ ", r"\\", _JSON_TOKEN)
TOML_QUOTES = _quotes(
    "TOML", "bfnrt", rf"[\\\"bfnrt]|{_HEX}|U[0-9a-fA-F]{{8}}|[ \t]*\n", _TOML_TOKEN
)
JSON_QUOTES = _quotes("JSON", "bfnrt", rf"[\\\"/bfnrt]|{_HEX}", _JSON_TOKEN, has_single=False)


def find_lost_in(text: str, quotes: Quotes) -> LostBackslash | None:
    """Find TeX or a path in the double quotes of a text that could be read."""
    return _find(text, quotes, find_lost_backslash)


def find_wrong_escape(text: str, quotes: Quotes) -> LostBackslash | None:
    """Find the first escape that is none in the double quotes of a text that cannot be read."""
    return _find(text, quotes, _find_wrong)


def is_of_escape(message: str) -> bool:
    """Tell whether a reader of TOML or JSON complains about an escape."""
    return bool(_COMPLAINT.match(message))


def _find(
    text: str, quotes: Quotes, find: Callable[[str, int, int, Quotes], LostBackslash | None]
) -> LostBackslash | None:
    if "\\" not in text:
        return None
    for token in quotes.token.finditer(text):
        start, end = token.span()
        if token.lastgroup and text.find("\\", start, end) >= 0:
            found = find(text, start, end, quotes)
            if found:
                return found
    return None


def _find_wrong(text: str, start: int, end: int, quotes: Quotes) -> LostBackslash | None:
    for found in quotes.wrong.finditer(text, start, end):
        if found["wrong"] is not None:
            return _explain(text, start, end, found.start(), quotes)
    return None


def find_lost_backslash(
    text: str, start: int, end: int, quotes: Quotes = YAML_QUOTES
) -> LostBackslash | None:
    """Find TeX or a path in the double quotes in which the value between two places is."""
    formulas: list[tuple[int, int]] | None = None
    for found in quotes.escape.finditer(text, start, end):
        if not found["sign"]:
            continue
        if formulas is None:
            formulas = [each.span() for each in _FORMULA.finditer(text, start + 1, end - 1)]
            paths = list(_paths(text, start, end))
        at, name = found.start(), found[0][1:]
        before = bisect_left(formulas, (at, at)) - 1
        is_formula = before >= 0 and at < formulas[before][1]
        if is_formula and not quotes.has_single:
            is_formula = name in _IN_FORMULAS
        if name in _COMMANDS or is_formula or any(first < at < last for first, last in paths):
            return _explain(text, start, end, at, quotes)
    return None


def _paths(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return where paths of Windows stand in a value."""
    found = _PATH.finditer(text, start + 1, end - 1)
    return [
        each.span()
        for each in found
        if each["folders"].rstrip("\\").count("\\") > 1 or each.span() == (start + 1, end - 1)
    ]


def explain_escape(text: str, start: int, failed: int) -> LostBackslash:
    """Say what is wrong with the escape in double quotes at which YAML cannot be read any more."""
    value = _QUOTED.match(text, start)
    end = value.end() if value else -1
    return _explain(text, start, end, text.rindex("\\", 0, failed + 1), YAML_QUOTES)


def _explain(text: str, start: int, end: int, index: int, quotes: Quotes) -> LostBackslash:
    found = _WRITTEN.match(text, index)
    written = found[0] if found else "\\"
    message = (
        f"in double quotes, a backslash begins an escape of {quotes.name}, also in '{written}'"
    )
    value = text[start + 1 : end - 1] if end > start else ""
    is_plain = 0 < len(value) <= _LONGEST and not set('\n"') & set(value) and "\\\\" not in value
    if not quotes.has_single:
        hint = "write each backslash twice"
        doubled = value.replace("\\", "\\\\")
        return LostBackslash(index, message, f'{hint}: "{doubled}"' if is_plain else hint)
    if "'" in value:
        hint = "write the value in single quotes, and '' for each '"
        if quotes.name == "TOML":
            hint = "write each backslash twice, or the value between '''"
        return LostBackslash(index, message, hint)
    hint = "write the value in single quotes"
    return LostBackslash(index, message, f"{hint}: '{value}'" if is_plain else hint)
