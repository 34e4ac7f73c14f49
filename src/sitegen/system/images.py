"""Image files: looked at and derived in processes, kept between builds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
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
    ImageInfo,
    ImageJob,
    Inspected,
    Rank,
    SharingCard,
    SourceFile,
    Variant,
    digest_of,
)
from sitegen.system.gate import check_variant
from sitegen.system.progress import Progress, counted
from sitegen.system.workers import hold_memory

if TYPE_CHECKING:
    from sitegen.system.cache import ImageCache
    from sitegen.system.output import Output
    from sitegen.system.sources import Sources
    from sitegen.system.store import Store
    from sitegen.system.workers import Crew

__all__ = [
    "Made",
    "Stock",
    "explain_image",
    "inspect_images",
    "is_picture",
    "make_images",
    "warn_of_removed",
]

#: For fewer images than these, no process is started: to make them, and to look at them.
_SMALL, _FEW_LOOKS = 2, 5
_VANISHED = (
    "image-missing",
    "it vanished during the build",
    "put it back, or take it off the page",
)
_CHANGED = ("image-broken", "it changed during the build", "build again")
_DEADLY = (
    "image-broken",
    "the process that was reading it has been ended, perhaps for want of memory",
    "export it again, or make it smaller",
)
_STATIC = PurePosixPath("assets/static")
_INFO = msgspec.json.Decoder(ImageInfo, dec_hook=lambda kind, value: kind(value))
_ENCODER = msgspec.json.Encoder(enc_hook=str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """How many variants there are, how many of them had to be made, and what went wrong.

    `shown` are the keys of the variants, `unshown` those that only earlier builds had.
    """

    count: int
    fresh: int
    shown: frozenset[str]
    unshown: frozenset[str]
    timings: list[tuple[str, float]]
    problems: tuple[Diagnostic, ...]

    def __add__(self, other: Made) -> Made:
        """Return what two stages have made together."""
        return Made(
            count=self.count + other.count,
            fresh=self.fresh + other.fresh,
            shown=self.shown | other.shown,
            unshown=self.unshown & other.unshown,
            timings=self.timings + other.timings,
            problems=self.problems + other.problems,
        )


def is_picture(path: PurePosixPath) -> bool:
    """Tell by its name, and by where it lies, whether a file may be shown as an image."""
    shown = path.suffix.casefold() in IMAGE_SUFFIXES
    return shown and path.parts[0] in {"assets", "content"} and _STATIC not in path.parents


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
    source = _read(sources, path)
    if source is None:
        return _VANISHED
    medical = find_medical(source.data)
    if medical:
        problem = refuse_medical(path, medical)
        return problem.code, problem.message, problem.hint
    return source


def make_images(
    sources: Sources,
    planned: Iterable[ImageJob],
    cache: ImageCache,
    store: Store,
    output: Output,
    crew: Crew,
    progress: Progress,
) -> Made:
    """Bring all planned variants into the output: made now, from the cache, or there already."""
    todo = list(planned)
    stock = Stock(cache, store.read_all("images", "output "), output)
    orders = [order for order in map(stock.order, todo) if order.variants]
    problems: list[Diagnostic] = []
    timings: list[tuple[str, float]] = []
    making = _make(orders, sources, crew)
    for order, made in counted(making, "images", len(orders), progress, step=1):
        timings.append((str(order.source), made.seconds))
        problems += [explain_image(order, *problem) for problem in made.problems]
        for variant, data in zip(order.variants, made.data, strict=False):
            if stock.put(order.source, variant, data):
                cache.write(variant.key, data)
    store.write("images", stock.digests)
    shown = frozenset(variant.key for job in todo for variant in job.variants)
    return Made(
        count=sum(len(job.variants) for job in todo),
        fresh=sum(len(order.variants) for order in orders),
        shown=shown,
        unshown=frozenset(stock.known.keys() - shown),
        timings=timings,
        problems=(*problems, *stock.problems),
    )


def warn_of_removed(
    jobs: Iterable[ImageJob], infos: Mapping[str, ImageInfo]
) -> Iterator[Diagnostic]:
    """Tell of every SVG that is published without something that its author may miss."""
    for job in jobs:
        info = infos.get(str(job.source))
        if info is not None and info.removed:
            message = f"published without what would run or load: {', '.join(info.removed)}"
            yield explain_image(
                job, "svg-cleaned", message, "export a plain SVG, with text as paths"
            )


class Stock:
    """What of the planned images is in the output or the cache already."""

    def __init__(self, cache: ImageCache, known: dict[str, bytes], output: Output) -> None:
        self.known = known
        self.digests: list[tuple[str, bytes]] = []
        self.problems: list[Diagnostic] = []
        self._cache = cache
        self._output = output

    def order(self, job: ImageJob) -> ImageJob:
        """Take what is there; return the job with what is missing."""
        return msgspec.structs.replace(
            job, variants=tuple(each for each in job.variants if not self.take(job.source, each))
        )

    def put(self, source: PurePosixPath, image: Variant | SharingCard, data: bytes) -> bool:
        """Want an image with these bytes, if they pass the gate; tell whether they have."""
        found = check_variant(source, str(image.output), data)
        self.problems += found
        if not found:
            self._add(image, data)
        return not found

    def take(self, source: PurePosixPath, image: Variant | SharingCard) -> bool:
        """Want an image if it is there; tell whether it is."""
        digest = self.known.get(image.key)
        if digest is not None and self._output.holds(str(image.output), digest.decode()):
            self._output.keep(str(image.output), digest.decode())
            return True
        data = self._cache.read(image.key)
        if data is None or check_variant(source, str(image.output), data):
            return False
        self._add(image, data)
        return True

    def _add(self, image: Variant | SharingCard, data: bytes) -> None:
        digest = self._output.add(str(image.output), data, Rank.ASSET)
        self.digests.append((f"output {image.key}", digest.encode()))


def _make(
    orders: list[ImageJob], sources: Sources, crew: Crew
) -> Iterator[tuple[ImageJob, MadeVariants]]:
    """Make variants in processes, each image read when its turn comes."""

    def payloads() -> Iterator[bytes]:
        for order in orders:
            source = _read(sources, order.source)
            if source is not None and source.digest == order.digest:
                yield pack_order(order, source.data)
            else:
                lost[order.source] = _VANISHED if source is None else _CHANGED
                yield pack_order(msgspec.structs.replace(order, variants=()), b"")

    lost: dict[PurePosixPath, tuple[str, str, str]] = {}
    # How this process has its memory is the caller's business.
    make = make_packed if crew.is_alone(len(orders), _SMALL) else _make_in_worker
    results = crew.run_apart(make, payloads(), len(orders), small=_SMALL)
    for order, result in zip(orders, results, strict=True):
        problem = _DEADLY if result is None else lost.get(order.source)
        if problem is not None:
            yield order, MadeVariants(data=(), seconds=0.0, problems=(problem,))
        elif result is not None:
            yield order, unpack_made(result)


def _make_in_worker(payload: bytes) -> bytes:
    hold_memory()
    return make_packed(payload)


def _read(sources: Sources, path: PurePosixPath) -> SourceFile | None:
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
