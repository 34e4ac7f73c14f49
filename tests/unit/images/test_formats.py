from __future__ import annotations

import struct
import time
import warnings
import zlib
from pathlib import PurePosixPath

import pytest
from PIL import Image, ImageFile

from sitegen.diagnostics import Problem
from sitegen.images.formats import READABLE, ImageProblem, open_image, reading
from sitegen.images.inspection import inspect_image
from support.pictures import (
    corners,
    encoded,
    jpeg_with_metadata,
    picture,
    png_chunk,
    png_of,
    tiff_of,
)


def refusal(data: bytes) -> Problem:
    started = time.process_time()
    with pytest.raises(ImageProblem) as caught:
        open_image(data)
    assert time.process_time() - started < 0.5
    return caught.value.problem


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"8BPS\0\1" + bytes(20), "a Photoshop file (PSD)"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "PostScript (EPS)"),
        (b"SIMPLE  =                    T / file conforms", "a FITS file"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "a HEIC photograph"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "a HEIC photograph"),
        (b"\0\0\0\x20ftypisom\0\0\2\0isomiso2", "a film"),
        (b"\0\0\0\x0cJXL \r\n\x87\n", "a JPEG XL file"),
        (b"\0\0\0\x0cjP  \r\n\x87\n", "a JPEG 2000 file"),
        (bytes(128) + b"DICM\2\0", "a DICOM file"),
        (bytes(344) + b"n+1\0", "a NIfTI volume"),
        (b"\x93NUMPY\1\0", "a NumPy array"),
        (b"PK\3\4\x14\0\6\0", "a ZIP archive or an office document"),
        (b"\x1f\x8b\x08\0", "compressed with gzip"),
        (encoded(corners(), "BMP"), "a Windows bitmap (BMP)"),
        (encoded(corners((32, 32)), "ICO"), "an icon (ICO)"),
        (encoded(corners(), "PPM"), "a Netpbm file (PPM)"),
        (b"<!DOCTYPE html>\n<html lang=en>", "a web page"),
    ],
)
def test_other_files_are_called_by_their_names(data: bytes, name: str) -> None:
    problem = refusal(data)
    assert (problem.code, problem.message) == ("image-format", f"it is {name}")
    wanted = "JPEG" if "photograph" in name else "PNG or JPEG"
    assert problem.hint == f"export it as {wanted}"


LFS = b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n"


@pytest.mark.parametrize(
    ("name", "data", "words", "hint"),
    [
        ("a.jpg", LFS, "it is a pointer of Git LFS to a file that was not", "run git lfs pull"),
        ("a.svg", LFS, "it is a pointer of Git LFS to a file that was not", "run git lfs pull"),
        ("a.svg", picture("PNG"), "it is no SVG but PNG", "give it the ending .png"),
        ("a.svg", picture("WEBP"), "it is no SVG but WebP", "give it the ending .webp"),
        ("a.svg", b"%PDF-1.7\n", "it is a PDF", "export it as PNG or JPEG"),
        ("a.svg", b"\x1f\x8b\x08\0", "the SVG is compressed", "unpack it with gunzip"),
        ("a.svg", b"no SVG", "not SVG: syntax error", "export it again"),
    ],
)
def test_what_to_do_with_what_is_no_image(name: str, data: bytes, words: str, hint: str) -> None:
    with pytest.raises(ImageProblem) as caught:
        inspect_image(PurePosixPath(name), data, "")
    assert str(caught.value).startswith(words)
    assert caught.value.problem.hint == hint


@pytest.mark.parametrize(
    "text",
    ["<svg xmlns='x'/>", "<?xml version='1.0'?>\n<!-- a -->\n<svg width='4'>", "\ufeff<svg>"],
)
def test_an_svg_by_another_name(text: str) -> None:
    assert refusal(text.encode()).hint == "give it the ending .svg"


def test_comments_without_end_do_not_keep_it_busy() -> None:
    assert refusal(b"<?xml?>" + b"<!---->" * 200).code == "image-format"


@pytest.mark.parametrize("data", [b"text", bytes(2000), b"\0", b"\xff" * 600])
def test_what_nobody_knows(data: bytes) -> None:
    problem = refusal(data)
    assert (problem.code, problem.hint) == ("image-format", READABLE)


def test_an_empty_file() -> None:
    assert refusal(b"").message == "it is empty"


