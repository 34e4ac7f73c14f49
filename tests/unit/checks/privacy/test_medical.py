# ruff: noqa: E501, S311  # tables in one line; damage by chance
from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import struct
import tarfile
import zipfile
from pathlib import PurePosixPath

import pytest

from sitegen.checks.privacy.documents import describe_document
from sitegen.checks.privacy.medical import find_medical, medical_name
from sitegen.checks.privacy.rules import check_medical_names
from support.pictures import SVG, corners, encoded

DICOM = b"\0" * 128 + b"DICM\x02\0\0\0UL\x04\0\x10\0\0\0"
BARE = b"\x08\0\x05\0CS\x0a\0ISO_IR 100"
IMPLICIT = b"\x08\0\x05\0\x0a\0\0\0ISO_IR 100"
BIG = b"\0\x08\0\x05CS\0\x0aISO_IR 100"
NIFTI = struct.pack("<i", 348) + b"\0" * 340 + b"n+1\0" + b"\0" * 40
NIFTI_PAIR = struct.pack(">i", 348) + b"\0" * 340 + b"ni1\0"
NIFTI_2 = struct.pack("<i", 540) + b"n+2\0\r\n\x1a\n" + b"\0" * 600
ANALYZE = struct.pack("<i", 348) + b"\0" * 28 + struct.pack("<i", 16384) + b"\0\0r" + b"\0" * 309


def zipped(name: str, data: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("readme.txt", "words")
        archive.writestr(name, data)
    return out.getvalue()


def tarred(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for member, content in (("readme.txt", b"words"), (name, data)):
            info = tarfile.TarInfo(member)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def _unlisted(name: str, data: bytes) -> bytes:
    """Return an archive whose directory leaves a member out."""
    whole, rest = zipped(name, data), zipped("b.txt", b"words")
    return whole[: whole.find(b"PK\1\2")] + rest


def _in_streams(data: bytes) -> bytes:
    """Pack as pbzip2 does: piece by piece."""
    return b"".join(bz2.compress(data[at : at + 700]) for at in range(0, len(data), 700))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (DICOM, "a DICOM file"),
        (BARE, "a DICOM file"),
        (IMPLICIT, "a DICOM file"),
        (BIG, "a DICOM file"),
        (gzip.compress(DICOM), "a DICOM file"),
        (NIFTI, "a NIfTI file"),
        (NIFTI_PAIR, "a NIfTI file"),
        (NIFTI_2, "a NIfTI file"),
        (gzip.compress(NIFTI), "a NIfTI file"),
        (ANALYZE, "an Analyze file"),
        (zipped("scans/0001.dcm", b""), "an archive with a DICOM file"),
        (zipped("scans/0001", DICOM), "an archive with a DICOM file"),
        (zipped("brain.nii.gz", gzip.compress(NIFTI)), "an archive with a NIfTI file"),
        (tarred("scans/0001", DICOM), "an archive with a DICOM file"),
        (gzip.compress(tarred("brain.nii", b"")), "an archive with a NIfTI file"),
        (bz2.compress(DICOM), "a DICOM file"),
        (lzma.compress(NIFTI), "a NIfTI file"),
        (bz2.compress(tarred("scans/0001", DICOM)), "an archive with a DICOM file"),
        (lzma.compress(tarred("scans/0001", DICOM)), "an archive with a DICOM file"),
        (_in_streams(tarred("scans/0001", DICOM)), "an archive with a DICOM file"),
        (lzma.compress(tarred("a.dcm", b""))[:-40], "an archive with a DICOM file"),
        (zipped("a", lzma.compress(NIFTI)), "an archive with a NIfTI file"),
        (b"\xef\xbb\xbf" + DICOM, "a DICOM file"),
        (b"\xef\xbb\xbf" + IMPLICIT, "a DICOM file"),
        (DICOM[128:], "a DICOM file"),
        (DICOM[132:], "a DICOM file"),
        (b"\2\0\1\0OB\0\0\2\0\0\0\0\1", "a DICOM file"),
        (b"\2\0\x10\0UI\x14\0" + b"1.2.840.10008.1.2.1\0", "a DICOM file"),
        (b"\x08\0\x60\0CS\2\0MR", "a DICOM file"),
        (b"\x08\0\x60\0\2\0\0\0MR", "a DICOM file"),
        (b"\x10\0\x10\0PN\x08\0Doe^Jane", "a DICOM file"),
        (b"MZ, a program\0" * 90 + zipped("scans/0001", DICOM), "an archive with a DICOM file"),
        (zipped("scans/0001", DICOM) + b"words" * 20_000, "an archive with a DICOM file"),
        (zipped("scans/0001", DICOM)[:-30], "an archive with a DICOM file"),
        (zipped("scans/0001", DICOM, zipfile.ZIP_STORED)[:-90], "an archive with a DICOM file"),
        (zipped("0001.dcm", b"")[:-120] + b"PK\5\6" + bytes(18), "an archive with a DICOM file"),
        (_unlisted("scans/0001", DICOM), "an archive with a DICOM file"),
        (zipped("a.zip", zipped("scans/0001", DICOM)), "an archive with a DICOM file"),
        (zipped("a.zip", zipped("b.zip", zipped("0001", DICOM))), "an archive with a DICOM file"),
        (zipped("a.tar.gz", gzip.compress(tarred("0001", DICOM))), "an archive with a DICOM file"),
        (tarred("a.zip", zipped("0001", DICOM)), "an archive with a DICOM file"),
        (gzip.compress(zipped("0001", DICOM)), "an archive with a DICOM file"),
        (zipped("a.zip", zipped("a.txt", b"words")), ""),
        (b"\x08\0\x60\0 is text", ""),
        (b"A text about PK\3\4 and DICM", ""),
        (lzma.compress(b"words"), ""),
        (b"BZh is not compressed", ""),
        (zipped("a.txt", b"words"), ""),
        (tarred("a.txt", b"words"), ""),
        (zipped("scans/0001.dcm", b"")[:60], ""),
        (b"PK\3\4 is no archive", ""),
        (gzip.compress(b"words"), ""),
        (b"\x1f\x8b is not compressed", ""),
        (b"words", ""),
        (b"", ""),
        (encoded(corners(), "PNG"), ""),
        (encoded(corners(), "JPEG"), ""),
        (encoded(corners(), "ICO"), ""),
        (SVG.encode(), ""),
    ],
    # Not the bytes: an archive tells when it was made.
    ids=lambda value: (value or "nothing") if isinstance(value, str) else "bytes",
)
def test_bytes(data: bytes, expected: str) -> None:
    assert find_medical(data) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.dcm", "DICOM"),
        ("A.DCM", "DICOM"),
        ("a.dicom", "DICOM"),
        ("a.dcm.gz", "DICOM"),
        ("DICOMDIR", "DICOM"),
        ("a.nii", "NIfTI"),
        ("a.nii.gz", "NIfTI"),
        ("a.png", ""),
        ("dcm", ""),
        ("a.dcm.png", ""),
        ("nii.md", ""),
    ],
)
def test_names(name: str, expected: str) -> None:
    assert medical_name(name) == expected


