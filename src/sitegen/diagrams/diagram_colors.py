"""The colours of diagrams and charts, in light and in dark pages."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["DARK", "LIGHT", "Palette"]


class Palette(NamedTuple):
    """Colours as `#rrggbb`: of text, lines, the background of boxes, and of series in charts."""

    ink: str
    line: str
    faint: str
    box: str
    page: str
    series: tuple[str, ...]


LIGHT = Palette(
    ink="#222c31",
    line="#56636a",
    faint="#d5d3cb",
    box="#e2eff0",
    page="#fdfcfa",
    series=("#0d6f7f", "#b5541c", "#5b45a0", "#2b7a4d", "#a02a2a", "#8a6100", "#8b1d54", "#4c5a62"),
)
DARK = Palette(
    ink="#d3dbdf",
    line="#9dabb2",
    faint="#37454d",
    box="#17343b",
    page="#10171b",
    series=("#7accd6", "#f0a36b", "#b9a8f0", "#83d1a3", "#f39a94", "#e9bd68", "#f09abf", "#b4c0c6"),
)