@pytest.mark.parametrize("size", [(60_000, 60_000), (2**31 - 1, 2**31 - 1), (11_000, 11_000)])
def test_enormous_pngs_are_refused_unread(size: tuple[int, int]) -> None:
    problem = refusal(png_of(size, 8, 2, b""))
    assert problem.code == "image-too-large"
    assert f"{size[0]} × {size[1]} pixels, more than 120 million" in problem.message


def test_enormous_images_of_other_kinds_are_refused_unread() -> None:
    gif = b"GIF89a" + struct.pack("<HH", 60_000, 60_000) + b"\0\0\0,"
    gif += struct.pack("<4HB", 0, 0, 60_000, 60_000, 0) + b"\2\1\0\0;"
    assert refusal(gif).code == "image-too-large"
    jpeg = bytearray(picture("JPEG"))
    at = jpeg.index(b"\xff\xc0")
    jpeg[at + 5 : at + 9] = struct.pack(">HH", 60_000, 60_000)
    assert refusal(bytes(jpeg)).code == "image-too-large"
    webp = bytearray(encoded(corners(), "WEBP"))
    at = webp.index(b"\x9d\x01\x2a") + 3
    webp[at : at + 4] = struct.pack("<HH", 16_383, 16_383)
    assert refusal(bytes(webp)).code in {"image-too-large", "image-broken"}


@pytest.mark.parametrize("name", [b"zTXt", b"iTXt", b"iCCP"])
def test_bombs_in_text_are_refused(name: bytes) -> None:
    between = {b"zTXt": b"a\0\0", b"iTXt": b"a\0\1\0\0\0", b"iCCP": b"a\0\0"}[name]
    bomb = between + zlib.compress(bytes(20_000_000), 9)
    problem = refusal(png_of((1, 1), 8, 2, bytes(4), (name, bomb)))
    assert problem.code == "image-broken"
    assert "more than 1 MB" in problem.message
    assert problem.hint == "export it again without comments"


def test_a_bomb_behind_the_pixels_is_refused() -> None:
    data = png_of((1, 1), 8, 2, bytes(4))
    end = png_chunk(b"IEND", b"")
    bomb = png_chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(20_000_000), 9))
    image = open_image(data.removesuffix(end) + bomb + end)
    with pytest.raises(ImageProblem, match="more than 1 MB"), reading():
        image.load()


def test_a_jpeg_of_a_thousand_scans_is_refused() -> None:
    data = encoded(corners(), "JPEG", progressive=True)
    scan = data[data.rindex(b"\xff\xda") : -2]
    assert "scans" in refusal(data[:-2] + scan * 1001 + data[-2:]).message


def test_damage_that_decoders_pass_over() -> None:
    noise = encoded(Image.effect_noise((64, 64), 90), "PNG")
    at = noise.index(b"IDAT") + 2000
    flipped = noise[:at] + bytes([noise[at] ^ 1]) + noise[at + 1 :]
    assert refusal(flipped).message == "its IDAT data are damaged"
    assert refusal(noise[:-12]).message == "it is cut off"
    assert refusal(noise[:-2]).message == "it is cut off"


def test_decoders_never_fill_up_what_is_missing() -> None:
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False


def test_a_picture_with_all_kinds_of_metadata_is_no_problem() -> None:
    assert open_image(jpeg_with_metadata()).size == (640, 400)


@pytest.mark.parametrize(
    ("bits", "kind", "words"),
    [
        ((64,), 3, "64 bits in floating point, which"),
        ((16,), 3, "16 bits in floating point, which"),
        ((32, 32, 32), 3, "32 bits in floating point and several channels, which"),
        ((64,), 1, "64 bits in whole numbers, which"),
        ((64,), 6, "64 bits in complex numbers, which"),
    ],
)
def test_a_tiff_of_numbers_that_cannot_be_read(
    bits: tuple[int, ...], kind: int, words: str
) -> None:
    data = tiff_of((4, 4), bytes(16 * sum(bits) // 8), photometric=1, bits=bits, t339=kind)
    problem = refusal(data)
    assert problem.message == f"it is a TIFF of {words} cannot be read"
    assert problem.hint.startswith("export it as PNG, or as TIFF: in grey of 8 or 16 bits")


def test_a_program_that_opens_images_by_itself_keeps_its_limits() -> None:
    limit, filters = Image.MAX_IMAGE_PIXELS, list(warnings.filters)
    assert limit is not None
    open_image(picture())
    refusal(b"none")
    refusal(encoded(corners(), "JPEG")[:300] + bytes(9))
    assert (Image.MAX_IMAGE_PIXELS, list(warnings.filters)) == (limit, filters)


def test_a_large_image_is_no_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)
    assert open_image(picture()).size == (40, 30)
