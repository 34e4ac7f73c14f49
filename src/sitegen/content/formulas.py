r"""Find mathematics that is written as TeX, so that no Markdown is read in it.

`$…$` and `$$…$$` follow Pandoc ("Math", extension `tex_math_dollars`): no digit follows the dollars
of `$…$`, and if spaces stand inside them, it must look like TeX, so amounts of money remain text.
`\(…\)` and `\[…\]` are escaped brackets in Markdown, too: they are mathematics if they look like
it. So are `\\(…\\)` and `\\[…\\]`, as they are written where a script sets what Markdown leaves.
An environment such as `\begin{align}…\end{align}` is one, `\begin{cases}` only if it begins a line.
A code span behind `{math}` is a formula, as in MyST, and so is what Hugo's shortcodes `katex` and
`math` hold. Nothing reaches over a blank line.
"""

from __future__ import annotations

import html
import re
from typing import NamedTuple

from sitegen.content.spaced_formulas import spaced_end
from sitegen.late_patterns import compile_late

__all__ = [
    "FORMULA_MARKS",
    "Formula",
    "FormulaReader",
    "bare_formula",
    "find_formulas",
    "formula_html",
    "is_math_fence",
    "marks_of",
    "may_hold_formulas",
]

#: A text with mathematics holds one of these.
_MARKS = ("$", "\\(", "\\[", "\\begin{")
_ROLE = "{math}"

#: What stands before and behind a formula, the longer ones first.
FORMULA_MARKS = (
    *(("$$", "$$"), ("$`", "`$"), ("$", "$"), ("\\(", "\\)"), ("\\[", "\\]")),
    *(("\\\\(", "\\\\)"), ("\\\\[", "\\\\]")),
    (f"{_ROLE}`", "`"),
)

