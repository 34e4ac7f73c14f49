"""Find metadata in JPEG files: segments between markers (ITU-T T.81, annex B)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from sitegen.checks.privacy.containers.jpeg_tables import JpegTables
from sitegen.checks.privacy.containers.tiff import find_in_exif
from sitegen.checks.privacy.findings import (
    AFTER_END,
    BETWEEN,
    COMMENT,
    DAMAGE,
    PICTURE,
    PROFILE,
    PROVENANCE,
    TABLES,
    THUMBNAIL,
    read_photoshop,
    read_xmp,
)
from sitegen.late_patterns import compile_late

__all__ = ["find_in_jpeg"]

_START, _END, _SCAN, _COMMENT = 0xD8, 0xD9, 0xDA, 0xFE
_HUFFMAN, _QUANTISATION, _RESTART, _ARITHMETIC, _LINES = 0xC4, 0xDB, 0xDD, 0xCC, 0xDC
_FRAMES = frozenset(range(0xC0, 0xD0)) - {_HUFFMAN, 0xC8, _ARITHMETIC}
_APPLICATIONS = range(0xE0, 0xF0)
_MARKER = compile_late(rb"\xff[^\x00\xff]")
#: The next marker after compressed data, in which FF 00 is an escape and restart markers occur.
_NEXT = compile_late(rb"\xff[^\x00\xff\xd0-\xd7]")


def find_in_jpeg(data: bytes) -> Iterator[str]:
    """Yield what a JPEG file holds besides its picture."""
    at, tables = 2, JpegTables()
    while True:
        at, skipped = _next_marker(data, at)
        if skipped:
            yield BETWEEN
        marker = data[at + 1]
        at += 2
        if marker == _END:
            break
        size = int.from_bytes(data[at : at + 2])
        content = data[at + 2 : at + size]
        if size < 2 or len(content) != size - 2:
            yield DAMAGE
            return
        yield from _find_in_segment(marker, content, tables)
        at += size
        if marker == _SCAN:
            found = _NEXT.search(data, at)
            if found is None:
                yield DAMAGE
                return
            at = found.start()
    tables.end()
    if tables.has_unused:
        yield TABLES
    if at < len(data):
        yield AFTER_END
        if data.startswith(b"\xff\xd8\xff", at):
            yield PICTURE


def _next_marker(data: bytes, at: int) -> tuple[int, bool]:
    """Return the offset of the next marker, and whether other bytes than fill bytes precede it."""
    found = _MARKER.search(data, at)
    if found is None:
        raise ValueError(DAMAGE)
    return found.start(), bool(data[at : found.start()].strip(b"\xff"))


def _find_in_segment(marker: int, content: bytes, tables: JpegTables) -> Iterator[str]:
    if marker in _APPLICATIONS:
        yield from _find_in_application(marker - _APPLICATIONS.start, content)
    elif marker == _COMMENT:
        yield COMMENT
    elif not _is_whole(marker, content):
        yield DAMAGE
    elif marker == _QUANTISATION:
        tables.define_quantisation(content)
    elif marker == _HUFFMAN:
        tables.define_huffman(content)
    elif marker in _FRAMES:
        tables.begin_frame(content)
    elif marker == _SCAN:
        tables.begin_scan(content)


def _find_in_application(number: int, content: bytes) -> Iterator[str]:
    """Yield what an application segment contains."""
    for of, mark, read in _PROGRAMS:
        if of == number and content.startswith(mark):
            yield from read(content)
            return
    yield f"application data (APP{number})"


def _find_in_jfif(content: bytes) -> Iterator[str]:
    """Yield what a JFIF segment contains besides the aspect ratio of pixels."""
    if len(content) < 14:
        yield DAMAGE
    elif content[12] and content[13]:
        yield THUMBNAIL
    elif len(content) > 14:
        yield "application data (APP0)"


def _find_in_adobe(content: bytes) -> Iterator[str]:
    """Yield a finding if Adobe's segment contains more than the colour transform."""
    if len(content) != 12:
        yield "application data (APP14)"


#: Number of an application segment, the beginning of its content, and its reader.
_PROGRAMS: tuple[tuple[int, bytes, Callable[[bytes], Iterable[str]]], ...] = (
    (0, b"JFIF\0", _find_in_jfif),
    (0, b"JFXX\0", lambda _: (THUMBNAIL,)),
    (1, b"Exif\0", lambda content: find_in_exif(content[6:])),
    (1, b"http://ns.adobe.com/xap/1.0/\0", read_xmp),
    (1, b"http://ns.adobe.com/xmp/extension/\0", read_xmp),
    (2, b"ICC_PROFILE\0", lambda _: (PROFILE,)),
    (2, b"MPF\0", lambda _: (PICTURE,)),
    (11, b"JP", lambda _: (PROVENANCE,)),
    (13, b"Photoshop ", read_photoshop),
    (14, b"Adobe", _find_in_adobe),
)


def _is_whole(marker: int, content: bytes) -> bool:
    """Tell whether a segment has exactly the length that its content needs."""
    size = len(content)
    if marker == _QUANTISATION:
        return _fits(content, lambda head: 65 if head[0] < 16 else 129)
    if marker == _HUFFMAN:
        return _fits(content, lambda head: 17 + sum(head[1:17]))
    if marker in _FRAMES:
        return size >= 6 and size == 6 + 3 * content[5]
    if marker == _SCAN:
        return size >= 1 and size == 4 + 2 * content[0]
    if marker == _ARITHMETIC:
        return size % 2 == 0
    return marker in {_RESTART, _LINES} and size == 2


def _fits(content: bytes, measure: Callable[[bytes], int]) -> bool:
    at = 0
    while at < len(content):
        at += measure(content[at:])
    return at == len(content)
