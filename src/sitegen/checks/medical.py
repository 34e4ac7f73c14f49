"""Medical images, which may name a patient: DICOM, NIfTI, Analyze.

They are known by their names and by their first bytes, also when they are compressed or packed.
"""

from __future__ import annotations

import io
import re
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator
from pathlib import PurePosixPath

__all__ = ["find_medical", "medical_name"]

_DICOM, _NIFTI = "DICOM", "NIfTI"
_NAMES = (
    (re.compile(r"\.(?:dcm|dicom|dcm30|ima)$|^dicomdir$"), _DICOM),
    (re.compile(r"\.nii$"), _NIFTI),
)
_PACKING = re.compile(r"\.(?:gz|bz2|xz|zst|z)$")
#: A data set without the usual preamble: an element of the first groups, with a plausible type.
_BARE = re.compile(
    rb"(?:\x02\x00\x00\x00UL\x04\x00|\x08\x00[\x00\x01\x05\x08\x12-\x18]\x00(?:UL|CS|UI|DA|TM))"
    rb"|\x00\x08\x00[\x00\x01\x05\x08\x16\x18](?:UL|CS|UI)"
    rb"|\x02\x00\x00\x00\x04\x00\x00\x00|\x08\x00\x00\x00\x04\x00\x00\x00"
    rb"|\x08\x00[\x05\x08\x16]\x00[\x00-\x40]\x00\x00\x00[A-Z0-9]",
    re.DOTALL,
)
_HEAD = 600
#: So much is unpacked to look for an archive's members, and so many members are looked at.
_MOST_BYTES, _MOST_MEMBERS = 32_000_000, 5_000
_UNREADABLE = (
    *(zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, OSError, ValueError),
    *(NotImplementedError, RuntimeError, struct.error, KeyError, IndexError, OverflowError),
)


def medical_name(name: str) -> str:
    """Return the format that a file's name promises, or nothing."""
    plain = _PACKING.sub("", PurePosixPath(name).name.casefold())
    return next((kind for pattern, kind in _NAMES if pattern.search(plain)), "")


def find_medical(
    path: PurePosixPath,
    data: bytes,
    others: Collection[PurePosixPath] = (),
    read: Callable[[PurePosixPath], bytes] | None = None,
) -> str:
    """Return which medical format a file has or holds, or nothing.

    An `.img` has no mark of its own: what it is stands in the `.hdr` beside it, which is looked for
    among `others` and read with `read`.
    """
    found = medical_name(path.name) or _by_bytes(data)
    if not found and path.suffix.casefold() == ".img" and read is not None:
        for suffix in (".hdr", ".HDR"):
            beside = path.with_suffix(suffix)
            if beside in others:
                found = found or _by_bytes(read(beside))
    return found or _in_archive(data)


def _by_bytes(data: bytes) -> str:
    if data.startswith(b"\x1f\x8b"):
        data = _unpacked(data, _HEAD)
    if data[128:132] == b"DICM" or _BARE.match(data):
        return _DICOM
    if _is_nifti(data):
        return _NIFTI
    return "Analyze" if _is_analyze(data) else ""


def _is_nifti(data: bytes) -> bool:
    """Tell whether it begins with a header of NIfTI-1 (348 bytes) or NIfTI-2 (540 bytes)."""
    return data[344:348] in {b"n+1\0", b"ni1\0"} or data[4:8] in {b"n+2\0", b"ni2\0"}


def _is_analyze(data: bytes) -> bool:
    """Tell whether it begins with a header of Analyze 7.5, in either byte order."""
    heads = {order + "i": struct.pack(order + "i", 348) for order in "<>"}
    extents = {struct.pack(order + "i", 16384) for order in "<>"}
    return data[:4] in heads.values() and data[32:36] in extents and data[38:39] == b"r"


def _unpacked(data: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(data, most)
    except zlib.error:
        return b""


def _in_archive(data: bytes) -> str:
    """Return the format of the first medical image in a ZIP or TAR archive."""
    try:
        members = _zip_members(data) if data.startswith(b"PK\3\4") else _tar_members(data)
        for name, head in members:
            found = medical_name(name) or _by_bytes(head)
            if found:
                return found
    except _UNREADABLE:
        pass
    return ""


def _zip_members(data: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist()[:_MOST_MEMBERS]:
            if not info.is_dir():
                yield info.filename, _head_of(archive, info)


def _head_of(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Return a member's first bytes, nothing where it is encrypted or damaged."""
    try:
        with archive.open(info) as member:
            return member.read(_HEAD)
    except _UNREADABLE:
        return b""


def _tar_members(data: bytes) -> Iterator[tuple[str, bytes]]:
    if data.startswith(b"\x1f\x8b"):
        data = _unpacked(data, _MOST_BYTES)
    if data[257:262] != b"ustar":
        return
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
        for count, info in enumerate(archive):
            if count >= _MOST_MEMBERS:
                return
            member = archive.extractfile(info) if info.isfile() else None
            yield info.name, member.read(_HEAD) if member else b""
