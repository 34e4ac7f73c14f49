"""Draw the diagrams and charts of a page, in a process of their own that may be ended.

Libraries that draw are programs in other languages: no signal interrupts them, and some crash. The
order is read from standard input, and each drawing is written to standard output when it is made,
after its size. What takes too long, and all that follows, is not written.
"""

from __future__ import annotations

import math
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from sitegen.diagrams.chart_drawing import ChartError, draw_chart
from sitegen.diagrams.diagram_colors import DARK, LIGHT, Palette
from sitegen.diagrams.graph_drawing import (
    GRAPH_PROGRAM,
    graph_arguments,
    own_ground,
    read_graph_error,
    with_label_grounds,
)
from sitegen.diagrams.inline_drawings import make_drawing
from sitegen.diagrams.mermaid_drawing import MermaidError, draw_mermaid
from sitegen.images.image_problem import ImageProblem
from sitegen.model.codec import encode_msgpack, msgpack_decoder
from sitegen.model.drawing import STEP_SIZE, Drawing, DrawingJob, DrawingOrder, DrawingStep

__all__ = ["draw", "find_graph_program"]

_EXTRAS = {"mermaid": "mermaid", "graphviz": "graphviz", "vega-lite": "charts"}
#: With this, Graphviz reads no file that a graph names.
_CLOSED = {"SERVER_NAME": "sitegen"}
#: Seconds of the clock for Graphviz, where no processor time can be limited.
_SECONDS = 20
#: Bytes for one drawing, where the system can limit them: a few words ask for millions of rows.
#: Libraries reserve more than they use, and some for each processor.
_MEMORY, _MEMORY_EACH = 1_000_000_000, 16_000_000


class _GraphError(Exception):
    pass


def draw(job: DrawingJob) -> Drawing:
    """Return the drawing for light and dark pages, or why there is none."""
    try:
        return make_drawing(_draw(job, LIGHT), _draw(job, DARK))
    except ImportError:
        return Drawing(extra=_EXTRAS[job.kind])
    except MermaidError as error:
        return Drawing(problem=str(error)[:300], line=error.line)
    except subprocess.TimeoutExpired:
        return Drawing(problem=f"it takes longer than {_SECONDS} seconds")
    except _GraphError as error:
        message, line = read_graph_error(str(error))
        return Drawing(problem=message[:300], line=line)
    except (ChartError, ImageProblem) as error:
        return Drawing(problem=str(error)[:300])


def _draw(job: DrawingJob, palette: Palette) -> str:
    if job.kind == "mermaid":
        return draw_mermaid(job.source, palette)
    if job.kind == "vega-lite":
        return draw_chart(job.source, palette)
    svg = _draw_graph(job, palette)
    if own_ground(svg) and palette is not LIGHT:  # on which dark pages have no say
        return _draw(job, LIGHT)
    return with_label_grounds(svg, palette)


def _draw_graph(job: DrawingJob, palette: Palette) -> str:
    program = find_graph_program()
    if not program:
        raise ImportError(GRAPH_PROGRAM)
    done = subprocess.run(  # noqa: S603  # our own arguments, and no shell
        [program, *graph_arguments(job.engine, palette)],
        input=job.source.encode(),
        capture_output=True,
        check=False,
        timeout=_SECONDS,
        env={
            **_CLOSED,
            **{name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ},
        },
    )
    if done.returncode or not done.stdout:
        raise _GraphError(done.stderr.decode("utf-8", "replace"))
    return done.stdout.decode("utf-8", "replace")


def find_graph_program() -> str:
    """Return the program of graphviz-pure beside this Python or on the path; empty if it is not."""
    beside = Path(sys.executable).parent
    return shutil.which(GRAPH_PROGRAM, path=str(beside)) or shutil.which(GRAPH_PROGRAM) or ""


def _draw_all(order: DrawingOrder) -> Iterator[DrawingStep]:
    """Yield the drawings, until they have taken all their time."""
    for job in order.jobs:
        drawing = draw(job)
        spent = sum(os.times()[:4])  # of this process, and of Graphviz
        if drawing.svg or spent < order.seconds:
            yield DrawingStep(drawing=drawing, seconds=spent)
        if spent >= order.seconds:
            return


def _limit_process(seconds: float) -> None:
    """Let the system end this process, and those that it starts."""
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    memory = _MEMORY + _MEMORY_EACH * (os.cpu_count() or 1)
    wanted = ((resource.RLIMIT_DATA, memory), (resource.RLIMIT_CPU, math.ceil(seconds)))
    for kind, most in wanted:
        _, hard = resource.getrlimit(kind)
        limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (limit, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def _main() -> None:
    order = msgpack_decoder(DrawingOrder).decode(sys.stdin.buffer.read())
    _limit_process(order.seconds)
    out = sys.stdout.buffer
    sys.stdout = sys.stderr  # libraries may print
    for step in _draw_all(order):
        data = encode_msgpack(step)
        out.write(len(data).to_bytes(STEP_SIZE, "big") + data)
        out.flush()


if __name__ == "__main__":
    _main()
