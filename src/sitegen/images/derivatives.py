"""Make the planned files of an image, decoding it only once."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sitegen.images.animation import make_animations
from sitegen.images.decoding import Decoder, can_shrink
from sitegen.images.encoding import check_size, encode
from sitegen.images.formats import reopen_image, upright_size
from sitegen.images.resizing import needed_scale, resize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from PIL.ImageFile import ImageFile

    from sitegen.images.decoding import Decoded
    from sitegen.model import Variant

__all__ = ["make_variants"]


def make_variants(data: bytes, variants: Iterable[Variant]) -> Iterator[tuple[Variant, bytes]]:
    """Yield each variant with its bytes, the largest first. Raises ImageProblem.

    Each is made from the image decoded for its `side`, never from another variant: its bytes must
    not depend on which others are wanted.

    The pixels are rebuilt: orientation is applied, and no metadata of the source survives.
    """
    wanted = sorted(variants, key=lambda each: (-each.width, str(each.output)))
    for variant in wanted:
        check_size(variant)
    moving = [variant for variant in wanted if variant.frames > 1]
    yield from make_animations(data, moving)
    still = [variant for variant in wanted if variant.frames == 1]
    if not still:
        return
    opened = [reopen_image(data)]
    for shrink, group in sorted(_groups(opened[0], still).items()):
        # An opened image can be decoded once; in nearly all cases that is enough. Nothing holds its
        # pixels any longer while what was made of them is encoded.
        image = opened.pop() if opened else reopen_image(data)
        decoded = Decoder(image, shrink).whole()
        del image
        yield from _make(decoded, group)


def _groups(image: ImageFile, variants: list[Variant]) -> dict[int, list[Variant]]:
    """Return the variants by how small the image may be decoded for them.

    Usually it is the same for all; only a crop that needs more detail than its `side` tells is
    decoded by itself.
    """
    groups: dict[int, list[Variant]] = defaultdict(list)
    size = upright_size(image)
    for variant in variants:
        least = max(needed_scale(size, variant), min(1.0, variant.side / max(size)))
        groups[can_shrink(image, 1 / least)].append(variant)
    return groups


def _make(decoded: Decoded, variants: list[Variant]) -> Iterator[tuple[Variant, bytes]]:
    shapes: dict[tuple[object, ...], list[Variant]] = defaultdict(list)
    for each in variants:
        shapes[each.width, each.height, each.crop, each.focus, each.background].append(each)
    for group in shapes.values():
        image = resize(decoded, group[0])
        for variant in group:
            yield variant, encode(image, variant)
