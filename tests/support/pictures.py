"""Pictures drawn on the spot, each with what makes it difficult."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from PIL import Image, ImageCms, PngImagePlugin

__all__ = [
    "SVG",
    "corners",
    "encoded",
    "jpeg_with_metadata",
    "opened",
    "picture",
    "png_chunk",
    "png_header",
    "png_of",
    "png_with_text",
    "tiff_of",
]

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30" viewBox="0 0 40 30">'
    '<path d="M0 0h40v30z" fill="#123"/></svg>'
)
RED, GREEN, BLUE, WHITE = (220, 20, 20), (20, 200, 20), (20, 20, 220), (245, 245, 245)


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    """Return an image as a file's bytes."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    """Return the decoded image of a file's bytes."""
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), colour: Any = RED) -> bytes:
    """Return a plain picture."""
    return encoded(Image.new("RGB", size, colour), kind)


def corners(size: tuple[int, int] = (80, 48)) -> Image.Image:
    """Draw red, green, blue and white quarters: top left, top right, bottom left, bottom right."""
    image = Image.new("RGB", size, WHITE)
    middle = (size[0] // 2, size[1] // 2)
    image.paste(RED, (0, 0, *middle))
    image.paste(GREEN, (middle[0], 0, size[0], middle[1]))
    image.paste(BLUE, (0, middle[1], middle[0], size[1]))
    return image


def jpeg_with_metadata(orientation: int = 1, size: tuple[int, int] = (640, 400)) -> bytes:
    """Return a JPEG as a camera writes it: GPS, author, comment, colour profile, XMP."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x013B] = "Secret Photographer"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (50.0, 46.0, 31.0)
    gps[3], gps[4] = "E", (6.0, 5.0, 2.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return encoded(
        corners(size),
        "JPEG",
        quality=90,
        exif=exif,
        comment=b"secret comment",
        icc_profile=profile,
        xmp=b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>secret xmp</x:xmpmeta>",
    )


def png_with_text(size: tuple[int, int] = (640, 400)) -> bytes:
    """Return a PNG with text chunks, EXIF and a colour profile."""
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "Secret Photographer")
    notes.add_itxt("Comment", "secret comment")
    exif = Image.Exif()
    exif[0x013B] = "Secret Photographer"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return encoded(corners(size), "PNG", pnginfo=notes, exif=exif, icc_profile=profile)


def png_chunk(name: bytes, data: bytes) -> bytes:
    """Return one chunk of a PNG, with its checksum."""
    check = zlib.crc32(name + data)
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", check)


def png_of(
    size: tuple[int, int],
    depth: int,
    colour: int,
    rows: bytes,
    *chunks: tuple[bytes, bytes],
    interlaced: bool = False,
) -> bytes:
    """Return a PNG of raw rows, each with its filter byte; `chunks` stand before the pixels."""
    head = struct.pack(">IIBBBBB", *size, depth, colour, 0, 0, interlaced)
    body = png_chunk(b"IHDR", head) + b"".join(png_chunk(*chunk) for chunk in chunks)
    end = png_chunk(b"IDAT", zlib.compress(rows)) + png_chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body + end


def png_header(width: int, height: int) -> bytes:
    """Return a PNG that claims a size and holds next to nothing."""
    return png_of((width, height), 8, 2, b"\0" * 64)


def tiff_of(
    size: tuple[int, int],
    rows: bytes,
    *,
    photometric: int,
    bits: tuple[int, ...],
    order: str = "<",
    **tags: int,
) -> bytes:
    """Return a TIFF of one strip, uncompressed; `tags` are written as `t` and a number."""
    entries = {
        256: (4, size[0]),
        257: (4, size[1]),
        258: (3, bits),
        259: (3, 1),
        262: (3, photometric),
        273: (4, 8),
        277: (3, len(bits)),
        278: (4, size[1]),
        279: (4, len(rows)),
        **{int(name.removeprefix("t")): (3, value) for name, value in tags.items()},
    }
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(f"{order}I", 8 + len(rows))
    place = 8 + len(rows) + 2 + 12 * len(entries) + 4
    table, more = struct.pack(f"{order}H", len(entries)), b""
    for tag, (kind, value) in sorted(entries.items()):
        values = value if isinstance(value, tuple) else (value,)
        packed = struct.pack(f"{order}{len(values)}{'H' if kind == 3 else 'I'}", *values)
        if len(packed) > 4:
            packed, more = struct.pack(f"{order}I", place + len(more)), more + packed
        table += struct.pack(f"{order}HHI", tag, kind, len(values)) + packed.ljust(4, b"\0")
    return head + rows + table + struct.pack(f"{order}I", 0) + more
