# ruff: noqa: E501, S311  # tables of slots in one line are easier to compare
"""Each place where a picture's file can say something is found, and nothing else is."""

from __future__ import annotations

import base64
import gzip
import random
import struct
import zlib
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

import hypothesis.strategies as st
import pytest
from hypothesis import given
from PIL import Image

from sitegen.checks.privacy.containers import PICTURES, find_metadata, find_published_metadata
from sitegen.images.signatures import identify_format
from support.canaries import (
    avif_with_exif,
    chunk,
    data_uri,
    exif_block,
    gif_with,
    icc_profile,
    jpeg_with,
    png_with,
    riff,
    segment,
    svg_with,
    tiff_with,
    webp_with,
    xmp_packet,
)
from support.pictures import SVG, corners, encoded

EXIF = exif_block("unit")
GPS, AUTHOR, SERIAL, OWNER = (
    "GPS position",
    "name of the author",
    "camera serial number",
    "name of the owner",
)
PHOTO = base64.b64encode(jpeg_with(segment(0xFE, b"words"))).decode()
NOISE = Image.frombytes("RGB", (64, 48), random.Random(7).randbytes(64 * 48 * 3))
GLASS = Image.new("RGBA", (64, 48), (9, 9, 9, 90))


def _animated(kind: str, **options: Any) -> bytes:
    others = [corners().rotate(90 * turn) for turn in (1, 2)]
    return encoded(
        corners(), kind, save_all=True, append_images=others, duration=80, loop=0, **options
    )


def _segments(data: bytes, marker: int) -> bytes:
    """Return the segments of a JPEG with a marker."""
    found, at = b"", 2
    while data[at + 1] != 0xDA:
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4])
        found += data[at:end] if data[at + 1] == marker else b""
        at = end
    return found


#: The Huffman tables that nearly every JPEG has.
TABLES = _segments(encoded(NOISE, "JPEG"), 0xC4)


def _with_palette(data: bytes, words: bytes) -> bytes:
    """Return a PNG with more colours in its palette."""
    start = data.find(b"PLTE") - 4
    end = start + 12 + int.from_bytes(data[start : start + 4])
    return data[:start] + chunk(b"PLTE", data[start + 8 : end - 4] + words) + data[end:]


def _icon(part: bytes) -> bytes:
    """Return an icon with one picture."""
    return b"\0\0\1\0\1\0\x30\x20\0\0\1\0\x20\0" + struct.pack("<II", len(part), 22) + part


#: A bitmap as icons hold them: header, pixels, mask.
BITMAP = struct.pack("<IiiHHIIiiII", 40, 4, 6, 1, 32, 0, 0, 0, 0, 0, 0) + b"\x7f" * 48 + b"\1" * 12


def _gif_behind(words: bytes, plain: bytes = encoded(corners(), "GIF")) -> bytes:
    """Return a GIF with one more block after the pixels of its last frame."""
    return plain[:-2] + bytes([len(words)]) + words + b"\0;"


#: One pixel, and then codes for more: clear, 0, and what else fits into a block.
GIF_WITH_CODES = b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\1\0\1\0\0\2\3\x04\x92\x24\0;"


#: The same pixel with a palette of its own, which leaves nothing to the one for all frames.
GIF_WITH_PALETTES = (
    b"GIF89a\1\0\1\0\x80\0\0words!,\0\0\0\0\1\0\1\0\x80\0\0\0\xff\xff\xff\2\2\x44\1\0;"
)


def _box(kind: bytes, *parts: bytes) -> bytes:
    content = b"".join(parts)
    return struct.pack(">I4s", len(content) + 8, kind) + content


def _boxes(data: bytes) -> dict[bytes, bytes]:
    found, at = {}, 0
    while at < len(data):
        size = int.from_bytes(data[at : at + 4])
        found[data[at + 4 : at + 8]] = data[at + 8 : at + size]
        at += size
    return found


def _put(data: bytes, change: Callable[[dict[bytes, bytes]], None]) -> bytes:
    """Return an AVIF whose inner boxes were changed; places in `mdat` move with them."""
    outer = _boxes(data)
    inner = _boxes(outer[b"meta"][4:])
    change(inner)
    meta = _box(b"meta", outer[b"meta"][:4], *(_box(*each) for each in inner.items()))
    moved = len(meta) - len(outer[b"meta"]) - 8
    start = len(_box(b"ftyp", outer[b"ftyp"])) + len(outer[b"meta"]) + 16
    for place in reversed(range(start, len(data))):
        meta = meta.replace(struct.pack(">I", place), struct.pack(">I", place + moved), 1)
    return _box(b"ftyp", outer[b"ftyp"]) + meta + _box(b"mdat", outer[b"mdat"])


