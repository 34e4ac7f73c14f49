r"""Commands that change how something looks: `\cancel`, `\boxed`, `\textcolor`, spaces, `\text`.

Browsers know no `<menclose>`, and a page has no inline styles. So what MathML Core has no element
for is a class, whose rule is in the stylesheet of formulas.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.late_patterns import compile_late
from sitegen.mathematics.colors import color_class
from sitegen.mathematics.tokens import Stretch, TexError, Token, TokenReader, texts_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sitegen.mathematics.rewriting import Handler, Rewriter

__all__ = ["DECORATIONS", "SIZES"]

_BOLD_DIGITS = {str(n): chr(0x1D7CE + n) for n in range(10)}
#: Where Unicode has bold capital and small letters of other alphabets.
_BOLD_ALPHABETS = {
    "\\mathcal": (0x1D4D0, 0x1D4EA),
    "\\mathscr": (0x1D4D0, 0x1D4EA),
    "\\mathfrak": (0x1D56C, 0x1D586),
    "\\mathsf": (0x1D5D4, 0x1D5EE),
}
_TEXTS = ("\\text", "\\textrm", "\\textbf", "\\textit", "\\textsf", "\\texttt", "\\emph")
#: Signs for which TeX has several characters in a text; the third dash comes behind two.
_JOINED = {"--": "–", "–-": "—", "``": "“", "''": "”"}
SIZES = frozenset(
    f"\\{size}{side}" for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "r", "m")
)
#: Text that is written as it stands.
_PLAIN_TEXT = compile_late(r"(?:[^\\{}$%\s`'-]| (?! )|-(?!-)|'(?!'))*+")
_DOLLAR = compile_late(r"(?<!\\)\$")
#: What is set in bold as it stands.
_BOLD = compile_late(r"[a-zA-Z]++|\\(?!math)[a-zA-Z]++")
_LIGATURES = frozenset("-`'")
#: Signs of TeX that MathJax shows in a text as they are, as in `\text{num_params}`.
_BARE_SIGNS = ("_", "&")
_SIGN = 2
_MATH = {"$": "$", "\\(": "\\)"}


def _bold(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    """Set an argument in bold; math-core leaves digits and other alphabets as they are."""
    argument = reader.argument(command)
    if isinstance(argument, Stretch) and _BOLD.fullmatch(argument.tex):
        rewriter.write(f"\\bm{{{argument.tex}}}", command.index)
        return
    inner = TokenReader(argument)
    bold: list[Token] = []
    while not inner.is_done:
        token = inner.next()
        if token.text in _BOLD_ALPHABETS and not inner.is_done:
            bold += _in_bold(token, inner.argument(token))
        else:
            bold.append(Token(_BOLD_DIGITS.get(token.text, token.text), token.index))
    rewriter.write("\\bm", command.index)
    rewriter.group(bold, command.index)


def _in_bold(alphabet: Token, letters: Sequence[Token]) -> list[Token]:
    r"""Return the letters of `\mathcal{…}` and the like as bold ones, if they are letters only."""
    capital, small = _BOLD_ALPHABETS[alphabet.text]
    if not all(each.text.isascii() and each.text.isalpha() for each in letters):
        return [alphabet, Token("{", alphabet.index), *letters, Token("}", alphabet.index)]
    return [
        Token(chr(ord(text) + (capital - ord("A") if text < "a" else small - ord("a"))), index)
        for text, index in ((each.text, each.index) for each in letters)
    ]


def _textcolor(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    opening = _opening(color_class(rewriter, reader, command))
    rewriter.element(opening, reader.argument(command), "</mrow>", command.index)


def _color(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    """Color what follows in the group."""
    opening = _opening(color_class(rewriter, reader, command))
    rewriter.element(opening, reader.rest_of_group(), "</mrow>", command.index)


def _opening(name: str) -> str:
    return f'<mrow class="{name}">' if name else "<mrow>"


def _link(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    reader.argument(command)
    rewriter.problem(
        command.index,
        f"{command.text} cannot be used: only its text is shown",
        "put a link of Markdown around the formula",
    )
    rewriter.group(reader.argument(command), command.index)


def _argument_only(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    rewriter.group(reader.argument(command), command.index)


def _line_end(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    r"""Write the end of a line, without the distance to the next."""
    reader.skip_dimension()
    rewriter.write(command.text, command.index)


def _text(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    _write_text(rewriter, command, reader.argument(command))


def _write_text(rewriter: Rewriter, command: Token, tokens: Sequence[Token]) -> None:
    """Write text; what is between dollars in it is mathematics again."""
    index = command.index
    if isinstance(tokens, Stretch):
        if _PLAIN_TEXT.fullmatch(tokens.tex):
            rewriter.write(f"{command.text}{{{tokens.tex}}}", index)
            return
        if "$" in tokens.tex and _write_formulas(rewriter, command, tokens):
            return
    if _MATH.keys().isdisjoint(texts_of(tokens)):
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
        rewriter.write("{\\textstyle ", token.index)
        rewriter.run(inner)
        rewriter.write("}", token.index)
    if text:
        _write_text(rewriter, command, text)
    rewriter.write("}", index)


def _write_formulas(rewriter: Rewriter, command: Token, text: Stretch) -> bool:
    """Write text with formulas between dollars; return False if a dollar may be something else."""
    pieces = _DOLLAR.split(text.tex)
    is_paired = len(pieces) > 1 and len(pieces) % 2
    if not is_paired or "\\\\" in text.tex or "\\(" in text.tex:
        return False
    place = text.start
    rewriter.write("{", command.index)
    for number, piece in enumerate(pieces):
        if number % 2:
            rewriter.write("{\\textstyle ", place - 1)
            rewriter.run(Stretch(piece, place))
            rewriter.write("}", place - 1)
        elif piece:
            _write_text(rewriter, command, Stretch(piece, place))
        place += len(piece) + 1
    rewriter.write("}", command.index)
    return True


def _with_kept_spaces(tokens: Sequence[Token]) -> list[Token]:
    r"""Return text as math-core sets it: with spaces behind a sign such as `\%`, which it drops."""
    kept: list[Token] = []
    before = ""
    for token in tokens:
        if token.text in _BARE_SIGNS:
            before = f"\\{token.text}"
            kept.append(Token(before, token.index))
            continue
        is_dropped = token.text == " " and len(before) == _SIGN and before[0] == "\\"
        kept.append(Token("~", token.index) if is_dropped else token)
        before = token.text
        if before in _LIGATURES:
            _join_last(kept)
    return kept


def _join_last(tokens: list[Token]) -> None:
    """Put one sign in the place of the last two, if TeX does so."""
    last = tokens[-2:]
    sign = _JOINED.get("".join(texts_of(last)))
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


def _without_option(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    r"""Write a command without its option: where the numerator of `\cfrac[l]` stands, and sizes."""
    while reader.option() is not None:
        pass
    rewriter.write(command.text, command.index)


def _size(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    r"""Write the size of a bracket; `\bigl.` is no bracket, and `\big{|}` has braces around it."""
    before = reader.place
    reader.skip_spaces()
    following = reader.peek()
    if following == ".":
        reader.next()
        return
    if following == "{":
        brackets = [each for each in texts_of(reader.argument(command)) if each != " "]
        if len(brackets) == 1 and not brackets[0].isalnum():
            rewriter.write(command.text + brackets[0], command.index)
            return
    reader.place = before
    rewriter.write(command.text, command.index)


def _without_argument(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    """Pass what moves something by a little."""
    del rewriter
    reader.argument(command)


DECORATIONS: dict[str, Handler] = {
    **dict.fromkeys(_TEXTS, _text),
    "\\bm": _bold,
    "\\boldsymbol": _bold,
    "\\color": _color,
    "\\textcolor": _textcolor,
    "\\href": _link,
    "\\ensuremath": _argument_only,
    "\\\\": _line_end,
    "$": _dollar,
    "\\": _lone_backslash,
    "\\hspace": _space,
    **dict.fromkeys(SIZES, _size),
    **dict.fromkeys(("\\cfrac", "\\overbracket", "\\underbracket"), _without_option),
    "\\leftroot": _without_argument,
    "\\uproot": _without_argument,
}
