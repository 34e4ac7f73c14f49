"""The base class of values that are stored or sent to other processes."""

from __future__ import annotations

import msgspec

__all__ = ["Stored"]


class Stored(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """A value that is kept between builds or sent to another process, as JSON arrays."""
