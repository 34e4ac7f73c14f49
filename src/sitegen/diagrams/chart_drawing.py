"""Draw charts in Vega-Lite with vl-convert, which runs Vega without a browser."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sitegen.diagrams.diagram_colors import Palette

__all__ = ["ChartError", "draw_chart"]


class ChartError(Exception):
    """Raised for a specification that Vega-Lite refuses."""


def draw_chart(spec: str, palette: Palette) -> str:
    """Return a chart as SVG. Raises ChartError, ImportError without the library."""
    import vl_convert

    library: Any = vl_convert
    try:
        # No address is allowed: data are in the specification.
        svg: str = library.vegalite_to_svg(
            json.loads(spec), config=_config(palette), allowed_base_urls=[]
        )
    except ValueError as error:
        lines = [each.strip() for each in str(error).splitlines() if each.strip()]
        raise ChartError(lines[0] if lines else "it cannot be drawn") from error
    return svg


def _config(palette: Palette) -> dict[str, Any]:
    ink, line, faint = palette.ink, palette.line, palette.faint
    text = {"labelColor": ink, "titleColor": ink, "labelFontSize": 12, "titleFontSize": 13}
    return {
        "background": None,
        "font": "Arial, sans-serif",  # without the second, texts are measured far too wide
        "view": {"stroke": None},
        "axis": {**text, "domainColor": line, "tickColor": line, "gridColor": faint},
        "legend": {**text, "symbolStrokeWidth": 2},
        "header": text,
        "title": {"color": ink, "subtitleColor": ink, "fontSize": 15, "anchor": "start"},
        "text": {"color": ink},
        "rule": {"color": line},
        "range": {"category": list(palette.series)},
        "mark": {"color": palette.series[0]},
        "bar": {"color": palette.series[0]},
        "line": {"color": palette.series[0], "strokeWidth": 2},
        "point": {"color": palette.series[0], "size": 45, "filled": True},
        "area": {"color": palette.series[0], "opacity": 0.75},
        "boxplot": {"median": {"color": palette.page}},
    }
