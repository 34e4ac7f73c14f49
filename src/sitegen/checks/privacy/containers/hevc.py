"""Find what a picture in HEVC holds besides its pixels (ITU-T H.265, ISO/IEC 14496-15).

The stream is a sequence of units, each with its length in front. What is behind the pixels inside
of a unit cannot be told without decoding them.
"""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.checks.privacy.findings import BETWEEN, DAMAGE

__all__ = ["find_in_hevc", "find_in_hevc_settings", "read_length_size"]

_STREAM = "metadata in the stream"
#: Units that a decoder needs: slices, and three kinds of settings; and those that only mark a
#: place, with their usual length.
_SLICES, _SETTINGS, _MARKS = range(22), frozenset({32, 33, 34}), frozenset({35, 36, 37})
_MARK_BYTES = 3
_MESSAGES = frozenset({39, 40})
#: Messages about light, which are kept: mastering display, content light level, transfer,
#: surroundings (annex D).
_LIGHT = frozenset({137, 144, 147, 148})
#: Where a record of settings tells the bytes of a length, and how many lists of units follow.
_LENGTHS_AT, _LISTS_AT = 21, 22
#: As many zeros at the end of a unit fill it up, but do nothing else.
_FEW_ZEROS = 32


def read_length_size(settings: bytes) -> int:
    """Return how many bytes tell the length of a unit; `settings` is an `hvcC` box."""
    return (settings[_LENGTHS_AT] & 3) + 1


def find_in_hevc_settings(settings: bytes) -> Iterator[str]:
    """Yield what an `hvcC` box holds besides the settings of a stream."""
    at = _LISTS_AT + 1
    for _ in range(settings[_LISTS_AT]):
        count = int.from_bytes(settings[at + 1 : at + 3])
        at += 3
        for _ in range(count):
            size = int.from_bytes(settings[at : at + 2])
            yield from _find_in_unit(_cut(settings, at + 2, size))
            at += 2 + size
    if at < len(settings):
        yield BETWEEN


def find_in_hevc(stream: bytes, length_size: int) -> Iterator[str]:
    """Yield what a stream holds besides slices and settings."""
    at = 0
    while at < len(stream):
        size = int.from_bytes(_cut(stream, at, length_size))
        at += length_size
        yield from _find_in_unit(_cut(stream, at, size))
        at += size


def _cut(data: bytes, at: int, size: int) -> bytes:
    if at + size > len(data):
        raise ValueError(DAMAGE)
    return data[at : at + size]


def _find_in_unit(unit: bytes) -> Iterator[str]:
    kind = unit[0] >> 1 & 63
    is_long_mark = kind in _MARKS and len(unit) > _MARK_BYTES
    if kind in _MESSAGES:
        # Bytes that only keep a message from looking like the start of a unit are none of it.
        if not _tells_light(unit[2:].replace(b"\0\0\3", b"\0\0")):
            yield _STREAM
    elif is_long_mark or (kind not in _SLICES and kind not in _SETTINGS and kind not in _MARKS):
        yield _STREAM
    elif len(unit) - len(unit.rstrip(b"\0\3")) >= _FEW_ZEROS:
        yield BETWEEN


def _tells_light(messages: bytes) -> bool:
    """Tell whether there are messages about light only, and nothing behind them."""
    at = 0
    while messages[at:] not in {b"\x80", b""}:
        kind, at = _number(messages, at)
        size, at = _number(messages, at)
        if kind not in _LIGHT or at + size > len(messages):
            return False
        at += size
    return True


def _number(messages: bytes, at: int) -> tuple[int, int]:
    """Return a number, and the offset behind it: bytes of 255 are added to the next."""
    value = 0
    while messages[at] == 0xFF:  # of the format
        value, at = value + 0xFF, at + 1
    return value + messages[at], at + 1