def _with_item(data: bytes) -> bytes:
    """Return an AVIF with a second picture that nothing refers to; its bytes are the first's."""

    def change(inner: dict[bytes, bytes]) -> None:
        listed = inner[b"iinf"]
        entry = _box(b"infe", b"\2\0\0\0\0\x63\0\0av01\0")
        count = int.from_bytes(listed[4:6]) + 1
        inner[b"iinf"] = listed[:4] + struct.pack(">H", count) + listed[6:] + entry
        places = inner[b"iloc"]
        (number,) = struct.unpack_from(">H", places, 6)
        first = places[8 : 8 + (len(places) - 8) // number]
        place = b"\0\x63" + first[2:]
        inner[b"iloc"] = places[:6] + struct.pack(">H", number + 1) + places[8:] + place

    return _put(data, change)


def _in_box(data: bytes, kind: bytes, words: bytes) -> bytes:
    """Return an AVIF with words at the end of a property."""

    def change(inner: dict[bytes, bytes]) -> None:
        parts = _boxes(inner[b"iprp"])
        properties = _boxes(parts[b"ipco"])
        properties[kind] += words
        parts[b"ipco"] = b"".join(_box(*each) for each in properties.items())
        inner[b"iprp"] = b"".join(_box(*each) for each in parts.items())

    return _put(data, change)


CLEAN: dict[str, bytes] = {
    "JPEG": encoded(corners(), "JPEG", quality=82, optimize=True),
    "JPEG of noise": encoded(NOISE, "JPEG", quality=95),
    "progressive JPEG": encoded(NOISE, "JPEG", progressive=True, subsampling=0),
    "grey JPEG": encoded(corners().convert("L"), "JPEG"),
    "CMYK JPEG": encoded(corners().convert("CMYK"), "JPEG"),
    "JPEG with restarts": encoded(NOISE, "JPEG", restart_marker_rows=1),
    "JPEG that is turned": encoded(corners(), "JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\1\1\x12\0\3\0\0\0\1\0\6\0\0\0\0\0\0"),
    "PNG": encoded(corners(), "PNG"),
    "PNG of noise": encoded(NOISE, "PNG", optimize=True),
    "PNG with a palette": encoded(corners().quantize(4), "PNG"),
    "PNG with transparency": encoded(corners().convert("RGBA"), "PNG"),
    "PNG of 16 bits": encoded(Image.new("I;16", (9, 7), 700), "PNG"),
    "PNG of 1 bit": encoded(corners().convert("1"), "PNG", dpi=(300, 300)),
    "animated PNG": _animated("PNG"),
    "WebP": encoded(NOISE, "WEBP", quality=80),
    "WebP without loss": encoded(corners(), "WEBP", lossless=True),
    "WebP with transparency": encoded(corners().convert("RGBA"), "WEBP"),
    "animated WebP": _animated("WEBP"),
    "AVIF": encoded(NOISE, "AVIF", quality=60),
    "AVIF with transparency": encoded(GLASS, "AVIF"),
    "GIF": encoded(corners(), "GIF"),
    "animated GIF": _animated("GIF"),
    "TIFF": encoded(corners(), "TIFF"),
    "packed TIFF": encoded(NOISE, "TIFF", compression="tiff_lzw"),
    "ICO": encoded(corners(), "ICO"),
    "SVG": SVG.encode(),
    "SVG with a declaration": b'<?xml version="1.0" encoding="UTF-8"?>\n' + SVG.encode(),
    "SVG with a title": svg_with("<title>A knee</title><desc>From the side</desc>"),
    "SVG with a clean picture": svg_with(f'<image href="{data_uri(encoded(corners(), "PNG"), "image/png")}"/>'),
    "SVG with text that looks like a path": svg_with("<text>cd /home/jane <tspan>C:\\Data</tspan> data:,hello</text>"),
    "SVG with a title that looks like an address": svg_with("<title>data:,hello</title>"),
    "SVG with words that look like an address": svg_with("<g aria-label='data:,x' style=\"--a:'data:,x'\"/>"),
    "SVG with a string like a comment": svg_with("<style>a::after { content: '/* x */'; fill: url(#/*a*/) }</style>"),
    "SVG with a link": svg_with('<a href="#top"><text>/home is where we live</text></a>'),
    "SVG with numbers and roles": svg_with("<g data-index='3' focusable='false' aria-label='A' role='img'/>"),
    "SVG whose styles need an attribute": svg_with("<style>[data-name=a] { fill: red }</style><g data-name='a'/>"),
    "grey JPEG with tables for colours": encoded(corners().convert("L"), "JPEG")[:2] + TABLES + encoded(corners().convert("L"), "JPEG")[2:],
    "GIF of noise": encoded(NOISE.convert("L"), "GIF"),
    "GIF in passes": encoded(NOISE.convert("L"), "GIF", interlace=1),
    "GIF of two colours": encoded(corners().convert("1"), "GIF"),
    "ICO of bitmaps": encoded(corners((48, 32)), "ICO", bitmap_format="bmp"),
    "ICO with a PNG": _icon(encoded(corners((32, 32)), "PNG")),
    "no picture": b"plain text",
    "nothing": b"",
}  # fmt: skip


@pytest.mark.parametrize("name", CLEAN)
def test_nothing_is_found_in_a_clean_file(name: str) -> None:
    assert find_metadata(CLEAN[name]) == ()


SLOTS: dict[str, tuple[bytes, set[str]]] = {
    "JPEG EXIF": (jpeg_with(segment(0xE1, b"Exif\0\0" + EXIF)), {GPS, AUTHOR, SERIAL, OWNER, "camera", "comment", "maker note"}),
    "JPEG thumbnail in EXIF": (jpeg_with(segment(0xE1, b"Exif\0\0II*\0\x08\0\0\0\0\0\x0e\0\0\0" + b"\0" * 6)), {"thumbnail"}),
    "JPEG words between EXIF's parts": (jpeg_with(segment(0xE1, b"Exif\0\0II*\0\x20\0\0\0 secret words here  \0\0\0\0\0\0\0\0\0\0")), {"EXIF"}),
    "JPEG XMP": (jpeg_with(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp_packet("u"))), {"XMP", AUTHOR}),
    "JPEG more XMP": (jpeg_with(segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + b"0" * 40)), {"XMP"}),
    "JPEG IPTC": (jpeg_with(segment(0xED, b"Photoshop 3.0\0" b"8BIM\x04\x04\0\0\0\0\0\x0a\x1c\x02\x50\0\x05Jane.")), {"IPTC", "Photoshop data", AUTHOR}),
    "JPEG Photoshop's thumbnail": (jpeg_with(segment(0xED, b"Photoshop 3.0\0" b"8BIM\x04\x0c\0\0\0\0\0\0")), {"Photoshop data", "thumbnail"}),
    "JPEG profile": (jpeg_with(segment(0xE2, b"ICC_PROFILE\0\1\1" + icc_profile("u"))), {"colour profile"}),
    "JPEG several pictures": (jpeg_with(segment(0xE2, b"MPF\0II*\0")), {"second picture"}),
    "JPEG FlashPix": (jpeg_with(segment(0xE2, b"FPXR\0")), {"application data (APP2)"}),
    "JPEG JFIF thumbnail": (b"\xff\xd8" + segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\1\1RGB") + encoded(corners(), "JPEG")[20:], {"thumbnail"}),
    "JPEG JFIF words": (b"\xff\xd8" + segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0words") + encoded(corners(), "JPEG")[20:], {"application data (APP0)"}),
    "JPEG JFXX": (jpeg_with(segment(0xE0, b"JFXX\0\x10thumb")), {"thumbnail"}),
    "JPEG provenance": (jpeg_with(segment(0xEB, b"JP\0\1\0\0\0\1\0\0\0\x20jumb")), {"provenance record"}),
    "JPEG words in Adobe's segment": (jpeg_with(segment(0xEE, b"Adobe\0d\0\0\0\0\0words")), {"application data (APP14)"}),
    "JPEG unknown": (jpeg_with(segment(0xE7, b"words")), {"application data (APP7)"}),
    "JPEG comment": (jpeg_with(segment(0xFE, b"words")), {"comment"}),
    "JPEG behind": (jpeg_with(behind=b"words"), {"bytes after the end"}),
    "JPEG another behind": (jpeg_with(behind=encoded(corners(), "JPEG")), {"bytes after the end", "second picture"}),
    "JPEG between": (jpeg_with(b"words"), {"bytes between the parts"}),
    "JPEG in a table": (jpeg_with(segment(0xDB, b"\0" * 65 + b"words")), {"damage"}),
    "JPEG in a restart interval": (jpeg_with(segment(0xDD, b"\0\0words")), {"damage"}),
    "JPEG unused quantisation": (jpeg_with(segment(0xDB, b"\3" + b"w" * 64)), {"unused tables"}),
    "JPEG replaced quantisation": (jpeg_with(segment(0xDB, b"\0" + b"w" * 64)), {"unused tables"}),
    "JPEG unused codes": (jpeg_with(segment(0xC4, b"\x13" + b"\5" + b"\0" * 15 + b"words")), {"unused tables"}),
    "JPEG codes after the scan": (jpeg_with()[:-2] + segment(0xC4, b"\x10" + b"\5" + b"\0" * 15 + b"words") + b"\xff\xd9", {"unused tables"}),
    "JPEG comment after the scan": (jpeg_with()[:-2] + segment(0xFE, b"words") + b"\xff\xd9", {"comment"}),
    "JPEG cut off": (encoded(NOISE, "JPEG")[:-9], {"damage"}),
    "PNG EXIF": (png_with(chunk(b"eXIf", EXIF)), {GPS, AUTHOR, SERIAL, OWNER, "camera", "comment", "maker note"}),
    "PNG tEXt": (png_with(chunk(b"tEXt", b"Author\0Jane")), {"text", AUTHOR}),
    "PNG zTXt": (png_with(chunk(b"zTXt", b"Comment\0\0x\x9c")), {"text", "comment"}),
    "PNG iTXt": (png_with(chunk(b"iTXt", b"Title\0\0\0\0\0words")), {"text"}),
    "PNG XMP": (png_with(chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xmp_packet("u"))), {"text", "XMP", AUTHOR}),
    "PNG time": (png_with(chunk(b"tIME", b"\x07\xea\1\1\0\0\0")), {"date and time"}),
    "PNG profile": (encoded(corners(), "PNG", icc_profile=icc_profile("u")), {"colour profile"}),
    "PNG provenance": (png_with(chunk(b"caBX", b"\0\0\0\x20jumb")), {"provenance record"}),
    "PNG unknown": (png_with(chunk(b"meTa", b"words")), {"chunk 'meTa'"}),
    "PNG behind": (png_with(behind=b"words"), {"bytes after the end"}),
    "PNG behind the pixels": (png_with(pixels=b"words"), {"bytes behind the pixels"}),
    "PNG a second stream": (png_with(pixels=b"").replace(b"IEND", b"IDAT", 0)[:-12] + chunk(b"IDAT", b"words") + chunk(b"IEND", b""), {"bytes behind the pixels"}),
    "PNG palette of a picture without one": (png_with(chunk(b"PLTE", b"words!" * 8)), {"unused tables"}),
    "PNG more colours than can be used": (_with_palette(encoded(corners().convert("1").convert("P").quantize(2), "PNG"), b"words!" * 9), {"unused tables"}),
    "PNG words in a transparent colour": (png_with(chunk(b"tRNS", b"\0\0\0\0\0\0words")), {"unused tables"}),
    "PNG histogram": (png_with(chunk(b"hIST", b"words!" * 8)), {"unused tables"}),
    "PNG after the end": (png_with() + chunk(b"tEXt", b"Author\0Jane"), {"bytes after the end"}),
    "PNG frame behind the pixels": (_animated("PNG")[:-12] + chunk(b"fdAT", b"\0\0\0\x09words") + chunk(b"IEND", b""), {"bytes behind the pixels"}),
    "PNG in the last chunk": (png_with()[:-12] + chunk(b"IEND", b"words"), {"damage"}),
    "PNG too long a chunk": (png_with(chunk(b"gAMA", b"\0\0\0\1words")), {"damage"}),
    "PNG wrong sum": (png_with()[:-2] + b"xx", {"damage"}),
    "WebP EXIF": (encoded(corners(), "WEBP", exif=EXIF), {GPS, AUTHOR, SERIAL, OWNER, "camera", "comment", "maker note"}),
    "WebP XMP": (encoded(corners(), "WEBP", xmp=xmp_packet("u")), {"XMP", AUTHOR}),
    "WebP profile": (encoded(corners(), "WEBP", icc_profile=icc_profile("u")), {"colour profile"}),
    "WebP provenance": (webp_with(riff(b"C2PA", b"words")), {"provenance record"}),
    "WebP unknown": (webp_with(riff(b"META", b"words")), {"chunk 'META'"}),
    "WebP behind": (webp_with(behind=b"words"), {"bytes after the end"}),
    "WebP padding": (webp_with(riff(b"ALPH", b"odd")[:-1] + b"!"), {"bytes between the parts"}),
    "WebP cut off": (encoded(corners(), "WEBP")[:-9], {"damage"}),
    "AVIF EXIF and XMP": (avif_with_exif("u"), {GPS, AUTHOR, SERIAL, OWNER, "camera", "comment", "maker note", "EXIF", "XMP"}),
    "AVIF profile": (encoded(corners(), "AVIF", icc_profile=icc_profile("u")), {"colour profile"}),
    "AVIF unknown box": (encoded(corners(), "AVIF") + struct.pack(">I4s", 13, b"abcd") + b"words", {"box 'abcd'"}),
    "AVIF uuid": (encoded(corners(), "AVIF") + struct.pack(">I4s", 29, b"uuid") + b"\0" * 16 + b"words", {"box 'uuid'"}),
    "AVIF XMP uuid": (encoded(corners(), "AVIF") + struct.pack(">I4s", 29, b"uuid") + bytes.fromhex("be7acfcb97a942e89c71999491e3afac") + b"words", {"XMP"}),
    "AVIF free": (encoded(corners(), "AVIF") + struct.pack(">I4s", 13, b"free") + b"words", {"bytes between the parts"}),
    "AVIF second store": (encoded(corners(), "AVIF") + struct.pack(">I4s", 13, b"mdat") + b"words", {"bytes between the parts"}),
    "AVIF item of its own": (_with_item(encoded(corners(), "AVIF")), {"second picture", "metadata in the stream"}),
    "AVIF words in a property": (_in_box(encoded(corners(), "AVIF"), b"pixi", b"words"), {"bytes between the parts"}),
    "AVIF words in the colours": (_in_box(encoded(corners(), "AVIF"), b"colr", b"words"), {"bytes between the parts"}),
    "AVIF words in the kind of a second picture": (_in_box(encoded(GLASS, "AVIF"), b"auxC", b"words\0"), {"bytes between the parts", "damage", "pixels that sitegen does not examine"}),
    "AVIF skip": (encoded(corners(), "AVIF") + struct.pack(">I4s", 13, b"skip") + b"words", {"bytes between the parts"}),
    "AVIF behind": (encoded(corners(), "AVIF") + b"words", {"damage"}),
    "GIF comment": (gif_with(b"\x21\xfe\x05words\0"), {"comment"}),
    "GIF text": (gif_with(b"\x21\x01\x0c" + b"\0" * 12 + b"\x05words\0"), {"text"}),
    "GIF XMP": (gif_with(b"\x21\xff\x0bXMP DataXMP\x05words\0"), {"XMP"}),
    "GIF profile": (gif_with(b"\x21\xff\x0bICCRGBG1012\x05words\0"), {"colour profile"}),
    "GIF unknown": (gif_with(b"\x21\xff\x0bMGK8BIM0000\x05words\0"), {"application data (MGK8BIM0)"}),
    "GIF words in a loop": (gif_with(b"\x21\xff\x0bNETSCAPE2.0\x03\1\0\0\x05words\0"), {"application data (NETSCAPE)"}),
    "GIF behind the pixels": (_gif_behind(b"words"), {"bytes behind the pixels"}),
    "GIF behind the pixels of a frame": (_gif_behind(b"words", _animated("GIF")), {"bytes behind the pixels"}),
    "GIF unused palette": (GIF_WITH_PALETTES, {"unused tables"}),
    "GIF codes behind the pixels": (GIF_WITH_CODES, {"bytes behind the pixels"}),
    "GIF behind": (gif_with(behind=b"words"), {"bytes after the end"}),
    "GIF cut off": (encoded(corners(), "GIF")[:-9], {"damage"}),
    "TIFF artist": (tiff_with(t315="Jane"), {AUTHOR}),
    "TIFF description": (tiff_with(t270="words", t305="program", t306="2026:01:01 00:00:00"), {"description", "software", "date and time"}),
    "TIFF XMP": (tiff_with(t700=xmp_packet("u")), {"XMP", AUTHOR}),
    "TIFF profile": (encoded(corners(), "TIFF", icc_profile=icc_profile("u")), {"colour profile"}),
    "TIFF private tag": (tiff_with(t65000="words"), {"tag 65000"}),
    "TIFF behind": (encoded(corners(), "TIFF") + b"words", {"bytes between the parts"}),
    "BMP": (encoded(corners(), "BMP"), {"what sitegen does not examine"}),
    "ICO with a JPEG": (_icon(jpeg_with(segment(0xE1, b"Exif\0\0" + EXIF))), {GPS, AUTHOR, SERIAL, OWNER, "camera", "comment", "maker note"}),
    "ICO with text in a PNG": (_icon(png_with(chunk(b"tEXt", b"Author\0Jane"))), {"text", AUTHOR}),
    "ICO with something": (_icon(b"words, and more words"), {"what sitegen does not examine"}),
    "ICO behind the pixels": (_icon(BITMAP + b"words"), {"bytes behind the pixels"}),
    "ICO behind": (encoded(corners(), "ICO") + b"words", {"bytes after the end", "bytes between the parts"}),
    "SVG comment": (svg_with("<!-- Jane -->"), {"comment"}),
    "SVG comment in front": (svg_with(before="<!-- Jane -->"), {"comment"}),
    "SVG metadata": (svg_with("<metadata>Jane</metadata>"), {"metadata"}),
    "SVG editor": (svg_with('<i:view xmlns:i="http://www.inkscape.org/namespaces/inkscape"/>'), {"data of a drawing program"}),
    "SVG editor's attribute": (svg_with(attributes='xmlns:s="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" s:docname="jane.svg"'), {"data of a drawing program"}),
    "SVG name of a layer": (svg_with('<g data-name="Jane"/>'), {"data of a drawing program"}),
    "SVG source of a drawing": (svg_with(attributes='content="&lt;mxfile&gt;Jane&lt;/mxfile&gt;"'), {"data of a drawing program"}),
    "SVG name of a file": (svg_with(f'<image href="{data_uri(encoded(corners(), "PNG"), "image/png;name=jane.png")}"/>'), {"name of a file"}),
    "SVG path": (svg_with('<image href="file:///C:/Users/jane/knee.png"/>'), {"file path"}),
    "SVG path in a style": (svg_with("<style>/* C:\\work */ path { fill: red }</style>"), {"file path", "comment"}),
    "SVG path in a title": (svg_with("<title>/Users/jane/fig.svg</title>"), {"file path"}),
    "SVG path where no text is drawn": (svg_with("<g>C:\\work</g>"), {"file path"}),
    "SVG comment in a style sheet": (svg_with("<style>a { b: 'c' } /* Jane Doe */</style>"), {"comment"}),
    "SVG comment in a style": (svg_with('<g style="fill: red /* Jane Doe */"/>'), {"comment"}),
    "SVG instruction": (svg_with(before="<?jane words?>"), {"instruction 'jane'"}),
    "SVG entity": (svg_with(before='<!DOCTYPE svg [<!ENTITY jane "words">]>'), {"entities"}),
    "SVG with a photograph": (svg_with(f'<image href="{data_uri(jpeg_with(segment(0xFE, b"words")))}"/>'), {"comment"}),
    "SVG with a photograph in a style": (svg_with(f"<style>path {{ fill: url('{data_uri(jpeg_with(segment(0xFE, b'words')))}') }}</style>"), {"comment"}),
    "SVG in an SVG": (svg_with(f'<image href="{data_uri(svg_with("<metadata/>"), "image/svg+xml")}"/>'), {"metadata"}),
    "SVG with a photograph, spaced": (svg_with(f'<image href=" &#9;da&#10;ta: image/jpeg ; base64 ,{PHOTO[:9]} {PHOTO[9:]}&#10;"/>'), {"comment"}),
    "SVG with a photograph, encoded": (svg_with(f'<image href="DATA:;x=y;Base64,{quote(PHOTO, safe="")}#x"/>'), {"comment", "name of a file"}),
    "SVG with a photograph, escaped": (svg_with(f"<style>a {{ b: url( '\\64 ata:image/jpeg;base64,{PHOTO}' ) }}</style>"), {"comment"}),
    "SVG with a photograph in a string": (svg_with(f"<style>a {{ b: image-set('data:image/jpeg;base64,{PHOTO}' 1x) }}</style>"), {"comment"}),
    "SVG with a photograph, open": (svg_with(f"<g fill='url(data:image/jpeg;base64,{PHOTO}'/>"), {"comment"}),
    "SVG with a broken picture": (svg_with("<image href='data:image/jpeg;base64,A'/>"), {"damage"}),
    "SVG with half an address": (svg_with("<image href='data: image/jpeg'/>"), {"damage"}),
    "SVG with some file": (svg_with(f'<image href="{data_uri(b"words", "text/plain")}"/>'), {"embedded file"}),
    "SVG that is none": (b"<svg><path></svg>", {"damage"}),
    "compressed SVG": (gzip.compress(svg_with("<metadata/>"), mtime=0), {"metadata"}),
    "compressed SVG with a name": (gzip.compress(SVG.encode(), mtime=1), {"bytes after the end"}),
    "Photoshop's own": (b"8BPS\0\1", {"Photoshop data"}),
    "JPEG XL": (b"\0\0\0\x0cJXL \r\n\x87\n" + bytes(20), {"what sitegen does not examine"}),
    "JPEG XL without boxes": (b"\xff\n" + bytes(20), {"what sitegen does not examine"}),
    "PNG that went through a text transfer": (encoded(corners(), "PNG").replace(b"\r\n", b"\n"), {"damage"}),
}  # fmt: skip


