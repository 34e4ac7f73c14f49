"""Thousands of damaged images: each is either made or refused, soon, and nothing else happens."""

from __future__ import annotations

import os
import random
import struct
import time
import zlib
from pathlib import PurePosixPath

import pytest
from PIL import Image

from sitegen.images.derivatives import make_variants
from sitegen.images.inspection import ImageProblem, inspect_image
from sitegen.model import ImageFormat, Variant
from support.pictures import encoded, jpeg_with_metadata, png_of, png_with_text
from support.profiles import cmyk_profile, grey_profile, rgb_profile

LONG = os.environ.get("SITEGEN_LONG_TESTS") == "1"
COUNT = 20_000 if LONG else 1_000
SIZE = (48, 36)
#: Nothing as small as these may take longer, on a machine that does other things too.
SECONDS = 2.0


def _picture() -> Image.Image:
    red, green = Image.linear_gradient("L").resize(SIZE), Image.radial_gradient("L").resize(SIZE)
    return Image.merge("RGB", (red, green, red.rotate(90)))


def _seeds() -> dict[str, bytes]:
    """Return a small valid file of every kind."""
    image = _picture()
    clear = image.copy()
    clear.putalpha(Image.radial_gradient("L").resize(SIZE))
    frames = [image.rotate(angle) for angle in (90, 180)]
    grey = image.convert("L")
    moving = {"save_all": True, "append_images": frames, "duration": 40, "loop": 0}
    ramp = b"".join(b"\0" + bytes(range(48)) for _ in range(36))
    return {
        "jpeg": encoded(image, "JPEG"),
        "jpeg-progressive": encoded(image, "JPEG", progressive=True, icc_profile=rgb_profile()),
        "jpeg-cmyk": encoded(image.convert("CMYK"), "JPEG", icc_profile=cmyk_profile()),
        "jpeg-exif": jpeg_with_metadata(6, SIZE),
        "mpo": encoded(image, "MPO", save_all=True, append_images=[image]),
        "png": encoded(image, "PNG", icc_profile=rgb_profile()),
        "png-text": png_with_text(SIZE),
        "png-alpha": encoded(clear, "PNG"),
        "png-palette": encoded(image.quantize(16), "PNG", transparency=3),
        "png-grey": png_of(SIZE, 8, 0, ramp, (b"gAMA", struct.pack(">I", 100_000))),
        "png-wide": encoded(grey.convert("I;16"), "PNG", icc_profile=grey_profile(1.8)),
        "png-moving": encoded(image, "PNG", **moving),
        "gif": encoded(image.quantize(32), "GIF"),
        "gif-moving": encoded(image, "GIF", disposal=2, **moving),
        "webp": encoded(image, "WEBP", icc_profile=rgb_profile()),
        "webp-lossless": encoded(clear, "WEBP", lossless=True),
        "webp-moving": encoded(image, "WEBP", **moving),
        "avif": encoded(image, "AVIF", speed=10, max_threads=1, icc_profile=rgb_profile()),
        "avif-alpha": encoded(clear, "AVIF", speed=10, max_threads=1),
        "avif-moving": encoded(image, "AVIF", speed=10, max_threads=1, **moving),
        "tiff": encoded(image, "TIFF"),
        "tiff-lzw": encoded(image, "TIFF", compression="tiff_lzw"),
        "tiff-deflate": encoded(clear, "TIFF", compression="tiff_adobe_deflate"),
        "tiff-jpeg": encoded(image, "TIFF", compression="jpeg"),
        "tiff-float": encoded(grey.convert("F"), "TIFF"),
        "tiff-wide": encoded(grey.convert("I;16"), "TIFF", compression="tiff_lzw"),
        "tiff-lab": encoded(image.convert("LAB"), "TIFF"),
        "tiff-bilevel": encoded(image.convert("1"), "TIFF", compression="group4"),
        "tiff-pages": encoded(image, "TIFF", save_all=True, append_images=frames),
    }


