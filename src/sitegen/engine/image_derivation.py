"""Make derived images in worker processes, or take them from the cache."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import msgspec

from sitegen.content.notebooks.image_paths import split_image_path
from sitegen.diagnostics import Diagnostic, Location, Problem, Severity, declare
from sitegen.engine.image_inspection import DEADLY, VANISHED
from sitegen.engine.image_memory import keep_freed_memory
from sitegen.images.image_codec import (
    MadeVariants,
    make_order,
    make_packed,
    pack_made,
    pack_order,
    unpack_made,
)
from sitegen.images.image_problem import IMAGE_BROKEN
from sitegen.model import ImageInfo, ImageJob, Stored
from sitegen.model.codec import encode_msgpack, msgpack_decoder
from sitegen.model.progress import Progress, counted
from sitegen.storage.source_files import read_if_there

if TYPE_CHECKING:
    from sitegen.engine.image_outputs import ImageOutputs
    from sitegen.engine.workers import WorkerPool
    from sitegen.storage.sources import Sources

__all__ = ["explain_image", "make_images", "warn_of_removed"]

SVG_CLEANED = declare("svg-cleaned", Severity.WARNING)

#: With fewer images than this, no worker process is started.
_SMALL = 2
_CHANGED = Problem(IMAGE_BROKEN, "it changed during the build", "build again")


class _LocalOrder(Stored, frozen=True):
    """A job, and the folder of the site from which to read its source."""

    root: bytes
    job: ImageJob


_LOCAL_ORDER = msgpack_decoder(_LocalOrder)


def make_images(
    sources: Sources,
    jobs: Iterable[ImageJob],
    outputs: ImageOutputs,
    pool: WorkerPool,
    progress: Progress,
) -> None:
    """Put all planned variants into the output, and make those that output and cache lack."""
    orders = [order for order in (_order(job, outputs) for job in jobs) if order.variants]
    making = _make(orders, sources, pool)
    for order, made in counted(making, "images", len(orders), progress, step=1):
        outputs.timings.append((str(order.source), made.seconds))
        outputs.problems += [explain_image(order, problem) for problem in made.problems]
        for variant, data in zip(order.variants, made.data, strict=False):
            outputs.add(order.source, variant, data)


def _order(job: ImageJob, outputs: ImageOutputs) -> ImageJob:
    """Return a job with only those variants that have to be made."""
    lacking = (each for each in job.variants if outputs.lacks(job.source, each))
    return msgspec.structs.replace(job, variants=tuple(lacking))


def warn_of_removed(
    jobs: Iterable[ImageJob],
    infos: Mapping[str, ImageInfo],
    removed: Mapping[str, tuple[str, ...]],
) -> Iterator[Diagnostic]:
    """Report each SVG from which cleaning removed something that its author may miss.

    `removed` has what was removed from web assets; pages may show some of them, too.
    """
    shown = {str(job.source): job for job in jobs}
    told = {name: infos[name].removed for name in shown if name in infos}
    for name, words in {**removed, **told}.items():
        if words:
            job = shown.get(name) or ImageJob(source=PurePosixPath(name), digest="", variants=())
            message = f"published without what would run or load: {', '.join(words)}"
            hint = "export a plain SVG, with text as paths"
            yield explain_image(job, Problem(SVG_CLEANED, message, hint))


def _make(
    orders: list[ImageJob], sources: Sources, pool: WorkerPool
) -> Iterator[tuple[ImageJob, MadeVariants]]:
    """Make variants in worker processes.

    Each source is read when its turn comes: by the worker, unless that is on another machine.
    """
    root = sources.root
    if pool.is_elsewhere:
        make = make_packed
        payloads = (pack_order(order, _fetch(root, order)) for order in orders)
    else:
        # In the caller's own process, the settings of its memory are not ours to change.
        make = _make_here if pool.is_alone(len(orders), _SMALL) else _make_in_worker
        local = (_LocalOrder(root=os.fsencode(root), job=order) for order in orders)
        payloads = (encode_msgpack(order) for order in local)
    results = pool.run_apart(make, payloads, len(orders), small=_SMALL, what="images")
    for order, result in zip(orders, results, strict=True):
        if result is None:
            yield order, MadeVariants(data=(), seconds=0.0, problems=(DEADLY,))
        else:
            yield order, unpack_made(result)


def _make_in_worker(payload: bytes) -> bytes:
    keep_freed_memory()
    return _make_here(payload)


def _make_here(payload: bytes) -> bytes:
    order = _LOCAL_ORDER.decode(payload)
    return pack_made(make_order(order.job, _fetch(Path(os.fsdecode(order.root)), order.job)))


def _fetch(root: Path, job: ImageJob) -> bytes | Problem:
    """Read an image; return a problem if it has changed or vanished since the build began."""
    source = read_if_there(root, job.source)
    if source is None:
        return VANISHED
    return source.data if source.digest == job.digest else _CHANGED


def explain_image(job: ImageJob, problem: Problem) -> Diagnostic:
    """Return what is wrong with an image, and which pages use it."""
    used = f" (used by {', '.join(job.used_by)})" if job.used_by else ""
    whole = Problem(problem.code, problem.message + used, problem.hint)
    inside = split_image_path(str(job.source))
    return whole.at(Location(path=inside[0] if inside else str(job.source)))
