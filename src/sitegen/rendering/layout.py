"""Compute how wide the theme shows an image of the text, for `sizes` and for shares such as 50%."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.late_patterns import compile_late
from sitegen.model import Kind

if TYPE_CHECKING:
    from sitegen.model import Picture, ThemeMeasures

__all__ = ["Layout", "no_wider"]

_ENTRY = compile_late(r"\s*(\([^()]*\)\s+)?((?:[^,()]|\([^()]*\))+)")


def no_wider(sizes: str, width: int) -> str:
    """Return `sizes` whose lengths are at most `width` pixels."""
    return ", ".join(
        f"{condition}min({length.strip()}, {width}px)"
        for condition, length in _ENTRY.findall(sizes)
    )


class Layout:
    """A theme's measures as a site uses them; `prose` are the classes of its text, `theme.prose`.

    All widths are in CSS pixels. What is called `sizes` is for the attribute of that name.
    """

    def __init__(self, measures: ThemeMeasures, prose: str) -> None:
        self._measures = measures
        text = measures.text
        self._whole = {kind: text.home if kind is Kind.HOME else text.page for kind in Kind}
        line = _line_width(measures, prose)
        self._columns = {
            kind: min(line, whole) if line else whole for kind, whole in self._whole.items()
        }

    def column(self, kind: Kind) -> int:
        """Return how wide the text of a page is at most."""
        return self._columns[kind]

    def whole_column(self, kind: Kind) -> int:
        """Return how wide a page's column is at most, however long its lines may be."""
        return self._whole[kind]

    def at_most(self, width: int) -> str:
        """Return `sizes` of what is this wide, or as wide as the screen has room."""
        if width <= self._measures.text.narrowest:
            return f"{width}px"
        return f"(min-width: {width}px) {width}px, {self._measures.text.screen}"

    def picture_sizes(self, picture: Picture, width: int, column: int) -> str:
        """Return `sizes` of an image of the text, whose column is `column` wide.

        `width` is what its author asked for, 0 if nothing.
        """
        if width:
            return self.at_most(width)
        if picture.columns > 1:
            return self._in_a_row(picture.columns, column)
        grid = self._measures.grids.get(picture.within)
        if grid is None:
            return self.at_most(column)
        two = column > self._measures.gallery.two_columns_from
        half = column // 2 if two else column
        share = _Share(column, divided=two)
        return grid.format(half=half, share=share, screen=self._measures.text.screen)

    def _in_a_row(self, number: int, column: int) -> str:
        gallery = self._measures.gallery
        widths = [f"(min-width: {column}px) {column // number}px"]
        if number > gallery.on_a_phone:
            each = gallery.least if number <= gallery.few else gallery.least_of_many
            widths.append(f"(min-width: {number * each + gallery.gaps}px) {92 // number}vw")
        return ", ".join([*widths, f"{92 // gallery.on_a_phone}vw"])


class _Share:
    """A column of text, of which `{share:30}` is 30 %, or all of it if it is not `divided`."""

    def __init__(self, column: int, *, divided: bool) -> None:
        self._column = column
        self._divided = divided

    def __format__(self, percentage: str) -> str:
        return str(self._column * int(percentage) // 100 if self._divided else self._column)


def _line_width(measures: ThemeMeasures, prose: str) -> int:
    """Return how long the classes let a line be, 0 for as long as the column is wide."""
    names = [name.rpartition(":")[2] for name in prose.split()]
    if "prose" not in names or "max-w-none" in names:
        return 0
    found = (size for name, size in measures.text.scales.items() if f"prose-{name}" in names)
    return round(measures.text.line * max(found, default=1.0))
