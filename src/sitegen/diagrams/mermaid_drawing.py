"""Draw Mermaid: with merman, or with mermaidx where there is no merman."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from sitegen.diagrams.gantt_charts import gantt_settings, is_gantt, separate_dates
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from sitegen.diagrams.diagram_colors import Palette

__all__ = ["MermaidError", "draw_mermaid"]

#: What a message of a parser says besides the mistake.
_NOISE = compile_late(r"^.*?message=['\"]|['\"]\)?$", re.DOTALL)
_LINE = compile_late(r"\b(?:line|at) (\d{1,5})\b")
#: Diagrams set their own configuration there; it may not load anything or lift limits.
_INIT = compile_late(r"%%\{[ \t]*(?:init|initialize|wrap)\b.*?\}%%", re.DOTALL)


class MermaidError(Exception):
    """Raised for a text that is no Mermaid; `line` is 0 if it is not known."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


def draw_mermaid(source: str, palette: Palette) -> str:
    """Return a diagram as SVG. Raises MermaidError, ImportError without a library."""
    config = _config(palette)
    if not is_gantt(source):
        return _draw(source, config)
    config["gantt"] = gantt_settings(source)
    return separate_dates(_draw(source, config))


def _draw(source: str, config: dict[str, Any]) -> str:
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


#: Variables of Mermaid's themes, by the colour of the palette that they get.
_ROLES = {
    "ink": """
        actorTextColor classText labelColor labelTextColor loopTextColor nodeTextColor noteTextColor
        pieLegendTextColor pieTitleTextColor primaryTextColor secondaryTextColor signalTextColor
        stateLabelColor taskTextColor taskTextDarkColor taskTextLightColor taskTextOutsideColor
        tertiaryTextColor textColor titleColor transitionLabelColor
        """,
    "line": """
        activationBorderColor actorBorder actorLineColor clusterBorder labelBoxBorderColor lineColor
        nodeBorder noteBorderColor pieOuterStrokeColor primaryBorderColor secondaryBorderColor
        signalColor taskBorderColor tertiaryBorderColor transitionColor
        """,
    "box": """
        actorBkg attributeBackgroundColorEven labelBoxBkgColor mainBkg primaryColor sectionBkgColor2
        stateBkg taskBkgColor
        """,
    "faint": "activationBkgColor gridColor noteBkgColor secondaryColor sectionBkgColor",
    "page": """
        altSectionBkgColor attributeBackgroundColorOdd background clusterBkg edgeLabelBackground
        pieSectionTextColor pieStrokeColor tertiaryColor
        """,
}


def _config(palette: Palette) -> dict[str, Any]:
    colors: dict[str, Any] = {
        name: getattr(palette, role) for role, names in _ROLES.items() for name in names.split()
    }
    for number, color in enumerate(palette.series):
        colors |= {f"pie{number + 1}": color, f"git{number}": color, f"cScale{number}": color}
        colors[f"cScaleLabel{number}"] = palette.page
    colors |= {"pieOpacity": "1", "darkMode": palette.page < "#8"}
    no_labels = {"htmlLabels": False}
    return {
        "theme": "base",
        "look": "classic",
        "themeVariables": colors,
        "securityLevel": "strict",
        "flowchart": no_labels,
        "class": no_labels,
        **no_labels,
    }
