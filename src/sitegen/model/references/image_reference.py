"""An image in a page's text."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from sitegen.diagnostics import Problem, Severity, declare
from sitegen.model.image import ImageInfo, ImageSet, ImageSize, ImageUse
from sitegen.model.references.reference import Reference, Resolved

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import PurePosixPath

    from sitegen.model.references.contexts import HtmlContext, SiteContext, SiteFiles

__all__ = [
    "IMAGE_ATTRIBUTE",
    "IMAGE_COMPARISON",
    "ImageReference",
    "Interaction",
    "Picture",
]

IMAGE_ATTRIBUTE = declare("image-attribute", Severity.ERROR)
IMAGE_COMPARISON = declare("image-comparison", Severity.ERROR)

#: What a reader may do with an image: open it in full, the same if it is wider than the text, or
#: move the line between it and the image beside it.
Interaction = Literal["", "zoom", "zoom-if-wide", "compare"]

#: An image this many times as wide as the text column shows more when it is opened.
_WIDE = 1.5
#: Two images are compared only if their proportions differ by no more than rounding does.
_SAME_SHAPE = 0.01


class Picture(Resolved, frozen=True, tag="picture"):
    """An image with the URLs of its files.

    `large` is the URL of the file to open, `caption` the text below it in a gallery, and
    `caption_html` the same as HTML. `columns` is how many images share a row there, `within` the
    grid of the theme that it is in.
    """

    has_image: ClassVar[bool] = True

    image: ImageSet
    alt: str
    attributes: tuple[tuple[str, str], ...]
    size: ImageSize = ImageSize()
    interaction: Interaction = ""
    large: str = ""
    caption: str = ""
    caption_html: str = ""
    columns: int = 0
    within: str = ""

    def html(self, page: HtmlContext) -> str:
        """Return the image, in a link to its largest file if it opens."""
        return page.picture(self, lazy=page.lazy)

    def opens(self, column: int) -> bool:
        """Tell whether a reader can open it; `column` is the width of the text in pixels."""
        if self.interaction == "zoom-if-wide":
            return self.image.width > _WIDE * column
        return self.interaction == "zoom"

    def needs_figures(self, column: int) -> bool:
        """Tell whether it opens, is compared with another, or belongs to a gallery."""
        return self.interaction == "compare" or bool(self.columns) or self.opens(column)


class ImageReference(Reference, frozen=True, kw_only=True, tag="image"):
    """An image, as its author wrote it; the slot takes a whole element.

    `beside` is the target of the image that it is compared with, `columns` how many images of its
    gallery share a row, 0 outside galleries, `within` the grid that it is in. `caption` is the text
    of which `alt` is made, if that has references, with marks for these.
    """

    alt: str
    attributes: tuple[tuple[str, str], ...] = ()
    use: ImageUse = ImageUse()
    size: ImageSize = ImageSize()
    interaction: Interaction = ""
    beside: str = ""
    columns: int = 0
    within: str = ""
    caption: str = ""
    resolved: ClassVar[type[Resolved]] = Picture

    def resolve(self, site: SiteContext) -> Picture | Problem:
        """Plan the files of the image."""
        info = site.image(self.target)
        if isinstance(info, Problem):
            return info
        problem = self._check(info, site)
        if problem:
            return problem
        image = site.responsive(info, self.use)
        opens = self.interaction == "zoom" or (
            self.interaction == "zoom-if-wide" and site.may_open(image)
        )
        return Picture(
            image=image,
            alt=self.alt,
            attributes=self.attributes,
            size=self.size,
            interaction=self.interaction,
            large=site.largest(info) if opens else "",
            columns=self.columns,
            within=self.within,
        )

    def unresolved(self) -> str:
        """Return the text for those who cannot see the image."""
        return self.alt

    def needed_images(self, page: PurePosixPath, files: SiteFiles) -> Iterable[PurePosixPath]:
        """Return the image."""
        path = files.locate(page, self.target)
        return (path,) if path else ()

    def _check(self, info: ImageInfo, site: SiteContext) -> Problem | None:
        if info.format == "SVG" and self.use.ratio:
            message = f"'{self.target}' is an SVG, which is not cut to a shape"
            return Problem(IMAGE_ATTRIBUTE, message, "leave out ratio, or export it as PNG")
        other = site.peek_image(self.beside) if self.beside else None
        if other is None or self.use.ratio or not (info.width and other.width):
            return None
        if abs(info.width * other.height / (info.height * other.width) - 1) <= _SAME_SHAPE:
            return None
        message = (
            f"'{self.beside}' has {other.width} × {other.height} pixels, "
            f"'{self.target}' {info.width} × {info.height}: another shape"
        )
        return Problem(IMAGE_COMPARISON, message, "cut both to the same shape")
