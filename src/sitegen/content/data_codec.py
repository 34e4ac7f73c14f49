"""Encode and decode the values of data files, for the cache and other processes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Any

import msgspec

__all__ = ["pack_data", "unpack_data"]

#: What MessagePack has no type for, as text, by the code of its extension. It knows moments, but
#: would turn each into UTC, and numbers of up to 64 bits.
_EXTENSIONS: tuple[tuple[type, Callable[[Any], str], Callable[[str], Any]], ...] = (
    (datetime, datetime.isoformat, datetime.fromisoformat),
    (date, date.isoformat, date.fromisoformat),
    (time, time.isoformat, time.fromisoformat),
    (int, str, int),
)


def pack_data(value: Any) -> bytes:
    """Return a value as bytes; the order of a table counts."""
    return msgspec.msgpack.encode(_extended(value))


def unpack_data(data: bytes) -> Any:
    """Return the value that was packed, read-only: lists as tuples, tables as mappings."""
    return _frozen(msgspec.msgpack.decode(data, ext_hook=_from_extension))


def _extended(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _extended(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_extended(each) for each in value]
    if isinstance(value, int) and -(2**63) <= value < 2**64:
        return value
    for code, (kind, write, _) in enumerate(_EXTENSIONS):
        if isinstance(value, kind):
            return msgspec.msgpack.Ext(code, write(value).encode())
    return value


def _from_extension(code: int, data: memoryview) -> Any:
    return _EXTENSIONS[code][2](str(data, "ascii"))


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return MappingProxyType({name: _frozen(each) for name, each in value.items()})
    if isinstance(value, list):
        return tuple(map(_frozen, value))
    return value
