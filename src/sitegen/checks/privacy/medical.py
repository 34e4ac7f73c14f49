"""Recognise medical images, which may name a patient: DICOM, NIfTI, Analyze.

They are known by their names and by their first bytes, also when they are compressed or packed.
"""

from __future__ import annotations

import re
import struct
from pathlib import PurePosixPath

from sitegen.checks.privacy.compression import unpack
from sitegen.images.signatures import identify_format
from sitegen.late_patterns import compile_late

__all__ = ["find_medical", "medical_name"]

_NAMES = (
    (compile_late(r"\.(?:dcm|dicom|dcm30|ima)$|^dicomdir$"), "DICOM"),
    (compile_late(r"\.nii$"), "NIfTI"),
)
_ANALYZE = "Analyze"
_PACKING = compile_late(r"\.(?:gz|bz2|xz|zst|z)$")
#: The types of values that a data set names (DICOM, PS3.5, 6.2).
_TYPES = rb"(?:A[EST]|CS|D[AST]|F[DL]|I[S]|L[OT]|O[BDFLVW]|PN|S[HLQST]|SV|T[M]|U[CILNRSTV])"
#: A DICOM data set without preamble: its first element has a tag of the first groups, and a
#: plausible type, or a plausible length if types are left out. Some programs leave out the zeros.
_BARE = re.compile(
    rb"DICM\x02\0"
    rb"|[\x02\x04\x08\x10]\0.[\0-\x50]"
    + _TYPES
    + rb"|\0[\x02\x04\x08\x10][\0-\x50]."
    + _TYPES
    + rb"|[\x02\x08]\0\0\0\x04\0\0\0"
    rb"|\x08\0[\x01\x05\x08\x12-\x18\x20-\x23\x30-\x33\x50\x60\x70\x80\x90]\0"
    rb"[\0-\x40]\0\0\0[A-Z0-9]",
    re.DOTALL,
)
_BOM = b"\xef\xbb\xbf"
#: What every ZIP archive has somewhere, also behind a program that unpacks it.
_MARK = b"PK\x03\x04"
_PACKED = frozenset({"ZIP", "TAR", "gzip", "bzip2", "xz"})
#: Limits: first bytes that are looked at, bytes that are decompressed, archives in archives.
_HEAD, _MOST_BYTES, _DEEPEST = 600, 32_000_000, 4
#: The length of an Analyze header, and its constant field `extents`, in both byte orders.
_LENGTHS = tuple(struct.pack(order + "i", 348) for order in "<>")
_EXTENTS = tuple(struct.pack(order + "i", 16384) for order in "<>")


def medical_name(name: str) -> str:
    """Return the medical format that a file name implies, or an empty text."""
    plain = _PACKING.sub("", PurePosixPath(name).name.casefold())
    return next((kind for pattern, kind in _NAMES if pattern.search(plain)), "")


def find_medical(data: bytes) -> str:
    """Return what kind of medical file this is, such as "a DICOM file"; empty if it is none."""
    found, is_packed = _find(data, 0)
    if not found:
        return ""
    if is_packed:
        return f"an archive with a {found} file"
    return f"{'an' if found == _ANALYZE else 'a'} {found} file"


def _find(data: bytes, depth: int) -> tuple[str, bool]:
    """Return the format of a medical file, and whether it is in an archive."""
    data = data.removeprefix(_BOM)
    unpacked = unpack(data, _HEAD)
    found = _by_bytes(unpacked or data[:_HEAD])
    if found or depth == _DEEPEST:
        return found, False
    if unpacked:
        is_nested = identify_format(unpacked) in _PACKED
        return _find(unpack(data, _MOST_BYTES), depth + 1) if is_nested else ("", False)
    if _MARK in data or identify_format(data) == "TAR":
        from sitegen.checks.privacy.archives import list_members  # 10 ms to import

        for name, inner in list_members(data, nested=True):
            found = medical_name(name) or _find(inner, depth + 1)[0]
            if found:
                return found, True
    return "", False


def _by_bytes(head: bytes) -> str:
    name = identify_format(head)
    if name in {"DICOM", "NIfTI"}:
        return name
    if _BARE.match(head):
        return "DICOM"
    is_analyze = head[:4] in _LENGTHS and head[32:36] in _EXTENTS and head[38:39] == b"r"
    return _ANALYZE if is_analyze else ""
