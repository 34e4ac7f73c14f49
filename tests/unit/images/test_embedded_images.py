from __future__ import annotations

import base64
import io
import struct
import zlib

import pytest
from PIL import Image, ImageCms, ImageOps, PngImagePlugin

from sitegen.images.embedded_images import Embedded, strip_raster
from sitegen.images.formats import ImageProblem
from support.pictures import corners, encoded, jpeg_with_metadata, opened, picture, png_header

NOTE = b"patient-4711"


def _profile(name: str = "sRGB") -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile(name)).tobytes()


def _exif(orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x013B] = NOTE.decode()
    return exif.tobytes()


def _png(**options: object) -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", NOTE.decode(), zip=False)
    notes.add_text("Comment", NOTE.decode(), zip=True)
    return encoded(corners(), "PNG", pnginfo=notes, **options)


SOURCES = {
    "PNG": _png(),
    "PNG with more behind it": _png() + NOTE,
    "PNG with EXIF": _png(exif=_exif()),
    "PNG with sRGB": _png(icc_profile=_profile()),
    "PNG, animated": encoded(
        corners(), "PNG", save_all=True, append_images=[corners().rotate(90)], default_image=False
    ),
    "JPEG": encoded(corners(), "JPEG", exif=_exif(), comment=NOTE, xmp=b"<x>" + NOTE + b"</x>"),
    "JPEG with more behind it": encoded(corners(), "JPEG") + NOTE,
    "JPEG with sRGB": encoded(corners(), "JPEG", icc_profile=_profile()),
    "JPEG, progressive": encoded(corners(), "JPEG", progressive=True, exif=_exif()),
    "JPEG with restarts": encoded(corners(), "JPEG", restart_marker_blocks=2, comment=NOTE),
    "JPEG, CMYK": encoded(corners().convert("CMYK"), "JPEG", comment=NOTE),
    "JPEG, two pictures": encoded(
        corners(), "MPO", save_all=True, append_images=[corners((16, 16))]
    ),
    "WEBP": encoded(corners(), "WEBP", exif=_exif(), xmp=b"<x>" + NOTE + b"</x>"),
    "WEBP with sRGB": encoded(corners(), "WEBP", lossless=True, icc_profile=_profile()),
    "WEBP with alpha": encoded(corners().convert("RGBA"), "WEBP", exif=_exif()),
    "WEBP, animated": encoded(
        corners(), "WEBP", save_all=True, append_images=[corners().rotate(90)], exif=_exif()
    ),
}


@pytest.mark.parametrize("name", SOURCES)
def test_the_pixels_stay_and_the_rest_goes(name: str) -> None:
    source = SOURCES[name]
    kind, pixels, data = strip_raster(source)
    before, after = opened(source), opened(data)
    assert (kind, pixels) == (name.partition(" ")[0].rstrip(","), after.width * after.height)
    assert NOTE not in data
    assert after.mode == before.mode
    assert after.tobytes() == before.tobytes()
    assert getattr(after, "n_frames", 1) == (2 if "animated" in name else 1)
    assert not set(after.info) & {"exif", "xmp", "comment", "icc_profile", "Author", "Comment"}
    assert strip_raster(data) == (kind, pixels, data)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_what_lies_on_its_side_is_turned(kind: str, orientation: int) -> None:
    source = encoded(corners(), kind, exif=_exif(orientation))
    _, _, data = strip_raster(source)
    upright = ImageOps.exif_transpose(opened(source)).convert("RGB")
    after = opened(data).convert("RGB")
    assert after.size == upright.size
    for place in ((4, 4), (after.width - 4, 4), (4, after.height - 4)):
        near = zip(after.getpixel(place), upright.getpixel(place), strict=True)
        assert all(abs(one - other) < 12 for one, other in near)
    assert NOTE not in data


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_other_colours_become_srgb(kind: str) -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    source = encoded(corners(), kind, icc_profile=lab)
    _, _, data = strip_raster(source)
    assert "icc_profile" not in opened(data).info
    assert opened(data).size == (80, 48)


