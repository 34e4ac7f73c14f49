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
        found = _split_stretch(tokens, at)
        if found is not None:
            return [*found]
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
    if isinstance(row, Stretch):
        count = row.tex.count("&")
        if not count or not ("\\" in row.tex or "{" in row.tex):
            return count + 1
    return len(split_rows(row, "&"))


def _split_stretch(stretch: Stretch, at: str) -> list[Stretch] | None:
    """Split TeX without splitting it into tokens; return None if that cannot be done."""
    tex = stretch.tex
    for other in _OTHER[at]:
        if other in tex:
            return None
    if at not in tex:
        return [stretch]
    is_nested = _NESTED.search(tex) is not None
    is_paired = is_nested and _PAIRED.search(tex) is not None
    found: list[Stretch] = []
    start = place = depth = 0
    for piece in tex.split(at):
        end = place + len(piece)
        place = end + len(at)
        if is_nested:
            depth += _depth_of(piece, is_paired=is_paired)
        if depth == 0 or end == len(tex):
            found.append(Stretch(tex[start:end], stretch.start + start))
            start = place
            if at != "&" and _DISTANCE.match(tex, start):
                return None
    return found


def _depth_of(tex: str, *, is_paired: bool) -> int:
    """Return how many more groups are opened than closed, and if it `is_paired`, how many pairs."""
    depth = tex.count("{") - tex.count("}")
    if "\\" in tex:
        depth -= tex.count("\\{") - tex.count("\\}")
    if is_paired:
        for opening in _PAIRED.findall(tex):
            depth += 1 if opening else -1
    return depth
