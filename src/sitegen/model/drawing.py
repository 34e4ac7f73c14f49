"""What is drawn of a text in a page: diagrams and charts."""

from __future__ import annotations

from typing import Literal

from sitegen.model.codec import digest_of
from sitegen.model.stored import Stored

__all__ = [
    "DRAWING_ID",
    "GRAPH_ENGINES",
    "STEP_SIZE",
    "Drawing",
    "DrawingJob",
    "DrawingKind",
    "DrawingOrder",
    "DrawingStep",
]

DrawingKind = Literal["mermaid", "graphviz", "vega-lite"]
#: The layout engines of Graphviz.
GRAPH_ENGINES = ("dot", "neato", "fdp", "sfdp", "circo", "twopi", "osage", "patchwork")
#: Begins every id in a drawing, and every reference to one, until the page gives another.
DRAWING_ID = "drawing-id-"
#: Bytes of the size that comes before each step in what a process writes.
STEP_SIZE = 4


class DrawingJob(Stored, frozen=True):
    """A text to draw: Mermaid, DOT, or Vega-Lite as JSON with its data in it.

    `engine` is the layout engine of Graphviz.
    """

    kind: DrawingKind
    source: str
    engine: str = "dot"

    @property
    def digest(self) -> str:
        """A short digest of all that is drawn."""
        return digest_of(self)


class Drawing(Stored, frozen=True):
    """An SVG for the middle of a page, its size in CSS pixels; or why there is none.

    `extra` is the extra of sitegen that has to be installed, `line` the line of the text that
    cannot be read, 0 if it is not known.
    """

    svg: str = ""
    width: int = 0
    height: int = 0
    problem: str = ""
    line: int = 0
    extra: str = ""


class DrawingOrder(Stored, frozen=True):
    """What a process draws, one after the other, and for how many seconds of processor time."""

    jobs: tuple[DrawingJob, ...]
    seconds: float


class DrawingStep(Stored, frozen=True):
    """A drawing that such a process has made, and the seconds that it has taken so far."""

    drawing: Drawing
    seconds: float
