"""Sounds: ID3 tags (MP3), comments (Ogg, Opus), chunks (WAVE, AVI)."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from sitegen.checks.privacy.documents.packets import describe_xmp

__all__ = ["describe_mp3", "describe_ogg", "describe_wave"]

_ENCODINGS = ("latin-1", "utf-16", "utf-16-be", "utf-8")
_FRAMES = {
    **dict.fromkeys(("TPE1", "TPE2", "TPE3", "TP1", "TOPE"), "artist"),
    **dict.fromkeys(("TCOM", "TEXT", "TCM"), "author"),
    **dict.fromkeys(("TIT1", "TIT2", "TIT3", "TT2", "TALB", "TAL"), "title"),
    **dict.fromkeys(("TENC", "TSSE", "TEN", "TSS"), "program"),
    **dict.fromkeys(("TCOP", "TPUB", "TOWN"), "copyright"),
    **dict.fromkeys(("TDRC", "TYER", "TDEN", "TDTG", "TYE"), "time"),
    **dict.fromkeys(("COMM", "COM", "USLT", "TXXX", "TXX"), "comment"),
    **dict.fromkeys(("APIC", "PIC"), "picture"),
    "PRIV": "private data",
    "GEOB": "attached file",
    "OWNE": "owner",
}
_BINARY = frozenset({"APIC", "PIC", "PRIV", "GEOB"})
_V1 = (("title", 3, 33), ("artist", 33, 63), ("title", 63, 93), ("comment", 97, 127))
_COMMENTS = {
    "ARTIST": "artist",
    "AUTHOR": "author",
    "PERFORMER": "artist",
    "TITLE": "title",
    "ENCODER": "program",
    "DATE": "time",
    "LOCATION": "place",
    "CONTACT": "contact",
    "COPYRIGHT": "copyright",
}
_CHUNKS = {
    b"IART": "artist",
    b"ICRD": "time",
    b"ICMT": "comment",
    b"ICOP": "copyright",
    b"IENG": "author",
    b"INAM": "title",
    b"ISFT": "program",
    b"ITCH": "author",
    b"ISRC": "author",
}
_MOST = 10_000


def describe_mp3(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield what ID3 tags say, at the beginning (version 2) and at the end (version 1)."""
    if data[:3] == b"ID3":
        yield from _describe_frames(data)
    last = data[-128:]
    if last[:3] == b"TAG":
        for field, start, end in _V1:
            yield field, last[start:end].partition(b"\0")[0].decode("latin-1")


def _describe_frames(data: bytes) -> Iterator[tuple[str, str]]:
    version = data[3]
    end, at = 10 + _safe(data[6:10]), 10
    head, width = (6, 3) if version == 2 else (10, 4)
    while at + head <= min(end, len(data)) and data[at]:
        name = data[at : at + width].decode("latin-1")
        size = data[at + width : at + 2 * width]
        length = _safe(size) if version == 4 else int.from_bytes(size)
        content = data[at + head : at + head + length]
        if name in _BINARY:
            yield _FRAMES[name], "one is in it"
        elif name in _FRAMES or name.startswith("T"):
            encoding = _ENCODINGS[content[0]] if content and content[0] < 4 else "latin-1"
            skipped = 4 if name in {"COMM", "COM", "USLT"} else 1
            text = content[skipped:].decode(encoding, "replace").replace("\0", " ")
            yield _FRAMES.get(name, f"frame {name}"), text
        at += head + length


def _safe(size: bytes) -> int:
    """Return a number of 7 bits a byte."""
    return sum((byte & 127) << shift for byte, shift in zip(size, (21, 14, 7, 0), strict=False))


def describe_ogg(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield what the comments of Vorbis, Opus, Theora or FLAC in Ogg say."""
    found = re.search(rb"\x03vorbis|OpusTags|\x81theora", data[:200_000])
    if found is None:
        return
    at = found.end()
    (size,) = struct.unpack_from("<I", data, at)
    yield "program", data[at + 4 : at + 4 + size].decode("utf-8", "replace")
    at += 4 + size
    (count,) = struct.unpack_from("<I", data, at)
    at += 4
    for _ in range(min(count, _MOST)):
        (size,) = struct.unpack_from("<I", data, at)
        key, _, value = data[at + 4 : at + 4 + size].decode("utf-8", "replace").partition("=")
        yield _COMMENTS.get(key.upper(), f"comment '{key[:40]}'"), value
        at += 4 + size


def describe_wave(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield what the chunks of a WAVE or AVI file say."""
    for name, content in _chunks(data, 12):
        if name == b"LIST" and content[:4] == b"INFO":
            for inner, value in _chunks(content, 4):
                if inner in _CHUNKS:
                    yield _CHUNKS[inner], value.partition(b"\0")[0].decode("latin-1")
        elif name == b"bext":
            yield "description", content[:256].partition(b"\0")[0].decode("latin-1")
            yield "author", content[256:288].partition(b"\0")[0].decode("latin-1")
            yield "time", content[320:338].partition(b"\0")[0].decode("latin-1")
        elif name in {b"id3 ", b"ID3 "}:
            yield from describe_mp3(content)
        elif name == b"_PMX":
            yield from describe_xmp(content)


def _chunks(data: bytes, at: int) -> Iterator[tuple[bytes, bytes]]:
    while at + 8 <= len(data):
        name, size = struct.unpack_from("<4sI", data, at)
        yield name, data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2
