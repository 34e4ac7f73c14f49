r"""What stands above a relation, or below a letter: `\buildrel`, `\underaccent`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.mathematics.tokens import TexError, Token, TokenReader

if TYPE_CHECKING:
    from sitegen.mathematics.rewriting import Handler, Rewriter

__all__ = ["STACKED"]

#: What is drawn below a letter for the accent that would stand above it.
_BELOW = {
    "\\tilde": "~",
    "\\widetilde": "~",
    "\\hat": "^",
    "\\widehat": "^",
    "\\check": "ˇ",
    "\\dot": ".",
    "\\ddot": "..",
    "\\vec": "→",
    "\\mathring": "∘",
}
_DEPTHS = {"{": 1, "}": -1}
_BARS = frozenset({"\\bar", "\\overline"})


def _build_relation(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    r"""Write `\buildrel def \over =` (plain TeX)."""
    above: list[Token] = []
    depth = 0
    while depth or reader.peek() != "\\over":
        if reader.is_done:
            message = "no \\over follows \\buildrel"
            raise TexError(command.index, message, "write \\overset{above}{=}")
        above.append(reader.next())
        depth += _DEPTHS.get(above[-1].text, 0)
    reader.next()
    index = command.index
    rewriter.write("\\overset", index)
    rewriter.group(above, index)
    rewriter.group(reader.argument(command), index)


def _under_accent(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    r"""Write `\underaccent{\tilde}{x}` (package accents); any sign may be an accent."""
    index = command.index
    accent = [Token("\\tilde", index)]
    if command.text == "\\underaccent":
        accent = [each for each in reader.argument(command) if each.text != " "]
    letter = reader.argument(command)
    name = accent[0].text if len(accent) == 1 else ""
    if name in _BARS:
        rewriter.write("\\underline", index)
    elif name in _BELOW:
        sign = _BELOW[name]
        rewriter.element("<munder>", letter, f'<mo stretchy="false">{sign}</mo></munder>', index)
        return
    else:
        rewriter.write("\\underset", index)
        rewriter.group(accent, index)
    rewriter.group(letter, index)


STACKED: dict[str, Handler] = {
    "\\buildrel": _build_relation,
    "\\underaccent": _under_accent,
    "\\undertilde": _under_accent,
}
