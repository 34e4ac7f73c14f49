"""What a picture's file says beside the picture: read from the bytes, container by container.

Everything that is not needed to show the picture is a finding, told in a word or two: known kinds
by their names, unknown ones as what they are to the format. Damage is a finding, too, for nobody
can vouch for what cannot be read. Nothing here decodes pixels or trusts a file's name.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from sitegen.checks.privacy.compression import unpack
from sitegen.checks.privacy.containers.gif import find_in_gif
from sitegen.checks.privacy.containers.heif import find_in_heif, find_in_jxl, is_heif
from sitegen.checks.privacy.containers.icons import find_in_bmp, find_in_ico
from sitegen.checks.privacy.containers.jpeg import find_in_jpeg
from sitegen.checks.privacy.containers.png import find_in_png
from sitegen.checks.privacy.containers.svg_file import find_in_svg
from sitegen.checks.privacy.containers.tiff import find_in_tiff
from sitegen.checks.privacy.containers.webp import find_in_webp
from sitegen.checks.privacy.findings import AFTER_END, DAMAGE, UNKNOWN, in_order

if TYPE_CHECKING:
    from pathlib import PurePosixPath

__all__ = ["find_metadata", "recognise", "vouch_for"]

_Reader = Callable[[bytes], Iterator[str]]
_READERS: dict[str, _Reader] = {
    "JPEG": find_in_jpeg,
    "PNG": find_in_png,
    "WebP": find_in_webp,
    "GIF": find_in_gif,
    "TIFF": find_in_tiff,
    "HEIF": find_in_heif,
    "JPEG XL": find_in_jxl,
    "BMP": find_in_bmp,
    "ICO": find_in_ico,
    "Photoshop": lambda _: iter(("Photoshop data",)),
}
_SIGNATURES = (
    (re.compile(rb"\xff\xd8\xff"), "JPEG"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "PNG"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "WebP"),
    (re.compile(rb"GIF8[79]a"), "GIF"),
    (re.compile(rb"II[*+]\0|MM\0[*+]"), "TIFF"),
    (re.compile(rb"\0\0\0\x0cJXL \r\n\x87\n|\xff\n"), "JPEG XL"),
    (re.compile(rb"BM.{4}\0{4}....[\x0c\x28\x34\x38\x40\x6c\x7c]\0\0\0", re.DOTALL), "BMP"),
    (re.compile(rb"\0\0[\1\2]\0[^\0].", re.DOTALL), "ICO"),
    (re.compile(rb"8BPS"), "Photoshop"),
)
#: How a drawing begins; text of other kinds may hold one without being one. What may stand in front
#: is taken piece by piece: in one pattern, comments could be divided in ever more ways.
_SVG = re.compile(rb"\s*+<svg[\s>/]")
_IN_FRONT = re.compile(
    rb"\s*+(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*+(?:\[.*?\])?\s*+>)", re.DOTALL
)
_GZIP = b"\x1f\x8b"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_HEAD = 20_000
#: A compressed drawing is looked into up to this size.
_MOST_SVG = 64_000_000
#: A picture in a drawing in a drawing; deeper ones are refused.
_DEEPEST = 3
#: What damage makes of well-meant reading.
_DAMAGED = (struct.error, zlib.error, IndexError, ValueError, OverflowError, RecursionError)
#: Names that promise a picture.
_PROMISES = frozenset(
    ".jpg .jpeg .jpe .jfif .png .apng .webp .gif .avif .heic .heif .tif .tiff .jxl .bmp .ico"
    " .svg .svgz .psd .dng .cr2 .cr3 .nef .arw .orf .rw2 .raf .jp2".split()
)


def recognise(data: bytes) -> str:
    """Return the name of a picture's format, or nothing for what is no picture."""
    for signature, name in _SIGNATURES:
        if signature.match(data):
            return name
    if is_heif(data):
        return "HEIF"
    return "SVG" if _begins_a_drawing(data) else ""


def find_metadata(data: bytes) -> tuple[str, ...]:
    """Return what a picture's file holds beside the picture; nothing for what is no picture."""
    return _find(recognise(data), data)


def vouch_for(path: PurePosixPath, data: bytes) -> tuple[str, ...]:
    """Return what a file that is published holds beside a picture, if it is or claims to be one."""
    name = recognise(data)
    if not name and path.suffix.casefold() in _PROMISES:
        return (UNKNOWN,)
    return _find(name, data)


def _find(name: str, data: bytes, depth: int = 0) -> tuple[str, ...]:
    """Return what a picture of a known format holds; `depth` is how many drawings it lies in."""
    found: list[str] = []
    try:
        if name == "SVG":
            found.extend(_read_drawing(data, depth))
        elif name:
            found.extend(_READERS[name](data))
    except _DAMAGED:
        found.append(DAMAGE)
    return in_order(found)


def _read_drawing(data: bytes, depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        yield DAMAGE
        return
    text = data
    if data.startswith(_GZIP):
        inflater = zlib.decompressobj(wbits=31)
        text = inflater.decompress(data, _MOST_SVG)
        # Its header has room for a name and a time.
        if data[3] or any(data[4:8]) or inflater.unused_data or not inflater.eof:
            yield AFTER_END
    for found in find_in_svg(text):
        if isinstance(found, str):
            yield found
        elif name := recognise(found):
            yield from _find(name, found, depth + 1)
        else:
            yield "embedded file"


def _begins_a_drawing(data: bytes) -> bool:
    head = unpack(data, _HEAD) if data.startswith(_GZIP) else data[:_HEAD]
    head = head.removeprefix(b"\xef\xbb\xbf")
    if head.startswith(_UTF16):
        head = head.replace(b"\0", b"")[2:]
    at = 0
    while found := _IN_FRONT.match(head, at):
        at = found.end()
    return _SVG.match(head, at) is not None
