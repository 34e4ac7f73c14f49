"""The base class of values that are stored or sent to other processes, and their digest."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

__all__ = [
    "Stored",
    "digest_of",
]


class Stored(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """A value that is kept between builds or sent to another process, as JSON arrays."""


_PACKED = msgspec.json.Encoder(enc_hook=str)


def digest_of(value: Any) -> str:
    """Return a short digest of any value that can be packed; the order of a table counts."""
    return hashlib.blake2b(_PACKED.encode(value), digest_size=10).hexdigest()
