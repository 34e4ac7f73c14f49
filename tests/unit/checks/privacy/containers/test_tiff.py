"""No part of a TIFF hides words: tags that nobody reads, strips, and pictures within strips."""

from __future__ import annotations

import lzma
import random
import struct
import zlib

import pytest
from PIL import Image

from sitegen.checks.privacy.containers import find_metadata
from sitegen.checks.privacy.findings import (
    AFTER_END,
    AUTHOR,
    BETWEEN,
    COMMENT,
    DAMAGE,
    PICTURE,
    TABLES,
    THUMBNAIL,
    UNSEEN,
)
from sitegen.images.image_problem import ImageProblem
from sitegen.images.unused_bytes import has_unused_bytes
from support.canaries import segment
from support.handmade_tiffs import Tag, handmade_tiff, page
from support.pictures import encoded

NOISE = Image.frombytes("RGB", (64, 48), random.Random(7).randbytes(64 * 48 * 3))  # noqa: S311  # a picture
PIXELS = NOISE.tobytes()
WORDS = b"born 1970-01-01, patient 4711, scanned by Jane Doe in the second room"
NUMBERS = WORDS[: len(WORDS) // 4 * 4]
JPEG = encoded(NOISE, "JPEG", quality=90)
WEBP = encoded(NOISE, "WEBP", lossless=True)
EXIF = b"Exif\0\0" + handmade_tiff([Tag(315, 2, b"Jane Doe")])
RUNS = b"".join(b"\x7f" + PIXELS[at : at + 128] for at in range(0, len(PIXELS), 128))


def _jpeg(jpeg: bytes, *more: Tag) -> bytes:
    return handmade_tiff([*page(jpeg, t259=7, t262=6), *more])


def _webp(*chunks: tuple[bytes, bytes]) -> bytes:
    inside = WEBP[12:] + b"".join(
        name + struct.pack("<I", len(data)) + data + bytes(len(data) % 2) for name, data in chunks
    )
    return b"RIFF" + struct.pack("<I", len(inside) + 4) + b"WEBP" + inside


CLEAN = {
    "one strip": handmade_tiff(page(PIXELS)),
    "two pages": handmade_tiff(page(PIXELS), page(PIXELS)),
    "three planes": handmade_tiff(page(*[PIXELS[::3]] * 3, t284=2)),
    "Deflate": handmade_tiff(page(zlib.compress(PIXELS), t259=8)),
    "LZMA": handmade_tiff(page(lzma.compress(PIXELS), t259=34925)),
    "PackBits": handmade_tiff(page(RUNS, t259=32773)),
    "JPEG": _jpeg(JPEG),
    "WebP": handmade_tiff(page(WEBP, t259=50001)),
    "palette": handmade_tiff(
        [
            *page(PIXELS[::3], t258=(8,), t262=3, t277=1),
            Tag(320, 3, range(768)),
        ]
    ),
    "page numbers": handmade_tiff(page(PIXELS, t255=3, t254=2)),
}
HIDDEN = {
    "a second list of strips": (
        handmade_tiff([Tag(273, 4, NUMBERS), *page(PIXELS)]),
        DAMAGE,
    ),
    "another strip": (handmade_tiff(page(PIXELS, WORDS)), DAMAGE),
    "strips beside tiles": (
        handmade_tiff(
            [
                *page(WORDS, t322=64, t323=48),
                Tag(324, 4, (PIXELS,)),
                Tag(325, 4, [len(PIXELS)]),
            ]
        ),
        DAMAGE,
    ),
    "no sizes of strips": (
        handmade_tiff([each for each in page(PIXELS + WORDS) if each.tag != 279]),
        DAMAGE,
    ),
    "no size": (handmade_tiff(page(PIXELS, t257=0)), DAMAGE),
    "a strip behind the end": (
        handmade_tiff([*page(t256=64), Tag(273, 4, [99]), Tag(279, 4, [99_999])]),
        DAMAGE,
    ),
    "a JPEG that nobody shows": (
        handmade_tiff([*page(PIXELS), Tag(513, 4, (WORDS,)), Tag(514, 4, [len(WORDS)])]),
        BETWEEN,
    ),
    "a palette that nobody uses": (
        handmade_tiff([*page(PIXELS), Tag(320, 3, WORDS[:68])]),
        TABLES,
    ),
    "a palette that is too long": (
        handmade_tiff([*page(PIXELS[::3], t258=(8,), t262=3, t277=1), Tag(320, 3, range(800))]),
        TABLES,
    ),
    "tables of a JPEG that is none": (
        handmade_tiff([*page(PIXELS), Tag(347, 7, WORDS)]),
        DAMAGE,
    ),
    "long fractions": (handmade_tiff([*page(PIXELS), Tag(532, 5, WORDS[:64])]), "tag 532"),
    "long numbers": (handmade_tiff([*page(PIXELS), Tag(340, 12, WORDS[:64])]), "tag 340"),
    "a small page": (handmade_tiff(page(PIXELS), page(PIXELS, t254=1)), THUMBNAIL),
    "a small page, as it was told before": (
        handmade_tiff(page(PIXELS), page(PIXELS, t255=2)),
        THUMBNAIL,
    ),
    "a comment in a JPEG": (_jpeg(JPEG[:2] + segment(0xFE, WORDS) + JPEG[2:]), COMMENT),
    "EXIF in a JPEG": (_jpeg(JPEG[:2] + segment(0xE1, EXIF) + JPEG[2:]), AUTHOR),
    "words behind a JPEG": (_jpeg(JPEG + WORDS), AFTER_END),
    "words behind a JPEG, and its end once more": (_jpeg(JPEG + WORDS + b"\xff\xd9"), AFTER_END),
    "a JPEG behind a JPEG": (_jpeg(JPEG + JPEG), PICTURE),
    "a comment among the tables of JPEGs": (
        _jpeg(JPEG, Tag(347, 7, b"\xff\xd8" + segment(0xFE, WORDS) + b"\xff\xd9")),
        COMMENT,
    ),
    "words for a JPEG": (_jpeg(WORDS), "embedded file"),
    "EXIF in a WebP": (handmade_tiff(page(_webp((b"EXIF", EXIF)), t259=50001)), AUTHOR),
    "words behind a WebP": (handmade_tiff(page(WEBP + WORDS, t259=50001)), AFTER_END),
    "words for a WebP": (handmade_tiff(page(WORDS, t259=50001)), "embedded file"),
}


@pytest.mark.parametrize("name", CLEAN)
def test_nothing_is_found_in_what_is_needed(name: str) -> None:
    assert find_metadata(CLEAN[name]) == ()
    assert not has_unused_bytes(CLEAN[name])


@pytest.mark.parametrize("name", HIDDEN)
def test_words_are_found_wherever_they_hide(name: str) -> None:
    data, finding = HIDDEN[name]
    assert finding in find_metadata(data)


@pytest.mark.parametrize(
    "packed",
    [
        pytest.param(page(zlib.compress(PIXELS + WORDS), t259=8), id="Deflate"),
        pytest.param(page(lzma.compress(PIXELS + WORDS), t259=34925), id="LZMA"),
        pytest.param(page(RUNS[:-100] + WORDS + RUNS[:128], t259=32773), id="PackBits"),
        pytest.param(page(PIXELS + WORDS, t262=99), id="colours that nobody knows"),
    ],
)
def test_pixels_beyond_the_last_row_are_found(packed: list[Tag]) -> None:
    assert has_unused_bytes(handmade_tiff(packed))
    assert has_unused_bytes(handmade_tiff(page(PIXELS), packed))


@pytest.mark.parametrize(
    "packed",
    [
        pytest.param(page(WORDS), id="uncompressed"),
        pytest.param(page(WORDS, t258=(13, 13, 13)), id="of a depth that nobody shows"),
        pytest.param(page(zlib.compress(PIXELS)[:-9], t259=8), id="Deflate"),
        pytest.param(page(RUNS[:-9], t259=32773), id="PackBits"),
        pytest.param(page(WORDS, t259=5), id="LZW"),
        pytest.param(page(WORDS, t259=4, t258=(1,), t277=1), id="fax"),
    ],
)
def test_words_in_the_place_of_pixels_are_damage(packed: list[Tag]) -> None:
    with pytest.raises(ImageProblem):
        has_unused_bytes(handmade_tiff(packed))


@pytest.mark.parametrize(
    "kind", [6, 9, 32766, 32771, 32809, 34661, 34676, 34712, 34887, 50000, 50002, 65000]
)
def test_compressions_that_nobody_reads_are_refused(kind: int) -> None:
    """Such as LERC, Zstandard, JPEG 2000 and the JPEG of before."""
    assert find_metadata(handmade_tiff(page(WORDS, t259=kind))) == (UNSEEN,)
    assert find_metadata(handmade_tiff(page(PIXELS), page(WORDS, t259=kind))) == (UNSEEN,)


@pytest.mark.parametrize(
    ("kind", "size"), [(4, 400_001), (5, 4_000_001), (32773, 4_000_001)], ids=["fax", "LZW", "bits"]
)
def test_so_many_pixels_that_nobody_reads_them_are_refused(kind: int, size: int) -> None:
    assert find_metadata(handmade_tiff(page(bytes(size), t259=kind))) == (UNSEEN,)
    half = bytes(size // 2 + 1)
    assert find_metadata(handmade_tiff(page(half, t259=kind))) == ()
    assert find_metadata(handmade_tiff(*[page(half, t259=kind)] * 2)) == (UNSEEN,)


def test_colours_for_fewer_places_than_pixels_are_refused() -> None:
    assert find_metadata(handmade_tiff(page(PIXELS, t262=6))) == (UNSEEN,)
