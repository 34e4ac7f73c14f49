from __future__ import annotations

import io
import struct
import time
from pathlib import PurePosixPath

import pytest
from PIL import Image

from sitegen.diagnostics import Problem
from sitegen.images.inspection import ImageProblem, inspect_image
from sitegen.model import ImageInfo
from support.pictures import corners, encoded, jpeg_with_metadata, picture, png_header


def inspect(data: bytes, name: str = "a.png") -> ImageInfo:
    return inspect_image(PurePosixPath("content", name), data, "d" * 64)


def refusal(data: bytes, name: str = "a.png") -> Problem:
    with pytest.raises(ImageProblem) as caught:
        inspect(data, name)
    return caught.value.problem


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF", "TIFF"])
@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp", "a.gif", "A.JPEG"])
def test_the_bytes_count_not_the_name(kind: str, name: str) -> None:
    info = inspect(picture(kind, (40, 30)), name)
    assert (info.format, info.width, info.height) == (kind, 40, 30)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_sizes_are_those_of_the_upright_image(orientation: int) -> None:
    info = inspect(jpeg_with_metadata(orientation, (80, 48)), "a.jpg")
    assert (info.width, info.height) == ((48, 80) if orientation >= 5 else (80, 48))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "image-broken"),
        (b"text", "image-format"),
        (b"%PDF-1.4", "image-format"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image-format"),
        (encoded(corners(), "BMP"), "image-format"),
        (encoded(corners(), "ICO"), "image-format"),
        (encoded(corners(), "PPM"), "image-format"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "image-format"),
        (b"\x89PNG\r\n\x1a\n", "image-broken"),
        (b"GIF89a", "image-broken"),
        (b"\xff\xd8\xff", "image-broken"),
        (b"RIFF\x00\x00\x00\x00WEBP", "image-broken"),
    ],
)
def test_what_is_no_image_of_the_web(data: bytes, code: str) -> None:
    assert refusal(data).code in {code, "image-format"}


def _frames(kind: str) -> bytes:
    frames = [Image.new("RGB", (20, 20), (n * 80, 0, 0)) for n in range(3)]
    return encoded(frames[0], kind, save_all=True, append_images=frames[1:])


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "AVIF"])
def test_animations_are_counted(kind: str) -> None:
    info = inspect(_frames(kind))
    assert (info.frames, info.width, info.height) == (3, 20, 20)


def test_long_animations_of_large_pictures_are_refused() -> None:
    small = Image.new("L", (1000, 1000))
    others = [Image.new("L", (1000, 1000), number) for number in range(1, 4)]
    data = encoded(small, "GIF", save_all=True, append_images=others)
    with pytest.raises(ImageProblem, match="4 pictures of 1000 × 1000 pixels") as caught:
        inspect_image(PurePosixPath("a.gif"), data, "", 3)
    assert caught.value.problem.code == "image-too-large"
    assert inspect_image(PurePosixPath("a.gif"), data, "", 4).frames == 4


def test_pages_of_a_document_are_no_image() -> None:
    pages = [Image.new("L", (20, 20), number) for number in range(3)]
    problem = refusal(encoded(pages[0], "TIFF", save_all=True, append_images=pages[1:]))
    assert (problem.code, problem.message) == ("image-format", "it holds several pages")


def test_a_telephone_s_two_pictures_in_one_file_are_one() -> None:
    data = encoded(corners(), "MPO", save_all=True, append_images=[corners((16, 16))])
    info = inspect(data, "a.jpg")
    assert (info.format, info.width, info.height) == ("JPEG", 80, 48)


@pytest.mark.parametrize("size", [(40_000, 30_000), (20_000, 6_001), (2**31 - 1, 2**31 - 1)])
def test_enormous_images_are_refused_unread(size: tuple[int, int]) -> None:
    started = time.process_time()
    assert refusal(png_header(*size)).code in {"image-too-large", "image-broken", "image-format"}
    assert time.process_time() - started < 0.5


def test_the_limit_is_120_million_pixels() -> None:
    assert refusal(png_header(12_000, 10_001)).code == "image-too-large"
    assert refusal(png_header(12_000, 10_000)).code == "image-broken"  # it was read


def test_the_limit_can_be_set() -> None:
    data = picture(size=(1001, 1000))
    with pytest.raises(ImageProblem, match="1001 × 1000 pixels, more than 1 million"):
        inspect_image(PurePosixPath("a.png"), data, "", 1)
    assert inspect_image(PurePosixPath("a.png"), data, "", 2).width == 1001


def test_metadata_that_cannot_be_read_is_no_reason_to_refuse() -> None:
    for kind in ("WEBP", "JPEG", "PNG"):
        data = encoded(corners(), kind, exif=b"Exif\0\0nonsense")
        assert inspect(data).width == 80


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF", "TIFF"])
def test_damaged_headers_never_raise_anything_else(kind: str) -> None:
    data = picture(kind, (64, 64))
    for cut in range(0, len(data), max(1, len(data) // 40)):
        for broken in (data[:cut], data[:cut] + b"\xff" * 8 + data[cut + 8 :]):
            try:
                inspect(broken)
            except ImageProblem as error:
                assert error.problem.code.startswith("image-")  # noqa: PT017  # either outcome is right
    assert Image.open(io.BytesIO(data)).format == kind


def test_very_many_tiny_pictures_are_too_many() -> None:
    """A frame of one pixel takes 17 bytes: half a million of them take minutes to convert."""
    head = b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + bytes(3) + b"\xff" * 3
    frame = b"\x2c" + struct.pack("<4HB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\x00"
    data = head + frame * 10_001 + b";"
    with pytest.raises(ImageProblem, match="10,001 pictures, more than 10,000") as caught:
        inspect(data, "a.gif")
    assert caught.value.problem.code == "image-too-large"
    assert inspect(head + frame * 10_000 + b";", "a.gif").frames == 10_000
