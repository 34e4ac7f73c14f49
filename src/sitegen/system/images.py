"""Image files: looked at in parallel, derived in parallel, kept between builds."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import msgspec

from sitegen.assets.derivatives import make_variants
from sitegen.assets.inspection import IMAGE_SUFFIXES, READABLE, ImageProblem, inspect_image
from sitegen.diagnostics import Diagnostic, Location
from sitegen.model import ImageInfo, ImageJob, Rank, Variant
from sitegen.system.progress import Progress, counted
from sitegen.system.workers import map_in_order

if TYPE_CHECKING:
    from sitegen.system.cache import ImageCache
    from sitegen.system.output import Output
    from sitegen.system.sources import Sources
    from sitegen.system.store import Store

__all__ = ["Made", "inspect_images", "make_images"]

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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Variants:
    """One image's variants: bytes, None for those that the output holds; `fresh` were made now."""

    data: dict[Variant, bytes | None]
    fresh: int


def inspect_images(
    sources: Sources, wanted: Iterable[PurePosixPath], store: Store, jobs: int
) -> dict[PurePosixPath, ImageInfo | tuple[str, str, str]]:
    """Return what each file is, or code, message and hint of why it cannot be used."""

    def look(path: PurePosixPath) -> ImageInfo | tuple[str, str, str]:
        if path.suffix.casefold() not in IMAGE_SUFFIXES:
            return "image-format", "it is not an image by its name", READABLE
        source = sources.read(path)
        try:
            return inspect_image(path, source.data, source.digest)
        except ImageProblem as problem:
            return problem.code, str(problem), problem.hint

    found: dict[PurePosixPath, ImageInfo | tuple[str, str, str]] = {}
    for path in sorted(wanted):
        digest = sources.known_digest(path)
        kept = store.read("images", f"info {path} {digest}") if digest else None
        if kept is not None:
            found[path] = _INFO.decode(kept)
    missing = [path for path in sorted(wanted) if path not in found]
    fresh = dict(zip(missing, map_in_order(look, missing, jobs), strict=True))
    good = [info for info in fresh.values() if isinstance(info, ImageInfo)]
    store.write("images", ((f"info {i.path} {i.digest}", _ENCODER.encode(i)) for i in good))
    if fresh:
        infos = (info for info in (found | fresh).values() if isinstance(info, ImageInfo))
        store.trim("images", frozenset(f"info {i.path} {i.digest}" for i in infos), "info ")
    return found | fresh


def make_images(
    sources: Sources,
    planned: Iterable[ImageJob],
    cache: ImageCache,
    store: Store,
    output: Output,
    jobs: int,
    progress: Progress,
) -> Made:
    """Bring all planned variants into the output: made now, from the cache, or there already."""
    todo = list(planned)
    known = store.read_all("images", "output ")

    def make(job: ImageJob) -> _Variants | Diagnostic:
        started = time.perf_counter()
        made = _make(job, sources, cache, known, output)
        timings.append((str(job.source), time.perf_counter() - started))
        return made

    count = fresh = 0
    problems: list[Diagnostic] = []
    digests: list[tuple[str, bytes]] = []
    timings: list[tuple[str, float]] = []
    making = map_in_order(make, todo, jobs)
    for made in counted(making, "images", len(todo), progress, step=1):
        if isinstance(made, Diagnostic):
            problems.append(made)
            continue
        count += len(made.data)
        fresh += made.fresh
        for variant, data in made.data.items():
            if data is None:
                output.keep(str(variant.output), known[variant.key].decode())
            else:
                digest = output.add(str(variant.output), data, Rank.ASSET)
                digests.append((f"output {variant.key}", digest.encode()))
    store.write("images", digests)
    shown = frozenset(variant.key for job in todo for variant in job.variants)
    return Made(
        count=count,
        fresh=fresh,
        shown=shown,
        unshown=frozenset(known.keys() - shown),
        timings=timings,
        problems=tuple(problems),
    )


def _make(
    job: ImageJob, sources: Sources, cache: ImageCache, known: dict[str, bytes], output: Output
) -> _Variants | Diagnostic:
    stored: dict[Variant, bytes | None] = {}
    missing: list[Variant] = []
    for variant in job.variants:
        digest = known.get(variant.key)
        if digest is not None and output.holds(str(variant.output), digest.decode()):
            stored[variant] = None
            continue
        stored[variant] = cache.read(variant.key)
        if stored[variant] is None:
            missing.append(variant)
    if missing:
        try:
            for variant, made in make_variants(sources.read(job.source).data, missing):
                stored[variant] = made
                cache.write(variant.key, made)
        except ImageProblem as problem:
            place = Location(path=str(job.source))
            used = f" (used by {', '.join(job.used_by)})" if job.used_by else ""
            return Diagnostic(
                code=problem.code, message=f"{problem}{used}", location=place, hint=problem.hint
            )
    return _Variants(data=stored, fresh=len(missing))
