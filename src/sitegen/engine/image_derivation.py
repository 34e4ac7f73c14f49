"""Make derived images in worker processes, or take them from the cache."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import msgspec

from sitegen.diagnostics import Diagnostic, Location, Problem, Severity, declare
from sitegen.engine.image_inspection import DEADLY, VANISHED
from sitegen.engine.workers import hold_memory
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

#: For fewer images than these, no process is started.
_SMALL = 2
_CHANGED = Problem(IMAGE_BROKEN, "it changed during the build", "build again")


class _Errand(Stored, frozen=True):
    """An order, and where to fetch its source."""

    root: bytes
    job: ImageJob


_ERRAND = msgpack_decoder(_Errand)


def make_images(
    sources: Sources,
    planned: Iterable[ImageJob],
    stock: ImageOutputs,
    pool: WorkerPool,
    progress: Progress,
) -> None:
    """Bring all planned variants into the output: made now, from the cache, or there already."""
    orders = [order for order in (_order(job, stock) for job in planned) if order.variants]
    making = _make(orders, sources, pool)
    for order, made in counted(making, "images", len(orders), progress, step=1):
        stock.timings.append((str(order.source), made.seconds))
        stock.problems += [explain_image(order, problem) for problem in made.problems]
        for variant, data in zip(order.variants, made.data, strict=False):
            stock.put(order.source, variant, data)


def _order(job: ImageJob, stock: ImageOutputs) -> ImageJob:
    """Return a job with what is not there yet."""
    lacking = (each for each in job.variants if stock.lacks(job.source, each))
    return msgspec.structs.replace(job, variants=tuple(lacking))


def warn_of_removed(
    jobs: Iterable[ImageJob],
    infos: Mapping[str, ImageInfo],
    removed: Mapping[str, tuple[str, ...]],
) -> Iterator[Diagnostic]:
    """Tell of every SVG that is published without something that its author may miss.

    `removed` says it of web assets, some of which may be shown by pages, too.
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
    """Make variants in processes, each image read when its turn comes, by them if they can."""
    root = sources.root
    if pool.is_elsewhere:
        make = make_packed
        payloads = (pack_order(order, _fetch(root, order)) for order in orders)
    else:
        # How this process has its memory is the caller's business.
        make = _do_errand if pool.is_alone(len(orders), _SMALL) else _do_errand_in_worker
        errands = (_Errand(root=os.fsencode(root), job=order) for order in orders)
        payloads = (encode_msgpack(errand) for errand in errands)
    results = pool.run_apart(make, payloads, len(orders), small=_SMALL, what="images")
    for order, result in zip(orders, results, strict=True):
        if result is None:
            yield order, MadeVariants(data=(), seconds=0.0, problems=(DEADLY,))
        else:
            yield order, unpack_made(result)


def _do_errand_in_worker(payload: bytes) -> bytes:
    hold_memory()
    return _do_errand(payload)


def _do_errand(payload: bytes) -> bytes:
    errand = _ERRAND.decode(payload)
    return pack_made(make_order(errand.job, _fetch(Path(os.fsdecode(errand.root)), errand.job)))


def _fetch(root: Path, job: ImageJob) -> bytes | Problem:
    """Read an image that was there when the build began, or say what has happened to it."""
    source = read_if_there(root, job.source)
    if source is None:
        return VANISHED
    return source.data if source.digest == job.digest else _CHANGED


def explain_image(job: ImageJob, problem: Problem) -> Diagnostic:
    """Return what is wrong with an image, and which pages use it."""
    used = f" (used by {', '.join(job.used_by)})" if job.used_by else ""
    whole = Problem(problem.code, problem.message + used, problem.hint)
    return whole.at(Location(path=str(job.source)))
