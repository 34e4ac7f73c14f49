"""Gaps of a page -> links and pictures, now that every page and image is known."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sitegen.diagnostics import Diagnostic, Location
from sitegen.graph.references import Problem
from sitegen.model import (
    FeaturedImage,
    Fragment,
    ImageInfo,
    ImageReference,
    Link,
    LinkReference,
    Picture,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import PurePosixPath

    from sitegen.assets.planning import ImagePlanner
    from sitegen.graph.outline import Inspected
    from sitegen.graph.references import Linker
    from sitegen.model import ImageSet, ParsedPage

__all__ = ["Filler"]


@dataclass(slots=True)
class Filler:
    """Fills the gaps of all pages; collects what was wrong with them."""

    linker: Linker
    planner: ImagePlanner
    images: Mapping[PurePosixPath, Inspected]
    problems: list[Diagnostic] = field(default_factory=list)
    users: dict[PurePosixPath, list[str]] = field(default_factory=dict)

    def fill(self, page: ParsedPage, fragment: Fragment | None) -> tuple[Link | Picture, ...]:
        """Resolve a fragment's references; one that cannot be is reported and left empty."""
        if fragment is None:
            return ()
        fills: list[Link | Picture] = []
        for reference in fragment.references:
            try:
                fills.append(self._resolve(page.path, reference))
            except Problem as problem:
                self.problems.append(problem.at(str(page.path), reference.line))
                fills.append(Link(url=""))
        return tuple(fills)

    def featured(self, page: ParsedPage) -> FeaturedImage | None:
        """Plan a page's featured image, if it has one that can be used."""
        front = page.front
        if not front.featured_image:
            return None
        try:
            info = self._image(page.path, front.featured_image)
            _refuse_svg(info, front.featured_image)
        except Problem as problem:
            line = front.lines.get("featured_image", 0)
            self.problems.append(problem.at(str(page.path), line))
            return None
        alt, caption = front.featured_image_alt, front.featured_image_caption
        return self.planner.featured(info, alt, caption, front.featured_image_focus)

    def logo(self, path: PurePosixPath, config_path: str) -> ImageSet | None:
        """Plan the site's logo."""
        found = self.images.get(path)
        if isinstance(found, ImageInfo):
            return self.planner.responsive(found)
        code, message, hint = found or (
            "image-missing",
            "it does not exist",
            "theme.logo is a path in assets/",
        )
        place = Location(path=config_path)
        text = f"theme.logo '{path}': {message}"
        self.problems.append(Diagnostic(code=code, message=text, location=place, hint=hint))
        return None

    def _resolve(
        self, page: PurePosixPath, reference: LinkReference | ImageReference
    ) -> Link | Picture:
        if isinstance(reference, LinkReference):
            return Link(url=self.linker.link(page, reference.target))
        image = self.planner.responsive(self._image(page, reference.target), reference.use)
        return Picture(image=image, alt=reference.alt, attributes=reference.attributes)

    def _image(self, page: PurePosixPath, target: str) -> ImageInfo:
        path = self.linker.files.locate(page, target, "image-missing")
        found = self.images.get(path)
        if isinstance(found, ImageInfo):
            users = self.users.setdefault(path, [])
            if str(page) not in users:
                users.append(str(page))
            if found.format == "SVG":
                self.linker.linked[path] = ""
            return found
        code, message, hint = found or ("image-missing", "it vanished during the build", "")
        raise Problem(code, f"the image '{target}': {message}", hint)


def _refuse_svg(info: ImageInfo, written: str) -> None:
    """Refuse what cannot be cropped and what no network shows."""
    if info.format == "SVG":
        message = f"the featured image '{written}' is an SVG"
        raise Problem("image-format", message, "use a JPEG, PNG or WebP")
