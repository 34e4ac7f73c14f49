"""The marks of list items beyond `1.` and `-`: Pandoc's manual, "Extension: fancy_lists".

Letters and Roman numerals, both small and capital, behind a dot or in brackets; `#.` for the next
number, and `(@)` or `(@name)` for examples that are numbered through the page. As there, a capital
letter with a dot needs two spaces behind it, for it may as well begin a name: `B. Russell`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from sitegen.late_patterns import compile_late

__all__ = ["EXAMPLE", "ListMark", "may_hold_list_marks", "read_list_mark"]

EXAMPLE = "@"
_NUMERAL = r"[ivxlcdm]{2,9}|[IVXLCDM]{2,9}|[A-Za-z]"
_MARK = compile_late(
    rf"(?P<open>\()(?P<inner>@(?P<label>[\w-]*)|\d{{1,9}}|{_NUMERAL})\)(?P<gap>[ \t]+)(?=\S)"
    rf"|(?P<bare>#|{_NUMERAL})(?P<end>[.)])(?P<space>[ \t]+)(?=\S)"
)
#: Most lines are told apart by their first two characters, which is quicker.
_LINE = compile_late(
    r"\n(?![\n|`]|[A-Za-z][^.)ivxlcdmIVXLCDM])[ \t>]*+(?:(?:[-+*:]|\d{1,9}[.)])[ \t]++)*+"
    rf"(?:\((?:@[\w-]*|\d{{1,9}}|{_NUMERAL})\)|(?:#|{_NUMERAL})[.)])[ \t]"
)
_ROMAN = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


class ListMark(NamedTuple):
    """How an item begins: its marks with the space behind them, and what they may mean.

    `readings` maps the type of a list, as HTML has it (`1`, `a`, `A`, `i`, `I`) or `EXAMPLE`, to
    the number of the item; 0 is for the next one.
    """

    delimiters: str
    width: int
    gap: int
    readings: dict[str, int]
    label: str = ""


def may_hold_list_marks(text: str) -> bool:
    """Tell quickly whether a line may begin with such a mark."""
    return _LINE.search(f"\n{text}") is not None


def read_list_mark(text: str, start: int, end: int) -> ListMark | None:
    """Read the mark at a place, behind which there is text."""
    found = _MARK.match(text, start, end)
    if not found:
        return None
    written = found["inner"] or found["bare"]
    delimiters = "()" if found["open"] else found["end"]
    gap = found["gap"] or found["space"]
    is_initial = delimiters == "." and len(written) == 1 and written.isupper()
    if is_initial and gap == " ":
        return None
    readings = _readings(written)
    width = found.end() - start - len(gap)
    label = found["label"] or ""
    return ListMark(delimiters, width, len(gap), readings, label) if readings else None


def _readings(written: str) -> dict[str, int]:
    """Return what a mark may mean, the likeliest first: `i` is rather a numeral than a letter."""
    if written.startswith(EXAMPLE):
        return {EXAMPLE: 0}
    if written == "#":
        return {"1": 0}
    if written.isdigit():
        return {"1": int(written)}
    small = written.lower()
    readings = {}
    if _ROMAN.fullmatch(small):
        readings["i" if written == small else "I"] = _roman(small)
    if len(written) == 1:
        readings["a" if written == small else "A"] = ord(small) - ord("a") + 1
    return readings


def _roman(numeral: str) -> int:
    values = [_VALUES[each] for each in numeral]
    following = [*values[1:], 0]
    pairs = zip(values, following, strict=True)
    return sum(-value if value < after else value for value, after in pairs)
