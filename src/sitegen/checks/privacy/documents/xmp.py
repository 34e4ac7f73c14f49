"""Find names of authors and programs in XMP, wherever it is embedded."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from sitegen.checks.privacy.findings import SERIAL
from sitegen.late_patterns import compile_late

__all__ = ["describe_xmp"]

_FIELDS = {
    "dc:creator": "author",
    "dc:title": "title",
    "dc:description": "description",
    "dc:rights": "copyright",
    "xmp:CreatorTool": "program",
    "pdf:Producer": "program",
    "pdf:Keywords": "keywords",
    "photoshop:AuthorsPosition": "author",
    "exif:GPSLatitude": "place",
    "exif:GPSLongitude": "place",
    "tiff:Artist": "author",
    "tiff:Make": "camera",
    "tiff:Model": "camera",
    "aux:SerialNumber": SERIAL,
    "stRef:filePath": "file path",
}
_ATTRIBUTE = compile_late(r"(?<![a-zA-Z])([a-zA-Z]++:[A-Za-z]++)\s*=\s*[\"']([^\"'<>]{1,400})[\"']")
_LONGEST = 1_000_000


def describe_xmp(packet: bytes) -> Iterator[tuple[str, str]]:
    """Yield what an XMP packet says about the authors of its file."""
    text = packet[:_LONGEST].decode("utf-8", "replace")
    for name, field in _FIELDS.items():
        # It also ends where the next one begins, so each character is examined once.
        inner = rf"((?:[^<]|<(?!/?{name}\b)){{1,4000}})"
        for value in re.findall(rf"<{name}\b[^<>]{{0,200}}>{inner}</{name}>", text):
            yield field, html.unescape(re.sub(r"<[^<>]*>", " ", value))
    for name, value in _ATTRIBUTE.findall(text):
        if name in _FIELDS:
            yield _FIELDS[name], html.unescape(value)
