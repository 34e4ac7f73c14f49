r"""Find the simple formulas: math-core sets them, and what it writes is what a page needs.

Most formulas are simple. What comes out needs not be looked through: its author has written no `&`
and no `"`, each `<` has become `&lt;`, and there is no command that is not known to make plain
elements only. A formula is cut before its commands; few of the pieces, such as `\frac{`, are its
own, so what is known of them is remembered.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from sitegen.late_patterns import compile_late
from sitegen.mathematics.command_names import COMMAND_NAMES
from sitegen.mathematics.nesting import BRACKETS
from sitegen.mathematics.plain_formulas import FEW_BRACKETS, FLAT, SHORT, is_flat
from sitegen.mathematics.tokens import CLOSE, OPEN

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

__all__ = ["SimpleFormulas"]

#: Commands of math-core in the place of whose elements a page needs others: see `mathml.py`.
_FITTED = frozenset(
    """
    angl angln colon hskip kern mathbin mathclose mathinner mathopen mathord mathpunct mathrel
    mkern mskip mspace negmedspace negthickspace negthinspace phase prime textsc
    """.split()
)
#: A command and what follows it. In a text, neither spaces nor signs may be joined.
_PIECE = compile_late(
    rf"(?:text\{{{OPEN}[0-9]+{CLOSE}\}}"
    r"|text\{(?:[^{}%$&<>\"#\s`'\x80-\U0010ffff-]| (?! )|-(?!-))*+\}|([a-zA-Z]++)"
    r"|[,;:|{} %!])[^%$&\"#`~\x80-\U0010ffff]*+"
)
#: Longer pieces hardly come again; so many are remembered.
_LONGEST_PIECE, _MOST_PIECES = 60, 20_000
#: What a bracket and a brace weigh that is opened: a formula that is no heavier is not nested deep.
_BRACKET, _BRACE = FLAT, FEW_BRACKETS
_HEAVY = FLAT * FEW_BRACKETS
#: What a piece weighs more that is not simple: more than all that is opened in a short formula.
_NOT_SIMPLE = SHORT * (_BRACKET + _BRACE) + 1


class SimpleFormulas:
    r"""Knows simple formulas; none has a command that is `rewritten`, such as `\ce`."""

    def __init__(self, rewritten: AbstractSet[str]) -> None:
        self._weights = _Weights(rewritten)

    def look(self, tex: str) -> tuple[bool, bool]:
        """Tell whether a formula is simple, and whether it is surely not nested deep.

        A mistake in it is not looked for.
        """
        if len(tex) > SHORT:
            return False, False
        pieces = f" {tex}".split("\\")
        others, weight = divmod(sum(map(self._weights.__getitem__, pieces)), _NOT_SIMPLE)
        flat = weight <= _HEAVY or is_flat(tex, pieces)
        return flat and not others and tex.isascii(), flat

    def has_simple_pieces(self, tex: str) -> bool:
        """Tell the same of a formula that was rewritten, whose marks are simple."""
        return max(map(self._weights.__getitem__, f" {tex}".split("\\"))) < _NOT_SIMPLE


class _Weights(dict[str, int]):
    """What pieces weigh: by the braces and brackets that they open, and whether they are simple."""

    def __init__(self, rewritten: AbstractSet[str]) -> None:
        super().__init__()
        self._rewritten = rewritten

    def __missing__(self, piece: str) -> int:
        weight = self._weight_of(piece)
        if len(piece) <= _LONGEST_PIECE:
            if len(self) >= _MOST_PIECES:
                self.clear()
            self[piece] = weight
        return weight

    @functools.cached_property
    def _names(self) -> frozenset[str]:
        known = (name for name in COMMAND_NAMES if f"\\{name}" not in self._rewritten)
        return frozenset(known) - _FITTED

    def _weight_of(self, piece: str) -> int:
        braces = piece.count("{") + piece.startswith("left")
        weight = _BRACE * braces + _BRACKET * len(BRACKETS.findall(f"\\{piece}"))
        found = _PIECE.fullmatch(piece)
        is_simple = found and (not found[1] or found[1] in self._names)
        return weight if is_simple else weight + _NOT_SIMPLE
