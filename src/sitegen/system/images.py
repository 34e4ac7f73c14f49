"""Image files: looked at in parallel, derived in parallel, kept between builds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.assets.derivatives import make_variants
from sitegen.assets.inspection import IMAGE_SUFFIXES, ImageProblem, inspect_image
from sitegen.diagnostics import Diagnostic, Location
from sitegen.model import Artefact, ImageInfo, ImageJob, Rank
from sitegen.system.workers import map_in_order

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import PurePosixPath

    from sitegen.system.cache import ImageCache
    from sitegen.system.sources import Sources

__all__ = ["inspect_images", "make_images"]


def inspect_images(
    sources: Sources, wanted: Iterable[PurePosixPath], jobs: int
) -> dict[PurePosixPath, ImageInfo | tuple[str, str, str]]:
    """Return what each file is, or code, message and hint of why it cannot be used."""

    def look(path: PurePosixPath) -> ImageInfo | tuple[str, str, str]:
        if path.suffix.casefold() not in IMAGE_SUFFIXES:
            hint = "sitegen reads JPEG, PNG, WebP, GIF and SVG"
            return "image-format", "it is not an image by its name", hint
        source = sources.read(path)
        try:
            return inspect_image(path, source.data, source.digest)
        except ImageProblem as problem:
            return problem.code, str(problem), problem.hint

    paths = sorted(wanted)
    return dict(zip(paths, map_in_order(look, paths, jobs), strict=True))


def make_images(
    sources: Sources, planned: Iterable[ImageJob], cache: ImageCache, jobs: int
) -> tuple[list[Artefact], list[Diagnostic]]:
    """Make all planned variants, or take them from the cache."""
    artefacts: list[Artefact] = []
    problems: list[Diagnostic] = []
    for made in map_in_order(lambda job: _make(job, sources, cache), planned, jobs):
        if isinstance(made, Diagnostic):
            problems.append(made)
        else:
            artefacts += made
    return artefacts, problems


def _make(job: ImageJob, sources: Sources, cache: ImageCache) -> list[Artefact] | Diagnostic:
    stored = {variant: cache.read(variant.key) for variant in job.variants}
    missing = [variant for variant, data in stored.items() if data is None]
    if missing:
        try:
            for variant, made in make_variants(sources.read(job.source).data, missing, job.side):
                stored[variant] = made
                cache.write(variant.key, made)
        except ImageProblem as problem:
            place = Location(path=str(job.source))
            message = f"{problem}{_used(job)}"
            return Diagnostic(code=problem.code, message=message, location=place, hint=problem.hint)
    return [
        Artefact(path=variant.output, data=data, rank=Rank.ASSET, source=str(job.source))
        for variant, data in stored.items()
        if data is not None
    ]


def _used(job: ImageJob) -> str:
    return f" (used by {', '.join(job.used_by)})" if job.used_by else ""
