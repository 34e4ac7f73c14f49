"""Every frozen value that crosses a stage.

SourceFile --parse--> ParsedPage --assemble--> Site --render--> Artefact --write--> disk
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Literal

from sitegen.diagnostics import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sitegen.config import Config


# --- from the disk ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A file as it was read; `path` is relative to the site's root."""

    path: PurePosixPath
    data: bytes
    digest: str


# --- parse: one file ---------------------------------------------------------------------------


class Precision(StrEnum):
    """How much of a date its author wrote."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    TIME = "time"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDate:
    """A date as precise as it was written, and the moment that it stands for."""

    written: str
    precision: Precision
    moment: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuPlace:
    """A page's own wish to be in a menu."""

    menu: str
    name: str = ""
    weight: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
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
    slug: str = ""
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    weight: int | None = None
    template: str = ""
    toc: bool = True
    menu: tuple[MenuPlace, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkReference:
    """A link's target as its author wrote it; fills an `href`."""

    target: str
    line: int
    download: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageReference:
    """An image in the body; fills a whole element."""

    target: str
    line: int
    alt: str
    attributes: tuple[tuple[str, str], ...] = ()


Reference = LinkReference | ImageReference


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """HTML with gaps: `parts[0] + gap 0 + parts[1] + gap 1 + …`."""

    parts: tuple[str, ...] = ("",)
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading of the body; `title` is HTML."""

    id: str
    title: str
    level: int
    children: tuple[Heading, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedPage:
    """What one Markdown file says, before anything is known of the others."""

    path: PurePosixPath
    front: FrontMatter
    heading: Fragment | None = None
    body: Fragment = Fragment()
    toc: tuple[Heading, ...] = ()
    anchors: frozenset[str] = frozenset()
    summary: str = ""
    word_count: int = 0
    reading_time: int = 0
    diagnostics: tuple[Diagnostic, ...] = ()


# --- images ------------------------------------------------------------------------------------

ImageFormat = Literal["JPEG", "PNG", "WEBP", "GIF", "SVG"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageInfo:
    """What an image's header tells: size in pixels after its orientation was applied."""

    path: PurePosixPath
    digest: str
    width: int
    height: int
    format: ImageFormat


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One file to derive, and the key under which its bytes may be kept.

    `crop` cuts to the exact size, otherwise the image is scaled whole.
    """

    key: str
    output: PurePosixPath
    width: int
    height: int
    format: ImageFormat
    quality: int = 0
    crop: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageJob:
    """One source image and all that is to be derived from it, decoded once.

    `side` is the length in pixels below which decoding need not keep detail.
    """

    source: PurePosixPath
    digest: str
    side: int
    variants: tuple[Variant, ...]
    used_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageSet:
    """URLs for one responsive image; `webp` and `srcset` are `srcset` attribute values."""

    src: str
    srcset: str
    webp: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareImage:
    """The picture that social networks and messengers show; `url` is absolute."""

    url: str
    width: int
    height: int
    type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeaturedImage:
    """A page's featured image in all its uses."""

    image: ImageSet
    card: ImageSet
    share: ShareImage
    alt: str
    caption: str


# --- assemble: all files -----------------------------------------------------------------------


class Kind(StrEnum):
    """What sort of page it is; also the name of its default template."""

    HOME = "home"
    SECTION = "section"
    PAGE = "page"
    TAGS = "tags"
    TAG = "tag"
    NOT_FOUND = "404"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A tag and the keys of its pages."""

    name: str
    slug: str
    url: str
    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What other pages may know of a page. `url` has the base URL's path in front."""

    key: str
    kind: Kind
    title: str
    url: str
    date: PageDate | None = None
    updated: PageDate | None = None
    description: str = ""
    summary: str = ""
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    featured_image: FeaturedImage | None = None
    language: str = ""
    weight: int | None = None
    word_count: int = 0
    reading_time: int = 0
    section: str = ""
    draft: bool = False
    extra: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A resolved link, for `href`."""

    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A resolved image of the body."""

    image: ImageSet
    alt: str
    attributes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A fragment whose gaps are known."""

    parts: tuple[str, ...] = ("",)
    fills: tuple[Link | Picture, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of the site. Other pages are named by key, never by object.

    `source` is the file that it comes from (empty for generated pages), `templates` the names to
    try in order, `list_urls` the URLs of its list pages, the first being its own.
    """

    card: Card
    source: str
    templates: tuple[str, ...]
    output: PurePosixPath
    heading: Filled | None = None
    body: Filled = Filled()
    toc: tuple[Heading, ...] = ()
    breadcrumbs: tuple[str, ...] = ()
    previous: str = ""
    next: str = ""
    pages: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    list_urls: tuple[str, ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The name by which other pages refer to this one."""
        return self.card.key


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuEntry:
    """An entry of a menu; `key` names the page unless it leads out of the site."""

    name: str
    url: str
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """An old URL that leads to a page."""

    output: PurePosixPath
    target: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Everything that rendering needs to know."""

    config: Config
    pages: Mapping[str, Page]
    sections: tuple[str, ...]
    regular_pages: tuple[str, ...]
    tags: Mapping[str, Tag]
    menus: Mapping[str, tuple[MenuEntry, ...]]
    redirects: tuple[Redirect, ...]
    image_jobs: tuple[ImageJob, ...]
    files: Mapping[PurePosixPath, PurePosixPath]
    urls: Mapping[str, str]
    logo: str = ""


# --- render and write --------------------------------------------------------------------------


class Rank(IntEnum):
    """The order of writing: assets before the pages that need them, indexes last."""

    ASSET = 0
    PAGE = 1
    INDEX = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Artefact:
    """One output file. `source` names what it was made from, for diagnostics."""

    path: PurePosixPath
    data: bytes
    rank: Rank
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildResult:
    """What a build did. `pages` counts content pages, `files` everything in the output."""

    pages: int = 0
    files: int = 0
    written: int = 0
    unchanged: int = 0
    removed: int = 0
    images: int = 0
    seconds: float = 0.0
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the site was written."""
        return not any(each.severity == "error" for each in self.diagnostics)
