"""Draw the diagrams and charts of published pages, or take them from the store.

Those of a page are drawn in a process of their own, which is ended if it takes too long. The key of
a drawing is its text and the versions of the libraries, so an edit of the page around it draws
nothing.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

from sitegen.model.codec import encode_msgpack, msgpack_decoder
from sitegen.model.drawing import STEP_SIZE, Drawing, DrawingJob, DrawingOrder, DrawingStep
from sitegen.model.progress import Progress, counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sitegen.graph.file_index import FileIndex
    from sitegen.model import ParsedPage
    from sitegen.storage.store import Store

__all__ = ["draw_diagrams", "list_drawings"]

#: How much longer than its processor time a process may take, for other programs may run.
_WAIT = 12
#: The signal with which a system ends a process that has had its time; none on Windows.
_OUT_OF_TIME = getattr(signal, "SIGXCPU", 0)
_PACKAGES = {
    "mermaid": ("merman", "mermaidx"),
    "graphviz": ("graphviz-pure",),
    "vega-lite": ("vl-convert-python",),
}
_DECODER = msgpack_decoder(Drawing)
_STEPS = msgpack_decoder(DrawingStep)
_PREFIX = "drawing "
#: Raise it when drawings are made in another way.
_FORMAT = 3


def list_drawings(
    pages: Iterable[ParsedPage], files: FileIndex, texts: Mapping[str, str]
) -> list[dict[str, DrawingJob]]:
    """Return what is drawn on each of these pages, by digest; what several show is of the first.

    `texts` are those of files, by path.
    """
    from sitegen.content.tables.table_reference import find_data_file

    found: list[dict[str, DrawingJob]] = []
    known: set[str] = set()
    for page in pages:
        jobs: dict[str, DrawingJob] = {}
        for fragment in (page.heading, page.body):
            for reference in fragment.references.with_own("draws") if fragment else ():

                def read(name: str, page: ParsedPage = page) -> str | None:
                    path = find_data_file(page.path, name, files)
                    return texts.get(str(path)) if path else None

                job = reference.drawing(read)
                if job and job.digest not in known:
                    jobs[job.digest] = job
                    known.add(job.digest)
        if jobs:
            found.append(jobs)
    return found


def draw_diagrams(
    pages: Iterable[Mapping[str, DrawingJob]],
    store: Store,
    limit: int,
    seconds: float,
    progress: Progress,
) -> dict[str, Drawing]:
    """Return the drawings of pages by the digests of their jobs.

    Up to `limit` pages are drawn at a time, each for up to `seconds` of processor time.
    """
    rows: dict[str, str] = {}
    found: dict[str, Drawing] = {}
    missing: list[dict[str, DrawingJob]] = []
    for jobs in pages:
        keys = {each: f"{_PREFIX}{_FORMAT} {_versions(job)} {each}" for each, job in jobs.items()}
        rows |= keys
        for digest, row in keys.items():
            kept = store.read("sources", row)
            if kept is not None:
                found[digest] = _DECODER.decode(kept)
        if left := {digest: job for digest, job in jobs.items() if digest not in found}:
            missing.append(left)
    if missing:
        digests = [digest for jobs in missing for digest in jobs]
        drawn = _draw_all([list(jobs.values()) for jobs in missing], limit, seconds)
        made = counted(zip(digests, drawn, strict=True), "draw", len(digests), progress, step=1)
        fresh = dict(made)
        good = [digest for digest, drawing in fresh.items() if drawing.svg]
        store.write("sources", ((rows[each], encode_msgpack(fresh[each])) for each in good))
        store.trim("sources", frozenset(rows.values()), _PREFIX, spare=50)
        found |= fresh
    return found


def _draw_all(pages: list[list[DrawingJob]], limit: int, seconds: float) -> Iterator[Drawing]:
    with ThreadPoolExecutor(max(1, min(limit, len(pages)))) as threads:
        for drawn in threads.map(partial(_draw_page, seconds=seconds), pages):
            yield from drawn


def _draw_page(jobs: Sequence[DrawingJob], seconds: float) -> list[Drawing]:
    """Draw what a page shows. What ends the process is left out, and another one does the rest."""
    drawn: list[Drawing] = []
    left = seconds
    while len(drawn) < len(jobs):
        started = time.monotonic()
        steps, has_crashed = _draw_apart(jobs[len(drawn) :], left)
        drawn += [step.drawing for step in steps]
        # Nobody knows the processor time of what has crashed.
        left -= time.monotonic() - started
        if not has_crashed or left <= 0:
            break
        drawn.append(Drawing(problem="the program that draws it has stopped"))
    late = f"drawing takes more than limits.drawing_seconds = {seconds:g} for this page"
    return drawn + [Drawing(problem=late)] * (len(jobs) - len(drawn))


def _draw_apart(jobs: Sequence[DrawingJob], seconds: float) -> tuple[list[DrawingStep], bool]:
    """Draw in a process; return what it has drawn, and whether it has crashed at the next one."""
    order = DrawingOrder(jobs=tuple(jobs), seconds=seconds)
    process = subprocess.Popen(  # our own module
        [sys.executable, "-P", "-m", "sitegen.engine.drawing_process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
    )
    is_late = False
    try:
        out, _ = process.communicate(encode_msgpack(order), timeout=_WAIT * seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        out, _ = process.communicate()
        is_late = True
    steps = list(_read_steps(out))
    is_late = is_late or process.returncode in {0, -_OUT_OF_TIME}
    return steps, not is_late


def _read_steps(data: bytes) -> Iterator[DrawingStep]:
    """Yield what a process has written; the last one may not be whole."""
    at = 0
    while at + STEP_SIZE <= len(data):
        end = at + STEP_SIZE + int.from_bytes(data[at : at + STEP_SIZE], "big")
        if end > len(data):
            return
        yield _STEPS.decode(data[at + STEP_SIZE : end])
        at = end


def _environment() -> dict[str, str]:
    """Return the environment of a process that draws: times are the same on every machine."""
    return {**os.environ, "TZ": "UTC", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def _versions(job: DrawingJob) -> str:
    return " ".join(map(_version, _PACKAGES[job.kind]))


def _version(package: str) -> str:
    from importlib.metadata import PackageNotFoundError, version  # few sites need it

    try:
        return version(package)
    except PackageNotFoundError:
        return "-"
