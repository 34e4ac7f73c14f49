"""Find bytes at the end of compressed pixels that the picture does not need.

Where pixels end in a JPEG scan, a VP8 partition or an AV1 frame can only be told by decoding them.
So the last bytes of each are changed: if the picture stays the same, they are not part of it.
"""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Callable, Iterable, Iterator

from sitegen.images.formats import open_image, reading
from sitegen.images.image_problem import IMAGE_BROKEN, IMAGE_TOO_LARGE, ImageProblem
from sitegen.images.signatures import identify_format
from sitegen.images.tiff_directories import TiffReader
from sitegen.images.tiff_strips import find_packed_end, list_strips

__all__ = ["has_unused_bytes"]

#: So many bytes are changed. Encoders leave one or two at the end that nothing depends on.
_TAIL = 32
#: What they are changed to: all bits are turned, or every second one, and no byte becomes 0xFF.
_PATTERNS = (0x7F, 0x55)
#: A picture is decoded until that many pixels are reached: seconds, for files of usual sizes.
_MOST_PIXELS = 60_000_000
_SCAN, _NEXT = 0xDA, re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
_RIFF_HEAD, _FRAME_HEAD, _VP8_HEAD = 12, 16, 10
_PIXELS = frozenset({b"VP8 ", b"VP8L", b"ALPH"})


def has_unused_bytes(data: bytes, frames: Iterable[int] = ()) -> bool:
    """Tell whether 32 bytes or more at the end of a picture's pixels are not needed.

    `frames` are the offsets at which the frames of an AVIF end. Of a large JPEG with many scans and
    a large WebP with many frames, only the last ones are examined. False for other formats than
    JPEG, WebP, AVIF and TIFF. Raises ImageProblem for what is damaged or too large for that.
    """
    kind = identify_format(data)
    try:
        if kind == "TIFF":
            return _has_long_strip(data)
        if kind not in _ENDS:
            return False
        ends = sorted({*_ENDS[kind](data), *frames}, reverse=True)
        return (kind == "JPEG" and _has_long_refinement(data)) or _has_long_end(data, ends)
    except (struct.error, IndexError, KeyError, ValueError, OverflowError) as error:
        raise ImageProblem(IMAGE_BROKEN, "it is damaged", "export it again") from error


