"""No part of an AVIF or HEIF hides words: boxes, properties, items, and units of the stream."""

from __future__ import annotations

import base64
import random
import struct

import pytest
from PIL import Image

from sitegen.checks.privacy.containers import find_metadata
from sitegen.checks.privacy.containers.heif import list_frame_ends
from sitegen.checks.privacy.findings import BETWEEN, DAMAGE, UNSEEN
from sitegen.images.image_problem import IMAGE_TOO_LARGE, ImageProblem
from sitegen.images.unused_bytes import has_unused_bytes
from support.heif_boxes import BoxTree, box, changed, find_box, in_box, with_box, with_item
from support.pictures import corners, encoded

NOISE = Image.frombytes("RGB", (64, 48), random.Random(7).randbytes(64 * 48 * 3))  # noqa: S311  # a picture
PLAIN = encoded(NOISE, "AVIF", quality=40)
GLASS = encoded(NOISE.convert("RGBA").rotate(9), "AVIF", quality=40)
WORDS = b"born 1970-01-01, patient 4711, scanned by Jane Doe in the second room"
STREAM = "metadata in the stream"
#: A red square of 16 pixels, as libheif writes it.
SQUARE = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAXxtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAA"
    "AAAAAAAAACJpbG9jAAAAAERAAAEAAQAAAAABoAABAAAAAAAAACoAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABo"
    "dmMxAAAAAA5waXRtAAAAAAABAAAA/GlwcnAAAADcaXBjbwAAAHVodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEA"
    "GEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQApQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbqrprm4CGgwIAAAAyAAAAD"
    "AIRiAAEABkQBwXPBiQAAABNjb2xybmNseAABAA0ABoAAAAAUaXNwZQAAAAAAAABAAAAAQAAAAChjbGFwAAAAEAAAAAEA"
    "AAAQAAAAAf///9AAAAAC////0AAAAAIAAAAQcGl4aQAAAAADCAgIAAAAGGlwbWEAAAAAAAAAAQABBYECAwWEAAAAMm1k"
    "YXQAAAAmKAGvGSFeQkDvXaW//34+/1mF/iVbfKZKppcE14iZCwOBgI2RnTg="
)


def _unit(kind: int, content: bytes) -> bytes:
    """Return a unit of AV1."""
    return bytes((kind << 3 | 2, len(content))) + content


def _with_stream(front: bytes, grown: bytes = b"") -> bytes:
    """Return a picture with more in front of its stream, and more in the head of the sequence."""

    def change(tree: list[BoxTree]) -> None:
        stream = find_box(tree, b"mdat").content
        places = find_box(tree, b"iloc").content
        assert stream[:3] == b"\x12\0\x0a"  # a mark of the beginning, the head of a sequence
        (size,) = struct.unpack_from(">I", places, 18)
        struct.pack_into(">I", places, 18, size + len(front) + len(grown))
        stream[4 + stream[3] : 4 + stream[3]] = grown
        stream[3] += len(grown)
        stream[:0] = front

    return changed(PLAIN, change)


def _with_place(at: int, value: int) -> bytes:
    """Return a picture with another number of two bytes in the list of places."""

    def change(tree: list[BoxTree]) -> None:
        struct.pack_into(">H", find_box(tree, b"iloc").content, at, value)

    return changed(PLAIN, change)


