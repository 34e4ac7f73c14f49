"""Break a text into lines: where a line may end, at which size it fits, what is left out.

Knows nothing of fonts: the caller tells how wide a piece of text is, in units of its size.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = [
    "Block",
    "clean_text",
    "fit_text",
    "is_decoration",
    "is_joined",
    "needs_shaping",
    "split_letters",
]

#: Longer texts could not be shown anyway.
_MOST = 400
#: Marks on one letter; more are a prank.
_MOST_MARKS = 4
_JOINERS = frozenset("\u200c\u200d")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_SPACES = re.compile(r"[^\S\u00a0]+")
_VARIATION = compile_late("[\ufe00-\ufe0f\u180b-\u180d\U000e0100-\U000e01ef]")
#: Scripts that are written without spaces: a line may end between any two letters.
_CJK = compile_late(
    "[\u2e80-\u2fdf\u3000-\u312f\u31a0-\u4dbf\u4e00-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
    "\U00016fe0-\U00018aff\U0001b000-\U0001b2ff\U0001f200-\U0001f2ff\U00020000-\U0003ffff]"
)
#: What must not begin a line, and what must not end one (JIS X 4051, in short).
_NO_START = frozenset(
    "、。，．：；！？」』】〕》〉）］｝”’…‥ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々〻‐・゛゜"
    ",.;:!?)]}%»›"
)
_NO_END = frozenset("（「『【〔《〈［｛“‘([{«‹￥＄")
_HYPHENS = frozenset("-‐–—/")
#: Scripts whose letters change with their neighbours: without a shaping engine they are wrong.
_SHAPED = compile_late(
    "[\u0600-\u07bf\u0840-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u17ff\u1800-\u18af\u1a20-\u1aaf"
    "\u1b00-\u1bff\ua840-\ua87f\ua980-\ua9df\ufb50-\ufdff\ufe70-\ufefe\U00010a00-\U00011fff]"
)
_ELLIPSIS = "…"


class _Unit(NamedTuple):
    """A piece of text that stays on one line; `spaced` if a space parts it from the last."""

    text: str
    spaced: bool


class Block(msgspec.Struct, frozen=True):
    """A text in lines, and the size at which they fit."""

    size: int
    lines: tuple[str, ...]


def clean_text(text: str) -> str:
    """Return a text in one line, without what cannot be seen; piles of marks are cut."""
    if not (text.isascii() and text.isprintable()):
        text = "".join(_visible(unicodedata.normalize("NFC", text[: 4 * _MOST])))
    text = _SPACES.sub(" ", text).strip()
    return text if len(text) <= _MOST else text[:_MOST].rstrip() + _ELLIPSIS


def is_decoration(char: str) -> bool:
    """Tell whether a text says the same without a character: emoji and other pictures."""
    return unicodedata.category(char) in {"So", "Sk", "Me"} or bool(_VARIATION.match(char))


def needs_shaping(char: str) -> bool:
    """Tell whether a letter's form depends on its neighbours."""
    return bool(_SHAPED.match(char))


def split_letters(text: str) -> list[str]:
    """Cut a text into letters, each with its marks."""
    letters: list[str] = []
    for char in text:
        if letters and is_joined(char):
            letters[-1] += char
        else:
            letters.append(char)
    return letters


def is_joined(char: str) -> bool:
    """Tell whether a character belongs to the letter before it: an accent, a joiner."""
    return char in _JOINERS or unicodedata.category(char).startswith("M")