def _has_long_end(data: bytes, ends: list[int]) -> bool:
    """Tell whether the picture stays the same when the bytes before one of these are changed."""
    whole, pixels = _decode(data)
    left = max(1, _MOST_PIXELS // pixels - 1)
    if len(ends) > left and identify_format(data) == "AVIF":
        message = f"it has {len(ends)} frames, more than can be examined"
        raise ImageProblem(IMAGE_TOO_LARGE, message, "export it as one")
    for end in ends[:left]:
        changed = (_change(data, end, pattern) for pattern in _PATTERNS)
        if all(_is_same(each, whole) for each in changed):
            return True
    return False


def _has_long_strip(data: bytes) -> bool:
    """Tell whether a strip of a TIFF is longer than what is in it.

    Strips of which nobody can tell that are none: who examines the file's parts refuses it.
    """
    tiff = TiffReader(data)
    for strip in list_strips(tiff, list(tiff.pages())) or ():
        picture = strip.picture(data)
        if strip.end - strip.start - find_packed_end(strip, data) >= _TAIL:
            return True
        if picture and has_unused_bytes(picture):
            return True
    return False


def _change(data: bytes, end: int, pattern: int) -> bytes:
    start = end - _TAIL
    if data[start - 1] == 0xFF:  # noqa: PLR2004  # what follows is an escape
        start += 1
    tail = bytes((byte ^ pattern) & 0x7F for byte in data[start:end])
    return data[:start] + tail + data[end:]


def _is_same(data: bytes, whole: bytes) -> bool:
    try:
        return _decode(data)[0] == whole
    except ImageProblem:
        return False


def _decode(data: bytes) -> tuple[bytes, int]:
    """Return a digest of all pixels, and their number. Raises ImageProblem."""
    image = open_image(data)
    digest = hashlib.blake2b()
    frames = getattr(image, "n_frames", 1)
    with reading():
        for number in range(frames):
            image.seek(number)
            image.load()
            digest.update(image.tobytes())
    return digest.digest(), image.width * image.height * frames


def _scans(data: bytes) -> Iterator[int]:
    """Yield the offsets at which the scans of a JPEG end (ITU-T T.81, annex B).

    Scans of single bits are left out: `_has_long_refinement` knows how long these are.
    """
    for _, scan, start, end in _list_scans(data):
        if end - start > _TAIL and not _is_refinement(scan):
            yield end


def _has_long_refinement(data: bytes) -> bool:
    """Tell whether a scan that holds one bit for each block is longer than that (annex G.1.2.1)."""
    for frame, scan, start, end in _list_scans(data):
        if _is_refinement(scan):
            compressed = data[start:end].replace(b"\xff\0", b"\xff")
            bits = _count_blocks(frame, scan[1 : 1 + 2 * scan[0] : 2])
            if b"\xff\xd0" not in compressed and len(compressed) > bits // 8 + _TAIL:
                return True
    return False


def _list_scans(data: bytes) -> Iterator[tuple[bytes, bytes, int, int]]:
    """Yield frame header, scan header, start and end of each scan, until the file is damaged."""
    at, frame = 2, b""
    while (found := _NEXT.search(data, at)) and data[found.start() + 1] not in _ALONE:
        marker, start = data[found.start() + 1], found.start() + 2
        at = start + int.from_bytes(data[start : start + 2])
        if marker in _FRAMES:
            frame = data[start + 2 : at]
        if marker == _SCAN:
            end = _NEXT.search(data, at)
            if end is None:
                return
            yield frame, data[start + 2 : at], at, end.start()
            at = end.start()


def _is_refinement(scan: bytes) -> bool:
    """Tell whether a scan adds a bit to the means of blocks."""
    first, _, bits = scan[1 + 2 * scan[0] :]
    return first == 0 and bits >> 4 > 0


def _count_blocks(frame: bytes, components: bytes) -> int:
    """Return the number of blocks in a scan of these components."""
    height, width, count = struct.unpack_from(">HHB", frame, 1)
    parts = {
        frame[at]: (frame[at + 1] >> 4, frame[at + 1] & 15) for at in range(6, 6 + 3 * count, 3)
    }
    across, down = (max(each) for each in zip(*parts.values(), strict=True))
    if len(components) == 1:
        h, v = parts[components[0]]
        return int(-(-width * h // (8 * across)) * -(-height * v // (8 * down)))
    units = -(-width // (8 * across)) * -(-height // (8 * down))
    return int(units * sum(h * v for h, v in (parts[each] for each in components)))


def _partitions(data: bytes) -> Iterator[int]:
    """Yield the offsets at which compressed pixels of a WebP end."""
    yield from _chunks(data, _RIFF_HEAD, len(data))


def _chunks(data: bytes, at: int, stop: int) -> Iterator[int]:
    while at + 8 <= stop:
        name, size = struct.unpack_from("<4sI", data, at)
        start, end = at + 8, at + 8 + size
        if name == b"ANMF":
            yield from _chunks(data, start + _FRAME_HEAD, end)
        elif name in _PIXELS and size > _TAIL:
            yield end
        if name == b"VP8 ":
            first = (int.from_bytes(data[start : start + 3], "little") >> 5) + _VP8_HEAD
            if _TAIL + _VP8_HEAD < first < size:
                yield start + first
        at = end + size % 2


#: Where compressed pixels end; in an AVIF, its boxes tell.
_ENDS: dict[str, Callable[[bytes], Iterable[int]]] = {
    "JPEG": _scans,
    "WebP": _partitions,
    "AVIF": lambda _: (),
}