HIDDEN = {
    **{
        f"words in {kind}": (in_box(PLAIN, kind.encode(), WORDS), told)
        for kind, told in (
            *(("ftyp", "box 'ftyp'"), ("hdlr", BETWEEN), ("pitm", BETWEEN), ("iloc", DAMAGE)),
            *(("iinf", DAMAGE), ("ispe", BETWEEN), ("pixi", BETWEEN), ("av1C", DAMAGE)),
            *(("colr", BETWEEN), ("ipma", DAMAGE), ("mdat", BETWEEN)),
        )
    },
    **{
        f"a box {kind} in the file": (with_box(PLAIN, b"", box(kind.encode(), WORDS)), told)
        for kind, told in (
            *(("ftyp", "box 'ftyp'"), ("free", BETWEEN), ("mdat", BETWEEN), ("stts", "box 'stts'")),
            *(("moov", UNSEEN), ("meta", DAMAGE)),
        )
    },
    **{
        f"a box {kind} in the list": (with_box(PLAIN, b"meta", box(kind.encode(), WORDS)), told)
        for kind, told in (
            *(("idat", BETWEEN), ("dinf", "box 'dinf'"), ("tref", "box 'tref'"), ("grpl", DAMAGE)),
            *(("hdlr", "box 'hdlr'"), ("iref", DAMAGE)),
        )
    },
    **{
        f"a property {kind}": (with_box(PLAIN, b"ipco", box(kind.encode(), WORDS[:size])), BETWEEN)
        for kind, size in (("a1lx", 68), ("mdcv", 24), ("colr", 11), ("free", 68), ("clap", 32))
    },
    **{
        f"a property {kind}": (with_box(PLAIN, b"ipco", box(kind.encode(), WORDS)), told)
        for kind, told in (("stco", "box 'stco'"), ("hvcC", UNSEEN), ("udes", "description"))
    },
    "a place without an item": (with_item(PLAIN, b"", WORDS, listed=False), BETWEEN),
    **{
        f"an item {kind}": (with_item(PLAIN, kind.encode(), WORDS * 3), told)
        for kind, told in (
            *(("grid", BETWEEN), ("iden", BETWEEN), ("iovl", BETWEEN), ("tmap", BETWEEN)),
            *(("av01", STREAM), ("hvc1", UNSEEN), ("unci", "item 'unci'")),
        )
    },
    "a place in another file": (_with_place(10, 1), DAMAGE),
    "a place without an end": (_with_place(20, 0), DAMAGE),
    "words in a mark": (_with_stream(_unit(2, WORDS)), STREAM),
    "a list of tiles": (_with_stream(_unit(8, WORDS)), STREAM),
    "a head of a frame": (_with_stream(_unit(3, WORDS)), UNSEEN),
    "tiles": (_with_stream(_unit(4, WORDS)), UNSEEN),
    "a head of a frame once more": (_with_stream(_unit(7, WORDS)), UNSEEN),
    "another frame": (_with_stream(_unit(6, WORDS)), UNSEEN),
    "words about light": (_with_stream(_unit(5, b"\2" + WORDS)), STREAM),
    "words in the head of the sequence": (_with_stream(b"", WORDS[:40]), STREAM),
    "a frame in the settings": (in_box(PLAIN, b"av1C", _unit(6, WORDS)), STREAM),
    "a film": (encoded(NOISE, "AVIF", save_all=True, append_images=[corners((64, 48))]), UNSEEN),
    "a picture in HEVC": (SQUARE, UNSEEN),
}


@pytest.mark.parametrize("data", [PLAIN, GLASS], ids=["plain", "glass"])
def test_nothing_is_found_in_what_is_needed(data: bytes) -> None:
    assert find_metadata(data) == ()
    assert find_metadata(changed(data, lambda _: None)) == ()
    assert find_metadata(with_box(data, b"", box(b"free", bytes(90)))) == ()


def test_a_film_is_told_once() -> None:
    """Its frames are in no item, and its times are of no interest then."""
    assert find_metadata(HIDDEN["a film"][0]) == (UNSEEN,)


@pytest.mark.parametrize("name", HIDDEN)
def test_words_are_found_wherever_they_hide(name: str) -> None:
    data, finding = HIDDEN[name]
    assert finding in find_metadata(data)


@pytest.mark.parametrize("count", [1, 2])
def test_other_forms_of_a_picture_are_items(count: int) -> None:
    def group(numbers: list[int]) -> BoxTree:
        content = struct.pack(f">III{len(numbers)}I", 0, 9, len(numbers), *numbers)
        inner = struct.pack(">I4s", len(content) + 8, b"altr") + content
        return BoxTree(b"grpl", bytearray(inner), [])

    assert find_metadata(with_box(PLAIN, b"meta", group([1]))) == ()
    assert find_metadata(with_box(PLAIN, b"meta", group([1, 99][:count] * 2))) == ("box 'grpl'",)


def test_so_many_frames_that_nobody_reads_them_are_refused() -> None:
    ends = (*list_frame_ends(PLAIN), *range(1, 40_000))
    with pytest.raises(ImageProblem) as told:
        has_unused_bytes(PLAIN, ends)
    assert told.value.problem.code == IMAGE_TOO_LARGE