_NAMES = (
    "math|displaymath|equation|align|aligned|alignat|flalign|gather|gathered|multline|eqnarray"
    "|split|cases|array|[bBpvV]?matrix|subequations|IEEEeqnarray|dmath|darray|CD"
)
#: Those of them that are set apart by themselves, wherever they begin.
_SET_APART = compile_late(
    r"(?:math|displaymath|equation|align|alignat|flalign|gather|multline|eqnarray|dmath)\*?"
)
#: What decides whether a dollar or a bracket is mathematics; everything else is only passed.
_TOKEN = compile_late(
    r"(?P<shortcode>\{\{[<%][ \t]*+(?:math|katex)\b[^{}\n]*+\}\})"
    r"|(?P<environment>\\begin\{(?P<name>(?:" + _NAMES + r")\*?)\})"
    r"|(?P<bracket>\\{1,2}+[(\[])"
    r"|(?P<escape>\\.)"
    r"|(?P<dollars>\$++)"
    r"|(?P<ticks>`++)"
    r"|(?P<comment><!--)"
    r"|(?P<passed><[a-zA-Z/][^<>\n]*+>"
    r"|\]\([ \t]*+(?:<[^<>\n]*+>|[^\s()]*+(?:\([^\s()]*+\)[^\s()]*+)*+)"
    r"|\bhttps?://[^\s<>]++)"
)
#: Where a paragraph ends whatever is open in it: a blank line, or a fence of code.
_END = compile_late(r"\n[ \t>]*+(?=\n|\Z|```|~~~)")
_ESCAPE = compile_late(r"\\.", re.DOTALL)
#: What holds text, in which dollars stand around a formula of its own.
_TEXT = r"\\(?:text[a-z]*+|[mh]box|fbox)\{(?:[^{}\\]|\\.|\{[^{}]*+\})*+\}"
_TO_DOLLAR = compile_late(rf"(?:[^$\\]|{_TEXT}|\\.)*+\$", re.DOTALL)
_TO_DOLLARS = compile_late(r"(?:[^$\\]|\\.|\$(?!\$))*+\$\$(?!\$)", re.DOTALL)
_IN_TICKS = compile_late(r"(`+)[^`\n]+\1\$")
#: A line that would begin another block, and one that would go on with a table.
_BLOCK = compile_late(r"\n[ \t>]*+(?:(?:[-+*:]|\d{1,9}[.)]|#{1,6})[ \t]|<|\|)")
_ROW = compile_late(r"\n[ \t>]*+\|")
#: No prose has these between brackets: a command, an index, a power, a relation.
_TEX = compile_late(r"\\[a-zA-Z,;!{| ]|[_^](?:\{|\\|\w\b)|[=<>]|\w[_^]\d")
_WORD = compile_late(r"[^\W\d_]{2,}")
#: Words with a space, as there are between two amounts of money.
_PROSE = compile_late(r"(?<![^\W\d_])[^\W\d_]{2,}+\s|\s[^\W\d_]{2}")
#: An amount of money at the end of what is emphasized, of a link, or of a cell: `**$5** or`.
_AMOUNT = compile_late(r"\d[\d.,]*+[kKM%]?(?:(?:\*{1,3}+|~~|==)[\s.,;:!?)]|\]\()")
_AMOUNT_IN_CELL = compile_late(r"\d[\d.,]*+[kKM%]?[ \t]*+\|[ \t]")
#: What stands before the dollar of an amount in a certain currency: `US$5, 5$`.
_CURRENCY = compile_late(r"(?<![^\W_])(?:AU?|AR|BR?|CA?|CL|CO|HK|JM|MX?|NT|NZ|RD?|SG?|TT|US?|ZW)\Z")
#: What is between two amounts with the dollar behind them, and the second: `5$, 10$`.
_NEXT_AMOUNT = compile_late(r"[),;.!?/–—-][^\w\\{}^_]*+\d[\d.,]*+\Z")
_BARE_NUMBER = compile_late(r"\d[\d.]*+\Z")
_ROW_START = compile_late(r"[ \t>]*+\|")
#: What begins a shortcode of Hugo, what ends one around a formula, and both around a whole one.
_TAG = compile_late(r"\{\{[<%]")
_CLOSED = r"\{\{[<%][ \t]*+/[ \t]*+(?:math|katex)[ \t]*+[>%]\}\}"
_END_TAG = compile_late(_CLOSED)
_SHORTCODE = compile_late(rf"(\{{\{{[<%][^{{}}\n]*+\}}\}}).*?({_CLOSED})", re.DOTALL)
_CLOSING = {"\\(": "\\)", "\\[": "\\]", "\\\\(": "\\\\)", "\\\\[": "\\\\]"}
#: So far into brackets is looked for what shows that they are mathematics.
_LOOK = 400
_PAIR = 2


class Formula(NamedTuple):
    """Mathematics from `start` to `end`, its marks included; set apart if it `is_display`."""

    start: int
    end: int
    is_display: bool


