"""Pictures with a word in each place where a file can say something, made by hand.

Each slot has a word of its own, so that it can be told which place was forgotten.
"""

from __future__ import annotations

import base64
import struct
import zlib
from typing import Any

from PIL import Image, ImageCms

from support.pictures import SVG, corners, encoded

__all__ = [
    "avif_with_exif",
    "canary",
    "chunk",
    "data_uri",
    "exif_block",
    "gif_with",
    "icc_profile",
    "jpeg_with",
    "png_with",
    "riff",
    "segment",
    "svg_with",
    "tiff_with",
    "webp_with",
    "xmp_packet",
]


def canary(slot: str) -> str:
    """Return the word of a slot: letters and digits, found in no file by chance."""
    return f"Zx{zlib.crc32(slot.encode()):08x}Kq"


def exif_block(slot: str, **tags: Any) -> bytes:
    """Return EXIF, from its byte order on, with GPS, owner, serial number, note and thumbnail."""
    exif = Image.Exif()
    exif[0x0112] = 1
    exif[0x010F] = canary(f"{slot} Make")
    exif[0x013B] = canary(f"{slot} Artist")
    exif[0x8298] = canary(f"{slot} Copyright")
    inner = exif.get_ifd(0x8769)
    inner[0xA431] = canary(f"{slot} BodySerialNumber")
    inner[0xA430] = canary(f"{slot} CameraOwnerName")
    inner[0x9286] = b"ASCII\0\0\0" + canary(f"{slot} UserComment").encode()
    inner[0x927C] = b"Nikon\0\2\0" + canary(f"{slot} MakerNote").encode()
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (50.0, 46.0, 31.0)
    gps[3], gps[4] = "E", (6.0, 5.0, 2.0)
    gps[27] = canary(f"{slot} GPSProcessingMethod").encode()
    exif.update(tags)
    return exif.tobytes().removeprefix(b"Exif\0\0")


def xmp_packet(slot: str) -> bytes:
    """Return an XMP packet with an author."""
    return (
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator><rdf:Seq><rdf:li>'
        f"{canary(slot)}</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>"
        '<?xpacket end="w"?>'
    ).encode()


def icc_profile(slot: str) -> bytes:
    """Return an sRGB profile whose description is a word."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    word = canary(slot).encode()
    start = profile.find("sRGB".encode("utf-16-be"))
    wide = word.decode().encode("utf-16-be")
    return profile[:start] + wide + profile[start + len(wide) :]


# --- JPEG --------------------------------------------------------------------------------------


def segment(marker: int, content: bytes) -> bytes:
    """Return one JPEG segment."""
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def jpeg_with(*segments: bytes, behind: bytes = b"", **options: Any) -> bytes:
    """Return a JPEG with more segments behind its first one, and bytes behind its end."""
    plain = encoded(corners(), "JPEG", quality=90, **options)
    first = 4 + struct.unpack_from(">H", plain, 4)[0]
    return plain[:first] + b"".join(segments) + plain[first:] + behind


# --- PNG ---------------------------------------------------------------------------------------


def chunk(name: bytes, content: bytes) -> bytes:
    """Return one PNG chunk."""
    check = zlib.crc32(content, zlib.crc32(name))
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)


def png_with(*chunks: bytes, behind: bytes = b"", pixels: bytes = b"", **options: Any) -> bytes:
    """Return a PNG with more chunks before its pixels, and bytes behind these or behind its end."""
    plain = encoded(corners(), "PNG", **options)
    size = struct.unpack_from(">I", plain, plain.find(b"IDAT") - 4)[0]
    start = plain.find(b"IDAT") + 4
    inside = chunk(b"IDAT", plain[start : start + size] + pixels)
    return plain[: start - 8] + b"".join(chunks) + inside + plain[start + size + 4 :] + behind


# --- WebP --------------------------------------------------------------------------------------


def riff(name: bytes, content: bytes) -> bytes:
    """Return one RIFF chunk."""
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def webp_with(*chunks: bytes, behind: bytes = b"", **options: Any) -> bytes:
    """Return a WebP with more chunks at its end, and bytes behind it."""
    plain = encoded(corners(), "WEBP", **options)
    inside = plain[12:]
    if inside.startswith((b"VP8 ", b"VP8L")):
        size = struct.pack("<I", 79)[:3] + struct.pack("<I", 47)[:3]
        inside = riff(b"VP8X", b"\x0c\0\0\0" + size) + inside
    body = b"WEBP" + inside + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body + behind


# --- the others --------------------------------------------------------------------------------


def gif_with(*extensions: bytes, behind: bytes = b"", frames: int = 1) -> bytes:
    """Return a GIF with more extensions before its trailer, and bytes behind that."""
    others = [corners().rotate(90 * turn) for turn in range(1, frames)]
    options: dict[str, Any] = {"save_all": True, "append_images": others} if others else {}
    plain = encoded(corners(), "GIF", loop=0, **options)
    return plain[:-1] + b"".join(extensions) + b"\x3b" + behind


def tiff_with(**tags: Any) -> bytes:
    """Return a TIFF with more tags, by number, as `t315="..."`."""
    from PIL import TiffImagePlugin

    directory = TiffImagePlugin.ImageFileDirectory_v2()
    for name, value in tags.items():
        directory[int(name[1:])] = value
    return encoded(corners(), "TIFF", tiffinfo=directory)


def avif_with_exif(slot: str) -> bytes:
    """Return an AVIF with EXIF and XMP."""
    return encoded(corners(), "AVIF", exif=exif_block(slot), xmp=xmp_packet(f"{slot} XMP"))


def svg_with(inside: str = "", *, before: str = "", attributes: str = "") -> bytes:
    """Return a drawing with more in it."""
    text = SVG.replace("<path", f"{inside}<path").replace("<svg", f"<svg {attributes}", 1)
    return (before + text).encode()


def data_uri(data: bytes, kind: str = "image/jpeg") -> str:
    """Return an address that is a file."""
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"
