"""Links and pictures of a body -> HTML."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from sitegen.model import Link

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sitegen.model import Picture

__all__ = ["render_fragment"]

#: As wide as the text column of the theme, or the screen.
_SIZES = "(min-width: 48rem) 44rem, 100vw"


def render_fragment(parts: tuple[str, ...], fills: tuple[Link | Picture, ...]) -> str:
    """Join literal HTML with that of what fills the gaps between."""
    pieces = [parts[0]]
    for fill, part in zip(fills, parts[1:], strict=True):
        pieces.append(escape(fill.url) if isinstance(fill, Link) else _picture(fill))
        pieces.append(part)
    return "".join(pieces)


def _picture(picture: Picture) -> str:
    image = picture.image
    own = dict(picture.attributes)
    width, height = _size(own, image.width, image.height)
    sizes = f"{width}px" if "width" in own else _SIZES
    attributes: dict[str, object] = {"src": image.src}
    if image.srcset:
        attributes |= {"srcset": image.srcset, "sizes": sizes}
    if width and height:
        attributes |= {"width": width, "height": height}
    attributes |= {"alt": picture.alt, "loading": "lazy", "decoding": "async"}
    skipped = {"src", "srcset", "sizes", "width", "height"}
    attributes |= {name: value for name, value in own.items() if name not in skipped}
    img = f"<img{_written(attributes)}>"
    if not image.webp:
        return img
    source = {"type": "image/webp", "srcset": image.webp, "sizes": sizes}
    return f"<picture><source{_written(source)}>{img}</picture>"


def _size(own: dict[str, str], width: int, height: int) -> tuple[int, int]:
    """Return the size to declare; one that its author gave keeps the image's proportions."""
    asked = int(own["width"]) if own.get("width", "").isdigit() else 0
    tall = int(own["height"]) if own.get("height", "").isdigit() else 0
    if asked and width:
        return asked, tall or max(1, round(height * asked / width))
    if tall and height:
        return max(1, round(width * tall / height)), tall
    return width, height


def _written(attributes: Mapping[str, object]) -> str:
    return "".join(f' {name}="{escape(str(value))}"' for name, value in attributes.items())
