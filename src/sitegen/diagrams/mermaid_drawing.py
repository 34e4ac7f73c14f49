"""Draw Mermaid: with merman, or with mermaidx where there is no merman."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sitegen.diagrams.diagram_colors import Palette

__all__ = ["MermaidError", "draw_mermaid"]

#: What a message of a parser says besides the mistake.
_NOISE = re.compile(r"^.*?message=['\"]|['\"]\)?$", re.DOTALL)
_LINE = re.compile(r"\b(?:line|at) (\d{1,5})\b")
#: Diagrams set their own configuration there; it may not load anything or lift limits.
_INIT = re.compile(r"%%\{[ \t]*(?:init|initialize|wrap)\b.*?\}%%", re.DOTALL)


class MermaidError(Exception):
    """Raised for a text that is no Mermaid; `line` is 0 if it is not known."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


def draw_mermaid(source: str, palette: Palette) -> str:
    """Return a diagram as SVG. Raises MermaidError, ImportError without a library."""
    config = _config(palette)
    try:
        import merman
    except (ImportError, OSError):  # there is no wheel for this machine, or it does not load
        return _draw_with_mermaidx(source, config)
    library: Any = merman
    options = {"site_config": config}
    try:
        svg: str = library.Merman().render_svg(source, json.dumps(options))
    except library.MermanError as error:
        message = " ".join(_NOISE.sub("", str(error)).split())
        line = _LINE.search(message)
        raise MermaidError(message, int(line[1]) if line else 0) from error
    return svg


def _draw_with_mermaidx(source: str, config: dict[str, Any]) -> str:
    import mermaidx

    library: Any = mermaidx
    written = f"%%{{init: {json.dumps(config)}}}%%\n{_INIT.sub('', source)}"
    try:
        return str(library.render(written).svg())
    except Exception as error:  # it raises what the script in it threw
        raise MermaidError(" ".join(str(error).split())) from error


def _config(palette: Palette) -> dict[str, Any]:
    box, ink, line = palette.box, palette.ink, palette.line
    colors = {
        "background": palette.page,
        "primaryColor": box,
        "primaryTextColor": ink,
        "primaryBorderColor": line,
        "secondaryColor": palette.faint,
        "secondaryTextColor": ink,
        "secondaryBorderColor": line,
        "tertiaryColor": palette.page,
        "tertiaryTextColor": ink,
        "tertiaryBorderColor": line,
        "lineColor": line,
        "textColor": ink,
        "mainBkg": box,
        "nodeBorder": line,
        "nodeTextColor": ink,
        "clusterBkg": palette.page,
        "clusterBorder": line,
        "titleColor": ink,
        "edgeLabelBackground": palette.page,
        "noteBkgColor": palette.faint,
        "noteTextColor": ink,
        "noteBorderColor": line,
        "actorBkg": box,
        "actorBorder": line,
        "actorTextColor": ink,
        "actorLineColor": line,
        "signalColor": line,
        "signalTextColor": ink,
        "labelBoxBkgColor": box,
        "labelBoxBorderColor": line,
        "labelTextColor": ink,
        "loopTextColor": ink,
        "activationBkgColor": palette.faint,
        "activationBorderColor": line,
        "sectionBkgColor": palette.faint,
        "altSectionBkgColor": palette.page,
        "sectionBkgColor2": box,
        "taskBkgColor": box,
        "taskBorderColor": line,
        "taskTextColor": ink,
        "taskTextDarkColor": ink,
        "taskTextLightColor": ink,
        "taskTextOutsideColor": ink,
        "gridColor": palette.faint,
        "classText": ink,
        "labelColor": ink,
        "transitionColor": line,
        "transitionLabelColor": ink,
        "stateLabelColor": ink,
        "stateBkg": box,
        "attributeBackgroundColorOdd": palette.page,
        "attributeBackgroundColorEven": box,
        "pieTitleTextColor": ink,
        "pieSectionTextColor": palette.page,
        "pieLegendTextColor": ink,
        "pieStrokeColor": palette.page,
        "pieOuterStrokeColor": line,
        "pieOpacity": "1",
        **{f"pie{n}": color for n, color in enumerate(palette.series, start=1)},
        **{f"git{n}": color for n, color in enumerate(palette.series)},
        **{f"cScale{n}": color for n, color in enumerate(palette.series)},
        **{f"cScaleLabel{n}": palette.page for n in range(len(palette.series))},
        "darkMode": palette.page < "#8",
    }
    return {
        "theme": "base",
        "look": "classic",
        "themeVariables": colors,
        "htmlLabels": False,
        "flowchart": {"htmlLabels": False},
        "class": {"htmlLabels": False},
        "securityLevel": "strict",
    }