@pytest.mark.parametrize("slot", SLOTS)
def test_what_is_in_a_slot_is_found(slot: str) -> None:
    data, expected = SLOTS[slot]
    assert set(find_metadata(data)) == expected


def test_the_gravest_is_told_first() -> None:
    found = find_metadata(
        jpeg_with(segment(0xFE, b"x"), segment(0xE1, b"Exif\0\0" + EXIF), behind=b"x")
    )
    assert found[0] == GPS
    assert found[-1] == "bytes after the end"


@pytest.mark.parametrize(
    "name", [name for name, data in CLEAN.items() if identify_format(data) in PICTURES - {"SVG"}]
)
def test_bytes_behind_any_file_are_found(name: str) -> None:
    assert find_metadata(CLEAN[name] + b"canary") != ()


@pytest.mark.parametrize("name", CLEAN)
def test_damage_is_found_and_never_raised(name: str) -> None:
    data = CLEAN[name]
    generator = random.Random(name)
    for end in {
        *range(min(len(data), 60)),
        *(generator.randrange(len(data) + 1) for _ in range(60)),
    }:
        assert isinstance(find_metadata(data[:end]), tuple)
    for _ in range(120):
        damaged = bytearray(data or b"x")
        for _ in range(generator.randrange(1, 5)):
            damaged[generator.randrange(len(damaged))] = generator.randrange(256)
        assert isinstance(find_metadata(bytes(damaged)), tuple)


