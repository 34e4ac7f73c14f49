"""Find metadata in picture files, format by format.

Everything that is not needed to show the picture is a finding, told in a word or two. Damage is a
finding too, because what cannot be read cannot be cleared. Nothing here decodes pixels or trusts a
file's name.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from sitegen.checks.privacy.containers.gif import find_in_gif
from sitegen.checks.privacy.containers.heif import find_in_heif
from sitegen.checks.privacy.containers.ico import find_in_ico
from sitegen.checks.privacy.containers.jpeg import find_in_jpeg
from sitegen.checks.privacy.containers.png import find_in_png
from sitegen.checks.privacy.containers.svg_file import find_in_svg
from sitegen.checks.privacy.containers.tiff import find_in_tiff
from sitegen.checks.privacy.containers.webp import find_in_webp
from sitegen.checks.privacy.findings import AFTER_END, DAMAGE, UNKNOWN, UNREADABLE, sort_findings
from sitegen.checks.privacy.unread_files import is_unread_picture
from sitegen.images.signatures import identify_format

if TYPE_CHECKING:
    from pathlib import PurePosixPath

__all__ = ["PICTURES", "find_metadata", "find_published_metadata"]

_GZIP = b"\x1f\x8b"
#: The limit in bytes for a compressed SVG.
_MOST_SVG = 64_000_000


def _read_drawing(data: bytes) -> Iterator[str | bytes]:
    text = data
    if data.startswith(_GZIP):
        inflater = zlib.decompressobj(wbits=31)
        text = inflater.decompress(data, _MOST_SVG)
        # The header of gzip has room for a name and a time.
        if data[3] or any(data[4:8]) or inflater.unused_data or not inflater.eof:
            yield AFTER_END
    yield from find_in_svg(text)


#: Yields findings, and files that are in the picture.
_Reader = Callable[[bytes], Iterator[str] | Iterator[str | bytes]]
_READERS: dict[str, _Reader] = {
    "JPEG": find_in_jpeg,
    "PNG": find_in_png,
    "WebP": find_in_webp,
    "GIF": find_in_gif,
    "TIFF": find_in_tiff,
    "AVIF": find_in_heif,
    "HEIF": find_in_heif,
    "ICO": find_in_ico,
    "SVG": _read_drawing,
    "Photoshop": lambda _: iter(("Photoshop data",)),
    # There is no reader for these, so they cannot be examined.
    "BMP": lambda _: iter((UNREADABLE,)),
    "JPEG XL": lambda _: iter((UNREADABLE,)),
}
#: Formats of pictures, by the names of `identify_format`.
PICTURES = frozenset(_READERS)
#: How deep files may be nested in each other; deeper ones are refused.
_DEEPEST = 3
#: Exceptions that readers raise for damaged files.
_DAMAGED = (struct.error, zlib.error, IndexError, ValueError, OverflowError, RecursionError)
#: Endings of names that promise a picture.
_SUFFIXES = frozenset(
    ".jpg .jpeg .jpe .jfif .png .apng .webp .gif .avif .heic .heif .tif .tiff .jxl .bmp .ico"
    " .svg .svgz .psd .dng .cr2 .cr3 .nef .arw .orf .rw2 .raf .cur".split()
)


def find_metadata(data: bytes) -> tuple[str, ...]:
    """Return what a picture's file holds besides the picture; nothing for what is no picture."""
    return _find(identify_format(data), data)


def find_published_metadata(
    path: PurePosixPath, data: bytes, *, inflate: bool = True
) -> tuple[str, ...]:
    """Return the same, but `UNKNOWN` for a file that is a picture by its name only.

    Without `inflate`, what follows a PNG's pixels in their own chunks is not looked for: half a
    millisecond that our own encoder's files need not take.
    """
    name = identify_format(data)
    if name not in PICTURES and is_unread_picture(path, data):
        return (UNREADABLE,)
    if name not in PICTURES and path.suffix.casefold() in _SUFFIXES:
        return (UNKNOWN,)
    if name == "PNG" and not inflate:
        return _read(find_in_png(data, inflate=False))
    return _find(name, data)


def _find(name: str, data: bytes, depth: int = 0) -> tuple[str, ...]:
    """Return what a file of this format holds; `depth` is how many others it is in."""
    if depth > _DEEPEST:
        return (DAMAGE,)
    return _read(_READERS[name](data), depth) if name in _READERS else ()


def _read(findings: Iterator[str] | Iterator[str | bytes], depth: int = 0) -> tuple[str, ...]:
    found: list[str] = []
    try:
        for each in findings:
            found += [each] if isinstance(each, str) else _find_inside(each, depth + 1)
    except _DAMAGED:
        found.append(DAMAGE)
    return sort_findings(found)


def _find_inside(data: bytes, depth: int) -> tuple[str, ...]:
    name = identify_format(data)
    return _find(name, data, depth) if name in PICTURES else ("embedded file",)
