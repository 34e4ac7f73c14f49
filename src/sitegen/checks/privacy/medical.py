"""Recognise medical images, which may name a patient: DICOM, NIfTI, Analyze.

They are known by their names and by their first bytes, also when they are compressed or packed.
"""

from __future__ import annotations

import re
import struct
from pathlib import PurePosixPath

from sitegen.checks.privacy.compression import unpack
from sitegen.images.signatures import identify_format

__all__ = ["find_medical", "medical_name"]

_NAMES = (
    (re.compile(r"\.(?:dcm|dicom|dcm30|ima)$|^dicomdir$"), "DICOM"),
    (re.compile(r"\.nii$"), "NIfTI"),
)
_ANALYZE = "Analyze"
_PACKING = re.compile(r"\.(?:gz|bz2|xz|zst|z)$")
#: A DICOM data set without preamble: an element of the first groups with a plausible type.
_BARE = re.compile(
    rb"\x02\x00\x00\x00(?:UL\x04\x00|\x04\x00\x00\x00)"
    rb"|\x08\x00[\x00\x01\x05\x08\x12-\x18]\x00(?:UL|CS|UI|DA|TM)"
    rb"|\x00\x08\x00[\x00\x01\x05\x08\x16\x18](?:UL|CS|UI)"
    rb"|\x08\x00\x00\x00\x04\x00\x00\x00"
    rb"|\x08\x00[\x05\x08\x16]\x00[\x00-\x40]\x00\x00\x00[A-Z0-9]",
    re.DOTALL,
)
_HEAD = 600
#: The length of an Analyze header, and its constant field `extents`, in both byte orders.
_LENGTHS = tuple(struct.pack(order + "i", 348) for order in "<>")
_EXTENTS = tuple(struct.pack(order + "i", 16384) for order in "<>")


def medical_name(name: str) -> str:
    """Return the medical format that a file name implies, or an empty text."""
    plain = _PACKING.sub("", PurePosixPath(name).name.casefold())
    return next((kind for pattern, kind in _NAMES if pattern.search(plain)), "")


def find_medical(data: bytes) -> str:
    """Return what kind of medical file this is, such as "a DICOM file"; empty if it is none."""
    head = unpack(data, _HEAD) or data[:_HEAD]
    found = _by_bytes(head)
    if found:
        return f"{'an' if found == _ANALYZE else 'a'} {found} file"
    if identify_format(data) == "ZIP" or identify_format(head) == "TAR":
        from sitegen.checks.privacy.archives import list_members  # 10 ms to import

        for name, inner in list_members(data):
            found = medical_name(name) or _by_bytes(unpack(inner, _HEAD) or inner)
            if found:
                return f"an archive with a {found} file"
    return ""


def _by_bytes(head: bytes) -> str:
    name = identify_format(head)
    if name in {"DICOM", "NIfTI"}:
        return name
    if _BARE.match(head):
        return "DICOM"
    is_analyze = head[:4] in _LENGTHS and head[32:36] in _EXTENTS and head[38:39] == b"r"
    return _ANALYZE if is_analyze else ""