def fit_text(
    text: str,
    measure: Callable[[str], float],
    box: tuple[float, float],
    sizes: Sequence[int],
    leading: float,
) -> Block:
    """Return the lines at the largest size at which they fit into a box of width and height.

    `measure` tells the width of a text of size 1, `leading` is the height of a line of size 1.
    Words are cut and the end is left out only at the smallest size.
    """
    width, height = box
    units = _split(text)
    widths = [measure(unit.text) for unit in units]
    space = measure(" ")
    for size in sizes:
        limit = width / size
        if max(widths, default=0) <= limit:
            lines = _fill(units, widths, space, limit)
            if len(lines) <= height // (size * leading):
                balanced = _balance(units, widths, space, limit, len(lines))
                return Block(size, tuple(map(_join, balanced)))
    size = sizes[-1]
    limit, most = width / size, max(1, int(height // (size * leading)))
    units = [piece for unit in units for piece in _cut(unit, measure, limit)]
    widths = [measure(unit.text) for unit in units]
    lines = _fill(units, widths, space, limit)
    if len(lines) > most:
        shortened = _shorten(_join(lines[most - 1]), measure, limit)
        return Block(size, (*map(_join, lines[: most - 1]), shortened))
    return Block(size, tuple(map(_join, lines)))


def _visible(text: str) -> list[str]:
    kept: list[str] = []
    marks = 0
    for char in text:
        kind = unicodedata.category(char)
        marks = marks + 1 if kind in {"Mn", "Me"} else 0
        if char == "\u202f":
            kept.append("\u00a0")
        elif char.isspace():
            kept.append(char)
        elif char in _JOINERS:
            kept += char * (bool(kept) and needs_shaping(kept[-1]))
        elif kind in _INVISIBLE or marks > _MOST_MARKS:
            continue
        elif not _VARIATION.match(char):
            kept.append(char)
    return kept


def _split(text: str) -> list[_Unit]:
    """Cut a text wherever a line may end."""
    units = []
    for word in text.split(" "):
        start = 0
        if word.isascii() and "-" not in word and "/" not in word:  # most of them, in less time
            units.append(_Unit(word, spaced=True))
            continue
        for place in range(1, len(word)):
            if _may_end(word, place):
                units.append(_Unit(word[start:place], spaced=start == 0))
                start = place
        units.append(_Unit(word[start:], spaced=start == 0))
    return units


def _may_end(word: str, place: int) -> bool:
    """Tell whether a line may end inside a word, before this place."""
    before, after = word[place - 1], word[place]
    if before in _HYPHENS:
        return place > 1 and word[place - 2].isalnum() and after.isalnum()
    if after < "\u2e80" and before < "\u2e80":
        return False
    if before in _NO_END or after in _NO_START or is_joined(after) or before in _JOINERS:
        return False
    return bool(_CJK.match(before) or _CJK.match(after))


def _fill(
    units: Sequence[_Unit], widths: Sequence[float], space: float, limit: float
) -> list[list[_Unit]]:
    """Put as many units on each line as there is room for."""
    lines: list[list[_Unit]] = []
    used = 0.0
    for unit, width in zip(units, widths, strict=True):
        gap = space if unit.spaced else 0
        if lines and used + gap + width <= limit:
            lines[-1].append(unit)
            used += gap + width
        else:
            lines.append([unit])
            used = width
    return lines


def _balance(
    units: Sequence[_Unit], widths: Sequence[float], space: float, limit: float, count: int
) -> list[list[_Unit]]:
    """Fill this many lines, of which none can be spared, all of them about as much.

    Of all ways to do so, the one with the least sum of squares of what stays empty: no line is left
    with a single word if the one above has words to spare.
    """
    if count == 1:
        return [list(units)]
    gaps = [space if unit.spaced else 0 for unit in units]
    needed = _count_lines(widths, gaps, limit)
    # By number of lines: the least sum for the first units, and where the last line begins.
    rows: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for left in reversed(range(count)):
        row: dict[int, tuple[float, int]] = {}
        for start, (total, _) in rows[-1].items():
            used = 0.0
            for end in range(start, len(units)):
                used += widths[end] + (gaps[end] if end > start else 0)
                if used > limit:
                    break
                if needed[end + 1] > left:
                    continue
                worth = total + (limit - used) ** 2
                if end + 1 not in row or worth < row[end + 1][0]:
                    row[end + 1] = (worth, start)
        rows.append(row)
    lines = []
    end = len(units)
    for row in reversed(rows[1:]):
        start = row[end][1]
        lines.append(list(units[start:end]))
        end = start
    return lines[::-1]


def _count_lines(widths: Sequence[float], gaps: Sequence[float], limit: float) -> list[int]:
    """Return how many lines the units from each place on need, the place behind the last included.

    No unit may be wider than a line.
    """
    needed = [0] * (len(widths) + 1)
    used, end = 0.0, len(widths)
    for start in reversed(range(len(widths))):
        used += widths[start] + (gaps[start + 1] if end > start + 1 else 0)
        while used > limit:
            end -= 1
            used -= widths[end] + (gaps[end] if end > start else 0)
        needed[start] = 1 + needed[end]
    return needed


def _join(line: Sequence[_Unit]) -> str:
    first, *others = line
    return first.text + "".join(" " * unit.spaced + unit.text for unit in others)


def _cut(unit: _Unit, measure: Callable[[str], float], limit: float) -> list[_Unit]:
    """Cut a word that is wider than a line, never between a letter and its marks."""
    pieces: list[str] = []
    rest = unit.text
    while rest and measure(rest) > limit:
        end = _longest(rest, lambda piece: measure(piece + "-"), limit)
        hyphen = "-" * (_is_cased(rest[end - 1 : end]) and _is_cased(rest[end : end + 1]))
        pieces.append(rest[:end] + hyphen)
        rest = rest[end:]
    pieces += [rest] * bool(rest)
    return [_Unit(each, spaced=unit.spaced and not n) for n, each in enumerate(pieces)]


def _is_cased(char: str) -> bool:
    """Tell whether a letter is of a script that hyphenates."""
    return char.lower() != char.upper()


def _shorten(line: str, measure: Callable[[str], float], limit: float) -> str:
    """Return as much of a line as leaves room for an ellipsis."""
    end = _longest(line, lambda piece: measure(piece.rstrip() + _ELLIPSIS), limit)
    return line[:end].rstrip(" ,;:-–—") + _ELLIPSIS


def _longest(text: str, measure: Callable[[str], float], limit: float) -> int:
    """Return where the longest beginning ends that is not too wide; one letter is always in it."""
    ends = [n for n in range(1, len(text) + 1) if n == len(text) or not is_joined(text[n])]
    low, high = 0, len(ends) - 1
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if measure(text[: ends[middle]]) <= limit else (low, middle - 1)
    return ends[low]