class FormulaReader:
    """Reads a source line by line, in order; takes time in proportion to its length."""

    def __init__(self, text: str) -> None:
        self.formulas: list[Formula] = []
        self._text = text
        self._done = 0  # nothing before this is looked at again
        self._limit = -1  # where the paragraph around `_done` ends
        self._next: dict[str, tuple[int, int]] = {}  # from where on a mark comes next, and where
        self._last_comment = -1
        self._bars = (-1, 0, False)  # in which line bars were looked for, how far, and found

    def read_line(self, start: int, end: int) -> int:
        """Read a line of text; return where the last formula that begins on it ends, or 0."""
        reach, count = 0, len(self.formulas)
        place = max(start, self._done)
        while place < end:
            if place >= self._limit:
                found = _END.search(self._text, place)
                self._limit = found.start() if found else len(self._text)
            token = _TOKEN.search(self._text, place, self._limit)
            if not token:
                place = self._limit
                break
            if token.start() >= end:
                place = token.start()
                break
            place = self._read_token(token, start, place)
        if len(self.formulas) > count:
            reach = self.formulas[-1].end
        self._done = place
        return reach

    def _read_token(self, token: re.Match[str], line: int, done: int) -> int:
        """Return where to go on behind a token, or behind what begins with it.

        What comes before `done` is part of something else.
        """
        kind, start, after = token.lastgroup, token.start(), token.end()
        if token["name"]:
            kind = "environment"
        if kind == "ticks":
            end = self._after_code(token[0], after)
            role = start - len(_ROLE)
            has_role = role >= done and self._text.startswith(_ROLE, role)
            if has_role and token[0] == "`" and self._text[after : end - 1].strip():
                self.formulas.append(Formula(role, end, is_display=False))
            return end
        if kind == "comment":
            closing = self._text.find("-->", after) if self._may_close(after) else -1
            return closing + 3 if closing >= 0 else after
        end = -1
        if kind == "environment" and (start == line or _SET_APART.fullmatch(token["name"])):
            end = self._after(f"\\end{{{token['name']}}}", after)
        elif kind == "shortcode":
            end = self._after_shortcode(after)
        elif kind == "bracket":
            end = self._after_brackets(token[0], after)
        elif kind == "dollars":
            end = self._after_dollars(start, after, line)
        if end < 0:
            return after
        self.formulas.append(Formula(start, end, self._is_display(token[0])))
        return end

    def _is_display(self, mark: str) -> bool:
        return "display" in mark if mark[0] == "{" else mark not in {"$", "\\(", "\\\\("}

    def _may_close(self, place: int) -> bool:
        """Tell whether a comment can end behind a place."""
        if self._last_comment < 0:
            self._last_comment = self._text.rfind("-->") + 1
        return place < self._last_comment

    def _after_code(self, ticks: str, start: int) -> int:
        """Return where a code span ends that begins with these backticks, or where they end."""
        end = self._after(ticks, start)
        if end < 0 or _BLOCK.search(self._text, start, end):
            return start
        return end

    def _after_brackets(self, mark: str, start: int) -> int:
        end = self._after(_CLOSING[mark], start)
        text, look_end = self._text, min(end - len(mark), start + _LOOK)
        if end < 0 or not text[start:look_end].strip():
            return -1
        is_link = text[max(0, start - _PAIR - len(mark)) : start - len(mark)].endswith("]")
        if is_link or text.startswith(("(", "\\("), end):
            return -1  # its brackets are escaped
        if _TEX.search(text, start, look_end):
            return end
        # `\(n\)` is a letter, `\(see above\)` are words, and `\[1\]` is a number in brackets.
        if mark.endswith("["):
            return end if text[start].isspace() else -1
        is_words = _WORD.search(text, start, look_end) or _BLOCK.search(text, start, look_end)
        return -1 if is_words else end

    def _after_shortcode(self, after: int) -> int:
        """Return where a shortcode around a formula ends, or -1 if that has marks of its own."""
        text, limit = self._text, self._limit
        following = _TAG.search(text, after, limit)
        closing = _END_TAG.match(text, following.start(), limit) if following else None
        if not closing:
            return -1
        inner = text[after : closing.start()]
        is_bare = inner.strip() and not any(mark in inner for mark in _MARKS)
        return closing.end() if is_bare else -1

    def _after_dollars(self, start: int, after: int, line: int) -> int:
        text, limit = self._text, self._limit
        if after - start > _PAIR:
            return -1
        if after - start == _PAIR:
            found = _TO_DOLLARS.match(text, after, limit)
            return found.end() if found and self._is_set_apart(start, found.end(), line) else -1
        in_ticks = _IN_TICKS.match(text, after, limit)
        if in_ticks:
            return in_ticks.end()
        if text[after : after + 1].isspace():
            return spaced_end(text, start, limit)
        found = _TO_DOLLAR.match(text, after, limit)
        if not found:
            return -1
        if text[found.end() - _PAIR].isspace():
            return spaced_end(text, start, limit)
        is_amount = text[found.end() : found.end() + 1].isdigit()
        return found.end() if not is_amount and self._is_one_piece(after, found.end() - 1) else -1

    def _is_one_piece(self, start: int, end: int) -> bool:
        """Tell whether what is between two dollars belongs together."""
        text = self._text
        if start == end or text.count("`", start, end) % 2 or self._is_amount(start, end):
            return False
        is_block = _BLOCK.search(text, start, end)
        if not is_block and not _PROSE.search(text, start, end):
            return True
        return not _ROW.search(text, start, end) and _TEX.search(text, start, end) is not None

    def _is_amount(self, start: int, end: int) -> bool:
        """Tell an amount: it has a currency, is one of two, or Markdown ends behind it."""
        text = self._text
        if not text[start].isdecimal():
            is_behind = text[max(0, start - 2) : start - 1].isdecimal()
            return is_behind and _NEXT_AMOUNT.match(text, start, end) is not None
        if (
            _CURRENCY.search(text, max(0, start - 4), start - 1)
            and not _BARE_NUMBER.match(text, start, end)
            and not _TEX.search(text, start, end)
        ):
            return True
        if _AMOUNT.match(text, start, end):
            return True
        in_cell = _AMOUNT_IN_CELL.match(text, start, end)
        return (
            in_cell is not None
            and _ROW_START.match(text, text.rfind("\n", 0, start) + 1, start) is not None
        )

    def _is_set_apart(self, start: int, end: int, line: int) -> bool:
        """Tell a formula between two dollars each from prices such as `| $$ | $$ |`."""
        inner = self._text[start + _PAIR : end - _PAIR]
        if not inner.strip():
            return False
        if not self._is_behind_bar(start, line):
            return True
        return "\n" not in inner and not inner[0].isspace() and not inner[-1].isspace()

    def _is_behind_bar(self, start: int, line: int) -> bool:
        """Tell whether there is a bar in a line before a place, but for those in formulas."""
        known, looked, is_behind = self._bars
        if known != line:
            looked, is_behind = line, False
        end = start
        for formula in reversed(self.formulas):
            if is_behind or formula.start < looked:
                break
            is_behind = self._text.find("|", formula.end, end) >= 0
            end = formula.start
        is_behind = is_behind or self._text.find("|", looked, end) >= 0
        self._bars = (line, start, is_behind)
        return is_behind

    def _after(self, mark: str, start: int) -> int:
        """Return where the next such mark in the paragraph ends, or -1 if there is none."""
        since, found = self._next.get(mark, (0, -1))
        if not since <= start <= found:
            found = self._find(mark, start)
            self._next[mark] = (start, found)
        return found + len(mark) if found < self._limit else -1

    def _find(self, mark: str, start: int) -> int:
        """Return where the next such mark is, or where the paragraph ends."""
        text, limit = self._text, self._limit
        if mark[0] == "`":
            pattern = re.compile(rf"(?<!`){mark}(?!`)")
            found = pattern.search(text, start, limit)
            return found.start() if found else limit
        if len(mark) > _PAIR:
            place = text.find(mark, start, limit)
            return place if place >= 0 else limit
        for escape in _ESCAPE.finditer(text, start, limit):
            if escape[0] == mark:
                return escape.start()
        return limit


