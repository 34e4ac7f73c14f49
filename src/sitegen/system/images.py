"""Image files: looked at and derived in processes, kept between builds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import msgspec

from sitegen.assets.codecs import describe_codecs
from sitegen.assets.inspection import IMAGE_SUFFIXES, READABLE
from sitegen.assets.packing import (
    MadeVariants,
    look_packed,
    make_packed,
    pack_look,
    pack_order,
    unpack_look,
    unpack_made,
)
from sitegen.checks.medical import find_medical
from sitegen.checks.privacy import refuse_medical
from sitegen.diagnostics import Diagnostic, Location
from sitegen.errors import MachineError
from sitegen.model import (
    ASSETS,
    CONTENT,
    STATIC,
    ImageInfo,
    ImageJob,
    Inspected,
    SourceFile,
    digest_of,
)
from sitegen.system.progress import Progress, counted
from sitegen.system.workers import hold_memory

if TYPE_CHECKING:
    from sitegen.system.sources import Sources
    from sitegen.system.stock import Stock
    from sitegen.system.store import Store
    from sitegen.system.workers import Crew

__all__ = [
    "explain_image",
    "inspect_images",
    "is_picture",
    "make_images",
    "read_if_there",
    "warn_of_removed",
]

#: For fewer images than these, no process is started: to make them, and to look at them.
_SMALL, _FEW_LOOKS = 2, 5
_VANISHED = (
    "image-missing",
    "it vanished during the build",
    "put it back, or take it off the page",
)
_FORBIDDEN = (
    "image-missing",
    "it may not be read by whoever builds the site",
    "allow it (chmod a+r), or take it off the page",
)
_CHANGED = ("image-broken", "it changed during the build", "build again")
_DEADLY = (
    "image-broken",
    "the process that was reading it has been ended, perhaps for want of memory",
    "export it again, or make it smaller",
)
_INFO = msgspec.json.Decoder(ImageInfo, dec_hook=lambda kind, value: kind(value))
_ENCODER = msgspec.json.Encoder(enc_hook=str)


def is_picture(path: PurePosixPath) -> bool:
    """Tell by its name, and by where it lies, whether a file may be shown as an image."""
    shown = path.suffix.casefold() in IMAGE_SUFFIXES
    return shown and path.parts[0] in {ASSETS.name, CONTENT.name} and STATIC not in path.parents


def inspect_images(
    sources: Sources,
    wanted: Collection[PurePosixPath],
    store: Store,
    crew: Crew,
    megapixels: int,
    progress: Progress,
) -> dict[PurePosixPath, Inspected]:
    """Return what each file is, or code, message and hint of why it cannot be used."""
    codecs = digest_of(describe_codecs()) if wanted else ""

    def row(path: PurePosixPath, digest: str) -> str:
        return f"info {megapixels} {codecs} {path} {digest}"

    found: dict[PurePosixPath, Inspected] = {}
    for path in sorted(wanted):
        digest = sources.known_digest(path)
        kept = store.read("images", row(path, digest)) if digest else None
        if kept is not None:
            found[path] = _INFO.decode(kept)
    missing = [path for path in sorted(wanted) if path not in found]
    looks = _look(missing, sources, crew, megapixels)
    fresh = dict(counted(looks, "inspect", len(missing), progress, step=1))
    good = [info for info in fresh.values() if isinstance(info, ImageInfo)]
    store.write("images", ((row(i.path, i.digest), _ENCODER.encode(i)) for i in good))
    if fresh:
        infos = (info for info in (found | fresh).values() if isinstance(info, ImageInfo))
        store.trim("images", frozenset(row(i.path, i.digest) for i in infos), "info ")
    return found | fresh


def _look(
    paths: list[PurePosixPath], sources: Sources, crew: Crew, megapixels: int
) -> Iterator[tuple[PurePosixPath, Inspected]]:
    """Look at images in processes, each read when its turn comes."""

    def payloads() -> Iterator[bytes]:
        for path in paths:
            source = _readable(sources, path)
            if isinstance(source, SourceFile):
                yield pack_look(source, megapixels)
            else:
                refused[path] = source
                yield b""

    refused: dict[PurePosixPath, tuple[str, str, str]] = {}
    results = crew.run_apart(_look_or_pass, payloads(), len(paths), small=_FEW_LOOKS)
    for path, result in zip(paths, results, strict=True):
        if path in refused:
            yield path, refused[path]
        else:
            yield path, _DEADLY if result is None else unpack_look(result)


def _look_or_pass(payload: bytes) -> bytes:
    """Look at an image, if it is one that may be looked at."""
    return look_packed(payload) if payload else b""


def _readable(sources: Sources, path: PurePosixPath) -> SourceFile | tuple[str, str, str]:
    """Return a file to look at, or code, message and hint of why it is none."""
    if path.suffix.casefold() not in IMAGE_SUFFIXES:
        return "image-format", "it is not an image by its name", READABLE
    try:
        source = read_if_there(sources, path)
    except MachineError as error:
        if isinstance(error.__cause__, PermissionError):
            return _FORBIDDEN
        raise
    if source is None:
        return _VANISHED
    medical = find_medical(source.data)
    if medical:
        problem = refuse_medical(path, medical)
        return problem.code, problem.message, problem.hint
    return source


def make_images(
    sources: Sources, planned: Iterable[ImageJob], stock: Stock, crew: Crew, progress: Progress
) -> None:
    """Bring all planned variants into the output: made now, from the cache, or there already."""
    orders = [order for order in (_order(job, stock) for job in planned) if order.variants]
    making = _make(orders, sources, crew)
    for order, made in counted(making, "images", len(orders), progress, step=1):
        stock.timings.append((str(order.source), made.seconds))
        stock.problems += [explain_image(order, *problem) for problem in made.problems]
        for variant, data in zip(order.variants, made.data, strict=False):
            stock.put(order.source, variant, data)


def _order(job: ImageJob, stock: Stock) -> ImageJob:
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
            yield explain_image(
                job, "svg-cleaned", message, "export a plain SVG, with text as paths"
            )


def _make(
    orders: list[ImageJob], sources: Sources, crew: Crew
) -> Iterator[tuple[ImageJob, MadeVariants]]:
    """Make variants in processes, each image read when its turn comes."""

    def payloads() -> Iterator[bytes]:
        for order in orders:
            source = read_if_there(sources, order.source)
            if source is not None and source.digest == order.digest:
                yield pack_order(order, source.data)
            else:
                lost[order.source] = _VANISHED if source is None else _CHANGED
                yield pack_order(msgspec.structs.replace(order, variants=()), b"")

    lost: dict[PurePosixPath, tuple[str, str, str]] = {}
    # How this process has its memory is the caller's business.
    make = make_packed if crew.is_alone(len(orders), _SMALL) else _make_in_worker
    results = crew.run_apart(make, payloads(), len(orders), small=_SMALL, what="images")
    for order, result in zip(orders, results, strict=True):
        problem = _DEADLY if result is None else lost.get(order.source)
        if problem is not None:
            yield order, MadeVariants(data=(), seconds=0.0, problems=(problem,))
        elif result is not None:
            yield order, unpack_made(result)


def _make_in_worker(payload: bytes) -> bytes:
    hold_memory()
    return make_packed(payload)


def read_if_there(sources: Sources, path: PurePosixPath) -> SourceFile | None:
    """Read a file that was there when the build began; None if it has gone. Raises MachineError."""
    try:
        return sources.read(path)
    except MachineError as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return None
        raise


def explain_image(job: ImageJob, code: str, message: str, hint: str) -> Diagnostic:
    """Return what is wrong with an image, and which pages use it."""
    used = f" (used by {', '.join(job.used_by)})" if job.used_by else ""
    place = Location(path=str(job.source))
    return Diagnostic(code=code, message=message + used, location=place, hint=hint)
