"""Gaps of a page -> links and pictures, now that every page and image is known."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from sitegen.diagnostics import Diagnostic, Location, Problem, ProblemError
from sitegen.graph.galleries import describe
from sitegen.model import (
    FeaturedImage,
    Fragment,
    Gallery,
    GalleryReference,
    ImageInfo,
    ImageReference,
    ImageUse,
    Link,
    LinkReference,
    Picture,
    Reference,
    Resolved,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import PurePosixPath

    from sitegen.graph.link_resolver import LinkResolver
    from sitegen.images.planning import ImagePlanner
    from sitegen.model import Captions, ImageSet, Inspected, ParsedPage

__all__ = ["Resolver"]

#: How high the theme shows the logo, in pixels; `theme/templates/partials/header.html` says it too.
LOGO_HEIGHT = 36
_REMOTE = re.compile(r"(https?:)?//", re.IGNORECASE)
#: The theme has no text so narrow that a figure of this width would open by itself.
_NARROW = 820
#: Pictures whose shapes differ by more than rounding cannot lie on each other.
_SAME_SHAPE = 0.01


@dataclass(slots=True)
class Resolver:
    """Fills the gaps of all pages; collects what was wrong with them."""

    linker: LinkResolver
    planner: ImagePlanner
    images: Mapping[PurePosixPath, Inspected]
    captions: Mapping[PurePosixPath, Captions]
    problems: list[Diagnostic] = field(default_factory=list)
    users: dict[PurePosixPath, list[str]] = field(default_factory=dict)
    #: Featured images by page, each with its text and the point that stays in sight.
    photos: dict[str, tuple[ImageInfo, str, tuple[float, float]]] = field(default_factory=dict)

    def fill(self, page: ParsedPage, fragment: Fragment | None) -> tuple[Resolved, ...]:
        """Resolve a fragment's references; one that cannot be is reported and left empty."""
        if fragment is None:
            return ()
        resolved: list[Resolved] = []
        for reference in fragment.references:
            try:
                resolved.append(self._resolve(page.path, reference))
            except ProblemError as error:
                place = Location(path=str(page.path), line=reference.line)
                self.problems.append(error.problem.at(place))
                resolved.append(Link(url=""))
        return tuple(resolved)

    def featured(self, page: ParsedPage) -> FeaturedImage | None:
        """Plan a page's featured image, if it has one that can be used."""
        front = page.front
        if not front.featured_image:
            return None
        try:
            _refuse_remote(front.featured_image)
            info = self._image(page.path, front.featured_image)
            _refuse_svg(info, front.featured_image)
        except ProblemError as error:
            place = Location(path=str(page.path), line=front.lines.get("featured_image", 0))
            self.problems.append(error.problem.at(place))
            return None
        alt, caption = front.featured_image_alt, front.featured_image_caption
        focus = front.featured_image_focus
        self.photos[str(page.path)] = (info, alt, focus)
        return self.planner.featured(info, alt, caption, focus)

    def logo(self, path: PurePosixPath, config_path: str) -> ImageSet | None:
        """Plan the site's logo, for screens of one, two and three pixels to each of CSS."""
        found = self.images.get(path)
        if isinstance(found, ImageInfo):
            width = LOGO_HEIGHT * found.width / max(1, found.height)
            widths = tuple(max(1, round(width * density)) for density in (1, 2, 3))
            planned = self.planner.responsive(found, ImageUse(widths=widths))
            # It stands on every page, and few bytes come soon: nothing has to show before.
            return msgspec.structs.replace(planned, color="", grid=())
        flaw = found or Problem(
            "image-missing", "it does not exist", "theme.logo is a path in assets/"
        )
        told = f"theme.logo '{path}': {flaw.message}"
        problem = Problem(flaw.code, told, flaw.hint)
        self.problems.append(problem.at(Location(path=config_path)))
        return None

    def _resolve(self, page: PurePosixPath, reference: Reference) -> Resolved:
        if isinstance(reference, LinkReference):
            return Link(url=self.linker.link(page, reference.target))
        if isinstance(reference, GalleryReference):
            return self._gallery(page, reference)
        info = self._image(page, reference.target)
        if info.format == "SVG" and reference.use.ratio:
            message = f"'{reference.target}' is an SVG, which is not cut to a shape"
            raise ProblemError("image-attribute", message, "leave out ratio, or export it as PNG")
        if reference.beside:
            self._check_shapes(page, reference, info)
        image = self.planner.responsive(info, reference.use)
        kind = reference.interaction
        opens = kind == "zoom" or (kind == "zoom-if-wide" and image.width > _NARROW)
        return Picture(
            image=image,
            alt=reference.alt,
            attributes=reference.attributes,
            size=reference.size,
            interaction=reference.interaction,
            large=self.planner.largest(info) if opens else "",
            columns=reference.columns,
            within=reference.within,
        )

    def _gallery(self, page: PurePosixPath, reference: GalleryReference) -> Gallery:
        """Resolve a folder; an image that cannot be used is reported and left out."""
        place = Location(path=str(page), line=reference.line)
        inside = self.linker.folder(page, reference.target)
        described, problems = describe(inside, self.captions, place)
        self.problems += problems
        pictures: list[Picture] = []
        for path, said in described:
            try:
                info = self._use(page, path, f"{reference.target.rstrip('/')}/{path.name}")
            except ProblemError as error:
                self.problems.append(error.problem.at(place))
                continue
            picture = Picture(
                image=self.planner.responsive(info, reference.use),
                alt=said.alt,
                attributes=(),
                interaction="zoom" if reference.zoom else "",
                large=self.planner.largest(info) if reference.zoom else "",
                caption=said.text,
                columns=reference.columns,
            )
            pictures.append(picture)
        return Gallery(
            label=reference.label,
            pictures=tuple(pictures),
            attributes=reference.attributes,
            columns=reference.columns,
        )

    def _check_shapes(
        self, page: PurePosixPath, reference: ImageReference, info: ImageInfo
    ) -> None:
        path = self.linker.files.locate(page, reference.beside)
        other = self.images.get(path) if path else None
        if not isinstance(other, ImageInfo):
            return  # it is reported where it stands
        if reference.use.ratio or not (info.width and other.width):
            return
        if abs(info.width * other.height / (info.height * other.width) - 1) > _SAME_SHAPE:
            message = (
                f"'{reference.beside}' has {other.width} × {other.height} pixels, "
                f"'{reference.target}' {info.width} × {info.height}: another shape"
            )
            raise ProblemError("image-comparison", message, "cut both to the same shape")

    def _image(self, page: PurePosixPath, target: str) -> ImageInfo:
        return self._use(page, self.linker.image(page, target), target)

    def _use(self, page: PurePosixPath, path: PurePosixPath, target: str) -> ImageInfo:
        """Return what is known of an image, and note who shows it. Raises ProblemError."""
        found = self.images.get(path)
        if isinstance(found, ImageInfo):
            users = self.users.setdefault(path, [])
            if str(page) not in users:
                users.append(str(page))
            return found
        flaw = found or Problem("image-missing", "it vanished during the build")
        message = f"the image '{target}': {flaw.message}"
        raise ProblemError(flaw.code, message, flaw.hint)


def _refuse_svg(info: ImageInfo, written: str) -> None:
    """Refuse what cannot be cropped and what no network shows."""
    if info.format == "SVG":
        message = f"the featured image '{written}' is an SVG"
        raise ProblemError("image-format", message, "use a JPEG, PNG or WebP")


def _refuse_remote(written: str) -> None:
    if _REMOTE.match(written):
        message = f"'{written}' is loaded from another site"
        hint = "keep a copy beside the page, and name that"
        raise ProblemError("external-resource", message, hint)
