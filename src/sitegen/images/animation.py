"""Count the frames of an animation, and convert it to an animated WebP."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING

from sitegen.images.decoding import Decoder
from sitegen.images.encoding import WEBP_METHOD
from sitegen.images.formats import reading, reopen_image
from sitegen.images.image_problem import IMAGE_BROKEN, IMAGE_FORMAT, ImageProblem
from sitegen.images.resizing import resize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image
    from PIL.ImageFile import ImageFile

    from sitegen.model import Variant

__all__ = ["count_frames", "make_animations"]

#: Browsers show a picture that asks for 10 ms or less as long as this, in milliseconds.
_SHORTEST, _INSTEAD = 10, 100
_GIF_HEAD, _GIF_PLACE = 13, 9
_EXTENSION, _PICTURE, _END, _PALETTE = 0x21, 0x2C, 0x3B, 0x80
#: TIFF's NewSubfileType: a smaller copy, or a mask, of another page.
_SUBFILE, _NO_PAGE, _MOST_COPIES = 254, 0b101, 32


def count_frames(image: ImageFile, data: bytes) -> int:
    """Return the pictures of an opened file's animation, 1 where nothing moves.

    Raises ImageProblem for pages of a document, of which none is the image.
    """
    if image.format == "MPO":  # a telephone's picture, with a depth map or a preview behind it
        return 1
    if image.format == "GIF":
        return _count_gif(data, image.size)
    with reading():
        if image.format == "TIFF":
            _refuse_pages(image)
            return 1
        frames = getattr(image, "n_frames", 1) - bool(getattr(image, "default_image", False))
    return max(1, frames)


def _count_gif(data: bytes, size: tuple[int, int]) -> int:
    """Count without decoding. Refuse pictures beyond the screen, which may be four gigapixels."""
    frames, place = 0, _GIF_HEAD + _palette(data[10])
    try:
        while place < len(data) and data[place] != _END:
            if data[place] not in {_EXTENSION, _PICTURE}:
                place += 1
                continue
            if data[place] == _PICTURE:
                frames += 1
                left, top, width, height = struct.unpack_from("<4H", data, place + 1)
                if left + width > size[0] or top + height > size[1]:
                    raise _too_large()
                place += _GIF_PLACE + _palette(data[place + _GIF_PLACE])
            place += 2
            while data[place]:
                place += data[place] + 1
            place += 1
    except (IndexError, struct.error) as error:
        raise ImageProblem(IMAGE_BROKEN, "it is cut off", "export it again") from error
    return max(1, frames)


def _too_large() -> ImageProblem:
    message = "one of its pictures is larger than the first"
    return ImageProblem(IMAGE_BROKEN, message, "export it again")


def _palette(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & _PALETTE else 0


def _refuse_pages(image: ImageFile) -> None:
    for page in range(1, _MOST_COPIES):
        try:
            image.seek(page)
        except EOFError:
            break
        if not getattr(image, "tag_v2", {}).get(_SUBFILE, 0) & _NO_PAGE:
            message = "it holds several pages"
            raise ImageProblem(IMAGE_FORMAT, message, "save the one to be shown by itself")
    image.seek(0)


def make_animations(data: bytes, variants: list[Variant]) -> Iterator[tuple[Variant, bytes]]:
    """Yield each variant as an animated WebP that keeps durations and repetitions."""
    if variants:
        count_frames(reopen_image(data), data)  # and refuse what would need much memory
    for variant in variants:
        pictures: list[Image] = []
        durations: list[int] = []
        for picture, duration in _pictures(data, variant):
            pictures.append(picture)
            durations.append(duration)
        out = io.BytesIO()
        pictures[0].save(
            out,
            "WEBP",
            save_all=True,
            append_images=pictures[1:],
            duration=durations,
            loop=_repetitions(reopen_image(data)),
            background=(0, 0, 0, 0),
            quality=variant.quality,
            method=WEBP_METHOD,
            allow_mixed=variant.flat,
        )
        yield variant, out.getvalue()


def _pictures(data: bytes, variant: Variant) -> Iterator[tuple[Image, int]]:
    """Yield the pictures, resized, and how long each is shown, in milliseconds."""
    image = reopen_image(data)
    size = image.size
    first = int(getattr(image, "default_image", False))
    for number in range(first, first + variant.frames):
        with reading():
            image.seek(number)
            if image.size != size:
                raise _too_large()
            image.load()
            duration = round(image.info.get("duration", 0))
        picture = resize(Decoder(image).whole(), variant)
        yield picture, duration if duration > _SHORTEST else _INSTEAD


def _repetitions(image: ImageFile) -> int:
    """Return how often the animation is shown, 0 for ever; a GIF counts the repetitions."""
    loop = image.info.get("loop", 0 if image.format != "GIF" else None)
    if image.format != "GIF":
        return int(loop or 0)
    return 1 if loop is None else loop + 1 if loop else 0
