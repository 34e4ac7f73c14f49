"""Inspect and derive images in other processes: bytes in, bytes out."""

from __future__ import annotations

import time
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import msgspec

from sitegen.images.derivatives import make_variants
from sitegen.images.inspection import ImageProblem, inspect_image
from sitegen.model import ImageInfo, ImageJob, Inspected, SourceFile, Stored, Variant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = [
    "MadeVariants",
    "Problem",
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


#: Code, message and hint. It stands for a source that cannot be had, wherever one is asked for.
Problem = tuple[str, str, str]


class MadeVariants(Stored, frozen=True):
    """The bytes of an order's variants, in its order, or what was wrong: code, message, hint."""

    data: tuple[bytes, ...]
    seconds: float
    problems: tuple[Problem, ...] = ()


class _Packed(Stored, frozen=True):
    job: ImageJob
    data: bytes | Problem


class _Look(Stored, frozen=True):
    source: SourceFile | Problem
    megapixels: int


class _Seen(Stored, frozen=True):
    digest: str = ""
    info: ImageInfo | None = None
    problem: Problem = ("", "", "")


_ENCODER = msgspec.msgpack.Encoder(enc_hook=str)
_ORDER = msgspec.msgpack.Decoder(_Packed, dec_hook=lambda kind, value: kind(value))
_MADE = msgspec.msgpack.Decoder(MadeVariants)
_LOOK = msgspec.msgpack.Decoder(_Look, dec_hook=lambda kind, value: kind(value))
_SEEN = msgspec.msgpack.Decoder(_Seen, dec_hook=lambda kind, value: kind(value))


def pack_look(source: SourceFile | Problem, megapixels: int) -> bytes:
    """Return what `look_packed` takes: what `look_at` does."""
    return _ENCODER.encode(_Look(source=source, megapixels=megapixels))


def look_packed(payload: bytes) -> bytes:
    """Look at an image."""
    look = _LOOK.decode(payload)
    return look_at(look.source, look.megapixels)


def look_at(source: SourceFile | Problem, megapixels: int) -> bytes:
    """Look at an image; returns what `unpack_look` takes."""
    if not isinstance(source, SourceFile):
        return _ENCODER.encode(_Seen(problem=source))
    try:
        info = inspect_image(source.path, source.data, source.digest, megapixels)
    except ImageProblem as found:
        problem = (found.code, str(found), found.hint)
        return _ENCODER.encode(_Seen(digest=source.digest, problem=problem))
    return _ENCODER.encode(_Seen(digest=source.digest, info=info))


def unpack_look(data: bytes) -> tuple[str, Inspected]:
    """Return an image's digest, if it could be read, and what was seen."""
    seen = _SEEN.decode(data)
    return seen.digest, seen.info or seen.problem


def pack_order(job: ImageJob, data: bytes | Problem) -> bytes:
    """Return what `make_packed` takes: what `make_order` does."""
    return _ENCODER.encode(_Packed(job=job, data=data))


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
        problems = ((found.code, str(found), found.hint),)
    ordered = tuple(made[each.output] for each in job.variants if each.output in made)
    return MadeVariants(data=ordered, seconds=time.perf_counter() - started, problems=problems)


def pack_made(made: MadeVariants) -> bytes:
    """Return what `unpack_made` takes."""
    return _ENCODER.encode(made)


def _make_vectors(data: bytes, variants: Iterable[Variant]) -> Iterator[tuple[Variant, bytes]]:
    """Yield each variant of an SVG, cleaned; there is but one. Raises ImageProblem."""
    from sitegen.images.svg.cleaning import clean_svg  # many sites have none

    return ((variant, clean_svg(data).data) for variant in variants)


def _is_vector(job: ImageJob) -> bool:
    return any(variant.format == "SVG" for variant in job.variants)


def unpack_made(data: bytes) -> MadeVariants:
    """Return what `make_packed` made."""
    return _MADE.decode(data)
