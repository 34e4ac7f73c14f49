"""Bytes behind the pixels of a picture are found, and honest encoders leave none."""

from __future__ import annotations

import contextlib
import io
import random
import struct
import time
from typing import Any

import pytest
from PIL import Image

from sitegen.checks.privacy.containers import find_metadata
from sitegen.checks.privacy.containers.heif import list_frame_ends
from sitegen.checks.privacy.findings import AFTER_END
from sitegen.images.embedded_images import strip_raster
from sitegen.images.fax_codes import FAXES, Fax, find_fax_end
from sitegen.images.image_problem import ImageProblem
from sitegen.images.unused_bytes import has_unused_bytes
from support.canaries import canary, jpeg_with, riff, segment
from support.longer_pictures import with_a_longer_frame, with_a_longer_strip
from support.pictures import corners, encoded

WORDS = f"{canary('unused')}, born 1970-01-01, patient 4711".encode()
NOISE = Image.frombytes("RGB", (64, 48), random.Random(7).randbytes(64 * 48 * 3))  # noqa: S311  # a picture
SLOPE = Image.linear_gradient("L").resize((200, 120)).convert("RGB")
DOTS = NOISE.convert("1")
#: Long runs and short ones, as in a page of text.
LETTERS = SLOPE.resize((3_000, 60)).convert("1")
HALF = Image.new("RGBA", (90, 70), (9, 9, 9, 90))
HALF.paste(NOISE, (3, 3))


def _scan_ends(data: bytes) -> list[int]:
    """Return where the scans of a JPEG end."""
    found, at = [], 2
    while data[at + 1] != 0xD9:
        scan = data[at + 1] == 0xDA
        at += 2 + int.from_bytes(data[at + 2 : at + 4])
        while scan and (data[at] != 0xFF or data[at + 1] in {0, *range(0xD0, 0xD8)}):
            at += 1
        found += [at] if scan else []
    return found


def _with_words(data: bytes, name: bytes = b"VP8 ") -> bytes:
    """Return a WebP with words at the end of a chunk."""
    start = data.find(name)
    (size,) = struct.unpack_from("<I", data, start + 4)
    changed = riff(name, data[start + 8 : start + 8 + size] + WORDS)
    body = data[8:start] + changed + data[start + 8 + size + size % 2 :]
    return b"RIFF" + struct.pack("<I", len(body)) + body


ANIMATED = encoded(NOISE, "WEBP", save_all=True, append_images=[SLOPE.resize((64, 48))])
HONEST = {
    f"{kind} of {name}, {options}": encoded(picture, kind, **options)
    for name, picture in (("noise", NOISE), ("a slope", SLOPE), ("corners", corners()))
    for kind, options in (
        ("JPEG", {"quality": 30}),
        ("JPEG", {"quality": 100, "subsampling": 0, "progressive": True}),
        ("JPEG", {"quality": 75, "progressive": True, "optimize": True}),
        ("WEBP", {"quality": 1}),
        ("WEBP", {"quality": 100, "method": 0}),
        ("WEBP", {"lossless": True}),
    )
}
TIFFS: dict[str, tuple[Image.Image, dict[str, object]]] = {
    "uncompressed": (NOISE, {}),
    "LZW": (NOISE, {"compression": "tiff_lzw"}),
    "LZW of a slope": (SLOPE, {"compression": "tiff_lzw"}),
    "LZW of 16 bits": (NOISE.convert("L").convert("I;16"), {"compression": "tiff_lzw"}),
    "Deflate": (SLOPE, {"compression": "tiff_adobe_deflate"}),
    "PackBits": (SLOPE, {"compression": "packbits"}),
    "JPEG": (SLOPE, {"compression": "jpeg"}),
    "grey JPEG": (NOISE.convert("L"), {"compression": "jpeg"}),
    "LZMA": (SLOPE, {"compression": "lzma"}),
    "fax by rows": (DOTS, {"compression": "tiff_ccitt"}),
    "fax of group 3": (DOTS, {"compression": "group3"}),
    "fax of group 3 in two dimensions": (DOTS, {"compression": "group3", "tiffinfo": {292: 1}}),
    "fax of group 3 with filled bytes": (DOTS, {"compression": "group3", "tiffinfo": {292: 5}}),
    "fax of group 4": (DOTS, {"compression": "group4"}),
    "fax of letters": (LETTERS, {"compression": "group4"}),
    "many strips": (NOISE, {"compression": "tiff_lzw", "tiffinfo": {278: 4}}),
    "two pages": (NOISE, {"compression": "tiff_lzw", "save_all": True, "append_images": [SLOPE]}),
}


def _runs(width: int) -> Image.Image:
    """Return rows of runs of all lengths."""
    lengths = random.Random(width)  # noqa: S311  # a picture
    picture = Image.new("1", (width, 40))
    for line in range(1, 40):
        at = 0
        while at < width:
            end = at + lengths.choice((0, 1, 2, 3, 9, 40, 63, 64, 65, 200, 900, 2_570))
            picture.paste(line % 2 ^ 1, (at, line, min(width, end), line + 1))
            at = end + lengths.choice((1, 2, 5, 64, 700))
    return picture


