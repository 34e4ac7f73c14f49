"""Source files and what parsing each of them by itself gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Any, Literal

from sitegen.config import Engine
from sitegen.diagnostics import Diagnostic
from sitegen.model.image import ImageSize, ImageUse
from sitegen.model.stored import Stored

__all__ = [
    "DataFile",
    "Fragment",
    "FrontMatter",
    "GalleryReference",
    "Grid",
    "Heading",
    "ImageReference",
    "Interaction",
    "LinkReference",
    "MenuPlace",
    "PageBody",
    "PageDate",
    "ParsedPage",
    "Precision",
    "Reference",
    "SourceFile",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A file as it was read; `path` is relative to the site's root."""

    path: PurePosixPath
    data: bytes
    digest: str


class Precision(StrEnum):
    """How much of a date its author wrote."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    TIME = "time"


class PageDate(Stored, frozen=True):
    """A date as precise as it was written, and the moment that it stands for."""

    written: str
    precision: Precision
    moment: datetime


class MenuPlace(Stored, frozen=True):
    """A page's own wish to be in a menu."""

    menu: str
    name: str = ""
    weight: int | None = None


class FrontMatter(Stored, frozen=True):
    """A page's fields; `lines` maps each field to its line in the file."""

    title: str = ""
    date: PageDate | None = None
    updated: PageDate | None = None
    draft: bool = False
    publish_date: PageDate | None = None
    expires: PageDate | None = None
    language: str = ""
    description: str = ""
    featured_image: str = ""
    featured_image_alt: str = ""
    featured_image_caption: str = ""
    featured_image_focus: tuple[float, float] = (0.5, 0.5)
    slug: str = ""
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    weight: int | None = None
    template: str = ""
    toc: bool = True
    menu: tuple[MenuPlace, ...] = ()
    markdown_engine: Engine | None = None
    extra: Mapping[str, Any] = {}
    lines: Mapping[str, int] = {}


class LinkReference(Stored, frozen=True, tag="link"):
    """A link's target as its author wrote it; fills an `href`."""

    target: str
    line: int
    download: bool = False


#: What a reader may do with an image: open it in full, the same if it is wider than the text, or
#: move the line between it and the image beside it.
Interaction = Literal["", "zoom", "zoom-if-wide", "compare"]


#: A grid of the theme, in which a picture is as wide as a box of it.
Grid = Literal["", "people", "cards", "columns"]


class ImageReference(Stored, frozen=True, tag="image"):
    """An image in the body; fills a whole element.

    `beside` is the target of the image that it is compared with, `columns` how many images of its
    gallery share a row, 0 outside galleries, `within` the grid that it stands in.
    """

    target: str
    line: int
    alt: str
    attributes: tuple[tuple[str, str], ...] = ()
    use: ImageUse = ImageUse()
    size: ImageSize = ImageSize()
    interaction: Interaction = ""
    beside: str = ""
    columns: int = 0
    within: Grid = ""


class GalleryReference(Stored, frozen=True, tag="gallery"):
    """A folder of images; fills a list of them. Without `zoom`, they cannot be opened."""

    target: str
    line: int
    label: str
    attributes: tuple[tuple[str, str], ...] = ()
    use: ImageUse = ImageUse()
    zoom: bool = True
    columns: int = 0


Reference = LinkReference | ImageReference | GalleryReference


class Fragment(Stored, frozen=True):
    """HTML with gaps: `parts[0] + gap 0 + parts[1] + gap 1 + …`."""

    parts: tuple[str, ...] = ("",)
    references: tuple[Reference, ...] = ()


class Heading(Stored, frozen=True):
    """A heading of the body; `title` is HTML."""

    id: str
    title: str
    level: int
    children: tuple[Heading, ...] = ()


class ParsedPage(Stored, frozen=True):
    """What one Markdown file says, before anything is known of the others.

    `body_digest` names the body. Where only the rest was loaded, `toc` and the parts of `heading`
    and `body` are empty: they are not needed before the page is rendered.
    """

    path: PurePosixPath
    front: FrontMatter
    heading: Fragment | None = None
    body: Fragment = Fragment()
    toc: tuple[Heading, ...] = ()
    anchors: frozenset[str] = frozenset()
    summary: str = ""
    word_count: int = 0
    reading_time: int = 0
    heading_text: str = ""
    body_digest: str = ""
    diagnostics: tuple[Diagnostic, ...] = ()


class PageBody(Stored, frozen=True):
    """The bulk of a parsed page: literal HTML between the gaps, and the table of contents."""

    heading: tuple[str, ...] | None = None
    parts: tuple[str, ...] = ("",)
    toc: tuple[Heading, ...] = ()


class DataFile(Stored, frozen=True):
    """A file of `data/`: its value, packed, and a digest of that."""

    path: str
    value: bytes
    digest: str
