r"""Split TeX into rows at each `\\`, and rows into cells at each `&`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.late_patterns import compile_late
from sitegen.mathematics.tokens import Stretch, Token, TokenReader, places_of, texts_of

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["count_cells", "split_rows"]

_OPENING = frozenset({"{", "\\begin", "\\left"})
_CLOSING = frozenset({"}", "\\end", "\\right"})
#: What ends a row, and a cell.
_ENDS = {"\\\\": frozenset({"\\\\", "\\cr"}), "&": frozenset("&")}
#: What has to be looked at by the token: another end of a row, and what is none.
_OTHER = {"\\\\": ("\\cr",), "&": ("\\&", "\\\\")}
#: One of these is in all TeX in which something is in something else.
_NESTED = compile_late(r"[{}]|\\(?:begin|left|end|right)")
_PAIRED = compile_late(r"\\(?:(begin|left)|end|right)(?![a-zA-Z])")
#: The star and the distance behind the end of a row.
_DISTANCE = compile_late(r"\s*+[*\[]")


def split_rows(tokens: Sequence[Token], at: str = "\\\\") -> list[Sequence[Token]]:
    r"""Split tokens at each `\\` (or `&`) that is in no group and in no environment."""
    if isinstance(tokens, Stretch):
        pieces = _split_tex(tokens.tex, at)
        if pieces:
            found: list[Sequence[Token]] = []
            start = tokens.start
            for piece in pieces:
                found.append(Stretch(piece, start))
                start += len(piece) + len(at)
            return found
    ends = _ENDS[at]
    texts = texts_of(tokens)
    if ends.isdisjoint(texts):
        return [tokens]
    rows: list[Sequence[Token]] = []
    first = depth = 0
    for place in places_of(ends | _OPENING | _CLOSING, texts):
        text = texts[place]
        if text not in ends:
            depth += 1 if text in _OPENING else -1
        elif depth == 0 and place >= first:
            rows.append(tokens[first:place])
            first = place + 1
            if at != "&":
                reader = TokenReader(tokens)
                reader.place = first
                reader.skip_dimension()
                first = reader.place
    return [*rows, tokens[first:]]


def count_cells(row: Sequence[Token]) -> int:
    """Return how many cells a row has."""
    if not isinstance(row, Stretch):
        return len(split_rows(row, "&"))
    if "\\" not in row.tex and "{" not in row.tex:
        return row.tex.count("&") + 1
    return len(_split_tex(row.tex, "&") or split_rows(row, "&"))


def _split_tex(tex: str, at: str) -> list[str] | None:
    """Split TeX without splitting it into tokens; return None if that cannot be done."""
    for other in _OTHER[at]:
        if other in tex:
            return None
    pieces = tex.split(at)
    if len(pieces) > 1 and _NESTED.search(tex):
        pieces = _joined(pieces, at, is_paired=_PAIRED.search(tex) is not None)
    if at != "&" and ("[" in tex or "*" in tex) and any(map(_DISTANCE.match, pieces[1:])):
        return None
    return pieces


def _joined(pieces: list[str], at: str, *, is_paired: bool) -> list[str]:
    """Return pieces of TeX, of which those are joined that are within something."""
    found: list[str] = []
    waiting: list[str] = []
    depth = 0
    for piece in pieces:
        if is_paired or "{" in piece or "}" in piece:
            depth += _depth_of(piece, is_paired=is_paired)
        if depth:
            waiting.append(piece)
        elif waiting:
            found.append(at.join([*waiting, piece]))
            waiting = []
        else:
            found.append(piece)
    return [*found, at.join(waiting)] if waiting else found


def _depth_of(tex: str, *, is_paired: bool) -> int:
    """Return how many more groups are opened than closed, and if it `is_paired`, how many pairs."""
    depth = tex.count("{") - tex.count("}")
    if "\\" in tex:
        depth -= tex.count("\\{") - tex.count("\\}")
    if is_paired:
        for opening in _PAIRED.findall(tex):
            depth += 1 if opening else -1
    return depth
