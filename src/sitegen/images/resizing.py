"""Scale and crop images with a Lanczos filter.

The filter works on the stored values and not in linear light, as in browsers, sharp and Hugo.
Linear light would be right for stars on black, but it needs more than eight bits and every pixel of
the source; `docs/decisions/` has the measurements.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from sitegen.images.decoding import Decoded
    from sitegen.model import Variant

__all__ = ["average_color", "crop_box", "flatten", "needed_scale", "resize"]

Box = tuple[float, float, float, float]

#: Average squares first where twice the detail remains: less time, 48 dB away from Lanczos alone.
_GAP = 2.0


def crop_box(size: tuple[int, int], ratio: float, focus: tuple[float, float]) -> Box:
    """Return the largest box of this ratio whose centre is as near to the focus as it can be."""
    width = min(size[0], size[1] * ratio)
    height = min(size[1], width / ratio)  # which may be a hair more
    left = min(max(focus[0] * size[0] - width / 2, 0), size[0] - width)
    top = min(max(focus[1] * size[1] - height / 2, 0), size[1] - height)
    return (left, top, left + width, top + height)


def needed_scale(size: tuple[int, int], variant: Variant) -> float:
    """Return what share of the source's resolution a variant needs: 1 is all of it."""
    if not variant.crop:
        return min(1.0, max(variant.width / size[0], variant.height / size[1]))
    width = min(size[0], size[1] * variant.width / variant.height)
    return min(1.0, variant.width / width)


def resize(decoded: Decoded, variant: Variant) -> Image.Image:
    """Return an image of the variant's size, in L, RGB or RGBA; `decoded` stays as it is."""
    image, size = decoded.image, (variant.width, variant.height)
    if not variant.crop:
        return _finished(_scale(image, size, decoded.box))
    if decoded.size[0] >= size[0] and decoded.size[1] >= size[1]:
        box = crop_box(decoded.size, size[0] / size[1], variant.focus)
        return _finished(_scale(image, size, _within(decoded, box)))
    return _on_its_colour(decoded, variant)


def _scale(image: Image.Image, size: tuple[int, int], box: Box) -> Image.Image:
    if image.size == size and box == (0, 0, *size):
        return image
    return image.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=_GAP)


def _within(decoded: Decoded, box: Box) -> Box:
    """Return a box of the source as one of the decoded image."""
    left, top, right, bottom = decoded.box
    across, down = (right - left) / decoded.size[0], (bottom - top) / decoded.size[1]
    return (
        left + box[0] * across,
        top + box[1] * down,
        min(right, left + box[2] * across),
        min(bottom, top + box[3] * down),
    )


def _finished(image: Image.Image) -> Image.Image:
    return image.convert("RGBA") if image.mode == "RGBa" else image


def _on_its_colour(decoded: Decoded, variant: Variant) -> Image.Image:
    """Never enlarge: a small image is centred on its own average colour."""
    size = (variant.width, variant.height)
    share = min(1.0, size[0] / decoded.size[0], size[1] / decoded.size[1])
    width, height = (max(1, round(side * share)) for side in decoded.size)
    whole = flatten(_finished(_scale(decoded.image, (width, height), decoded.box)), variant)
    canvas = Image.new("RGB", size, average_color(whole))
    canvas.paste(whole, ((size[0] - width) // 2, (size[1] - height) // 2))
    return canvas


def average_color(image: Image.Image) -> tuple[int, int, int]:
    """Return the average of all pixels of an image without transparency."""
    red, green, blue = image.convert("RGB").resize((1, 1), Image.Resampling.BOX).tobytes()
    return red, green, blue


def flatten(image: Image.Image, variant: Variant) -> Image.Image:
    """Return the image without transparency: the variant's background shows through."""
    if image.mode != "RGBA":
        return image
    color = tuple(bytes.fromhex(variant.background.removeprefix("#")))
    canvas = Image.new("RGB", image.size, color)
    canvas.paste(image, mask=image)
    return canvas
