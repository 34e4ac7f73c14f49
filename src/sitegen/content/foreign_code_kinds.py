"""The code of other generators that is not run or drawn here, and what to write instead."""

from __future__ import annotations

from sitegen.content.directive_names import DIRECTIVES
from sitegen.content.foreign_kind import ForeignKind, pattern
from sitegen.content.foreign_kinds import DIV_HINTS

__all__ = ["CODE_CELLS", "CODE_DIRECTIVES", "CODE_TAGS", "DRAWN_CODE", "OTHER_RAW_CODE", "RAW_CODE"]

CODE_DIRECTIVES = ForeignKind(
    what="a MyST directive",
    marks=("{",),
    pattern=pattern(r"\{"),
    hint="write its content in Markdown or HTML",
    hints=DIV_HINTS,
    known=DIRECTIVES,
    result="is shown as code",
)
CODE_CELLS = ForeignKind(
    what="a code cell (Quarto, R Markdown, MyST)",
    marks=("{",),
    pattern=pattern(r"\{"),
    hint="write ```NAME, and put the result into the page",
    hints={"code-cell": "write ```python, and put the result into the page"}
    | dict.fromkeys(("mermaid", "dot"), "export the diagram as an image"),
    result="is shown as code and not run",
)
CODE_TAGS = ForeignKind(
    what="a tag for code (Jekyll, Hugo)",
    marks=("highlight",),
    pattern=pattern(r"\{"),
    hint="write ```NAME, and ``` below the code",
    result="is shown as code, without its options",
)
_EXPORT = "export the drawing as an SVG file and show that; the language 'text' shows the code"
_DIAGRAM = "write it as ```mermaid or ```dot, or export it as an SVG file and show that"
_CHART = "write ```{chart} data.csv or ```vega-lite, or export it as an SVG file and show that"
_LIST = "write ```{collection}, or a list"
DRAWN_CODE = ForeignKind(
    what="code that other programs draw or run",
    marks=("```", "~~~"),
    pattern=pattern(r"`"),
    hint=_EXPORT,
    hints={
        **dict.fromkeys(("plantuml", "puml", "d2", "bpmn", "markmap", "nomnoml"), _DIAGRAM),
        **dict.fromkeys(("echarts", "chartjs", "plotly"), _CHART),
        **dict.fromkeys(("geojson", "topojson"), "write '{{< map … >}}', or show a picture of it"),
        **dict.fromkeys(("tikz", "tikzpicture", "wavedrom", "typograms"), _EXPORT),
        "pseudocode": "write ::: {#alg-… title=\"…\"}, lines that begin with '| ', and :::",
        **dict.fromkeys(("dataview", "dataviewjs"), _LIST),
    },
    result="is shown as it is",
)
RAW_CODE = ForeignKind(
    what="a raw block (Pandoc, Quarto)",
    marks=("{=",),
    pattern=pattern(r"\{"),
    hint="write ```{=html} for HTML, or a language of code",
    hints=dict.fromkeys(
        ("html", "html4", "html5"), "end the comment or the tag in it that never ends"
    ),
    result="is shown as code",
)
OTHER_RAW_CODE = ForeignKind(
    what="for another format (Pandoc, Quarto, MyST)",
    marks=("{=",),
    pattern=pattern(r"\{"),
    hint="remove it, or write in Markdown what readers need",
    result="is left out",
)
