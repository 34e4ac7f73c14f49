"""Draw one diagram or chart, in a process of its own that may be ended.

Libraries that draw are programs in other languages: no signal interrupts them, and some crash. The
job is read from standard input, and the drawing written to standard output.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from sitegen.diagrams.chart_drawing import ChartError, draw_chart
from sitegen.diagrams.diagram_colors import DARK, LIGHT, Palette
from sitegen.diagrams.graph_drawing import GRAPH_PROGRAM, graph_arguments, read_graph_error
from sitegen.diagrams.inline_drawings import make_drawing
from sitegen.diagrams.mermaid_drawing import MermaidError, draw_mermaid
from sitegen.images.image_problem import ImageProblem
from sitegen.model.codec import encode_msgpack, msgpack_decoder
from sitegen.model.drawing import Drawing, DrawingJob

__all__ = ["draw", "find_graph_program"]

_EXTRAS = {"mermaid": "mermaid", "graphviz": "graphviz", "vega-lite": "charts"}
#: With this, Graphviz reads no file that a graph names.
_CLOSED = {"SERVER_NAME": "sitegen"}
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


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    limit = _MEMORY + _MEMORY_EACH * (os.cpu_count() or 1)
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))


def _main() -> None:
    _limit_memory()
    job = msgpack_decoder(DrawingJob).decode(sys.stdin.buffer.read())
    out = sys.stdout.buffer
    sys.stdout = sys.stderr  # libraries may print
    out.write(encode_msgpack(draw(job)))


if __name__ == "__main__":
    _main()
