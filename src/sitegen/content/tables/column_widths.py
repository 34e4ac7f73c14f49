"""The widths that authors give to the columns of a table, as classes of `<col>`.

No style may stand in a page, so a column has the nearest of the classes `column-5` to `column-95`.
"""

from __future__ import annotations

from sitegen.late_patterns import compile_late

__all__ = ["AUTOMATIC", "read_widths", "write_columns"]

#: How MyST and Quarto ask for columns as wide as their cells need.
AUTOMATIC = frozenset({"auto", "grid", "true", "false"})
_STEP, _WHOLE = 5, 100
_MOST = 100
_SEPARATOR = compile_late(r"[\s,]+")
_NUMBER = compile_late(r"\d{1,6}(?:\.\d{0,6})?%?|\.\d{1,6}")


def read_widths(written: str) -> tuple[int, ...] | None:
    r"""Return the shares of columns in percent: `[60,40]`, `3 2` or `0.6,0.4`; None for no list.

    The editor of Quarto writes `\[60,40\]`.
    """
    plain = written.replace("\\", "").strip()
    words = _SEPARATOR.split(plain.removeprefix("[").removesuffix("]").strip())
    if len(words) > _MOST or not all(_NUMBER.fullmatch(each) for each in words):
        return None
    widths = [float(each.removesuffix("%")) for each in words]
    whole = sum(widths)
    return tuple(_share(each / whole) for each in widths) if min(widths) > 0 else None


def write_columns(widths: tuple[int, ...]) -> str:
    """Return the columns as HTML; nothing without widths."""
    columns = "".join(f'<col class="column-{each}">' for each in widths)
    return f"<colgroup>{columns}</colgroup>" if columns else ""


def _share(part: float) -> int:
    return min(max(round(part * _WHOLE / _STEP) * _STEP, _STEP), _WHOLE - _STEP)
