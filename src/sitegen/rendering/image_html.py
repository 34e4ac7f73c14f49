"""Links and pictures -> HTML."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Protocol

from sitegen.model import Gallery, ImageSize, Link, Picture
from sitegen.rendering.figure_html import is_interactive, opens, render_gallery, render_opening
from sitegen.rendering.layout import picture_sizes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sitegen.model import ImageSet, ImageSource, Resolved

__all__ = ["has_figures", "render_fragment", "render_picture"]


class Shown(Protocol):
    """An image set, or a view of one."""

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


def has_figures(resolved: Iterable[Resolved], column: int) -> bool:
    """Tell whether a page needs the stylesheet and the script for figures."""
    return any(is_interactive(fill, column) for fill in resolved)


def render_fragment(
    parts: tuple[str, ...], resolved: tuple[Resolved, ...], column: int, *, eager: bool = False
) -> str:
    """Join literal HTML with that of what fills the gaps between.

    The text is at most `column` pixels wide. With `eager`, the first picture is loaded at once; all
    others when they come near.
    """
    pieces = [parts[0]]
    waiting = eager
    for fill, part in zip(resolved, parts[1:], strict=True):
        if isinstance(fill, Link):
            pieces.append(escape(fill.url))
        else:
            if isinstance(fill, Gallery):
                pieces.append(_gallery(fill, column, lazy=not waiting))
            else:
                pieces.append(_body_picture(fill, column, lazy=not waiting))
            waiting = False
        pieces.append(part)
    return "".join(pieces)


def render_picture(image: Shown, sizes: str, attributes: Mapping[str, object]) -> str:
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


def _gallery(gallery: Gallery, column: int, *, lazy: bool) -> str:
    pictures = []
    for number, each in enumerate(gallery.pictures, start=1):
        label = f"{gallery.label} {number}".strip()
        pictures.append(_body_picture(each, column, lazy=lazy or number > 1, label=label))
    return render_gallery(gallery, pictures)


def _body_picture(picture: Picture, column: int, *, lazy: bool, label: str = "") -> str:
    image = picture.image
    width, height = _size(picture, column)
    is_sized = picture.size != ImageSize()
    sizes = picture_sizes(picture, min(width, column) if is_sized else 0, column)
    attributes: dict[str, object] = {}
    if width and height:
        attributes |= {"width": width, "height": height}
    attributes["alt"] = picture.alt
    if lazy:
        attributes["loading"] = "lazy"
    attributes["decoding"] = "async"
    skipped = {"src", "srcset", "sizes"}
    attributes |= {name: value for name, value in picture.attributes if name not in skipped}
    html = render_picture(image, sizes, attributes)
    return render_opening(html, picture, label) if opens(picture, column) else html


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
