"""Pictures that open and galleries -> HTML. Without scripts, each is a link to its largest file."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from sitegen.model import Gallery, Picture

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sitegen.model import Resolved

__all__ = ["is_interactive", "opens", "render_gallery", "render_opening"]

#: A picture this many times as wide as the text column shows more when it is opened.
_WIDE = 1.5


def opens(picture: Picture, column: int) -> bool:
    """Tell whether a reader can open a picture; the text column is so many pixels wide."""
    if picture.interaction == "zoom-if-wide":
        return picture.image.width > _WIDE * column
    return picture.interaction == "zoom"


def is_interactive(fill: Resolved, column: int) -> bool:
    """Tell whether something needs the stylesheet and the script for figures."""
    if isinstance(fill, Picture):
        return fill.interaction == "compare" or bool(fill.columns) or opens(fill, column)
    return isinstance(fill, Gallery)


def render_opening(html: str, picture: Picture, label: str = "") -> str:
    """Make a link to its largest file of a picture; `label` names it if it has no text."""
    name = "" if picture.alt else picture.caption or label
    if not picture.alt and not name:
        return html  # a link without a name would help nobody
    named = f' aria-label="{escape(name)}"' if name else ""
    address = escape(picture.large or picture.image.src)
    return f'<a class="zoom-link" href="{address}"{named}>{html}</a>'


def render_gallery(gallery: Gallery, pictures: Sequence[str]) -> str:
    """Return a gallery as a list of its pictures, each with its caption."""
    own = dict(gallery.attributes)
    classes = " ".join(
        each
        for each in ("gallery-list", f"gallery-{gallery.columns}", own.pop("class", ""))
        if each
    )
    if gallery.label:
        own["aria-label"] = gallery.label
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in own.items())
    items = (
        f"<li>{html}{_caption(picture.caption)}</li>"
        for picture, html in zip(gallery.pictures, pictures, strict=True)
    )
    return f'<ul class="{escape(classes)}"{attributes}>{"".join(items)}</ul>'


def _caption(text: str) -> str:
    return f"<p>{escape(text)}</p>" if text else ""
