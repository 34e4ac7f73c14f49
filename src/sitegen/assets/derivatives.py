"""Pixels -> the files that were planned. Decodes once, whatever the number of variants."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image, ImageCms

from sitegen.assets.inspection import DECODER_ERRORS, ImageProblem, open_image, read_orientation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sitegen.model import Variant

__all__ = ["make_variants"]

_WHITE = (255, 255, 255)
#: What makes an image of each EXIF orientation upright; Pillow's own function also rewrites the
#: metadata, and fails on some of it.
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
#: WebP method 2: a third of the time of method 4 for a tenth more bytes, at 800 to 1600 pixels.
_WEBP_METHOD = 2
#: Box-reduce first where twice the detail remains: half the time, no visible difference.
_GAP = 1.5


def make_variants(data: bytes, variants: Iterable[Variant]) -> Iterator[tuple[Variant, bytes]]:
    """Yield each variant with its bytes, the largest first. Raises ImageProblem.

    Each is made from the image decoded for its `side`, never from another variant: its bytes must not
    depend on which others are wanted.

    The pixels are rebuilt: orientation is applied, and no metadata of the source survives.
    """
    wanted = sorted(variants, key=lambda each: (-each.width, str(each.output)))
    images = {side: _decode(data, side) for side in {variant.side for variant in wanted}}
    sized: dict[tuple[object, ...], Image.Image] = {}
    for variant in wanted:
        shape = (variant.width, variant.height, variant.crop, variant.focus, variant.side)
        if shape not in sized:
            sized[shape] = _resize(images[variant.side], variant)
        yield variant, _encode(sized[shape], variant)


def _decode(data: bytes, side: int) -> Image.Image:
    image = open_image(data)
    try:
        image.draft(None, (side, side))
        image.load()
        profile = image.info.get("icc_profile")
        turn = _UPRIGHT.get(read_orientation(image))
        upright = image.transpose(turn) if turn is not None else image
        plain = _plain_mode(upright)
        if profile and plain.mode in {"RGB", "L"}:
            plain = _to_srgb(upright, plain, profile)
    except DECODER_ERRORS as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise ImageProblem(
            "image-broken", f"it cannot be read: {reason}", "export it again"
        ) from error
    plain.info = {}
    return plain


def _plain_mode(image: Image.Image) -> Image.Image:
    """Return the image as L, RGB or RGBA; 16-bit greys are scaled, not clipped."""
    if image.mode in {"L", "RGB", "RGBA"}:
        return image if "transparency" not in image.info else image.convert("RGBA")
    if image.mode.startswith("I"):
        wide = image.convert("I")
        return wide.point(lambda value: value * (1 / 257)).convert("L")
    if image.mode == "1":
        return image.convert("L")
    if image.mode in {"LA", "PA", "La", "RGBa"} or "transparency" in image.info:
        return image.convert("RGBA")
    return image.convert("RGB")


def _to_srgb(original: Image.Image, plain: Image.Image, profile: bytes) -> Image.Image:
    """Convert from the embedded profile; an unusable profile leaves the pixels as they are."""
    source = original if original.mode == "CMYK" else plain
    try:
        embedded = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(
            source, embedded, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, *DECODER_ERRORS):
        return plain
    return converted if converted is not None else plain


def _resize(image: Image.Image, variant: Variant) -> Image.Image:
    size = (variant.width, variant.height)
    if not variant.crop:
        if image.size == size:
            return image
        return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=_GAP)
    if image.width >= size[0] and image.height >= size[1]:
        box = _middle(image, size[0] / size[1])
        return image.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=_GAP)
    # Never enlarged: a small image stands in the middle of its own average colour.
    canvas = Image.new("RGB", size, _average(image))
    whole = image.copy()
    whole.thumbnail(size, Image.Resampling.LANCZOS)
    place = ((size[0] - whole.width) // 2, (size[1] - whole.height) // 2)
    canvas.paste(whole, place, whole if whole.mode == "RGBA" else None)
    return canvas


def _middle(image: Image.Image, ratio: float) -> tuple[float, float, float, float]:
    """Return the largest box of this ratio in the middle of the image."""
    width = min(image.width, image.height * ratio)
    height = width / ratio
    left, top = (image.width - width) / 2, (image.height - height) / 2
    return (left, top, left + width, top + height)


def _average(image: Image.Image) -> tuple[int, int, int]:
    pixel = _flat(image).resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    red, green, blue = pixel if isinstance(pixel, tuple) else (255, 255, 255)
    return int(red), int(green), int(blue)


def _flat(image: Image.Image) -> Image.Image:
    """Return the image in RGB, transparency on white."""
    if image.mode != "RGBA":
        return image.convert("RGB")
    canvas = Image.new("RGB", image.size, _WHITE)
    canvas.paste(image, mask=image)
    return canvas


def _encode(image: Image.Image, variant: Variant) -> bytes:
    out = io.BytesIO()
    if variant.format == "JPEG":
        flat = image if image.mode == "L" else _flat(image)
        flat.save(out, "JPEG", quality=variant.quality, optimize=True)
    elif variant.format == "AVIF":
        image.save(out, "AVIF", quality=variant.quality, speed=8, max_threads=1)
    elif variant.format == "WEBP":
        image.save(out, "WEBP", quality=variant.quality, method=_WEBP_METHOD)
    else:
        image.save(out, "PNG", compress_level=6)
    return out.getvalue()
