"""Read what an image in a page's HTML refers to: a picture, a comparison or a gallery."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sitegen.content.div_attributes import check_class
from sitegen.content.image_attributes import NOT_CUT, read_size, read_use
from sitegen.content.image_texts import plain_image_text
from sitegen.content.syntax.inline_footnotes import MISPLACED_FOOTNOTE
from sitegen.diagnostics import Problem, Severity, declare
from sitegen.model import GalleryReference, ImageReference, ImageUse
from sitegen.model.references.image_reference import IMAGE_ATTRIBUTE

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from selectolax.lexbor import LexborNode

__all__ = ["IMAGE_ALT", "read_image"]

IMAGE_ALT = declare("image-alt", Severity.WARNING)

_FOOTNOTE_IN_TEXT = Problem(
    MISPLACED_FOOTNOTE,
    "a footnote in the text of an image without a caption is left out",
    "write it behind the image",
)
#: Told elsewhere, or only to us.
_NOT_KEPT = frozenset(
    {"src", "alt", "width", "height", "focus", "ratio"}
    | {"interaction", "beside", "columns", "caption", "place", "captioned"}
)
_GALLERIES = frozenset({"gallery", "still-gallery"})


def read_image(
    node: LexborNode,
    target: str,
    place: tuple[int, int],
    grids: Container[str],
    report: Callable[[Problem, LexborNode, str], None],
) -> ImageReference | GalleryReference:
    """Return the reference of an `<img>` whose source is `target`, a path.

    `place` are its line and column, `grids` the classes of the theme's grids. `report` gets what is
    wrong, the node, and which part of its source is meant.
    """
    attributes = node.attributes
    size, mistakes = read_size(attributes)
    for message in mistakes:
        hint = "write a whole number, from 1 to 99999"
        report(Problem(IMAGE_ATTRIBUTE, message, hint), node, message.partition("'")[0])
    use = _read_use(node, report)
    for name in (attributes.get("class") or "").split():
        misspelt = check_class(name)
        if misspelt:
            report(misspelt, node, name)
    alt, has_footnote = plain_image_text(attributes.get("alt") or "")
    if has_footnote:
        report(_FOOTNOTE_IN_TEXT, node, "")
    line, column = place
    kept = tuple((n, value or "") for n, value in attributes.items() if n not in _NOT_KEPT)
    columns = int(attributes.get("columns") or 0)
    interaction: Any = attributes.get("interaction") or ""
    if interaction in _GALLERIES:
        return GalleryReference(
            target=target,
            line=line,
            column=column,
            label=alt,
            attributes=kept,
            use=use,
            zoom=interaction == "gallery",
            columns=columns,
        )
    if not alt and attributes.get("role") != "presentation":
        message = f"the image '{target}' has no text for those who cannot see it"
        hint = "write ![what it shows](file), or {role=presentation} for an ornament"
        report(Problem(IMAGE_ALT, message, hint), node, "")
    return ImageReference(
        target=target,
        line=line,
        column=column,
        alt=alt,
        attributes=kept,
        use=use,
        size=size,
        interaction=interaction,
        beside=(attributes.get("beside") or "").strip(),
        columns=columns,
        within=_grid_around(node, grids),
    )


def _read_use(node: LexborNode, report: Callable[[Problem, LexborNode, str], None]) -> ImageUse:
    """Return how an image is cut; what is wrong with that is reported."""
    attributes = node.attributes
    use = ImageUse()
    try:
        use = read_use(attributes)
    except ValueError as error:
        wrong = "ratio=" if f"'{attributes.get('ratio')}'" in str(error) else "focus="
        report(Problem(IMAGE_ATTRIBUTE, str(error)), node, wrong)
    else:
        if "focus" in attributes and not use.ratio:
            hint = "write {ratio=1 focus=0.3,0.6}, or leave it out"
            report(Problem(IMAGE_ATTRIBUTE, NOT_CUT, hint), node, "focus=")
    return use


def _grid_around(node: LexborNode, grids: Container[str]) -> str:
    """Return the nearest grid of the theme in which a node stands."""
    above = node.parent
    while above is not None:
        for name in (above.attributes.get("class") or "").split():
            if name in grids:
                return name
        above = above.parent
    return ""
