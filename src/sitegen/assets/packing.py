"""Images in other processes: an order and the image's bytes in, its variants out."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import msgspec

from sitegen.assets.derivatives import make_variants
from sitegen.assets.opening import ImageProblem
from sitegen.model import ImageJob, Stored, Variant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import PurePosixPath

__all__ = ["MadeVariants", "make_packed", "pack_order", "unpack_made"]


class MadeVariants(Stored, frozen=True):
    """The bytes of an order's variants, in its order, or what was wrong: code, message, hint."""

    data: tuple[bytes, ...]
    seconds: float
    problems: tuple[tuple[str, str, str], ...] = ()


class _Packed(Stored, frozen=True):
    job: ImageJob
    data: bytes


_ENCODER = msgspec.msgpack.Encoder(enc_hook=str)
_ORDER = msgspec.msgpack.Decoder(_Packed, dec_hook=lambda kind, value: kind(value))
_MADE = msgspec.msgpack.Decoder(MadeVariants)


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
