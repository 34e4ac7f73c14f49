"""Convert the colours of an image from its ICC profile to sRGB."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import lru_cache

from PIL import Image, ImageChops, ImageCms

__all__ = ["Converter", "gamma_converter", "lab_converter", "profile_converter"]

#: From an image in L, RGB, CMYK or LAB to one in L or RGB.
Converter = Callable[[Image.Image], Image.Image]

#: Colours that sRGB has stay what they are; black stays black, on whatever ink the profile counts.
_INTENT = ImageCms.Intent.RELATIVE_COLORIMETRIC
_FLAGS = ImageCms.Flags.BLACKPOINTCOMPENSATION
_SPACES = {"RGB ": "RGB", "GRAY": "L", "CMYK": "CMYK", "Lab ": "LAB"}
#: So far apart in 256 nobody sees a difference: the profile is sRGB by another name.
_SAME = 2
_STEPS = (0, 32, 64, 96, 128, 160, 192, 224, 255)
#: The exponent that PNGs for screens carry. Browsers do not convert these.
_SCREEN_GAMMA = 0.45455
_SCREEN_SPREAD = 0.02
#: Beyond, a gamma is a mistake.
_DARKEST, _BRIGHTEST = 0.05, 5.0
#: Below this share of light, sRGB is a straight line (IEC 61966-2-1).
_LINEAR = 0.0031308


@lru_cache(maxsize=16)  # a camera's pictures all hold the same
def profile_converter(profile: bytes, mode: str) -> Converter | None:
    """Return what makes an image of this mode sRGB; None for a profile that changes nothing.

    `mode` is L, RGB or CMYK. A damaged profile, or one for other kinds of images, changes nothing.
    """
    try:
        embedded = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        space = _SPACES.get(embedded.profile.xcolor_space, "")
        if space != mode and (space, mode) != ("RGB", "L"):
            return None
        transform = _transform(embedded, space)
        if space != "CMYK" and _changes_nothing(transform, space):
            return None
    except (ImageCms.PyCMSError, OSError, TypeError, ValueError):
        return None

    def convert(image: Image.Image) -> Image.Image:
        made = transform.apply(image if image.mode == space else image.convert(space))
        return made.getchannel("G") if mode == "L" else made

    return convert


@lru_cache(maxsize=1)
def lab_converter() -> Converter:
    """Return what makes an image in CIE L*a*b* sRGB."""
    # The usual table of colours is too coarse for a space that is mostly out of sight.
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    return _transform(lab, "LAB", ImageCms.Flags.HIGHRESPRECALC).apply


def gamma_converter(gamma: float) -> Converter | None:
    """Return what makes samples with a PNG's gAMA sRGB; None where browsers change nothing."""
    if not _DARKEST < gamma < _BRIGHTEST or abs(gamma - _SCREEN_GAMMA) < _SCREEN_SPREAD:
        return None
    table = [round(255 * _srgb((value / 255) ** (1 / gamma))) for value in range(256)]

    def convert(image: Image.Image) -> Image.Image:
        return image.point(table * len(image.getbands()))

    return convert


def _transform(
    embedded: ImageCms.ImageCmsProfile,
    mode: str,
    flags: ImageCms.Flags = ImageCms.Flags.NONE,
) -> ImageCms.ImageCmsTransform:
    screen = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    return ImageCms.buildTransform(embedded, screen, mode, "RGB", _INTENT, _FLAGS | flags)


def _changes_nothing(transform: ImageCms.ImageCmsTransform, mode: str) -> bool:
    if mode == "L":
        probe = Image.frombytes("L", (256, 1), bytes(range(256)))
    else:
        colours = bytes(part for r in _STEPS for g in _STEPS for b in _STEPS for part in (r, g, b))
        probe = Image.frombytes("RGB", (len(_STEPS) ** 3, 1), colours)
    difference = ImageChops.difference(transform.apply(probe), probe.convert("RGB"))
    return not any(sum(band.histogram()[_SAME + 1 :]) for band in difference.split())


def _srgb(light: float) -> float:
    """Return the sRGB value of a share of light."""
    return 12.92 * light if light <= _LINEAR else 1.055 * light ** (1 / 2.4) - 0.055
