"""Name the kinds of metadata that are found in files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = [
    "AFTER_END",
    "AUTHOR",
    "BETWEEN",
    "CAMERA",
    "COMMENT",
    "DAMAGE",
    "EDITOR",
    "FILE_NAME",
    "GPS",
    "HIDDEN",
    "IPTC",
    "OWNER",
    "PICTURE",
    "PRIVATE",
    "PROFILE",
    "PROVENANCE",
    "SERIAL",
    "SOFTWARE",
    "TABLES",
    "THUMBNAIL",
    "TIME",
    "UNKNOWN",
    "UNREADABLE",
    "UNSEEN",
    "UNUSED",
    "XMP",
    "read_photoshop",
    "read_xmp",
    "sort_findings",
]

GPS = "GPS position"
OWNER = "name of the owner"
AUTHOR = "name of the author"
SERIAL = "camera serial number"
CAMERA = "camera"
TIME = "date and time"
SOFTWARE = "software"
COMMENT = "comment"
THUMBNAIL = "thumbnail"
PICTURE = "second picture"
PROFILE = "colour profile"
PROVENANCE = "provenance record"
XMP = "XMP"
IPTC = "IPTC"
BETWEEN = "bytes between the parts"
AFTER_END = "bytes after the end"
DAMAGE = "damage"
EDITOR = "data of a drawing program"
#: Behind the last pixel, where a decoder has stopped.
HIDDEN = "bytes behind the pixels"
FILE_NAME = "name of a file"
#: Tables of numbers that the picture does not need, in which anything may be.
TABLES = "unused tables"
#: Bytes that a decoder never looks at.
UNUSED = "bytes that the picture does not need"
#: For a file with the name of a picture that does not begin like one.
UNKNOWN = "no picture"
#: For a picture in a format that is not examined.
UNREADABLE = "what sitegen does not examine"
#: For pixels of which nobody can tell where they end.
UNSEEN = "pixels that sitegen does not examine"

#: Findings that are reported for photographs in documents; colour profiles are normal there.
PRIVATE = frozenset({GPS, OWNER, AUTHOR, SERIAL, COMMENT})

#: The most serious first; findings that are not listed come before the last three.
_ORDER = (
    *(
        GPS,
        OWNER,
        AUTHOR,
        SERIAL,
        CAMERA,
        TIME,
        "place",
        COMMENT,
        "description",
        THUMBNAIL,
        PICTURE,
    ),
    *("maker note", "EXIF", XMP, IPTC, "Photoshop data", SOFTWARE, PROFILE, PROVENANCE),
)
_LAST = (BETWEEN, AFTER_END, DAMAGE)
_RANKS = {word: rank for rank, word in enumerate(_ORDER)}
_RANKS |= {word: len(_ORDER) + 1 + rank for rank, word in enumerate(_LAST)}
_IN_XMP = (
    (compile_late(rb"GPSL(?:at|ong)itude|GPSPosition"), GPS),
    (compile_late(rb"SerialNumber"), SERIAL),
    (compile_late(rb"OwnerName"), OWNER),
    (compile_late(rb"<dc:creator|dc:creator=|:Artist|AuthorsPosition|CreatorContactInfo"), AUTHOR),
    (compile_late(rb"photoshop:City|Iptc4xmpCore:Location|LocationCreated"), "place"),
    (compile_late(rb"tiff:Make|tiff:Model|:LensModel"), CAMERA),
    (compile_late(rb"CreatorTool|softwareAgent"), SOFTWARE),
    (compile_late(rb"<xmp(?:GImg)?:(?:Thumbnails|image)|xmpGImg:image"), THUMBNAIL),
)
_RESOURCE = compile_late(rb"8BIM(..)", re.DOTALL)
_IPTC_WORDS = {80: AUTHOR, 85: AUTHOR, 90: "place", 92: "place", 95: "place", 101: "place"}
_PHOTOSHOP_WORDS = {b"\x04\x04": IPTC, b"\x04\x0c": THUMBNAIL, b"\x04\x09": THUMBNAIL}


def sort_findings(found: Iterable[str]) -> tuple[str, ...]:
    """Return findings without repetitions, the most serious first."""
    return tuple(sorted(set(found), key=lambda word: (_RANKS.get(word, len(_ORDER)), word)))


def read_xmp(packet: bytes) -> Iterator[str]:
    """Yield what an XMP packet contains, at least that there is one."""
    yield XMP
    for pattern, word in _IN_XMP:
        if pattern.search(packet):
            yield word


def read_photoshop(block: bytes) -> Iterator[str]:
    """Yield what Photoshop's image resources contain."""
    yield "Photoshop data"
    for kind in _RESOURCE.findall(block):
        if kind in _PHOTOSHOP_WORDS:
            yield _PHOTOSHOP_WORDS[kind]
    for dataset in re.findall(rb"\x1c\x02(.)", block, re.DOTALL):
        if dataset[0] in _IPTC_WORDS:
            yield _IPTC_WORDS[dataset[0]]
