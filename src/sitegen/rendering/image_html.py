"""Write the HTML of images: placeholders until they have loaded, links that open them."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Protocol

from sitegen.model import ImageSize

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sitegen.model import ImageSet, ImageSource, Picture
    from sitegen.rendering.layout import Layout

__all__ = ["AT_ONCE", "LATER", "picture_html", "render_picture"]


class _ImageFiles(Protocol):
    """The URLs of an image set, or a view of one."""

    @property
    def src(self) -> str: ...
    @property
    def srcset(self) -> str: ...
    @property
    def sources(self) -> tuple[ImageSource, ...]: ...
    @property
    def color(self) -> str: ...
    @property
    def grid(self) -> tuple[str, ...]: ...


_COLUMNS = 4
#: How the image of what is further down comes, and that of what is seen first: with the page, not
#: after it has been painted without.
LATER = {"loading": "lazy", "decoding": "async"}
AT_ONCE = {"decoding": "sync"}


def picture_html(
    picture: Picture, layout: Layout, column: int, *, lazy: bool, label: str = ""
) -> str:
    """Return an image of a page's text, in a link to its largest file if a reader can open it.

    The text is at most `column` pixels wide. With `lazy`, the image is loaded when it comes near;
    `label` names the link if the image has no text.
    """
    image = picture.image
    width, height = _size(picture, column)
    is_sized = picture.size != ImageSize()
    sizes = layout.picture_sizes(picture, min(width, column) if is_sized else 0, column)
    attributes: dict[str, object] = {}
    if width and height:
        attributes |= {"width": width, "height": height}
    attributes["alt"] = picture.alt
    attributes |= LATER if lazy else AT_ONCE
    skipped = {"src", "srcset", "sizes"}
    attributes |= {name: value for name, value in picture.attributes if name not in skipped}
    html = render_picture(image, sizes, attributes)
    return _zoom_link(html, picture, label) if picture.opens(column) else html


def render_picture(image: _ImageFiles, sizes: str, attributes: Mapping[str, object]) -> str:
    """Return a picture in all its formats, with what shows until it has come.

    `attributes` are those of its `<img>`, beside the addresses.
    """
    own: dict[str, object] = {"src": image.src}
    if image.srcset:
        own |= {"srcset": image.srcset, "sizes": sizes}
    html = f"<img{_written({**own, **attributes})}>"
    if image.sources:
        better = (
            f'<source type="{each.type}" srcset="{escape(each.srcset)}" sizes="{escape(sizes)}">'
            for each in image.sources
        )
        html = f"<picture>{''.join(better)}{html}</picture>"
    if image.color:
        html = f'<span class="image">{_placeholder(image.color, image.grid)}{html}</span>'
    return html


def _zoom_link(html: str, picture: Picture, label: str) -> str:
    """Put an image into a link to its largest file, which works without scripts too."""
    name = "" if picture.alt else picture.caption or label
    if not picture.alt and not name:
        return html  # a link without a name helps nobody
    named = f' aria-label="{escape(name)}"' if name else ""
    address = escape(picture.large or picture.image.src)
    return f'<a class="zoom-link" href="{address}"{named}>{html}</a>'


def _size(picture: Picture, column: int) -> tuple[int, int]:
    """Return the size to declare: what its author gave is the box that it fits into.

    A share of the text column is never more than a phone can show.
    """
    size = picture.size
    asked = max(1, column * size.share // 100) if size.share else size.width
    return _fit(picture.image, asked, size.height)


def _fit(image: ImageSet, width: int, height: int) -> tuple[int, int]:
    """Return the largest size within these, 0 for any, in the image's own proportions.

    Only a drawing is enlarged.
    """
    if not (image.width and image.height):
        return width, height
    scales = [width / image.width] if width else []
    scales += [height / image.height] if height else []
    if not scales or not image.src.endswith(".svg"):
        scales.append(1)
    scale = min(scales)
    return max(1, round(image.width * scale)), max(1, round(image.height * scale))


@lru_cache(maxsize=1000)
def _placeholder(color: str, grid: tuple[str, ...]) -> str:
    """Draw an image in a dozen colours, which the stylesheet blurs: no inline style, no request."""
    rows = len(grid) // _COLUMNS
    ground = "#" + "".join(f"{round(part / 17):x}" for part in bytes.fromhex(color[1:]))
    spots = (
        f'<path fill="{spot}" d="M{index % _COLUMNS} {index // _COLUMNS}h1v1h-1z"/>'
        for index, spot in enumerate(grid)
        if spot != ground
    )
    box = f"0 0 {_COLUMNS} {max(1, rows)}"
    return (
        f'<svg viewBox="{box}" preserveAspectRatio="none" aria-hidden="true">'
        f'<path fill="{color}" d="M0 0h{_COLUMNS}v{max(1, rows)}H0z"/>{"".join(spots)}</svg>'
    )


def _written(attributes: Mapping[str, object]) -> str:
    return "".join(f' {name}="{escape(str(value))}"' for name, value in attributes.items())
