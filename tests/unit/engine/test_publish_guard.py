from __future__ import annotations

import struct
import zlib
from pathlib import PurePosixPath

import pytest
from PIL import Image

from sitegen.checks.privacy.containers import png
from sitegen.engine.publish_guard import check_variant
from sitegen.social_cards.png_encoding import encode_png

SOURCE, OUTPUT = PurePosixPath("content/a.md"), "assets/images/0-card.png"
END = struct.pack(">I", 0) + b"IEND" + struct.pack(">I", zlib.crc32(b"IEND"))


@pytest.fixture
def card() -> bytes:
    canvas = Image.new("L", (40, 20), 3)
    canvas.putpalette(bytes(48))
    return encode_png(canvas, bytes(48))


def with_chunk(data: bytes, name: bytes, content: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(content, zlib.crc32(name)))
    chunk = struct.pack(">I", len(content)) + name + content + check
    return data.removesuffix(END) + chunk + END


def test_own_pixels_are_not_decompressed_again(
    card: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(png.zlib, "decompressobj", refuse)
    assert check_variant(SOURCE, OUTPUT, card, encoded_here=True) == []
    with pytest.raises(AssertionError):
        check_variant(SOURCE, OUTPUT, card)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: with_chunk(data, b"tEXt", b"Author\0Ada"),
        lambda data: with_chunk(data, b"prIv", b"secret"),
        lambda data: data + b"secret",
        lambda data: data[:-1],
        lambda data: data.replace(b"IDAT", b"IDAt"),
        lambda _: b"",
    ],
)
def test_all_else_in_an_own_file_is_looked_at(card: bytes, spoil: object) -> None:
    assert callable(spoil)
    (problem,) = check_variant(SOURCE, OUTPUT, spoil(card), encoded_here=True)
    assert problem.location.path == str(SOURCE)
