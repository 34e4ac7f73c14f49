"""Values <-> bytes, for the store, for digests and for other processes.

JSON and MessagePack have no type for paths and time zones: both are written as text. A decoder
knows the type that it is to return, and makes the value of the text again.

Choose JSON for what has dates: MessagePack would turn every moment into UTC. Choose MessagePack for
what has bytes: JSON would write them as Base64.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, tzinfo
from pathlib import PurePath
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from sitegen.model.references.reference import References, ResolvedSlots, decode_slots

__all__ = [
    "digest_bytes",
    "digest_of",
    "encode_json",
    "encode_msgpack",
    "encode_sorted",
    "json_decoder",
    "msgpack_decoder",
]

T = TypeVar("T")


def _to_text(value: object) -> str:
    if isinstance(value, PurePath | tzinfo):
        return str(value)
    message = f"cannot encode {type(value).__name__}"
    raise NotImplementedError(message)


def _from_text(kind: type, value: Any) -> Any:
    if kind is tzinfo:
        return UTC if value == "UTC" else ZoneInfo(value)
    if kind is References or kind is ResolvedSlots:
        return decode_slots(kind, value, _from_text)
    return kind(value)


#: Return a value as JSON or MessagePack; the items of a mapping keep their order.
encode_json = msgspec.json.Encoder(enc_hook=_to_text).encode
encode_msgpack = msgspec.msgpack.Encoder(enc_hook=_to_text).encode
#: Return a value as JSON; equal values give equal bytes, whatever the order of their items.
encode_sorted = msgspec.json.Encoder(enc_hook=_to_text, order="deterministic").encode


def json_decoder(kind: type[T]) -> msgspec.json.Decoder[T]:
    """Return a decoder of JSON for a type. Its `decode` raises msgspec.DecodeError."""
    return msgspec.json.Decoder(kind, dec_hook=_from_text)


def msgpack_decoder(kind: type[T]) -> msgspec.msgpack.Decoder[T]:
    """Return a decoder of MessagePack for a type. Its `decode` raises msgspec.DecodeError."""
    return msgspec.msgpack.Decoder(kind, dec_hook=_from_text)


def digest_of(value: Any) -> str:
    """Return a short digest of any value that can be encoded; the order of a mapping counts."""
    return digest_bytes(encode_json(value))


def digest_bytes(data: bytes, size: int = 10) -> str:
    """Return a digest of bytes in hexadecimal digits; `size` is in bytes."""
    return hashlib.blake2b(data, digest_size=size).hexdigest()
