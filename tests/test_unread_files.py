"""Files that nobody can look into are refused or named; what is understood is published quietly."""

from __future__ import annotations

import json
import struct
import wave
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

from support.canaries import canary
from support.documents import mov, mp3, ogg, pdf, tarred, webm, zipped
from support.pictures import SVG, corners, encoded
from support.sites import CONFIG, read_tree

if TYPE_CHECKING:
    from support.sites import MakeSite

WORD = canary("unread").encode()
HINT = "export it as PNG or JPEG, or list it in images.originals"


def _painting(kind: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("mergedimage.png", encoded(corners(), "PNG"))
    return out.getvalue()


def _recording() -> bytes:
    out = BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(b"\x80" * 8)
    return out.getvalue()


#: Pictures that have no reader: by their bytes, whatever their names.
BY_BYTES: dict[str, bytes] = {
    "xcf": b"gimp xcf file\0" + WORD,
    "ppm": encoded(corners(), "PPM"),
    "text-ppm": b"P3\n# " + WORD + b"\n1 1\n255\n0 0 0\n",
    "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%For: " + WORD,
    "dos-eps": b"\xc5\xd0\xd3\xc6" + bytes(26) + WORD,
    "emf": b"\1\0\0\0" + bytes(36) + b" EMF" + WORD,
    "wmf": b"\xd7\xcd\xc6\x9a\0\0" + WORD,
    "exr": b"\x76\x2f\x31\1" + WORD,
    "nrrd": b"NRRD0004\ntype: short\npatient:=" + WORD,
    "mha": b"ObjectType = Image\nNDims = 3\nPatientName = " + WORD,
    "tga": bytes(18) + WORD + b"TRUEVISION-XFILE.\0",
    "kra": _painting(b"application/x-krita"),
    "ora": _painting(b"image/openraster"),
    "hdr": b"#?RADIANCE\nSOFTWARE=" + WORD,
    "dds": b"DDS \x7c\0\0\0" + WORD,
    "pcx": encoded(corners(), "PCX"),
    "sgi": encoded(corners(), "SGI"),
    "jp2": b"\0\0\0\x0cjP  \r\n\x87\n" + WORD,
    "qoi": b"qoif" + struct.pack(">IIBB", 1, 1, 3, 0) + WORD,
    "xpm": b"/* XPM */\nstatic char *x[] = {" + WORD,
}
#: The same, by their names.
BY_NAME = {
    f"assets/static/name.{suffix}": b"\1\2" + WORD
    for suffix in "xcf tga ppm eps emf wmf exr nrrd mha ai kra sketch svs mgz".split()
}
BY_NAME |= {"assets/static/name.ppm.gz": b"\1" + WORD, "assets/static/drawing.ai": pdf(b"")}
#: Files as honest sites have them.
HONEST: dict[str, str | bytes] = {
    "a.txt": "Größe\n",
    "old.csv": "Größe;1\r\n".encode("cp1252"),
    "wide.txt": "text".encode("utf-16"),
    "empty.txt": b"",
    "P3.txt": "P3 is the third patient group.\n",
    "P1.csv": "P1 12 of 30\n",
    "humans": "We.\n",
    "a.json": "{}",
    "a.bib": "@misc{a}",
    "a.css": "a { b: c }",
    "a.js": "let a = 1;",
    "a.html": "<!doctype html><title>A</title>",
    "a.xml": "<?xml version='1.0'?><a/>",
    "a.py": "print(1)\n",
    "a.tex": "\\documentclass{article}",
    "a.ipynb": json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}),
    "a.wasm": b"\0asm\1\0\0\0",
    "a.woff2": b"wOF2\0\1\0\0" + bytes(40),
    "a.ttc": b"ttcf\0\1\0\0" + bytes(40),
    "a.pdf": pdf(b""),
    "a.zip": zipped({"a.csv": b"1"}),
    "a.tar.gz": tarred({"a.csv": b"1"}, "w:gz"),
    "a.mp4": mov(),
    "a.webm": webm(),
    "a.mp3": mp3(),
    "a.ogg": ogg(),
    "a.wav": _recording(),
    "a.svg": SVG,
    "a.png": encoded(corners(), "PNG"),
    "favicon.ico": encoded(corners((32, 32)), "ICO"),
    "search/a.pf_meta": b"\1\2\3",
}


def test_pictures_in_unread_formats_are_refused(make_site: MakeSite) -> None:
    files = {f"assets/static/{name}.bin": data for name, data in BY_BYTES.items()} | BY_NAME
    site = make_site({**files, "content/index.md": "# Home\n"})
    site.build()
    told = f"it is a picture in a format that sitegen does not examine; {HINT}"
    assert site.messages() == [f"{path}: error[image-metadata]: {told}" for path in sorted(files)]
    assert read_tree(site.output) == {}
    site.write({"sitegen.toml": CONFIG + '[images]\noriginals = ["assets/static/**"]\n'})
    site.build_well()


def test_files_that_cannot_be_read_are_named(make_site: MakeSite) -> None:
    names = ("model.onnx", "scans.7z", "b/scans.7z", "c/scans.7z", "data", "x.npy")
    files = {f"assets/static/{name}": b"\x08\0\1" + WORD for name in names}
    config = CONFIG + '[images]\noriginals = ["assets/static/*.npy"]\n'
    site = make_site({**files, "content/index.md": "# Home\n"}, config)
    assert site.build().ok
    told = "warning[unread-file]: it is published, but sitegen cannot tell what is in it"
    hint = "if it names nobody, list it in images.originals"
    assert site.messages() == [
        f'assets/static/b/scans.7z: {told}, and 2 others; {hint}: "assets/static/**/*.7z"',
        f'assets/static/data: {told}; {hint}: "assets/static/data"',
        f'assets/static/model.onnx: {told}; {hint}: "assets/static/model.onnx"',
    ]
    patterns = '["assets/static/**/*.7z", "assets/static/data", "assets/static/*.*"]'
    site.write({"sitegen.toml": CONFIG + f"[images]\noriginals = {patterns}\n"})
    site.build_well()


def test_honest_files_are_published_quietly(make_site: MakeSite) -> None:
    files = {f"assets/static/{name}": data for name, data in HONEST.items()}
    site = make_site({**files, "content/index.md": "# Home\n"})
    site.build_well()
    assert site.files() >= set(HONEST)
