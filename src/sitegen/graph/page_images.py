"""Plan the images outside the text: the featured image of each page, and the site's logo."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from sitegen.content.slots import EXTERNAL_RESOURCE
from sitegen.diagnostics import Location, Problem
from sitegen.graph.missing_targets import IMAGE_MISSING
from sitegen.images.image_problem import IMAGE_FORMAT
from sitegen.late_patterns import compile_late
from sitegen.model import ImageInfo, ImageUse

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import PurePosixPath

    from sitegen.graph.resolving import Resolver
    from sitegen.model import FeaturedImage, ImageSet, ParsedPage

__all__ = ["Photo", "find_photos", "plan_featured", "plan_logo"]

#: What stays of an image that is higher than wide: most show people.
_HEADS = (0.5, 0.3)
_REMOTE = compile_late(r"(https?:)?//", re.IGNORECASE)


class Photo(msgspec.Struct, frozen=True):
    """A page's featured image; what is cut keeps `focus`, as in `ImageUse`."""

    image: ImageInfo
    alt: str
    caption: str
    focus: tuple[float, float]


def find_photos(pages: Iterable[ParsedPage], resolver: Resolver) -> dict[str, Photo]:
    """Return the featured images by the keys of their pages; report those that cannot be used."""
    photos: dict[str, Photo] = {}
    for page in pages:
        if not page.front.featured_image:
            continue
        photo = _find_photo(page, resolver)
        if isinstance(photo, Problem):
            resolver.problems.append(photo.at(page.place_of("featured_image")))
        else:
            photos[page.key] = photo
    return photos


def plan_featured(photo: Photo, resolver: Resolver, *, of_person: bool = False) -> FeaturedImage:
    """Plan a featured image in all its uses."""
    lists = resolver.measures.lists
    card = ImageUse(widths=lists.image_widths, ratio=lists.image_ratio, focus=photo.focus)
    portrait = msgspec.structs.replace(card, ratio=lists.portrait_ratio)
    return resolver.planner.featured(
        photo.image, photo.alt, photo.caption, card, portrait, of_person=of_person
    )


def plan_logo(path: PurePosixPath, place: Location, resolver: Resolver) -> ImageSet | None:
    """Plan the site's logo for screens of one, two and three pixels to each of CSS."""
    found = resolver.images.get(path)
    if isinstance(found, ImageInfo):
        width = resolver.measures.logo.height * found.width / max(1, found.height)
        widths = tuple(max(1, round(width * density)) for density in (1, 2, 3))
        planned = resolver.planner.responsive(found, ImageUse(widths=widths))
        # It is on every page and has few bytes: no placeholder is needed.
        return msgspec.structs.replace(planned, color="", grid=())
    flaw = found or Problem(IMAGE_MISSING, "it does not exist", "theme.logo is a path in assets/")
    problem = Problem(flaw.code, f"theme.logo '{path}': {flaw.message}", flaw.hint)
    resolver.problems.append(problem.at(place))
    return None


def _find_photo(page: ParsedPage, resolver: Resolver) -> Photo | Problem:
    front = page.front
    name = front.featured_image
    if _REMOTE.match(name):
        message = f"'{name}' is loaded from another site"
        return Problem(EXTERNAL_RESOURCE, message, "keep a copy beside the page, and name that")
    info = resolver.find_image(page.path, name)
    if isinstance(info, Problem):
        return info
    if info.format == "SVG":  # it cannot be cropped, and no network shows it
        message = f"the featured image '{name}' is an SVG"
        return Problem(IMAGE_FORMAT, message, "use a JPEG, PNG or WebP")
    focus = front.featured_image_focus
    if "featured_image_focus" not in front.places and info.height > info.width:
        focus = _HEADS
    return Photo(info, front.featured_image_alt, front.featured_image_caption, focus)
