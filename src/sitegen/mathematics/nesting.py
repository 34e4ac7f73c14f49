r"""Check what is opened and closed in a formula, and how deep it is nested.

The library that sets formulas calls itself for each level, so a formula that is nested without end
would end the whole program: it must never see one.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from sitegen.late_patterns import compile_late
from sitegen.mathematics.tokens import TexError, Token, TokenReader

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["BRACKETS", "check_nesting"]

#: Nobody reads more; a small stack, as threads have it, holds it easily.
_DEEPEST = 60
#: So many commands with something in square brackets; these are not looked into.
_MOST_OPTIONS = 200
#: math-core takes twice the time for each bracket that is opened and never closed.
_MOST_UNCLOSED = 12
_OPENERS = frozenset(
    r"( [ \{ \lbrace \lbrack \lparen \langle \lvert \lVert \lfloor \lceil \lgroup \lmoustache "
    r"\llbracket \lBrace \lAngle \lang \llangle \llparenthesis \llfloor \llceil \ulcorner "
    r"\llcorner \bigl \Bigl \biggl \Biggl".split()
)
_CLOSERS = frozenset(
    r") ] \} \rbrace \rbrack \rparen \rangle \rvert \rVert \rfloor \rceil \rgroup \rmoustache "
    r"\rrbracket \rBrace \rAngle \rang \rrangle \rrparenthesis \rrfloor \rrceil \urcorner "
    r"\lrcorner \bigr \Bigr \biggr \Biggr".split()
)
_STEPS = {**dict.fromkeys(_OPENERS, 1), **dict.fromkeys(_CLOSERS, -1)}
#: What opens brackets begins with this: a formula that has few of these has few open brackets.
BRACKETS = compile_late(r"[(\[\u2045-\u2fff]|\\(?:\{|l(?!eft(?![a-zA-Z]))|ul|[bB]igg?+(?!r))")
#: Commands that take so many arguments, each of which may be a command again.
_ONE = """
    sqrt hat vec bar tilde dot ddot dddot ddddot check breve acute grave mathring overline underline
    widehat widetilde widecheck overrightarrow overleftarrow overleftrightarrow underrightarrow
    underleftarrow underleftrightarrow underbrace overbrace underbracket overbracket overparen
    underparen mathbf mathrm mathit mathsf mathtt mathcal mathbb mathfrak mathscr mathnormal bm
    boldsymbol bold pmb operatorname not mathop mathbin mathrel mathord mathopen mathclose
    mathpunct mathinner phantom hphantom vphantom cancel bcancel xcancel boxed text textbf textit
    textrm textsf texttt smash substack xrightarrow xleftarrow xleftrightarrow xRightarrow
    xLeftarrow xLeftrightarrow xmapsto xhookrightarrow xhookleftarrow
    """
_TWO = "frac dfrac tfrac cfrac binom dbinom tbinom overset underset stackrel textcolor prescript"
_ARGUMENTS = {
    **{f"\\{name}": 1 for name in _ONE.split()},
    **{f"\\{name}": 2 for name in _TWO.split()},
    "^": 1,
    "_": 1,
}
_CLOSE = {"}": "{", "\\right": "\\left", "\\end": "\\begin"}
_SIDES = frozenset({"\\left", "\\right"})
_WORDS = {"{": "the brace {", "\\left": "\\left", "\\begin": "\\begin"}
_ADD = {"{": "add }", "\\left": "add \\right) or \\right.", "\\begin": "add \\end"}


class _Open:
    """What is open: its token, the name of an environment, and the arguments that are awaited."""

    __slots__ = ("brackets", "name", "pending", "token")

    def __init__(self, token: Token, name: str) -> None:
        self.token = token
        self.name = name
        self.pending: list[int] = []
        self.brackets = 0


def check_nesting(tokens: Sequence[Token]) -> None:
    r"""Check that braces, `\left` and `\right`, `\begin` and `\end` are paired, and not too deep.

    Raises TexError for the first mistake.
    """
    reader = TokenReader(tokens)
    opened = [_Open(Token("", 0), "")]
    depth = options = unclosed = 0
    count = len(tokens)
    while reader.place < count:
        token = tokens[reader.place]
        reader.place += 1
        text = token.text
        top = opened[-1]
        if text in _WORDS:
            name = reader.name(token) if text == "\\begin" else ""
            opened.append(_Open(token, name))
            depth += len(top.pending) + 1
            _pass_bracket(reader, text)
        elif text in _CLOSE:
            name = reader.name(token) if text == "\\end" else ""
            _check_closing(top, token, name)
            unclosed += opened.pop().brackets
            depth -= len(opened[-1].pending) + 1
            _complete(opened[-1])
            _pass_bracket(reader, text)
        elif text in _ARGUMENTS:
            top.pending.append(_ARGUMENTS[text])
            options += reader.peek() == "["
        else:
            _pass(top, text)
            continue
        if depth + len(opened[-1].pending) > _DEEPEST or options > _MOST_OPTIONS:
            message = f"more than {_DEEPEST} things are nested in each other"
            raise TexError(token.index, message, "write the formula in parts")
    if unclosed + opened[0].brackets > _MOST_UNCLOSED:
        message = f"more than {_MOST_UNCLOSED} brackets are opened and never closed"
        raise TexError(tokens[0].index, message, "close them, or write the formula in parts")
    if len(opened) > 1:
        # The innermost is the one that was forgotten.
        top = opened[-1]
        if top.token.text == "\\begin":
            hint = f"add \\end{{{top.name}}}"
            raise TexError(top.token.index, f"\\begin{{{top.name}}} is never ended", hint)
        what = top.token.text
        raise TexError(top.token.index, f"{_WORDS[what]} is never closed", _ADD[what])


def _pass_bracket(reader: TokenReader, before: str) -> None:
    r"""Pass the bracket behind `\left` or `\right`, which are paired whatever it is."""
    if before not in _SIDES:
        return
    reader.skip_spaces()
    text = reader.peek()
    if text and text not in _WORDS and text not in _CLOSE:
        reader.place += 1


def _pass(top: _Open, text: str) -> None:
    """Count what neither opens nor closes a group."""
    if text == " ":
        return
    step = _bracket(text)
    if step:
        top.brackets = max(0, top.brackets + step)
    if top.pending:
        _complete(top)


def _bracket(text: str) -> int:
    """Return 1 for a bracket that opens, -1 for one that closes, and else 0."""
    if text in _STEPS:
        return _STEPS[text]
    if text.isascii() or len(text) > 1:
        return 0
    return {"Ps": 1, "Pe": -1}.get(unicodedata.category(text), 0)


def _complete(top: _Open) -> None:
    """Count an argument that is complete, and all that is complete with it."""
    pending = top.pending
    while pending:
        pending[-1] -= 1
        if pending[-1]:
            return
        pending.pop()


def _check_closing(top: _Open, token: Token, name: str) -> None:
    text = token.text
    if top.token.text == _CLOSE[text]:
        if top.name != name:
            message = f"\\begin{{{top.name}}} is ended by \\end{{{name}}}"
            raise TexError(token.index, message, f"write \\end{{{top.name}}}")
        return
    if not top.token.text:
        if text == "}":
            raise TexError(token.index, "a brace } closes nothing", "leave it out, or write \\}")
        shown = f"\\end{{{name}}} without \\begin{{{name}}}" if name else "\\right without \\left"
        raise TexError(token.index, shown, "leave it out, or add the other")
    if top.token.text == "\\begin":
        message = f"{text} comes before \\begin{{{top.name}}} is ended"
        raise TexError(token.index, message, f"write \\end{{{top.name}}} before it")
    message = f"{_WORDS[top.token.text]} is not closed before {text}"
    raise TexError(top.token.index, message, _ADD[top.token.text])
