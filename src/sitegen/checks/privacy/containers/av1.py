"""Find what AV1 streams hold besides the frame of a picture (AV1 bitstream specification, 5.3)."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.checks.privacy.findings import DAMAGE, UNSEEN

__all__ = ["find_in_av1", "find_in_av1_settings"]

_STREAM = "metadata in the stream"
_SEQUENCE, _DELIMITER, _METADATA, _FRAME = 1, 2, 5, 6
#: Parts of a frame, and redundant ones, which encoders of pictures do not write.
_PARTS = frozenset({3, 4, 7})
#: Metadata of HDR pictures that is kept (5.8): content light level, mastering display; it begins
#: with its kind, has 4 or 24 bytes, and ends with a bit.
_LIGHT = {1: 6, 2: 26}
#: How long the head of a sequence is at most: that of a picture has about ten bytes.
_MOST_SEQUENCE = 32


def find_in_av1(stream: bytes) -> Iterator[str]:
    """Yield what the stream of a picture holds besides one frame.

    Of several frames only one is shown, and who hides something does so in the others.
    """
    frames = 0
    for kind, content in _units(stream):
        frames += kind == _FRAME
        if kind in _PARTS or frames > 1:
            yield UNSEEN
        elif kind == _DELIMITER:
            yield from [_STREAM] if content else []
        elif kind != _FRAME and not _is_setting(kind, content):
            yield _STREAM


def find_in_av1_settings(settings: bytes) -> Iterator[str]:
    """Yield what an `av1C` box holds besides the settings of a stream."""
    for kind, content in _units(settings[4:]):
        if not _is_setting(kind, content):
            yield _STREAM


def _is_setting(kind: int, content: bytes) -> bool:
    if kind == _METADATA:
        return len(content) <= _LIGHT.get(content[0], 0)
    return kind == _SEQUENCE and len(content) <= _MOST_SEQUENCE


def _units(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield kind and content of each unit. Raises ValueError or IndexError for what is damaged."""
    at = 0
    while at < len(stream):
        head = stream[at]
        kind, extended, sized = head >> 3 & 15, head & 4, head & 2
        at += 2 if extended else 1
        size, at = _leb128(stream, at) if sized else (len(stream) - at, at)
        if at + size > len(stream):
            raise ValueError(DAMAGE)
        yield kind, stream[at : at + size]
        at += size


def _leb128(stream: bytes, at: int) -> tuple[int, int]:
    """Return a number of variable length, and the offset after it."""
    value = 0
    for count in range(8):
        byte = stream[at + count]
        value |= (byte & 127) << (7 * count)
        if byte < 128:
            return value, at + count + 1
    raise ValueError(DAMAGE)
