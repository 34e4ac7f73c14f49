"""A folder of images in a page's text."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, ClassVar

from sitegen.diagnostics import Problem
from sitegen.model.image import ImageUse
from sitegen.model.references.image_reference import Picture
from sitegen.model.references.reference import Reference, Resolved

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import PurePosixPath

    from sitegen.model.references.contexts import HtmlContext, SiteContext, SiteFiles

__all__ = ["Gallery", "GalleryReference"]


class Gallery(Resolved, frozen=True, tag="gallery"):
    """The images of a folder, each with its caption."""

    has_image: ClassVar[bool] = True

    label: str
    pictures: tuple[Picture, ...]
    attributes: tuple[tuple[str, str], ...] = ()
    columns: int = 0

    def html(self, page: HtmlContext) -> str:
        """Return a list of the images."""
        own = dict(self.attributes)
        given = own.pop("class", "")
        classes = f"gallery-list gallery-{self.columns} {given}".rstrip()
        if self.label:
            own["aria-label"] = self.label
        attributes = "".join(f' {name}="{escape(value)}"' for name, value in own.items())
        items = "".join(
            f"<li>{self._image(number, picture, page)}{_caption(picture.caption_html)}</li>"
            for number, picture in enumerate(self.pictures, start=1)
        )
        return f'<ul class="{escape(classes)}"{attributes}>{items}</ul>'

    def needs_figures(self, column: int) -> bool:
        """Return True: the stylesheet for figures arranges it."""
        del column
        return True

    def _image(self, number: int, picture: Picture, page: HtmlContext) -> str:
        label = f"{self.label} {number}".strip()
        return page.picture(picture, lazy=page.lazy or number > 1, label=label)


class GalleryReference(Reference, frozen=True, kw_only=True, tag="gallery"):
    """A folder of images; the slot takes a list of them. Without `zoom`, they cannot be opened."""

    label: str
    attributes: tuple[tuple[str, str], ...] = ()
    use: ImageUse = ImageUse()
    zoom: bool = True
    columns: int = 0
    resolved: ClassVar[type[Resolved]] = Gallery

    def resolve(self, site: SiteContext) -> Gallery | Problem:
        """Plan the files of all images."""
        images = site.gallery(self.target)
        if isinstance(images, Problem):
            return images
        pictures = (
            Picture(
                image=site.responsive(info, self.use),
                alt=caption.alt,
                attributes=(),
                interaction="zoom" if self.zoom else "",
                large=site.largest(info) if self.zoom else "",
                caption=caption.text,
                caption_html=caption.html,
                columns=self.columns,
            )
            for info, caption in images
        )
        return Gallery(
            label=self.label,
            pictures=tuple(pictures),
            attributes=self.attributes,
            columns=self.columns,
        )

    def needed_images(self, page: PurePosixPath, files: SiteFiles) -> Iterable[PurePosixPath]:
        """Return the images of the folder."""
        return files.images_in(page, self.target)

    def needed_files(self, page: PurePosixPath, files: SiteFiles) -> Iterable[PurePosixPath]:
        """Return the captions files of the folder."""
        return files.captions_in(page, self.target)


def _caption(html: str) -> str:
    return f"<p>{html}</p>" if html else ""
