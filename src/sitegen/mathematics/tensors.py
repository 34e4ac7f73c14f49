r"""Indices of tensors, each behind the one before: `\tensor{T}{^\mu_\nu^\lambda}`, `\indices{…}`.

Those of `\tensor` may also stand before it, `\tensor[_a^b]{T}{…}`; with a star, indices are above
each other where TeX would set them so (package tensor).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.mathematics.tokens import TexError, Token, TokenReader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sitegen.mathematics.rewriting import Handler, Rewriter

__all__ = ["TENSORS"]


def _tensor(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    is_close = reader.has_star()
    before = reader.option()
    base, indices = reader.argument(command), reader.argument(command)
    if before:
        rewriter.write("{}", command.index)
        _write_indices(rewriter, before, command, is_close=is_close)
    rewriter.group(base, command.index)
    _write_indices(rewriter, indices, command, is_close=is_close)


def _indices(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    is_close = reader.has_star()
    _write_indices(rewriter, reader.argument(command), command, is_close=is_close)


def _write_indices(
    rewriter: Rewriter, tokens: Sequence[Token], command: Token, *, is_close: bool
) -> None:
    """Write indices; without `is_close`, each stands to the right of the one before."""
    reader = TokenReader([each for each in tokens if each.text != " "], command.index)
    used: set[str] = set()
    while not reader.is_done:
        sign = reader.next()
        if sign.text not in {"^", "_"}:
            message = f"'{sign.text}' in {command.text} is neither above nor below"
            raise TexError(sign.index, message, f"write {command.text}{{^a_b}}")
        if sign.text in used or (used and not is_close):
            rewriter.write("{}", sign.index)
            used = set()
        used.add(sign.text)
        rewriter.write(sign.text, sign.index)
        rewriter.group(reader.argument(sign), sign.index)


TENSORS: dict[str, Handler] = {"\\tensor": _tensor, "\\indices": _indices}