def _damaged(data: bytes, other: bytes, luck: random.Random) -> bytes:
    """Damage a file as disks, networks and people with bad intentions do."""
    broken = bytearray(data)
    for _ in range(luck.choice((1, 1, 1, 2, 4, 16))):
        place = luck.randrange(len(broken)) if broken else 0
        # Headers are short, and what stands in them matters most.
        place = luck.choice((place, place, min(place, luck.randrange(200))))
        way = luck.randrange(8)
        if way == 0:
            del broken[place:]
        elif way == 1:
            broken[place : place + 1] = bytes([luck.randrange(256)])
        elif way == 2:
            broken[place : place + 4] = luck.choice((b"\xff" * 4, b"\0" * 4, b"\x7f\xff\xff\xff"))
        elif way == 3:
            del broken[place : place + luck.randrange(1, 32)]
        elif way == 4:
            broken[place:place] = luck.randbytes(luck.randrange(1, 32))
        elif way == 5:
            start = luck.randrange(len(other))
            broken[place : place + 16] = other[start : start + 16]
        elif way == 6 and place < len(broken):
            broken[place] ^= 1 << luck.randrange(8)
        else:
            broken[place : place + 64] = bytes(64)
    return bytes(broken)


def _mended(data: bytes) -> bytes:
    """Give a PNG right checksums again, so that what is wrong gets past them."""
    place, mended = 8, bytearray(data)
    while place + 12 <= len(mended):
        (length,) = struct.unpack_from(">I", mended, place)
        end = place + 8 + length
        if end + 4 > len(mended):
            break
        struct.pack_into(">I", mended, end, zlib.crc32(mended[place + 4 : end]))
        place = end + 4
    return bytes(mended)


def _try(data: bytes, name: str) -> str:
    """Use bytes as a site does; return what came of it."""
    try:
        info = inspect_image(PurePosixPath(f"content/{name}.png"), data, "")
        kind: ImageFormat = "WEBP" if info.frames > 1 else "PNG"
        variant = Variant(
            key="",
            output=PurePosixPath("a"),
            width=min(24, info.width),
            height=min(18, info.height),
            format=kind,
            quality=50,
            crop=True,
            frames=info.frames,
            side=1600,
        )
        ((_, made),) = make_variants(data, [variant])
    except ImageProblem as problem:
        told = problem.problem
    else:
        assert made
        return "made"
    assert told.code in {"image-broken", "image-format", "image-too-large"}
    assert told.message
    assert "\n" not in f"{told.message}{told.hint}"
    return told.code


@pytest.mark.parametrize("part", range(4))
def test_damaged_bytes_are_made_or_refused(part: int) -> None:
    luck = random.Random(f"damage {part}")  # noqa: S311  # the same damage each time
    seeds = sorted(_seeds().items())
    outcomes: dict[str, int] = {}
    for number in range(COUNT // 4):
        name, data = seeds[(number + part) % len(seeds)]
        broken = _damaged(data, luck.choice(seeds)[1], luck)
        if name.startswith("png") and number % 2:
            broken = _mended(broken)
        started = time.process_time()
        outcome = _try(broken, name)
        assert time.process_time() - started < SECONDS, (part, number, name)
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
    assert outcomes["image-broken"] > COUNT / 20
    assert outcomes["made"] > COUNT / 40


@pytest.mark.parametrize("name", sorted(_seeds()))
def test_nothing_is_published_of_a_file_that_is_cut_off(name: str) -> None:
    data = _seeds()[name]
    assert _try(data, name) == ("image-format" if name == "tiff-pages" else "made")
    # What is shown of two pictures in a file is the first, and that is half of it.
    for percent in range(0, 50 if name == "mpo" else 100, 1 if LONG else 3):
        cut = data[: len(data) * percent // 100]
        assert _try(cut, name) != "made", percent


@pytest.mark.parametrize("name", sorted(_seeds()))
def test_single_bits(name: str) -> None:
    data = _seeds()[name]
    luck = random.Random(name)  # noqa: S311  # the same damage each time
    for _ in range(200 if LONG else 10):
        broken = bytearray(data)
        broken[luck.randrange(len(data))] ^= 1 << luck.randrange(8)
        assert _try(bytes(broken), name) in {
            "made",
            "image-broken",
            "image-format",
            "image-too-large",
        }