def test_names_in_a_site() -> None:
    names = ("content/a.dcm", "assets/x/b.nii.gz", "templates/c.dcm", "content/d.png")
    found = [str(each) for each in check_medical_names(map(PurePosixPath, names))]
    hint = "; show a PNG that was exported from it, and keep it out of the site's folder"
    assert found == [
        f"content/a.dcm: error[patient-data]: it is a DICOM file, which may name a patient{hint}",
        f"assets/x/b.nii.gz: error[patient-data]: it is a NIfTI file, which may name a patient{hint}",
    ]


METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
ARCHIVES = {
    **{f"ZIP {method}": zipped("a.csv", b"1,2,3\n" * 90, method) for method in METHODS},
    "TAR": tarred("a", DICOM),
    "TAR and gzip": gzip.compress(tarred("a", DICOM), mtime=0),
    "TAR and bzip2": bz2.compress(tarred("a", DICOM)),
    "TAR and xz": lzma.compress(tarred("a", DICOM)),
}


@pytest.mark.parametrize("name", ARCHIVES)
def test_damage_is_never_raised(name: str) -> None:
    whole = ARCHIVES[name]
    generator = random.Random(name)
    for _ in range(150):
        damaged = bytearray(whole)
        for _ in range(4):
            damaged[generator.randrange(len(damaged))] = generator.randrange(256)
        for each in (bytes(damaged), whole[: generator.randrange(len(whole))]):
            assert isinstance(find_medical(each), str)
            assert isinstance(describe_document(each), tuple)
