r"""Operators of one's own with something above and below: `\mathop{…}\limits_{…}`.

math-core sets what follows `\mathop` behind it, and what follows `\operatorname*` as LaTeX does,
but takes only letters there. So each name is set by itself, and put into its place in the MathML.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sitegen.mathematics.rewriting import Handler, Rewriter
    from sitegen.mathematics.tokens import Token, TokenReader

__all__ = ["OPERATORS"]

_SCRIPTS = frozenset({"_", "^", "\\limits", "\\nolimits", "\\displaylimits"})


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


OPERATORS: dict[str, Handler] = {"\\mathop": _mathop}