def test_a_camera_s_jpeg_is_upright_and_bare() -> None:
    _, _, data = strip_raster(jpeg_with_metadata(6, (80, 48)))
    assert opened(data).size == (48, 80)
    assert b"Exif" not in data


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"text",
        picture("GIF"),
        encoded(corners(), "BMP"),
        encoded(corners(), "TIFF"),
        SOURCES["PNG"][:60],
        SOURCES["JPEG"][:300],
        SOURCES["JPEG"][:-200],
        SOURCES["WEBP"][:50],
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I4s", 2**31, b"IHDR"),
        png_header(40_000, 30_000),
        SOURCES["PNG"].replace(zlib.compress(b"x")[:2], b"\0\0"),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes) -> None:
    with pytest.raises(ImageProblem):
        strip_raster(data)


def test_damage_never_raises_anything_else() -> None:
    for source in SOURCES.values():
        for cut in range(0, len(source), max(1, len(source) // 25)):
            for broken in (source[:cut], source[:cut] + b"\xff" * 8 + source[cut + 8 :]):
                try:
                    _, _, data = strip_raster(broken)
                except ImageProblem:
                    continue
                Image.open(io.BytesIO(data)).load()


def _url(data: bytes, head: str = "data:image/png;base64,") -> str:
    return head + base64.b64encode(data).decode()


PLAIN = picture()


@pytest.mark.parametrize(
    "url",
    [
        _url(PLAIN),
        _url(PLAIN, "DATA:IMAGE/PNG;BASE64,"),
        _url(PLAIN, "data:image/png;charset=utf-8;base64,"),
        _url(PLAIN, "data:image/jpeg;base64,"),
        _url(PLAIN).replace("+", "%2B").replace("=", "%3D"),
        _url(PLAIN).rstrip("="),
        _url(PLAIN)[:60] + " \n\t" + _url(PLAIN)[60:],
        _url(PLAIN) + "#fragment",
    ],
)
def test_urls_are_written_in_one_way(url: str) -> None:
    assert Embedded().clean(url) == _url(strip_raster(PLAIN)[2])


@pytest.mark.parametrize(
    "url",
    [
        "",
        "data:,",
        "data:image/png,AAAA",
        "data:image/png;base64,",
        "data:image/png;base64,!!!!",
        "data:image/svg+xml;base64," + base64.b64encode(b"<svg/>").decode(),
        _url(PLAIN, "data:text/html;base64,"),
        _url(PLAIN, "data:image/gif;base64,"),
        _url(picture("GIF")),
        _url(b"<script>"),
        " " + _url(PLAIN),
    ],
)
def test_anything_else_is_nothing(url: str) -> None:
    assert Embedded().clean(url) == ""


def test_fonts_are_told_by_their_bytes() -> None:
    font = b"wOF2" + bytes(40)
    head = "data:application/octet-stream;base64,"
    assert Embedded().clean_font(_url(font, head)) == _url(font, "data:font/woff2;base64,")
    assert Embedded().clean_font(_url(font, "data:text/html;base64,")) == ""
    assert Embedded().clean_font(_url(b"<script>", "data:font/woff2;base64,")) == ""


def test_all_pictures_of_a_file_count_together() -> None:
    many = Embedded()
    plain = encoded(Image.new("1", (8000, 5000)), "PNG", compress_level=9)
    for number in range(3):
        notes = PngImagePlugin.PngInfo()
        notes.add_text("n", str(number))
        assert many.clean(_url(encoded(opened(plain), "PNG", pnginfo=notes)))
    notes.add_text("n", "4")
    with pytest.raises(ImageProblem) as caught:
        many.clean(_url(encoded(opened(plain), "PNG", pnginfo=notes)))
    assert caught.value.problem.code == "image-too-large"
