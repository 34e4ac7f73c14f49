# ruff: noqa: E501  # a table of formats is easier to compare with one a line
from __future__ import annotations

import gzip
import time
import tracemalloc

import pytest

from sitegen.images.signatures import IMAGE_SUFFIXES, identify_format
from support.documents import mov, mp3, ogg, pdf, tarred, wave, webm, zipped
from support.pictures import SVG, corners, encoded

FILES: dict[str, list[bytes]] = {
    "JPEG": [encoded(corners(), "JPEG")],
    "PNG": [encoded(corners(), "PNG"), b"\x89PNG\n"],
    "GIF": [encoded(corners(), "GIF")],
    "WebP": [encoded(corners(), "WEBP")],
    "AVIF": [encoded(corners(), "AVIF")],
    "HEIF": [b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", b"\0\0\0\x1cftypabcd\0\0\0\0abcdmif1avif"],
    "TIFF": [encoded(corners(), "TIFF"), b"MM\0*\0\0\0\x08"],
    "BMP": [encoded(corners(), "BMP")],
    "ICO": [encoded(corners((32, 32)), "ICO")],
    "SVG": [SVG.encode(), gzip.compress(SVG.encode(), mtime=0), b"<!-- %PDF- -->" + SVG.encode(), b"<!--ftyp-->" + SVG.encode(), b"\xff\xfe" + SVG.encode("utf-16-le")],
    "DICOM": [bytes(128) + b"DICM", b"II*\0" + bytes(124) + b"DICM"],
    "NIfTI": [bytes(344) + b"n+1\0", b"\x1c\2\0\0n+2\0"],
    "TAR": [tarred({"a.csv": b"1"}, "w"), tarred({"P1 scans/a.csv": b"1"}, "w"), tarred({"8BPS.csv": b"1"}, "w")],
    "ZIP": [zipped({"a.pdf": pdf(b"")})],
    "gzip": [gzip.compress(b"words", mtime=0), b"\x1f\x8b\x08\0"],
    "PDF": [pdf(b""), b"junk in front\n%PDF-1.7\n"],
    "MP4": [mov(), b"\0\0\0\x08wide\0\0\0\x08mdat", b"\0\0\0\x20ftypisom\0\0\2\0isommif1"],
    "Matroska": [webm()],
    "MP3": [mp3(), b"\xff\xfb\x90\0"],
    "Ogg": [ogg()],
    "WAVE": [wave()],
    "TrueType": [b"\0\1\0\0\0\x0f"],
    "HTML": [b"<!DOCTYPE html>\n<html lang=en>", b"\xef\xbb\xbf <HTML>"],
    "": [b"", b"text", b"BM is not a bitmap", b"GIF8 is not either", "text".encode("utf-16"), b"<!--free of charge-->", b"\xff" * 600],
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "data"), [(n, each) for n, files in FILES.items() for each in files]
)
def test_a_format_is_told_from_the_first_bytes(name: str, data: bytes) -> None:
    assert identify_format(data) == name


@pytest.mark.parametrize(
    "head",
    [
        b"<?xml version='1.0'?>" + b"<!-- note -->" * 60,
        b"<?a?> " * 3000,
        b"<!DOCTYPE svg" + b" " * 18_000,
        b"<!DOCTYPE svg [" + b"]  " * 6000,
        b"<!--" * 5000,
    ],
    ids=["comments", "instructions", "type", "declarations", "open comments"],
)
def test_what_is_no_drawing_is_seen_at_once(head: bytes) -> None:
    started = time.process_time()
    assert identify_format(head + b"<html>") == ""
    assert time.process_time() - started < 0.1


def test_what_may_stand_in_front_of_a_drawing() -> None:
    front = b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- <html> -->\n<?a b?> <!DOCTYPE svg [<!ENTITY a 'b]'> ]>\n"
    assert identify_format(front + b"<!---->" + SVG.encode()) == "SVG"


def test_only_the_head_of_a_packed_drawing_is_unpacked_to_identify_it() -> None:
    packed = gzip.compress(SVG.encode() + b" " * 8_000_000, compresslevel=1, mtime=0)
    tracemalloc.start()
    try:
        assert identify_format(packed) == "SVG"
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


def test_every_name_of_a_jpeg_is_an_image() -> None:
    assert {".jpg", ".jpeg", ".jpe", ".jfif"} <= IMAGE_SUFFIXES
