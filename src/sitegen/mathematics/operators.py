r"""Operators of one's own with something above and below: `\mathop{…}\limits_{…}`.

math-core sets what follows `\mathop` behind it, and what follows `\operatorname*` as LaTeX does,
but takes only letters there. So each other name, as in `\operatorname*{\mathbb{E}}`, is set by
itself, and put into its place in the MathML.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.mathematics.tokens import Token, TokenReader, texts_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sitegen.mathematics.rewriting import Handler, Rewriter

__all__ = ["OPERATORS"]

_SCRIPTS = frozenset({"_", "^", "\\limits", "\\nolimits", "\\displaylimits"})
#: What math-core takes for no name: alphabets, accents, indexes.
_ALPHABETS = frozenset(
    r"\mathbb \mathbbm \mathds \mathcal \mathscr \mathfrak \mathbf \mathit \mathsf \mathtt \mathrm "
    r"\bm \boldsymbol \pmb".split()
)
_OTHER = _ALPHABETS.union(
    r"\hat \widehat \bar \overline \underline \tilde \widetilde \vec \dot _ ^".split()
)


def _mathop(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    """Write an operator: as math-core does, unless something may stand above or below it."""
    body, index = reader.argument(command), command.index
    before = reader.place
    reader.skip_spaces()
    is_scripted = reader.is_done or reader.peek() in _SCRIPTS
    reader.place = before
    if body and is_scripted:
        rewriter.operator(body, index)
    else:
        rewriter.write("\\mathop", index)
        rewriter.group(body, index)


def _operator_name(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    """Write an operator: as math-core does, unless there is more than letters in its name."""
    before = reader.place
    star = "*" if reader.has_star() else ""
    name = reader.argument(command)
    if _OTHER.isdisjoint(texts_of(name)):
        reader.place = before
        rewriter.write(command.text, command.index)
    else:
        rewriter.operator(_upright(name), command.index, star)


def _upright(name: Sequence[Token]) -> list[Token]:
    """Return the name of an operator, whose letters are upright unless it says otherwise."""
    reader = TokenReader(name)
    upright: list[Token] = []
    while not reader.is_done:
        token = reader.next()
        if token.text in _OTHER:
            argument = reader.argument(token)
            argument = argument if token.text in _ALPHABETS else _upright(argument)
            braces = (Token("{", token.index), Token("}", token.index))
            upright += [token, braces[0], *argument, braces[1]]
        elif token.text.isalpha():
            pieces = ("\\mathrm", "{", token.text, "}")
            upright += [Token(each, token.index) for each in pieces]
        else:
            upright.append(token)
    return upright


OPERATORS: dict[str, Handler] = {"\\mathop": _mathop, "\\operatorname": _operator_name}
