"""Draw graphs in DOT: the arguments for graphviz-pure, which is a program, and what it draws."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from sitegen.diagrams.diagram_colors import Palette

__all__ = [
    "GRAPH_PROGRAM",
    "graph_arguments",
    "own_ground",
    "read_graph_error",
    "with_label_grounds",
]

GRAPH_PROGRAM = "graphviz-pure"
_LINE = compile_late(r"\bline (\d{1,6})\b")
_GROUP = compile_late(r'<g id="[^"]*" class="(graph|node|edge|cluster)"')
#: The polygon behind a graph, below its gradients, if it has any.
_GROUND = compile_late(
    r'(?P<before><g id="[^"]*" class="graph"[^>]*>\n(?:<title>[^\n]*\n)?(?:<defs>.*?</defs>\n)?)'
    r'<polygon fill="(?P<fill>[^"]*)"[^>]*? stroke="none" [^>]*/>\n',
    re.DOTALL,
)
_WHITE = "white"
_TEXT = "<text "
_RIM = 'stroke-width="4" stroke-linejoin="round" paint-order="stroke"'


def graph_arguments(engine: str, palette: Palette) -> list[str]:
    """Return the arguments: colours are only for what the graph does not colour by itself.

    The background is not among them, for it would take the place of the graph's own.
    """
    return [
        "-Tsvg",
        f"-K{engine}",
        *(f"-{each}fontname=Arial" for each in "GNE"),
        *(f"-{each}fontcolor={palette.ink}" for each in "GNE"),
        f"-Gpencolor={palette.line}",
        f"-Ncolor={palette.line}",
        f"-Ecolor={palette.line}",
    ]


def own_ground(svg: str) -> str:
    """Return the colour behind a graph that has one; empty for white, which every graph has."""
    found = _GROUND.search(svg)
    return found["fill"] if found and found["fill"] != _WHITE else ""


def with_label_grounds(svg: str, palette: Palette) -> str:
    """Return a graph in which no line crosses the label of an edge: it has a rim as the page.

    A white background is left out, so that the page is seen.
    """
    ground = own_ground(svg)
    if not ground:
        svg = _GROUND.sub(lambda found: found["before"], svg, count=1)
    page = ground if ground and not ground.startswith("url") else palette.page
    kind, lines = "", svg.split("\n")
    for number, line in enumerate(lines):
        group = _GROUP.search(line)
        if group:
            kind = group[1]
        elif kind == "edge" and line.startswith(_TEXT):
            rim = f'{_TEXT}stroke="{page}" {_RIM} '
            lines[number] = rim + line.removeprefix(_TEXT)
    return "\n".join(lines)


def read_graph_error(message: str) -> tuple[str, int]:
    """Return the first line of what the program says, and the line of the graph it names."""
    lines = [each.strip() for each in message.splitlines() if each.strip()]
    first = lines[0] if lines else "the graph cannot be drawn"
    found = _LINE.search(first)
    first = re.sub(r"^(?:Error|Warning): (?:<stdin>: )?", "", first)
    return first, int(found[1]) if found else 0
