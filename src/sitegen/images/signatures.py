"""Recognise file formats by their first bytes: one table for images, documents and other files.

A name proves nothing, so every decision about what a file is goes through `identify_format`.
"""

from __future__ import annotations

import functools
import re
import zlib

__all__ = ["HEAD_SIZE", "IMAGE_SUFFIXES", "identify_format"]

#: The endings of the files that pages may show as images.
IMAGE_SUFFIXES = frozenset(
    {".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".gif", ".avif", ".tif", ".tiff", ".svg"}
)

#: So many first bytes decide; only a drawing may have more in front of its first element.
HEAD_SIZE = 20_000

#: Format and how its files begin; the first match wins. DICOM, NIfTI and TAR come first because
#: what comes before their mark is free: a TIFF header, or the name of the first member.
_SIGNATURES: tuple[tuple[str, bytes], ...] = (
    ("DICOM", rb".{128}DICM"),
    ("NIfTI", rb".{344}n[+i]1\0|.{4}n[+i]2\0"),
    ("TAR", rb".{257}ustar"),
    ("JPEG", rb"\xff\xd8\xff"),
    ("PNG", rb"\x89PNG"),
    ("GIF", rb"GIF8[79]a"),
    ("WebP", rb"RIFF.{4}WEBP"),
    ("AVIF", rb".{4}ftypavi[fs]"),
    ("TIFF", rb"II[*+]\0|MM\0[*+]"),
    ("JPEG XL", rb"\0\0\0\x0cJXL \r\n\x87\n|\xff\n"),
    ("JPEG 2000", rb"\0\0\0\x0cjP  |\xff\x4f\xff\x51"),
    ("BMP", rb"BM.{4}\0{4}.{4}[\x0c\x28\x34\x38\x40\x6c\x7c]\0{3}"),
    ("ICO", rb"\0\0[\1\2]\0[^\0]."),
    ("Photoshop", rb"8BPS"),
    ("OpenEXR", rb"\x76\x2f\x31\x01"),
    ("Netpbm", rb"P[1-6]\s(?:\s|#[^\n]{0,200}\n)*[0-9]+\s+[0-9]+\s|P7\nWIDTH "),
    ("XCF", rb"gimp xcf "),
    ("NRRD", rb"NRRD000[0-9]"),
    ("MetaImage", rb"(?:Comment\s*=[^\n]{0,200}\n)?ObjectType\s*=\s*Image"),
    ("EMF", rb"\x01\0\0\0.{36} EMF"),
    ("WMF", rb"\xd7\xcd\xc6\x9a\0\0|[\1\2]\0\x09\0\0[\1\3]"),
    ("DDS", rb"DDS \x7c\0\0\0"),
    ("Radiance", rb"#\?(?:RADIANCE|RGBE)\n"),
    ("PCX", rb"\n[\0\2-\5]\x01[\1\2\4\x08]"),
    ("SGI", rb"\x01\xda[\0\1][\1\2]\0[\1-\3]"),
    ("JPEG XR", rb"II\xbc[\0\1]"),
    ("DjVu", rb"AT&TFORM"),
    ("QOI", rb"qoif.{8}[\3\4][\0\1]"),
    ("XPM", rb"/\* XPM \*/"),
    ("FITS", rb"SIMPLE  ="),
    ("HDF5", rb"\x89HDF"),
    ("NumPy", rb"\x93NUMPY"),
    ("CZI", rb"ZISRAWFILE"),
    ("PostScript", rb"%!PS|\xc5\xd0\xd3\xc6"),
    ("ZIP", rb"PK\x03\x04"),
    ("gzip", rb"\x1f\x8b"),
    ("bzip2", rb"BZh"),
    ("xz", rb"\xfd7zXZ\0"),
    ("Matroska", rb"\x1a\x45\xdf\xa3"),
    ("Ogg", rb"OggS"),
    ("FLAC", rb"fLaC"),
    ("WAVE", rb"RIFF.{4}WAVE"),
    ("AVI", rb"RIFF.{4}AVI "),
    ("AIFF", rb"FORM.{4}AIF[FC]"),
    ("WMA", rb"\x30\x26\xb2\x75\x8e\x66\xcf\x11"),
    # Every frame of MPEG audio begins like this; ff fe and ff ff do not, they begin UTF-16.
    ("MP3", rb"ID3|\xff[\xe2-\xfd]"),
    ("WOFF2", rb"wOF2"),
    ("WOFF", rb"wOFF"),
    ("OpenType", rb"OTTO"),
    ("TrueType", rb"\0\x01\0\0|true\0"),
    ("Font collection", rb"ttcf\0[\1\2]"),
    ("WebAssembly", rb"\0asm"),
    ("MP4", rb".{4}(?:ftyp|mdat)|\0.{3}(?:moov|wide|free|skip)"),
    ("Git LFS", rb"version https://git-lfs"),
    ("HTML", rb"(?i:(?:\xef\xbb\xbf)?\s*(?:<!doctype html|<html))"),
)
#: Brands of the ISO base media file format that are pictures (ISO/IEC 23008-12, AV1 image format).
_PICTURE_BRANDS = frozenset(
    {
        *(b"avif", b"avis", b"avio", b"mif1", b"mif2", b"msf1", b"heic", b"heix", b"heim", b"heis"),
        *(b"hevc", b"hevm", b"hevs", b"hevx"),
    }
)
#: Films name picture brands as well when a cover is in them.
_FILM_BRANDS = frozenset({b"qt  ", b"isom", b"mp41", b"mp42"})
#: How a drawing begins; text of other kinds may contain one without being one. What may come in
#: front is taken piece by piece: in one pattern, comments could be divided in ever more ways.
_SVG = re.compile(rb"\s*+<svg[\s>/]")
_IN_FRONT = re.compile(
    rb"\s*+(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*+(?:\[.*?\])?\s*+>)", re.DOTALL
)
#: Readers accept up to 1 KB in front of the mark of a PDF (ISO 32000-1, annex H).
_PDF, _PDF_HEAD = b"%PDF-", 1024 + 5
_BOM, _UTF16 = b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff")


@functools.cache
def _pattern() -> re.Pattern[bytes]:
    groups = (rb"(" + signature + rb")" for _, signature in _SIGNATURES)
    return re.compile(rb"|".join(groups), re.DOTALL)


def identify_format(data: bytes) -> str:
    """Return the name of a file's format; empty for text and for what is not known.

    `data` is the file, or its first `HEAD_SIZE` bytes. A compressed drawing (.svgz) is "SVG".
    """
    found = _pattern().match(data)
    name = _SIGNATURES[found.lastindex - 1][0] if found and found.lastindex else ""
    if name == "MP4" and _is_heif(data):
        return "HEIF"
    # Comments in front of a drawing may contain anything, "%PDF-" and "ftyp" too.
    if name in {"", "gzip", "MP4"} and _is_svg(_unzip(data) if name == "gzip" else data):
        return "SVG"
    return name or ("PDF" if _PDF in data[:_PDF_HEAD] else "")


def _is_heif(data: bytes) -> bool:
    """Tell whether one of the brands in the first box is that of a picture."""
    if data[4:8] != b"ftyp":
        return False
    end = min(int.from_bytes(data[:4]), 256)
    brands = {data[8:12], *(data[at : at + 4] for at in range(16, end, 4))}
    return not brands.isdisjoint(_PICTURE_BRANDS) and data[8:12] not in _FILM_BRANDS


def _unzip(data: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(data, HEAD_SIZE)
    except zlib.error:
        return b""


def _is_svg(data: bytes) -> bool:
    head = data[:HEAD_SIZE].removeprefix(_BOM)
    if head.startswith(_UTF16):
        head = head.replace(b"\0", b"")[2:]
    at = 0
    while found := _IN_FRONT.match(head, at):
        at = found.end()
    return _SVG.match(head, at) is not None