TIFFS |= {
    f"{kind} of {width} pixels": (_runs(width), {"compression": kind})
    for width in (1, 7, 8, 64, 1_000, 2_561, 6_000)
    for kind in ("tiff_ccitt", "group3", "group4")
}
HONEST |= {
    f"TIFF, {name}": encoded(picture, "TIFF", **options)
    for name, (picture, options) in TIFFS.items()
}
HONEST |= {
    f"AVIF of {name}, {quality}": encoded(picture, "AVIF", quality=quality)
    for name, picture in (("noise", NOISE), ("a slope", SLOPE), ("half", HALF))
    for quality in (1, 50, 100)
}
HONEST |= {
    "grey JPEG": encoded(SLOPE.convert("L"), "JPEG", progressive=True),
    "CMYK JPEG": encoded(NOISE.convert("CMYK"), "JPEG"),
    "JPEG with restarts": encoded(NOISE, "JPEG", restart_marker_rows=1),
    "one pixel": encoded(Image.new("RGB", (1, 1)), "JPEG"),
    "WebP with transparency": encoded(HALF, "WEBP"),
    "animated WebP": ANIMATED,
    "PNG": encoded(NOISE, "PNG"),
}


@pytest.mark.parametrize("name", HONEST)
def test_honest_pictures_need_all_their_bytes(name: str) -> None:
    data = HONEST[name]
    assert not has_unused_bytes(data, list_frame_ends(data))


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "AVIF", "TIFF"])
def test_of_a_damaged_picture_nobody_can_tell(kind: str) -> None:
    data = encoded(NOISE, kind)
    with pytest.raises(ImageProblem):
        has_unused_bytes(data[:900], (900,))
    assert not has_unused_bytes(b"")


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize(
    "picture", [NOISE, SLOPE, SLOPE.convert("L")], ids=["noise", "slope", "grey"]
)
def test_words_behind_any_scan_are_found(picture: Image.Image, *, progressive: bool) -> None:
    plain = encoded(picture, "JPEG", progressive=progressive)
    ends = _scan_ends(plain)
    assert len(ends) == (1 if not progressive else 6 if picture.mode == "L" else 10)
    for end in ends:
        assert has_unused_bytes(plain[:end] + WORDS + plain[end:]), end


@pytest.mark.parametrize(
    "data",
    [
        _with_words(encoded(NOISE, "WEBP")),
        _with_words(encoded(SLOPE, "WEBP", quality=5)),
        _with_words(encoded(NOISE, "WEBP", lossless=True), b"VP8L"),
        _with_words(encoded(HALF, "WEBP"), b"ALPH"),
    ],
    ids=["noise", "slope", "without loss", "transparency"],
)
def test_words_behind_the_pixels_of_a_webp_are_found(data: bytes) -> None:
    assert WORDS in data
    assert has_unused_bytes(data)


@pytest.mark.parametrize("name", sorted(TIFFS.keys() - {"many strips", "two pages"}))
def test_words_behind_a_strip_are_found(name: str) -> None:
    picture, options = TIFFS[name]
    told: Any = options.get("tiffinfo", {})
    plain = encoded(picture, "TIFF", **{**options, "tiffinfo": {**told, 278: picture.height}})
    data = with_a_longer_strip(plain, WORDS)
    before, after = Image.open(io.BytesIO(plain)), Image.open(io.BytesIO(data))
    assert before.tobytes() == after.tobytes()
    assert has_unused_bytes(data) or find_metadata(data) == (AFTER_END,)


@pytest.mark.parametrize("picture", [NOISE, SLOPE, HALF], ids=["noise", "slope", "transparency"])
def test_words_behind_a_frame_are_found(picture: Image.Image) -> None:
    """In an AVIF, the frame is the last that the file holds."""
    plain = encoded(picture, "AVIF", quality=40)
    assert max(list_frame_ends(plain)) == len(plain)
    data = with_a_longer_frame(plain, WORDS)
    assert Image.open(io.BytesIO(data)).tobytes() == Image.open(io.BytesIO(plain)).tobytes()
    assert not find_metadata(data)
    assert has_unused_bytes(data, list_frame_ends(data))


def test_an_embedded_picture_is_encoded_again() -> None:
    plain = encoded(NOISE, "JPEG", quality=95)
    (end,) = _scan_ends(plain)
    _, _, clean = strip_raster(plain[:end] + WORDS + plain[end:])
    assert WORDS not in clean
    assert not has_unused_bytes(clean)
    assert strip_raster(plain)[2] == plain


def test_many_scans_take_no_time() -> None:
    plain = encoded(corners((600, 400)), "JPEG", progressive=True)
    started = time.process_time()
    assert not has_unused_bytes(plain)
    assert time.process_time() - started < 2
    with pytest.raises(ImageProblem):
        has_unused_bytes(jpeg_with(*[segment(0xDA, b"\0\0\x3f\0")] * 500))
    assert time.process_time() - started < 5


@pytest.mark.parametrize("kind", sorted(FAXES))
def test_no_fax_takes_long(kind: int) -> None:
    """Whatever its bits and its size are."""
    chance = random.Random(kind)  # noqa: S311  # no secret
    patterns = [
        chance.randbytes(200),
        b"\xff",
        b"\0",
        b"\0\x10\x01",
        b"\x77",
        b"\x2e",
        b"\x49\x24\x92",
    ]
    for pattern in patterns:
        packed = (pattern * 8_000)[:8_000]
        for width in (-1, 0, 1, 9, 1_000_000, 1 << 31):
            started = time.process_time()
            fax = Fax(kind, width, 1 << 31, chance.random() < 0.5, chance.random() < 0.5)
            with contextlib.suppress(ValueError, IndexError):
                assert find_fax_end(packed, fax) <= len(packed)
            assert time.process_time() - started < 2
