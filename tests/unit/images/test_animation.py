from __future__ import annotations

import struct
from pathlib import PurePosixPath

import pytest
from PIL import Image

from sitegen.images.derivatives import make_variants
from sitegen.images.inspection import ImageProblem, inspect_image
from sitegen.model import ImageFormat, Variant
from support.pictures import encoded, opened

COLOURS = ((220, 20, 20), (20, 200, 20), (20, 20, 220))
DURATIONS = [40, 200, 120]


def moving(kind: str, **options: object) -> bytes:
    frames = [Image.new("RGB", (60, 40), colour) for colour in COLOURS]
    more = {"duration": DURATIONS, "loop": 0, **options}
    lossless = {"lossless": True} if kind == "WEBP" else {}
    return encoded(frames[0], kind, save_all=True, append_images=frames[1:], **more, **lossless)


def made(data: bytes, kind: ImageFormat = "WEBP", size: tuple[int, int] = (30, 20)) -> Image.Image:
    info = inspect_image(PurePosixPath("a.gif"), data, "")
    variant = Variant(
        key="",
        output=PurePosixPath("a"),
        width=size[0],
        height=size[1],
        format=kind,
        quality=90,
        crop=size[0] * 2 != size[1] * 3,
        flat=info.flat,
        frames=info.frames if kind == "WEBP" else 1,
        side=1600,
    )
    ((_, file),) = make_variants(data, [variant])
    return opened(file)


def shown(image: Image.Image) -> list[tuple[int, tuple[int, ...]]]:
    """Return how long each picture is shown, and the colour in its middle."""
    found = []
    for number in range(getattr(image, "n_frames", 1)):
        image.seek(number)
        image.load()
        pixel = image.convert("RGB").getpixel((image.width // 2, image.height // 2))
        assert isinstance(pixel, tuple)
        found.append((image.info["duration"], pixel))
    return found


def near(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return all(abs(a - b) <= 12 for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("size", [(60, 40), (30, 20), (20, 20)])
def test_animations_go_on_moving(kind: str, size: tuple[int, int]) -> None:
    image = made(moving(kind), size=size)
    assert (image.format, image.size, image.info["loop"]) == ("WEBP", size, 0)
    found = shown(image)
    assert [duration for duration, _ in found] == DURATIONS
    assert all(near(pixel, colour) for (_, pixel), colour in zip(found, COLOURS, strict=True))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "AVIF"])
def test_elsewhere_the_first_picture_stands_for_all(kind: ImageFormat) -> None:
    image = made(moving("GIF"), kind)
    assert getattr(image, "n_frames", 1) == 1
    pixel = image.convert("RGB").getpixel((15, 10))
    assert isinstance(pixel, tuple)
    assert near(pixel, COLOURS[0])


@pytest.mark.parametrize(("written", "expected"), [(0, 0), (1, 2), (3, 4), (None, 1)])
def test_a_gif_counts_repetitions_a_webp_times(written: int | None, expected: int) -> None:
    data = moving("GIF", loop=written or 0)
    if written is None:
        at = data.index(b"!\xff\x0bNETSCAPE2.0")
        data = data[:at] + data[at + 19 :]
    elif written:
        at = data.index(b"NETSCAPE2.0") + 13
        data = data[:at] + struct.pack("<H", written) + data[at + 2 :]
    assert made(data).info["loop"] == expected


def test_an_apng_counts_times() -> None:
    assert made(moving("PNG", loop=3)).info["loop"] == 3


def test_pictures_for_no_time_at_all_are_shown_as_browsers_show_them() -> None:
    found = shown(made(moving("GIF", duration=[0, 10, 30])))
    assert [duration for duration, _ in found] == [100, 100, 30]


def test_the_picture_for_old_browsers_is_no_part_of_an_apng() -> None:
    frames = [Image.new("RGB", (60, 40), colour) for colour in COLOURS]
    data = encoded(
        frames[0],
        "PNG",
        save_all=True,
        append_images=frames[1:],
        default_image=True,
        duration=50,
        loop=0,
    )
    info = inspect_image(PurePosixPath("a.png"), data, "")
    assert info.frames == 2
    assert all(near(p, c) for (_, p), c in zip(shown(made(data)), COLOURS[1:], strict=True))


def test_transparent_animations_stay_so() -> None:
    frames = []
    for place in (0, 20, 40):
        frame = Image.new("RGBA", (60, 40))
        frame.paste((200, 0, 0, 255), (place, 0, place + 20, 40))
        frames.append(frame)
    data = encoded(
        frames[0], "GIF", save_all=True, append_images=frames[1:], disposal=2, duration=100
    )
    assert inspect_image(PurePosixPath("a.gif"), data, "").alpha
    image = made(data)
    for number, place in enumerate((5, 15, 25)):
        image.seek(number)
        alpha = image.convert("RGBA").getchannel("A")
        assert alpha.getpixel((place, 10)) == 255
        assert alpha.getpixel(((place + 10) % 30, 10)) == 0


def test_nothing_of_the_source_is_told() -> None:
    data = moving("GIF", comment=b"secret")
    variant = Variant(
        key="", output=PurePosixPath("a"), width=30, height=20, format="WEBP", frames=3, side=1600
    )
    ((_, file),) = make_variants(data, [variant])
    assert b"secret" not in file
    assert not {b"EXIF", b"XMP ", b"ICCP"} & {file[at : at + 4] for at in range(len(file))}


def test_pictures_beyond_the_first_are_refused_before_they_need_memory() -> None:
    data = moving("GIF")
    second = data.index(b",", data.index(b",") + 10)
    wide = data[: second + 5] + struct.pack("<HH", 65_535, 65_535) + data[second + 9 :]
    with pytest.raises(ImageProblem, match="larger than the first"):
        inspect_image(PurePosixPath("a.gif"), wide, "")


def test_a_later_picture_that_is_cut_off_is_refused() -> None:
    noise = [Image.effect_noise((60, 40), 90 + n) for n in range(4)]
    data = encoded(noise[0], "PNG", save_all=True, append_images=noise[1:])
    with pytest.raises(ImageProblem):
        made(data[: len(data) * 3 // 4])
