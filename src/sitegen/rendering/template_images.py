"""Provide pictures to templates, and plan those that templates ask for by name."""

from __future__ import annotations

import posixpath
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

import jinja2
import jinja2.meta
from markupsafe import Markup

from sitegen.content.slots import EXTERNAL_RESOURCE
from sitegen.diagnostics import Problem, did_you_mean
from sitegen.graph.missing_targets import IMAGE_MISSING
from sitegen.images.planning import ImagePlanner
from sitegen.late_patterns import compile_late
from sitegen.model import ImageSet
from sitegen.model.references.image_reference import IMAGE_ATTRIBUTE
from sitegen.model.words import spellings
from sitegen.rendering.environment import build_environment
from sitegen.rendering.filters import LookupProblem
from sitegen.rendering.image_arguments import check_picture
from sitegen.rendering.image_html import AT_ONCE, LATER, render_picture
from sitegen.rendering.layout import no_wider

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import PurePosixPath

    from sitegen.config import Config
    from sitegen.model import ImageInfo, ImageJob, ImageUse
    from sitegen.rendering.layout import Layout
    from sitegen.rendering.view_types import FeaturedImageView

__all__ = [
    "Images",
    "asks_for_images",
    "picture",
]

_NAME = compile_late(r"\bimage\b")

_UNCUT = Problem(
    IMAGE_ATTRIBUTE,
    "it is an SVG, which is not cut to a shape",
    "leave out ratio, or export it as PNG",
)


def picture(
    image: ImageSet | FeaturedImageView,
    alt: str | None,
    sizes: str = "",
    *,
    layout: Layout,
    eager: bool = False,
    lazy: bool = True,
    tallest: int = 0,
) -> Markup:
    """Return a picture; `tallest`, in pixels, is how high the theme shows it at most.

    The attributes are the size that is shown at most, so that nothing moves when it comes. One that
    is `eager` is loaded before all others, one that is not `lazy` with them, others when near.
    """
    check_picture(image, alt, sizes, tallest)
    scale = tallest / image.height if 0 < tallest < image.height else 1
    attributes: dict[str, object] = {}
    if image.width and image.height:
        attributes["width"] = max(1, round(image.width * scale))
        attributes["height"] = max(1, round(image.height * scale))
    attributes["alt"] = alt or ""
    if eager:
        attributes["fetchpriority"] = "high"
    attributes |= LATER if lazy and not eager else AT_ONCE
    widest = max(1, round(image.width * scale))
    if not sizes:
        sizes = layout.at_most(widest)
    elif scale < 1:
        sizes = no_wider(sizes, widest)
    return Markup(render_picture(image, sizes, attributes))  # noqa: S704  # escaped there


class Images:
    """The images that templates may ask for, by path."""

    def __init__(
        self, config: Config, infos: Mapping[str, ImageInfo], flawed: Mapping[str, Problem]
    ) -> None:
        self._planner = ImagePlanner(config)
        self._infos = infos
        self._flawed = flawed

    def plan(self, name: str, near: str, use: ImageUse) -> ImageSet | Problem | None:
        """Return the files of an image, which will be made, or what is wrong with it.

        None if there is no such image. `near` is as in `ImageQuery`.
        """
        for path in chain.from_iterable(map(spellings, _candidates(name, near))):
            info = self._infos.get(path)
            if info and info.format == "SVG" and use.ratio:
                return _UNCUT
            if info:
                return self._planner.responsive(info, use)
            if path in self._flawed:
                return self._flawed[path]
        return None

    def refuse(self, name: str, flaw: Problem | None) -> LookupProblem:
        """Return the error for a template that asks for an image that cannot be shown."""
        if flaw:
            told = f"the image '{name}': {flaw.message}"
            return LookupProblem(flaw.code, told, lambda: flaw.hint)
        if "//" in name:
            hint = "keep a copy in assets/, and write its path"
            message = f"image: '{name}' is on another site"
            return LookupProblem(EXTERNAL_RESOURCE, message, lambda: hint)
        known = (path.partition("/")[2] for path in self._infos)
        otherwise = "write its path below assets/, or from the page's file"
        guess = partial(did_you_mean, name, known, otherwise)
        return LookupProblem(IMAGE_MISSING, f"image: there is no image '{name}'", guess)

    def jobs(self, users: Mapping[PurePosixPath, Sequence[str]]) -> Iterator[ImageJob]:
        """Yield the jobs for all files that were planned."""
        return self._planner.jobs(users)


def asks_for_images(templates: Mapping[str, str]) -> bool:
    """Tell whether one of these templates may call `image()`, directly or under another name.

    `picture()` only shows images that the page has. A template that cannot be parsed may.
    """
    suspects = [text for text in templates.values() if _NAME.search(text)]
    if not suspects:
        return False
    environment = build_environment({}, templates, {}, "")
    try:
        return any(
            "image" in jinja2.meta.find_undeclared_variables(environment.parse(text))
            for text in suspects
        )
    except (jinja2.TemplateError, RecursionError):
        return True


def _candidates(name: str, near: str) -> Iterator[str]:
    """Yield the paths that a name may stand for."""
    if not name.startswith(("./", "../")):
        plain = posixpath.normpath(name).lstrip("/")
        yield from (f"assets/{plain}", f"content/{plain}", plain)
    if near:
        yield posixpath.normpath(posixpath.join(posixpath.dirname(near), name))