@given(st.sampled_from(sorted(SLOTS)), st.binary(max_size=12), st.floats(0, 1))
def test_whatever_is_inserted_nothing_is_raised(slot: str, extra: bytes, share: float) -> None:
    data = SLOTS[slot][0]
    place = int(share * len(data))
    assert isinstance(find_metadata(data[:place] + extra + data[place:]), tuple)


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.jpg", b"<html>not found</html>", ("no picture",)),
        ("a.JPG", CLEAN["PNG"], ()),
        ("a.txt", b"text", ()),
        ("a.txt", SLOTS["PNG tEXt"][0], (AUTHOR, "text")),
        ("a.dng", b"II*\0", ("damage",)),
        ("a.svg", b"\xff\xfe" + SVG.encode("utf-16-le"), ()),
    ],
)
def test_a_name_is_a_promise(name: str, data: bytes, expected: tuple[str, ...]) -> None:
    assert find_published_metadata(PurePosixPath(name), data) == expected


def test_a_packed_drawing_is_unpacked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    counts: list[int] = []
    unpacker = zlib.decompressobj

    def count(wbits: int) -> object:
        counts.append(wbits)
        return unpacker(wbits=wbits)

    packed = gzip.compress(SVG.encode(), mtime=0)
    monkeypatch.setattr("sitegen.checks.privacy.containers.zlib.decompressobj", count)
    assert find_published_metadata(PurePosixPath("a.svgz"), packed) == ()
    assert counts.count(31) == 2  # its first bytes, to tell the format, then all of it
