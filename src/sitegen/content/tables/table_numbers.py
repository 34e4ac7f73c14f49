"""Tell columns of numbers, and align numbers at their decimal point without a script.

Behind each number stands as much invisible space as others have digits there: a figure space is as
wide as a digit, a punctuation space as a point. The number itself stays one text.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["align_numbers", "is_missing", "number_value", "pad_number", "read_fractions"]

_FIGURE_SPACE, _PUNCTUATION_SPACE = "\u2007", "\u2008"
#: A comma before three digits divides thousands, unless nothing but a zero is before it.
_NUMBER = compile_late(
    r"[<>≤≥~≈]?[ ]?(?P<sign>[-+−±]?)(?P<whole>[1-9]\d{0,2}(?:[,' \u00a0\u202f]\d{3})+|\d+)?"
    r"(?P<fraction>[.,]\d+)?(?P<unit>(?P<power>[eE][-+−]?\d{1,3})|[ \u00a0]?%)?"
)
_LONGEST = 40
_MISSING = frozenset({"", "-", "–", "—", "…", "n/a", "na", "nan", "null", "none"})


def read_fractions(cells: Sequence[str]) -> tuple[int, ...] | None:
    """Return how many characters each number has from its decimal point on, -1 for no number.

    None if the column is not one of numbers: most of its cells have to be, and none may be long.
    """
    found: list[int] = []
    numbers = 0
    for cell in cells:
        match = _NUMBER.fullmatch(cell) if 0 < len(cell) <= _LONGEST else None
        is_number = match is not None and any(char.isdigit() for char in cell)
        if not is_number or match is None:
            if len(cell) > _LONGEST:
                return None
            found.append(-1)
            continue
        numbers += 1
        found.append(len(match["fraction"] or "") + len(match["unit"] or ""))
    told = sum(1 for cell in cells if not is_missing(cell))
    return tuple(found) if numbers and 5 * numbers >= 4 * told else None


def is_missing(cell: str) -> bool:
    """Tell whether a cell says that there is no value."""
    return cell.casefold() in _MISSING


def align_numbers(cells: Sequence[str], fractions: Sequence[int]) -> list[str]:
    """Return cells as HTML, each number with the space that it lacks."""
    longest = max(fractions, default=0)
    return [
        escape(cell, quote=False) + (pad_number(longest, own) if own >= 0 else "")
        for cell, own in zip(cells, fractions, strict=True)
    ]


def pad_number(longest: int, own: int) -> str:
    """Return the space behind a number that has `own` of up to `longest` characters there."""
    missing = longest - own
    if missing <= 0:
        return ""
    space = _FIGURE_SPACE * missing
    if own == 0:
        space = _PUNCTUATION_SPACE + _FIGURE_SPACE * (missing - 1)
    return f'<span class="pad" aria-hidden="true">{space}</span>'


def number_value(cell: str) -> float | None:
    """Return the number that a cell holds, None for another text."""
    found = _NUMBER.fullmatch(cell) if len(cell) <= _LONGEST else None
    if found is None or not (found["whole"] or found["fraction"]):
        return None
    whole = "".join(char for char in found["whole"] or "0" if char.isdigit())
    fraction = (found["fraction"] or "").replace(",", ".")
    sign = "-" if found["sign"] in {"-", "−"} else ""
    return float(sign + whole + fraction + (found["power"] or "").replace("−", "-"))