def may_hold_formulas(text: str) -> bool:
    """Tell quickly that a text holds no mathematics; True means that it may."""
    if "$" in text or ("\\" in text and any(mark in text for mark in _MARKS)):
        return True
    return _ROLE + "`" in text or ("{{" in text and _END_TAG.search(text) is not None)


def find_formulas(text: str) -> list[Formula]:
    """Return the formulas of a text that is no Markdown, such as a title."""
    reader = FormulaReader(text)
    start = 0
    for line in text.split("\n"):
        reader.read_line(start, start + len(line))
        start += len(line) + 1
    return reader.formulas


def marks_of(written: str) -> tuple[str, str]:
    """Return what stands before and behind a formula; nothing around an environment."""
    if written.startswith("{{"):
        found = _SHORTCODE.fullmatch(written)
        return (found[1], found[2]) if found else ("", "")
    return next((marks for marks in FORMULA_MARKS if written.startswith(marks[0])), ("", ""))


def bare_formula(written: str) -> str:
    """Return the TeX between the marks of a formula; an environment has none."""
    before, behind = marks_of(written)
    return written[len(before) : len(written) - len(behind)]


def is_math_fence(info: str) -> bool:
    """Tell a fence that holds a formula by what follows its marks, as GitHub and MyST do."""
    return info.strip() in {"math", "{math}", "{.math}"}


def formula_html(source: str, *, is_display: bool, tag: str = "span") -> str:
    """Return TeX as HTML, as it is written, in an element with Pandoc's classes."""
    kind = "display" if is_display else "inline"
    return f'<{tag} class="math {kind}">{html.escape(source, quote=False)}</{tag}>'
