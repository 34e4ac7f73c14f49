"""Inspect and derive images in other processes: bytes in, bytes out."""

from __future__ import annotations

import time
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sitegen.diagnostics import Problem
from sitegen.images.derivatives import make_variants
from sitegen.images.image_problem import ImageProblem
from sitegen.images.inspection import inspect_image
from sitegen.model import ImageInfo, ImageJob, Inspected, SourceFile, Stored, Variant
from sitegen.model.codec import encode_msgpack, msgpack_decoder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = [
    "MadeVariants",
    "look_at",
    "look_packed",
    "make_order",
    "make_packed",
    "pack_look",
    "pack_made",
    "pack_order",
    "unpack_look",
    "unpack_made",
]


class MadeVariants(Stored, frozen=True):
    """The bytes of an order's variants, in its order, or what was wrong with the image."""

    data: tuple[bytes, ...]
    seconds: float
    problems: tuple[Problem, ...] = ()


class _Packed(Stored, frozen=True):
    job: ImageJob
    data: bytes | Problem


class _Look(Stored, frozen=True):
    """An image to look at, or the problem that there is with it already."""

    megapixels: int
    source: SourceFile | None = None
    problem: Problem = Problem("", "")


class _Seen(Stored, frozen=True):
    digest: str = ""
    info: ImageInfo | None = None
    problem: Problem = Problem("", "")


_ORDER = msgpack_decoder(_Packed)
_MADE = msgpack_decoder(MadeVariants)
_LOOK = msgpack_decoder(_Look)
_SEEN = msgpack_decoder(_Seen)


def pack_look(source: SourceFile | Problem, megapixels: int) -> bytes:
    """Return what `look_packed` takes: what `look_at` does."""
    if isinstance(source, Problem):
        return encode_msgpack(_Look(megapixels=megapixels, problem=source))
    return encode_msgpack(_Look(megapixels=megapixels, source=source))


def look_packed(payload: bytes) -> bytes:
    """Look at an image."""
    look = _LOOK.decode(payload)
    return look_at(look.source or look.problem, look.megapixels)


def look_at(source: SourceFile | Problem, megapixels: int) -> bytes:
    """Look at an image; returns what `unpack_look` takes."""
    if isinstance(source, Problem):
        return encode_msgpack(_Seen(problem=source))
    try:
        info = inspect_image(source.path, source.data, source.digest, megapixels)
    except ImageProblem as found:
        return encode_msgpack(_Seen(digest=source.digest, problem=found.problem))
    return encode_msgpack(_Seen(digest=source.digest, info=info))


def unpack_look(data: bytes) -> tuple[str, Inspected]:
    """Return an image's digest, if it could be read, and what was seen."""
    seen = _SEEN.decode(data)
    return seen.digest, seen.info or seen.problem


def pack_order(job: ImageJob, data: bytes | Problem) -> bytes:
    """Return what `make_packed` takes: what `make_order` does."""
    return encode_msgpack(_Packed(job=job, data=data))


def make_packed(payload: bytes) -> bytes:
    """Make all variants of an order."""
    packed = _ORDER.decode(payload)
    return pack_made(make_order(packed.job, packed.data))


def make_order(job: ImageJob, data: bytes | Problem) -> MadeVariants:
    """Make all variants of an image of which these are the bytes."""
    if not isinstance(data, bytes):
        return MadeVariants(data=(), seconds=0.0, problems=(data,))
    started = time.perf_counter()
    made: dict[PurePosixPath, bytes] = {}
    problems: tuple[Problem, ...] = ()
    try:
        make = _make_vectors if _is_vector(job) else make_variants
        made = {variant.output: out for variant, out in make(data, job.variants)}
    except ImageProblem as found:
        problems = (found.problem,)
    ordered = tuple(made[each.output] for each in job.variants if each.output in made)
    return MadeVariants(data=ordered, seconds=time.perf_counter() - started, problems=problems)


def pack_made(made: MadeVariants) -> bytes:
    """Return what `unpack_made` takes."""
    return encode_msgpack(made)


def _make_vectors(data: bytes, variants: Iterable[Variant]) -> Iterator[tuple[Variant, bytes]]:
    """Yield each variant of an SVG, cleaned; there is but one. Raises ImageProblem."""
    from sitegen.images.svg.cleaning import clean_svg  # many sites have none

    return ((variant, clean_svg(data).data) for variant in variants)


def _is_vector(job: ImageJob) -> bool:
    return any(variant.format == "SVG" for variant in job.variants)


def unpack_made(data: bytes) -> MadeVariants:
    """Return what `make_packed` made."""
    return _MADE.decode(data)
