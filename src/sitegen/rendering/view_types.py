"""Small values that templates see: terms, breadcrumbs, menu entries, headings, pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec
from markupsafe import Markup

if TYPE_CHECKING:
    from sitegen.model import FeaturedImage, Heading, ImageSet, ImageSource

__all__ = [
    "ChapterView",
    "CrumbView",
    "FeaturedImageView",
    "HeadingView",
    "MenuEntryView",
    "PaginatorEntryView",
    "TermView",
    "count_headings",
    "show_featured",
    "show_headings",
    "show_window",
]


class TermView(msgspec.Struct, frozen=True):
    """A term of a taxonomy, such as a tag, and how many pages have it."""

    name: str
    slug: str
    url: str
    count: int


class CrumbView(NamedTuple):
    """A page above this one."""

    title: str
    url: str


class ChapterView(NamedTuple):
    """A page of a book and those below it, whose number, at any depth, is `size`."""

    title: str
    url: str
    children: tuple[ChapterView, ...]
    size: int


class MenuEntryView(NamedTuple):
    """An entry of a menu, as seen from the page that shows it."""

    name: str
    url: str
    external: bool
    current: bool
    active: bool


class HeadingView(NamedTuple):
    """A heading in the table of contents."""

    id: str
    title: Markup
    level: int
    children: tuple[HeadingView, ...]
    number: str = ""


class FeaturedImageView(NamedTuple):
    """A featured image, for `<img>` and for its other uses."""

    alt: str
    caption: str
    src: str
    srcset: str
    sources: tuple[ImageSource, ...]
    width: int
    height: int
    color: str
    grid: tuple[str, ...]
    card: ImageSet
    portrait: ImageSet | None


class PaginatorEntryView(NamedTuple):
    """A list page to link to, or an ellipsis, which has no URL."""

    number: int
    url: str | None


def show_window(number: int, urls: tuple[str, ...]) -> list[PaginatorEntryView]:
    """Return the first and last list pages and those next to one, with ellipses between."""
    last = len(urls)
    near = [n for n in range(number - 2, number + 3) if 1 <= n <= last]
    shown = dict.fromkeys([1, *near, last])
    return [
        PaginatorEntryView(n, urls[n - 1] if n in {1, last} or abs(n - number) <= 1 else None)
        for n in shown
    ]


def count_headings(headings: tuple[Heading, ...]) -> int:
    """Return how many headings a tree has."""
    return sum(1 + count_headings(each.children) for each in headings)


def show_headings(headings: tuple[Heading, ...]) -> tuple[HeadingView, ...]:
    """Return a tree of headings as templates see it."""
    return tuple(
        HeadingView(
            each.id,
            Markup(each.title),  # noqa: S704  # escaped when it was parsed
            each.level,
            show_headings(each.children),
            each.number,
        )
        for each in headings
    )


def show_featured(featured: FeaturedImage | None) -> FeaturedImageView | None:
    """Return a featured image as templates see it."""
    if featured is None:
        return None
    image = featured.image
    return FeaturedImageView(
        alt=featured.alt,
        caption=featured.caption,
        src=image.src,
        srcset=image.srcset,
        sources=image.sources,
        width=image.width,
        height=image.height,
        color=image.color,
        grid=image.grid,
        card=featured.card,
        portrait=featured.portrait,
    )
