"""Stylesheets, drawings and pictures that ask for much."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING

from support.bombs.units import repeat

if TYPE_CHECKING:
    import random

    from support.bombs.units import Make

__all__ = ["KINDS"]


def _css(rng: random.Random, size: int) -> str:
    unit = rng.choice(
        (
            *(
                "a{b:url(",
                "(",
                "{",
                "[",
                "a{",
                "/*",
                '"',
                "@import 'a';",
                "@media{",
                "url(",
                "url(a)",
            ),
            *(
                "a{b:c}",
                "image-set(",
                "@import ",
                "\\",
                "calc(",
                "@",
                "a,",
                ":is(",
                ")",
                "}",
                "'\\\n",
            ),
            *(
                "@namespace ",
                "@font-face{src:url(a)}",
                "a{b:url('c')}",
                "image-set('a',",
                "-",
                "*/",
            ),
        )
    )
    return repeat(unit, size)


def _svg(rng: random.Random, size: int) -> str:
    unit = rng.choice(
        (
            *("<g>", "<g/>", "<path d='M0 0'/>", "<use href='#a'/>", "<style>a{b:c}</style>"),
            *(
                "<a>x</a>",
                "<text>x</text>",
                "<!-- a -->",
                "<?a?>",
                "&#97;",
                "<rect style='a:b(c)'/>",
            ),
            *("<g id='a'><use href='#a'/></g>", "<image href='data:image/svg+xml,%3Csvg/%3E'/>"),
            *(
                "<linearGradient id='a' href='#a'/>",
                "<set attributeName='x'/>",
                "<g style='a:url(b)'>",
            ),
            *("<rect style='" + "(" * 60 + "'/>", "<metadata>", "<style>" + "{" * 100 + "</style>"),
        )
    )
    kind = rng.random()
    if kind < 0.1:
        body = "<g" + "".join(f" a{number}='b'" for number in range(size // 10)) + "/>"
    elif kind < 0.2:
        body = f"<style>{_css(rng, size)}</style>".replace("<style>a", "<style>")
    elif kind < 0.3:
        body = f"<path d='{repeat(rng.choice(('M0 0 ', 'a', '1e9 ', 'L1,1')), size)}'/>"
    elif kind < 0.4:
        body = "".join(
            f"<g id='a{n}'>" + f"<use href='#a{n - 1}'/>" * 10 + "</g>" for n in range(size // 200)
        )
    else:
        body = repeat(unit, size)
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{body}</svg>'


def _svg_entities(rng: random.Random, size: int) -> str:
    text = "x" * rng.choice((10, 1_000, 100_000))
    declared = f'<!DOCTYPE svg [<!ENTITY a "{text}">]>'
    body = repeat("&a;", size)
    return f'{declared}<svg xmlns="http://www.w3.org/2000/svg"><text>{body}</text></svg>'


def _gif(rng: random.Random, size: int) -> bytes:
    width, height = rng.choice(((1, 1), (65_535, 65_535), (3_000, 3_000), (10, 10)))
    head = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    picture = b"," + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02D\x01\0"
    unit = rng.choice(
        (
            picture,
            b"!\xf9\x04\0\0\0\0\0" + picture,
            b"!\xfe\x01a\0",
            b"!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0",
            b"!\xff\x0bXMP DataXMP" + b"\x01<" * 20 + b"\0",
        )
    )
    return head + unit * (size // len(unit)) + (picture + b";" if rng.random() < 0.7 else b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _png(rng: random.Random, size: int) -> bytes:
    side = rng.choice((1, 100, 5_000, 10_000, 60_000))
    head = b"\x89PNG\r\n\x1a\n" + _chunk(
        b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    )
    pixels = _chunk(
        b"IDAT", zlib.compress(b"\0" * min(50_000_000, size * 500, side * (side + 1)), 6)
    )
    text = zlib.compress(b"a" * min(40_000_000, size * 200), 6)
    unit = rng.choice(
        (
            _chunk(b"tEXt", b"a\0b"),
            _chunk(b"zTXt", b"a\0\0" + text),
            _chunk(b"iCCP", b"a\0\0" + text),
            _chunk(b"iTXt", b"a\0\1\0\0\0" + text),
            _chunk(b"IDAT", b""),
            _chunk(b"fcTL", struct.pack(">IIIIIHHBB", 0, 1, 1, 0, 0, 1, 1, 0, 0)),
            _chunk(b"acTL", struct.pack(">II", 0xFFFF_FFFF >> 1, 0)),
            _chunk(b"PLTE", b"abc"),
            _chunk(b"eXIf", b"II*\0\x08\0\0\0"),
        )
    )
    many = unit * max(1, min(size, 900_000) // len(unit))
    parts = [many, pixels] if rng.random() < 0.6 else [pixels, many]
    return head + b"".join(parts) + _chunk(b"IEND", b"")


def _ico(rng: random.Random, size: int) -> bytes:
    count = min(65_535, size // 16)
    png = _png(rng, 1_000) if rng.random() < 0.5 else b"(\0\0\0" + b"\0" * 60
    start = 6 + 16 * count
    entry = struct.pack("<BBBBHHII", 1, 1, 0, 0, 1, 32, len(png), start)
    if rng.random() < 0.3:
        entry = struct.pack("<BBBBHHII", 1, 1, 0, 0, 1, 32, 0xFFFF_FFFF, 0)
    return struct.pack("<HHH", 0, 1, count) + entry * count + png


def _webp(rng: random.Random, size: int) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    frames = [
        Image.new("RGB", (1, 1), (n % 256, n // 256, 0)) for n in range(2, min(2_000, size // 40))
    ]
    first = Image.new("RGB", (1, 1))
    first.save(out, "WEBP", save_all=True, append_images=frames[: rng.choice((3, 50, 2_000))])
    data = bytearray(out.getvalue())
    if rng.random() < 0.5 and len(data) > 40:
        data[24:30] = b"\xff\x3f\0\xff\x3f\0"
    return bytes(data)


def _tiff(rng: random.Random, size: int) -> bytes:
    """Many pages, or many entries, or one folder that follows itself."""
    entries = [
        (256, 4, 1, 1 if rng.random() < 0.5 else 60_000),
        *((257, 4, 1, 1), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1), (273, 4, 1, 8)),
        *((277, 3, 1, 1), (278, 4, 1, 1), (279, 4, 1, 1)),
    ]
    entries += [(700 + n, 4, 1, 0) for n in range(rng.choice((0, 0, 4_000)))]
    folder = struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *e) for e in entries)
    pages = max(1, min(size // (len(folder) + 4), 20_000))
    data = bytearray(b"II*\0" + struct.pack("<I", 8 + 4) + b"\0\0\0\0")
    for page in range(pages):
        following = len(data) + len(folder) + 4
        last = 0 if rng.random() < 0.5 else 12
        data += folder + struct.pack("<I", following if page < pages - 1 else last)
    return bytes(data)


def _jpeg(rng: random.Random, size: int) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (16, 16)).save(out, "JPEG", progressive=True)
    data = out.getvalue()
    segment = rng.choice(
        (
            b"\xff\xe1\0\x08Exif\0\0",
            b"\xff\xfe\0\x03a",
            b"\xff\xda\0\x08\x01\x01\0\0\0\0\0",
            b"\xff\xe2\0\x10MPF\0II*\0\x08\0\0\0\0\0",
            b"\xff\xe1\0\x30http://ns.adobe.com/xap/1.0/\0<a><a><a><a><a>",
        )
    )
    middle = segment * (size // len(segment))
    if rng.random() < 0.5:
        at = data.index(b"\xff\xc2")
        data = data[: at + 5] + b"\xff\xff\xff\xff" + data[at + 9 :]
    return data[:2] + middle + data[2:]


#: Kinds of files by name, each with the path of such a file in a site.
KINDS: dict[str, tuple[str, Make]] = {
    "css": ("assets/a.css", _css),
    "svg": ("assets/a.svg", _svg),
    "svg-entities": ("assets/a.svg", _svg_entities),
    "gif": ("assets/a.gif", _gif),
    "png": ("assets/a.png", _png),
    "ico": ("assets/a.ico", _ico),
    "webp": ("assets/a.webp", _webp),
    "tiff": ("assets/a.tif", _tiff),
    "jpeg": ("assets/a.jpg", _jpeg),
}
