"""Where in a page's source its images stand, for HTML trees keep no positions."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

__all__ = ["ImagePlace", "ImagePlaces", "number_images", "place_of"]

#: An image's address, and how many images with the same one stand before it.
ImagePlace = tuple[str, int]
#: Texts in brackets that are longer are not looked through: there may be thousands of brackets.
_IMAGE = re.compile(
    r"!\[(?:[^\]]|\](?!\()){0,500}?\]\(\s*(?P<written><[^>\n]*>|[^\s)]*)"
    r"|<img(?=\s)[^<>]*?\ssrc\s*=\s*(?P<html>\"[^\"]*\"|'[^']*'|[^\s>\"']+)",
    re.IGNORECASE,
)
_NUMBER = "place"


def number_images(root: LexborNode) -> None:
    """Note at each image, in an attribute, how many with the same address stand before it."""
    counted: dict[str, int] = {}
    for image in root.css("img"):
        target = (image.attributes.get("src") or "").strip()
        image.attrs[_NUMBER] = str(counted.get(target, 0))
        counted[target] = counted.get(target, 0) + 1


def place_of(image: LexborNode) -> ImagePlace:
    """Return the place that was noted."""
    attributes = image.attributes
    return (attributes.get("src") or "").strip(), int(attributes.get(_NUMBER) or 0)


class ImagePlaces:
    """The images of a source text, found once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: dict[str, list[int]] = {}
        for found in _IMAGE.finditer(text):
            written = found["written"]
            target = (written or found["html"] or "").strip("<>\"' ")
            # In HTML, attributes may stand before the address.
            start = found.start() if written is None else found.start("written")
            self._starts.setdefault(html.unescape(target), []).append(start)

    def find(self, wanted: str, place: ImagePlace) -> int:
        """Return where `wanted` stands at an image, or where the image does; -1 for nowhere."""
        target, number = place
        starts = self._starts.get(target, [])
        start = starts[number] if number < len(starts) else self._text.find(target)
        if start < 0:
            return -1
        end = self._text.find("\n\n", start)
        found = self._text.find(wanted, start, end if end >= 0 else None)
        return found if found >= 0 else start
