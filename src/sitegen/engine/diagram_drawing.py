"""Draw the diagrams and charts of published pages, or take them from the store.

Each is drawn in a process of its own, which is ended if it takes too long. The key of a drawing is
its text and the versions of the libraries, so an edit of the page around it draws nothing.
"""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from sitegen.model.codec import encode_msgpack, msgpack_decoder
from sitegen.model.drawing import Drawing, DrawingJob
from sitegen.model.progress import Progress, counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sitegen.graph.file_index import FileIndex
    from sitegen.model import ParsedPage
    from sitegen.storage.store import Store

__all__ = ["draw_diagrams", "list_drawings"]

#: Seconds for one drawing, and how many bytes of messages are kept of one that fails.
_SECONDS = 30
_PACKAGES = {
    "mermaid": ("merman", "mermaidx"),
    "graphviz": ("graphviz-pure",),
    "vega-lite": ("vl-convert-python",),
}
_DECODER = msgpack_decoder(Drawing)
_PREFIX = "drawing "
#: Raise it when drawings are made in another way.
_FORMAT = 2


def list_drawings(
    pages: Iterable[ParsedPage], files: FileIndex, texts: Mapping[str, str]
) -> dict[str, DrawingJob]:
    """Return what is drawn on these pages, by digest; `texts` are those of files, by path."""
    from sitegen.content.tables.table_reference import find_data_file

    found: dict[str, DrawingJob] = {}
    for page in pages:
        for fragment in (page.heading, page.body):
            for reference in fragment.references if fragment else ():
                if not reference.draws:
                    continue

                def read(name: str, page: ParsedPage = page) -> str | None:
                    path = find_data_file(page.path, name, files)
                    return texts.get(str(path)) if path else None

                job = reference.drawing(read)
                if job:
                    found[job.digest] = job
    return found


def draw_diagrams(
    jobs: Mapping[str, DrawingJob], store: Store, limit: int, progress: Progress
) -> dict[str, Drawing]:
    """Return the drawings by the digests of their jobs; up to `limit` are made at a time."""
    if not jobs:
        return {}
    rows = {digest: f"{_PREFIX}{_FORMAT} {_versions(job)} {digest}" for digest, job in jobs.items()}
    found: dict[str, Drawing] = {}
    for digest, row in rows.items():
        kept = store.read("sources", row)
        if kept is not None:
            found[digest] = _DECODER.decode(kept)
    missing = [digest for digest in jobs if digest not in found]
    if missing:
        drawn = _draw_all([jobs[digest] for digest in missing], limit)
        made = counted(zip(missing, drawn, strict=True), "draw", len(missing), progress, step=1)
        fresh = dict(made)
        good = [digest for digest, drawing in fresh.items() if drawing.svg]
        store.write("sources", ((rows[each], encode_msgpack(fresh[each])) for each in good))
        store.trim("sources", frozenset(rows.values()), _PREFIX, spare=50)
        found |= fresh
    return found


def _draw_all(jobs: list[DrawingJob], limit: int) -> Iterator[Drawing]:
    with ThreadPoolExecutor(max(1, min(limit, len(jobs)))) as threads:
        yield from threads.map(_draw_apart, jobs)


def _draw_apart(job: DrawingJob) -> Drawing:
    command = [sys.executable, "-m", "sitegen.engine.drawing_process"]
    try:
        done = subprocess.run(  # noqa: S603  # our own module
            command,
            input=encode_msgpack(job),
            capture_output=True,
            check=False,
            timeout=_SECONDS,
            env=_environment(),
        )
    except subprocess.TimeoutExpired:
        return Drawing(problem=f"it takes longer than {_SECONDS} seconds")
    if done.returncode or not done.stdout:
        return Drawing(problem="the program that draws it has stopped")
    return _DECODER.decode(done.stdout)


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
