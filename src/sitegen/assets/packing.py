"""Images in other processes: an image's bytes in, what it is or its variants out."""

from __future__ import annotations

import time
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import msgspec

from sitegen.assets.derivatives import make_variants
from sitegen.assets.inspection import ImageProblem, inspect_image
from sitegen.model import ImageInfo, ImageJob, Inspected, SourceFile, Stored, Variant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = [
    "MadeVariants",
    "look_packed",
    "make_packed",
    "pack_look",
    "pack_order",
    "unpack_look",
    "unpack_made",
]


class MadeVariants(Stored, frozen=True):
    """The bytes of an order's variants, in its order, or what was wrong: code, message, hint."""

    data: tuple[bytes, ...]
    seconds: float
    problems: tuple[tuple[str, str, str], ...] = ()


class _Packed(Stored, frozen=True):
    job: ImageJob
    data: bytes


class _Look(Stored, frozen=True):
    path: PurePosixPath
    digest: str
    megapixels: int
    data: bytes


class _Seen(Stored, frozen=True):
    info: ImageInfo | None = None
    problem: tuple[str, str, str] = ("", "", "")


_ENCODER = msgspec.msgpack.Encoder(enc_hook=str)
_ORDER = msgspec.msgpack.Decoder(_Packed, dec_hook=lambda kind, value: kind(value))
_MADE = msgspec.msgpack.Decoder(MadeVariants)
_LOOK = msgspec.msgpack.Decoder(_Look, dec_hook=lambda kind, value: kind(value))
_SEEN = msgspec.msgpack.Decoder(_Seen, dec_hook=lambda kind, value: kind(value))


def pack_look(source: SourceFile, megapixels: int) -> bytes:
    """Return what `look_packed` takes."""
    look = _Look(path=source.path, digest=source.digest, megapixels=megapixels, data=source.data)
    return _ENCODER.encode(look)


def look_packed(payload: bytes) -> bytes:
    """Look at an image."""
    look = _LOOK.decode(payload)
    try:
        seen = _Seen(info=inspect_image(look.path, look.data, look.digest, look.megapixels))
    except ImageProblem as problem:
        seen = _Seen(problem=(problem.code, str(problem), problem.hint))
    return _ENCODER.encode(seen)


def unpack_look(data: bytes) -> Inspected:
    """Return what `look_packed` has seen."""
    seen = _SEEN.decode(data)
    return seen.info or seen.problem


def pack_order(job: ImageJob, data: bytes) -> bytes:
    """Return what `make_packed` takes; `data` are the bytes of the source."""
    return _ENCODER.encode(_Packed(job=job, data=data))


def make_packed(payload: bytes) -> bytes:
    """Make all variants of an order."""
    packed = _ORDER.decode(payload)
    started = time.perf_counter()
    made: dict[PurePosixPath, bytes] = {}
    problems: tuple[tuple[str, str, str], ...] = ()
    try:
        if packed.job.variants:
            make = _make_vectors if _is_vector(packed.job) else make_variants
            made = {v.output: data for v, data in make(packed.data, packed.job.variants)}
    except ImageProblem as problem:
        problems = ((problem.code, str(problem), problem.hint),)
    ordered = tuple(made[each.output] for each in packed.job.variants if each.output in made)
    seconds = time.perf_counter() - started
    return _ENCODER.encode(MadeVariants(data=ordered, seconds=seconds, problems=problems))


def _make_vectors(data: bytes, variants: Iterable[Variant]) -> Iterator[tuple[Variant, bytes]]:
    """Yield each variant of an SVG, cleaned; there is but one. Raises ImageProblem."""
    from sitegen.assets.svg import clean_svg  # many sites have none

    return ((variant, clean_svg(data).data) for variant in variants)


def _is_vector(job: ImageJob) -> bool:
    return any(variant.format == "SVG" for variant in job.variants)


def unpack_made(data: bytes) -> MadeVariants:
    """Return what `make_packed` made."""
    return _MADE.decode(data)
