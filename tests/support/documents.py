"""Documents, films and sounds that say who made them, written by hand."""

from __future__ import annotations

import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Mapping
from typing import Literal

__all__ = [
    "box",
    "docx",
    "element",
    "mov",
    "mp3",
    "ogg",
    "pdf",
    "tarred",
    "wave",
    "webm",
    "zipped",
]


def pdf(
    info: bytes,
    *,
    packed: bool = False,
    streams: tuple[tuple[bytes, bytes], ...] = (),
    trailer: bytes = b"",
) -> bytes:
    """Return a PDF with an information dictionary, in an object stream if `packed`.

    `streams` are more of them: dictionary and content. `trailer` is what else its trailer says.
    Without a table of objects: who reads it has to search for them.
    """
    parts = [b"%PDF-1.7\n1 0 obj\n<</Type /Catalog /Pages 2 0 R>>\nendobj\n"]
    parts.append(b"2 0 obj\n<</Type /Pages /Kids [] /Count 0>>\nendobj\n")
    if packed:
        inside = zlib.compress(b"3 0 " + b"<<" + info + b">>")
        head = b"<</Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d>>" % len(inside)
        streams = (*streams, (head, inside))
    else:
        parts.append(b"3 0 obj\n<<" + info + b">>\nendobj\n")
    for number, (head, content) in enumerate(streams, start=4):
        parts.append(b"%d 0 obj\n%s\nstream\n%s\nendstream\nendobj\n" % (number, head, content))
    parts.append(b"trailer\n<</Root 1 0 R /Info 3 0 R" + trailer + b">>\nstartxref\n0\n%%EOF\n")
    return b"".join(parts)


def docx(members: dict[str, str | bytes]) -> bytes:
    """Return an office file."""
    return zipped({"[Content_Types].xml": "<Types/>", **members})


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """Return a ZIP file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def tarred(members: Mapping[str, bytes], mode: Literal["w", "w:gz", "w:xz"]) -> bytes:
    """Return a TAR file, compressed or not."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return out.getvalue()


def box(kind: bytes, *content: bytes) -> bytes:
    """Return a box of MP4 and QuickTime."""
    inside = b"".join(content)
    return struct.pack(">I4s", 8 + len(inside), kind) + inside


def mov(*user: bytes, meta: bytes = b"", created: int = 0) -> bytes:
    """Return a QuickTime film with user data."""
    header = box(b"mvhd", struct.pack(">4xIIII", created, created, 1000, 0), b"\0" * 80)
    data = box(b"udta", *user, b"\0\0\0\0") if user else b""
    return (
        box(b"ftyp", b"qt  \0\0\0\0qt  ") + box(b"moov", header, data, meta) + box(b"mdat", b"film")
    )


def element(kind: int, *content: bytes) -> bytes:
    """Return an element of Matroska."""
    inside = b"".join(content)
    return (
        kind.to_bytes((kind.bit_length() + 7) // 8)
        + struct.pack(">Q", len(inside) | 1 << 56)
        + inside
    )


def webm(*parts: bytes) -> bytes:
    """Return a WebM film."""
    return element(0x1A45DFA3, b"\x42\x82\x84webm") + element(0x18538067, *parts)


def mp3(*frames: tuple[bytes, bytes], last: bytes = b"") -> bytes:
    """Return an MP3 with ID3 frames."""
    inside = b"".join(n + struct.pack(">IH", len(c), 0) + c for n, c in frames)
    size = bytes((len(inside) >> shift) & 127 for shift in (21, 14, 7, 0))
    return b"ID3\x03\0\0" + size + inside + b"\xff\xfb\x90\0" + b"\0" * 200 + last


def ogg(*comments: bytes) -> bytes:
    """Return an Ogg file with comments."""
    listed = b"".join(struct.pack("<I", len(each)) + each for each in comments)
    head = b"\x01vorbis" + b"\0" * 23
    count = struct.pack("<I", len(comments))
    return _page(0, head) + _page(1, b"\x03vorbis" + b"\4\0\0\0lib1" + count + listed + b"\1")


def _page(number: int, packet: bytes) -> bytes:
    lengths = b"\xff" * (len(packet) // 255) + bytes([len(packet) % 255])
    flags = 2 if number == 0 else 0
    head = struct.pack("<4sBBQIIIB", b"OggS", 0, flags, 0, 1, number, 0, len(lengths))
    return head + lengths + packet


def wave(*chunks: tuple[bytes, bytes]) -> bytes:
    """Return a WAVE file with more chunks."""
    inside = b"".join(n + struct.pack("<I", len(c)) + c + b"\0" * (len(c) % 2) for n, c in chunks)
    body = b"WAVE" + b"fmt \x10\0\0\0" + b"\0" * 16 + inside
    return b"RIFF" + struct.pack("<I", len(body)) + body
