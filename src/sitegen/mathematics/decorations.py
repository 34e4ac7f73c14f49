r"""Commands that change how something looks: `\cancel`, `\boxed`, `\textcolor`, spaces, `\text`.

Browsers know no `<menclose>`, and a page has no inline styles. So what MathML Core has no element
for is a class, whose rule is in the stylesheet of formulas.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.diagnostics import did_you_mean
from sitegen.mathematics.physics import substitute
from sitegen.mathematics.tokens import TexError, Token, TokenReader, written

if TYPE_CHECKING:
    from sitegen.mathematics.rewriting import Handler, Rewriter

__all__ = ["COLORS", "DECORATIONS"]

#: Colours with a class, each readable on a light and on a dark page.
COLORS = (
    "black blue brown cyan darkgray gray green lightgray lime magenta olive orange pink purple red "
    "teal violet white yellow"
).split()
_ENCLOSED = {
    "\\cancel": "math-cancel",
    "\\bcancel": "math-bcancel",
    "\\xcancel": "math-xcancel",
    "\\boxed": "math-box",
}
_BOLD_DIGITS = {str(n): chr(0x1D7CE + n) for n in range(10)}
#: Commands for which math-core has another name.
_SAME = {
    "\\mbox": "\\text",
    "\\hbox": "\\text",
    "\\textnormal": "\\text",
    "\\textup": "\\text",
    "\\pmb": "\\bm",
    "\\dotsc": "\\ldots",
    "\\dotso": "\\ldots",
    "\\dotsb": "\\cdots",
    "\\dotsm": "\\cdots",
    "\\dotsi": "\\cdots",
    "\\strut": "\\mathstrut",
    "\\upmu": "\\mu",
    "\\degree": "{}^{\\circ}",
    "\\cr": "\\\\",
    "\\\n": "\\ ",
    "\\\t": "\\ ",
    "\\minuso": "\\ominus",
    "\\mathbbm": "\\mathbb",
    "\\mathbfit": "\\bm",
    "\\symup": "\\mathrm",
    "\\intop": "\\int\\limits",
    "\\wideparen": "\\overparen",
    "\\vv": "\\overrightarrow",
    "\\hdots": "\\ldots",
    "\\mapsfrom": "\\mathrel{↤}",
    "\\euro": "\\text{€}",
    "\\qed": "\\square",
    "√": "\\surd",
}
#: Commands that stand for others, with their arguments.
_MEANINGS = {
    "\\overunderset": "\\overset#1{\\underset#2#3}",
    "\\stackbin": "\\mathbin{\\overset{#1}{#2}}",
    "\\nicefrac": "{}^{#1}\\!/\\!{}_{#2}",
    "\\sfrac": "{}^{#1}\\!/\\!{}_{#2}",
    "\\flatfrac": "{#1}/{#2}",
    "\\varliminf": "\\mathop{\\underline{\\lim}}",
    "\\varlimsup": "\\mathop{\\overline{\\lim}}",
    "\\multiset": "\\left(\\!\\binom{#1}{#2}\\!\\right)",
}
#: They only say what is done anyway.
_NOTHING = ("\\allowbreak", "\\nobreak", "\\displaybreak", "\\nonfrenchspacing")
_TEXTS = ("\\text", "\\textrm", "\\textbf", "\\textit", "\\textsf", "\\texttt", "\\emph")
#: Signs for which TeX has several characters in a text; the third dash comes behind two.
_JOINED = {"--": "–", "–-": "—", "``": "“", "''": "”"}
_LIGATURES = frozenset("-`'")
_SIGN = 2
_MATH = {"$": "$", "\\(": "\\)"}


def _enclose(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    inner = reader.argument(command)
    opening = f'<mrow class="{_ENCLOSED[command.text]}">'
    rewriter.element(opening, inner, "</mrow>", command.index)


def _fbox(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    """Set text in a box."""
    rewriter.write("{", command.index)
    rewriter.mark('<mrow class="math-box">', command.index)
    rewriter.write("{", command.index)
    _write_text(rewriter, Token("\\text", command.index), reader.argument(command))
    rewriter.write("}", command.index)
    rewriter.mark("</mrow>", command.index)
    rewriter.write("}", command.index)


def _cancel_to(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    value, inner = reader.argument(command), reader.argument(command)
    index = command.index
    rewriter.write("{", index)
    rewriter.mark("<msup>", index)
    rewriter.element('<mrow class="math-cancel">', inner, "</mrow>", index)
    rewriter.group(value, index)
    rewriter.mark("</msup>", index)
    rewriter.write("}", index)


def _smash(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    option = written(reader.option() or []).strip()
    sizes = {"t": 'height="0"', "b": 'depth="0"'}.get(option, 'height="0" depth="0"')
    inner = reader.argument(command)
    rewriter.element(f"<mpadded {sizes}>", inner, "</mpadded>", command.index)


def _lap(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    inner = reader.argument(command)
    kind = command.text.removeprefix("\\").removeprefix("math")
    opening = f'<mpadded width="0" class="math-{kind}">'
    rewriter.element(opening, inner, "</mpadded>", command.index)


def _bold(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    """Set an argument in bold; math-core leaves digits as they are."""
    inner = reader.argument(command)
    bold = [Token(_BOLD_DIGITS.get(each.text, each.text), each.index) for each in inner]
    rewriter.write("\\bm", command.index)
    rewriter.group(bold, command.index)


def _color_class(rewriter: Rewriter, reader: TokenReader, command: Token) -> str:
    model = reader.option()
    name = reader.name(command)
    if model is None and name in COLORS:
        return f' class="math-{name}"'
    shown = name if model is None else f"[{written(model)}]{name}"
    otherwise = f"write one of {', '.join(COLORS)}"
    message = f"the color '{shown}' is not known, and is left out"
    rewriter.problem(command.index, message, did_you_mean(name, COLORS, otherwise))
    return ""


def _textcolor(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    kind = _color_class(rewriter, reader, command)
    inner = reader.argument(command)
    rewriter.element(f"<mrow{kind}>", inner, "</mrow>", command.index)


def _color(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    """Color what follows in the group."""
    kind = _color_class(rewriter, reader, command)
    rewriter.element(f"<mrow{kind}>", reader.rest_of_group(), "</mrow>", command.index)


def _link(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    reader.argument(command)
    rewriter.problem(
        command.index,
        f"{command.text} cannot be used: only its text is shown",
        "put a link of Markdown around the formula",
    )
    rewriter.group(reader.argument(command), command.index)


def _rename(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    name = _SAME[command.text]
    handler = DECORATIONS.get(name)
    if handler:
        handler(rewriter, reader, Token(name, command.index))
    else:
        rewriter.write(name, command.index)


def _ignore(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    del rewriter, reader, command


def _argument_only(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    rewriter.group(reader.argument(command), command.index)


def _line_end(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    r"""Write the end of a line, without the distance to the next."""
    reader.skip_dimension()
    rewriter.write(command.text, command.index)


def _text(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    _write_text(rewriter, command, reader.argument(command))


def _write_text(rewriter: Rewriter, command: Token, tokens: list[Token]) -> None:
    """Write text; what is between dollars in it is mathematics again."""
    index = command.index
    if _MATH.keys().isdisjoint([text for text, _ in tokens]):
        rewriter.write(command.text, index)
        rewriter.write("{", index)
        rewriter.copy(_with_kept_spaces(tokens))
        rewriter.write("}", index)
        return
    reader, text = TokenReader(tokens), list[Token]()
    rewriter.write("{", index)
    while not reader.is_done:
        token = reader.next()
        if token.text not in _MATH:
            text.append(token)
            continue
        if text:
            _write_text(rewriter, command, text)
            text = []
        inner = _formula_in_text(reader, token)
        rewriter.write("{\\textstyle", token.index)
        rewriter.write(" ", token.index)
        rewriter.run(inner)
        rewriter.write("}", token.index)
    if text:
        _write_text(rewriter, command, text)
    rewriter.write("}", index)


def _with_kept_spaces(tokens: list[Token]) -> list[Token]:
    r"""Return text in which no space stands behind a sign such as `\%`: math-core drops it."""
    kept: list[Token] = []
    before = ""
    for token in tokens:
        is_dropped = token[0] == " " and len(before) == _SIGN and before[0] == "\\"
        kept.append(Token("~", token[1]) if is_dropped else token)
        before = token[0]
        if before in _LIGATURES:
            _join_last(kept)
    return kept


def _join_last(tokens: list[Token]) -> None:
    """Put one sign in the place of the last two, if TeX does so."""
    last = tokens[-2:]
    sign = _JOINED.get("".join([text for text, _ in last]))
    if sign:
        tokens[-2:] = [Token(sign, last[0].index)]


def _formula_in_text(reader: TokenReader, dollar: Token) -> list[Token]:
    inner: list[Token] = []
    end = _MATH[dollar.text]
    while not reader.is_done:
        token = reader.next()
        if token.text == end:
            return inner
        inner.append(token)
    raise TexError(dollar.index, f"{dollar.text} in a text is never closed", f"add {end}")


def _dollar(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    del rewriter, reader
    message = "a dollar stands in a formula"
    raise TexError(command.index, message, "write \\$ for the sign, or put it into \\text{…}")


def _lone_backslash(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    del rewriter, reader
    raise TexError(command.index, "a backslash ends the formula", "leave it out")


def _space(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    """Write a space without its star: no line ends beside it."""
    reader.has_star()
    rewriter.write(command.text, command.index)


def _without_argument(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    """Pass what moves something by a little."""
    del rewriter
    reader.argument(command)


DECORATIONS: dict[str, Handler] = {
    **dict.fromkeys(_ENCLOSED, _enclose),
    **dict.fromkeys(_SAME, _rename),
    **dict.fromkeys(_NOTHING, _ignore),
    **dict.fromkeys(_TEXTS, _text),
    "\\bm": _bold,
    "\\boldsymbol": _bold,
    "\\cancelto": _cancel_to,
    "\\fbox": _fbox,
    "\\smash": _smash,
    "\\mathclap": _lap,
    "\\mathllap": _lap,
    "\\mathrlap": _lap,
    "\\clap": _lap,
    "\\llap": _lap,
    "\\rlap": _lap,
    "\\color": _color,
    "\\textcolor": _textcolor,
    "\\href": _link,
    "\\ensuremath": _argument_only,
    "\\\\": _line_end,
    "$": _dollar,
    "\\": _lone_backslash,
    "\\hspace": _space,
    "\\leftroot": _without_argument,
    "\\uproot": _without_argument,
    **{name: substitute(tex) for name, tex in _MEANINGS.items()},
}
