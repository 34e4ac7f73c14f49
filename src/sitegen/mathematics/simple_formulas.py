r"""Find the simple formulas: math-core sets them, and what it writes is what a page needs.

Most formulas are simple. What comes out needs not be looked through: its author has written no `&`
and no `"`, each `<` has become `&lt;`, and there is no command that is not known to make plain
elements only. A formula is cut before its commands; few of the pieces, such as `\frac{`, are its
own, so those that are simple are remembered.
"""

from __future__ import annotations

import functools
from itertools import filterfalse
from typing import TYPE_CHECKING

from sitegen.late_patterns import compile_late
from sitegen.mathematics.command_names import COMMAND_NAMES
from sitegen.mathematics.plain_formulas import is_flat
from sitegen.mathematics.tokens import CLOSE, OPEN

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

__all__ = ["SimpleFormulas"]

#: A formula of this length, with so few commands, braces and brackets, is not nested deep.
_SHORT, _FLAT, _FEW_BRACKETS = 600, 40, 12
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


class SimpleFormulas:
    r"""Knows simple formulas; none has a command that is `rewritten`, such as `\ce`."""

    def __init__(self, rewritten: AbstractSet[str]) -> None:
        self._rewritten = rewritten
        self._known: set[str] = set()

    def __contains__(self, tex: str) -> bool:
        """Tell that a formula is simple; a mistake in it is not looked for."""
        if len(tex) > _SHORT or not tex.isascii():
            return False
        pieces = f" {tex}".split("\\")
        if not self._are_simple(pieces):
            return False
        braces, brackets = tex.count("{"), tex.count("(") + tex.count("[")
        if braces + len(pieces) <= _FLAT and brackets + len(pieces) <= _FEW_BRACKETS:
            return True
        return is_flat(tex, pieces)

    def has_simple_pieces(self, tex: str) -> bool:
        """Tell the same of a formula that was rewritten, whose marks are simple."""
        return self._are_simple(f" {tex}".split("\\"))

    def _are_simple(self, pieces: list[str]) -> bool:
        known = self._known
        return known.issuperset(pieces) or all(
            map(self._is_simple, filterfalse(known.__contains__, pieces))
        )

    @functools.cached_property
    def _names(self) -> frozenset[str]:
        known = (name for name in COMMAND_NAMES if f"\\{name}" not in self._rewritten)
        return frozenset(known) - _FITTED

    def _is_simple(self, piece: str) -> bool:
        found = _PIECE.fullmatch(piece)
        if not found or (found[1] and found[1] not in self._names):
            return False
        if len(piece) <= _LONGEST_PIECE:
            if len(self._known) >= _MOST_PIECES:
                self._known.clear()
            self._known.add(piece)
        return True
