"""Every frozen value that crosses a stage.

SourceFile --parse--> ParsedPage --assemble--> Site --render--> Artefact --write--> disk
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from pathlib import PurePosixPath
from typing import Any, Literal

import msgspec

from sitegen.config import Config, Engine
from sitegen.diagnostics import Diagnostic


class Stored(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """A value that is kept between builds or sent to another process, as JSON arrays."""


_PACKED = msgspec.json.Encoder(enc_hook=str)


def digest_of(value: Any) -> str:
    """Return a short digest of any value that can be packed; the order of a table counts."""
    return hashlib.blake2b(_PACKED.encode(value), digest_size=10).hexdigest()


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


class ImageUse(Stored, frozen=True):
    """How an image is shown: in which widths (none: the site's), and cut to which shape.

    `ratio` is width by height, 0 for its own; what is cut keeps `focus`, a point in shares of width
    and height from the top left.
    """

    widths: tuple[int, ...] = ()
    ratio: float = 0.0
    focus: tuple[float, float] = (0.5, 0.5)


#: What a reader may do with an image: open it in full, the same if it is wider than the text, or
#: move the line between it and the image beside it.
Interaction = Literal["", "zoom", "zoom-if-wide", "compare"]


class ImageReference(Stored, frozen=True, tag="image"):
    """An image in the body; fills a whole element.

    `beside` is the target of the image that it is compared with, `columns` how many images of its
    gallery share a row, 0 outside galleries.
    """

    target: str
    line: int
    alt: str
    attributes: tuple[tuple[str, str], ...] = ()
    use: ImageUse = ImageUse()
    interaction: Interaction = ""
    beside: str = ""
    columns: int = 0


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


# --- images ------------------------------------------------------------------------------------

ImageFormat = Literal["JPEG", "PNG", "WEBP", "AVIF", "GIF", "TIFF", "SVG"]


class ImageInfo(Stored, frozen=True):
    """What is known of an image before any file is made of it.

    The size is in pixels after its orientation was applied. `alpha` tells that some pixels are
    transparent, `flat` that it is line art or a screenshot: few colours and hard edges. `color` is
    the dominant one, `#rrggbb`; `grid` the image in 4 x 3 colours, `#rgb`, row by row. Both are
    empty where nothing should show before the image does. `removed` says what of an SVG is not
    published, in words for its author.
    """

    path: PurePosixPath
    digest: str
    width: int
    height: int
    format: ImageFormat
    frames: int = 1
    alpha: bool = False
    flat: bool = False
    color: str = ""
    grid: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


class Caption(Stored, frozen=True):
    """What a captions file says of one image: the text below it and that for who cannot see it."""

    file: str
    text: str
    alt: str
    line: int


class Captions(Stored, frozen=True):
    """A captions file: what it says of the images beside it, and what is wrong with it."""

    path: PurePosixPath
    entries: tuple[Caption, ...] = ()
    problems: tuple[Diagnostic, ...] = ()


class Variant(Stored, frozen=True):
    """One file to derive, and the key under which its bytes may be kept.

    `crop` cuts to the exact size around `focus` (shares of width and height, from the top left),
    otherwise the image is scaled whole. `flat` may be stored without loss where that is smaller,
    `frames` above 1 keeps an animation, `background` stands in for transparency. `side` is the
    length in pixels below which decoding need not keep detail.
    """

    key: str
    output: PurePosixPath
    width: int
    height: int
    format: ImageFormat
    quality: int = 0
    crop: bool = False
    focus: tuple[float, float] = (0.5, 0.5)
    flat: bool = False
    frames: int = 1
    background: str = "#ffffff"
    side: int = 0


class ImageJob(Stored, frozen=True):
    """One source image and all that is to be derived from it, decoded once."""

    source: PurePosixPath
    digest: str
    variants: tuple[Variant, ...]
    used_by: tuple[str, ...] = ()


class ImageSource(Stored, frozen=True):
    """A better format of an image, for `<source>`: its MIME type and `srcset`."""

    type: str
    srcset: str


class ImageSet(Stored, frozen=True):
    """URLs for one responsive image, and what to show in its place until it has come.

    `sources` are better formats, the best first. `color` and `grid` are those of `ImageInfo`.
    """

    src: str
    srcset: str
    width: int
    height: int
    sources: tuple[ImageSource, ...] = ()
    color: str = ""
    grid: tuple[str, ...] = ()


class ShareImage(Stored, frozen=True):
    """The picture that social networks and messengers show; `url` is absolute."""

    url: str
    width: int
    height: int
    type: str
    alt: str = ""


class FontFace(Stored, frozen=True):
    """A face of a font file on this machine; `digest` is that of the file.

    `axes` are how it is to be drawn, by their names, if the font is a variable one.
    """

    path: str
    index: int
    digest: str
    axes: tuple[tuple[str, float], ...] = ()


class SharingCard(Stored, frozen=True):
    """A card for social networks, all that is on it, and the key under which it may be kept.

    `kicker` stands above the title, `lead` below it, `site` and `byline` at the bottom. The first
    of the faces is for the title, the second for other text, the rest for letters that these lack.
    `photo` is a source image, of which `focus` stays in sight.
    """

    key: str
    output: PurePosixPath
    title: str
    site: str
    kicker: str = ""
    lead: str = ""
    byline: str = ""
    language: str = ""
    rtl: bool = False
    faces: tuple[FontFace, ...] = ()
    photo: PurePosixPath | None = None
    photo_digest: str = ""
    focus: tuple[float, float] = (0.5, 0.5)


class FeaturedImage(Stored, frozen=True):
    """A page's featured image in all its uses."""

    image: ImageSet
    card: ImageSet
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


class Tag(Stored, frozen=True):
    """A tag and the keys of its pages."""

    name: str
    slug: str
    url: str
    pages: tuple[str, ...]


class Card(Stored, frozen=True):
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
    extra: Mapping[str, Any] = {}


class Link(Stored, frozen=True, tag="link"):
    """A resolved link, for `href`."""

    url: str


class Picture(Stored, frozen=True, tag="picture"):
    """A resolved image of the body.

    `large` is the URL of the file to open, `caption` the text below it in a gallery.
    """

    image: ImageSet
    alt: str
    attributes: tuple[tuple[str, str], ...]
    interaction: Interaction = ""
    large: str = ""
    caption: str = ""
    columns: int = 0


class Gallery(Stored, frozen=True, tag="gallery"):
    """A resolved folder of images."""

    label: str
    pictures: tuple[Picture, ...]
    attributes: tuple[tuple[str, str], ...] = ()
    columns: int = 0


#: What goes into a gap.
Fill = Link | Picture | Gallery


class Page(Stored, frozen=True):
    """One page of the site. Other pages are named by key, never by object.

    `source` is the file that it comes from (empty for generated pages), `templates` the names to
    try in order, `list_urls` the URLs of its list pages, the first being its own. `heading_fills`
    and `fills` go into the gaps of its body, `share` is what social networks show of it.
    """

    card: Card
    source: str
    templates: tuple[str, ...]
    output: PurePosixPath
    body_digest: str = ""
    heading_fills: tuple[Fill, ...] = ()
    fills: tuple[Fill, ...] = ()
    breadcrumbs: tuple[str, ...] = ()
    previous: str = ""
    next: str = ""
    pages: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    list_urls: tuple[str, ...] = ()
    share: ShareImage | None = None

    @property
    def key(self) -> str:
        """The name by which other pages refer to this one."""
        return self.card.key


class MenuEntry(Stored, frozen=True):
    """An entry of a menu; `key` names the page unless it leads out of the site."""

    name: str
    url: str
    key: str = ""


class Redirect(Stored, frozen=True):
    """An old URL that leads to a page."""

    output: PurePosixPath
    target: str
    source: str


class Site(Stored, frozen=True):
    """Everything that rendering needs to know, but for the bodies of the pages."""

    config: Config
    pages: Mapping[str, Page]
    sections: tuple[str, ...]
    regular_pages: tuple[str, ...]
    tags: Mapping[str, Tag]
    menus: Mapping[str, tuple[MenuEntry, ...]]
    redirects: tuple[Redirect, ...]
    image_jobs: tuple[ImageJob, ...]
    sharing_cards: tuple[SharingCard, ...]
    files: Mapping[str, str]
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
    """What a build did. `pages` counts content pages, `files` everything in the output.

    `changed` names the output files that were written or removed.
    `parsed`, `rendered` and `derived` count what had to be done now, `stages` has its seconds.
    `reasons` tells of each output, with its source, why it was rendered (empty if it was not), or
    is empty when nothing at all had changed. `timings` are kind of work, name and seconds.
    """

    pages: int = 0
    files: int = 0
    written: int = 0
    unchanged: int = 0
    removed: int = 0
    changed: tuple[str, ...] = ()
    images: int = 0
    rendered: int = 0
    parsed: int = 0
    derived: int = 0
    seconds: float = 0.0
    stages: Mapping[str, float] = field(default_factory=dict)
    reasons: tuple[tuple[str, str, str], ...] = ()
    timings: tuple[tuple[str, str, float], ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the site was written."""
        return not any(each.severity == "error" for each in self.diagnostics)
