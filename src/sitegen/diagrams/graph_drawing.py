"""Draw graphs in DOT: the arguments for graphviz-pure, which is a program."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sitegen.diagrams.diagram_colors import Palette

__all__ = ["GRAPH_PROGRAM", "graph_arguments", "read_graph_error"]

GRAPH_PROGRAM = "graphviz-pure"
_LINE = re.compile(r"\bline (\d{1,6})\b")


def graph_arguments(engine: str, palette: Palette) -> list[str]:
    """Return the arguments: colours are only for what the graph does not colour by itself."""
    return [
        "-Tsvg",
        f"-K{engine}",
        "-Gbgcolor=transparent",
        *(f"-{each}fontname=Arial" for each in "GNE"),
        *(f"-{each}fontcolor={palette.ink}" for each in "GNE"),
        f"-Gpencolor={palette.line}",
        f"-Ncolor={palette.line}",
        f"-Ecolor={palette.line}",
    ]


def read_graph_error(message: str) -> tuple[str, int]:
    """Return the first line of what the program says, and the line of the graph it names."""
    lines = [each.strip() for each in message.splitlines() if each.strip()]
    first = lines[0] if lines else "the graph cannot be drawn"
    found = _LINE.search(first)
    first = re.sub(r"^(?:Error|Warning): (?:<stdin>: )?", "", first)
    return first, int(found[1]) if found else 0
