"""Define every setting and its default. `docs/configuration.md` describes each."""

from __future__ import annotations

import re
from datetime import UTC, tzinfo
from pathlib import PurePosixPath
from typing import Annotated, Any, Literal, get_args
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import msgspec

from sitegen.config.collections import Collection, CollectionConfig, list_collections
from sitegen.config.limits import LimitsConfig
from sitegen.config.taxonomies import Taxonomy, TaxonomyConfig, list_taxonomies

__all__ = [
    "ENGINES",
    "NAVIGATIONS",
    "CacheConfig",
    "Config",
    "ContentConfig",
    "ContentFolder",
    "DiagnosticsConfig",
    "Engine",
    "ExternalProject",
    "FeedConfig",
    "FilesConfig",
    "ImagesConfig",
    "MarkdownConfig",
    "MathConfig",
    "MenuItem",
    "ModernFormat",
    "Navigation",
    "NumberedBy",
    "NumberingConfig",
    "OutputsConfig",
    "PaginationConfig",
    "ResearchConfig",
    "SharingConfig",
    "ThemeConfig",
]

#: Markdown engines: docs/markdown.md says what each is good for.
Engine = Literal["python-markdown", "commonmark"]
ENGINES: tuple[Engine, ...] = get_args(Engine)
#: Where the pages of a section are listed: in the lists of sections, or in a sidebar as well.
Navigation = Literal["top", "sidebar"]
NAVIGATIONS: tuple[Navigation, ...] = get_args(Navigation)
#: What pages may contain: text with harmless elements, or whatever their owner wrote.
HtmlTrust = Literal["safe", "trusted"]
#: Picture formats that newer browsers choose.
ModernFormat = Literal["avif", "webp"]
#: Through which pages the numbers of figures and other labelled things run.
NumberedBy = Literal["page", "section", "collection"]
#: What feeds show of a page.
FeedContent = Literal["summary", "full"]
#: From 1, the smallest file, to 100.
Quality = Annotated[int, msgspec.Meta(ge=1, le=100)]
#: In pixels.
Width = Annotated[int, msgspec.Meta(ge=16, le=8_000)]
_UNITS = {"MB": 10**6, "GB": 10**9, "TB": 10**12}
_SIZE = re.compile(r"(\d{1,6}(?:\.\d{1,6})?) ?([MGT]B)", re.IGNORECASE | re.ASCII)


class MenuItem(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of `[[menu.NAME]]`: `page` is a source path, `url` any other address."""

    name: str = ""
    page: str = ""
    url: str = ""
    weight: int = 0


class MarkdownConfig(msgspec.Struct, frozen=True, kw_only=True):
    """`[markdown]`: engine, table of contents, numbers of headings, punctuation, figures, code."""

    engine: Engine = "python-markdown"
    toc_depth: Annotated[int, msgspec.Meta(ge=2, le=6)] = 3
    number_headings: bool = False
    smart_punctuation: bool = False
    implicit_figures: bool = False
    highlight: bool = True
    max_table_cells: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] = 20_000


class MathConfig(msgspec.Struct, frozen=True, kw_only=True):
    r"""`[math]`: whether formulas are set, short names for TeX such as `\R`, and their font.

    `kramdown` is set if `$$x$$` beside other text is a formula in the text, as in Jekyll. `font` is
    a path in `assets/`, "none" for the fonts of the reader's machine, or empty for the built-in
    font.
    """

    enabled: bool = True
    macros: dict[str, str] = msgspec.field(default_factory=dict)
    kramdown: bool = False
    font: str = ""


class ContentFolder(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of `[content.folders]`: what the pages in a folder of `content/` may contain."""

    html: HtmlTrust = "safe"


class ContentConfig(msgspec.Struct, frozen=True, kw_only=True):
    """`[content]`: whether pages may contain any HTML, for the site and for single folders."""

    html: HtmlTrust = "safe"
    folders: dict[str, ContentFolder] = msgspec.field(default_factory=dict)

    def is_trusted(self, path: PurePosixPath) -> bool:
        """Tell whether a page may contain any HTML; the nearest folder above it decides."""
        if not self.folders:
            return self.html == "trusted"
        by_path = {PurePosixPath(name): folder.html for name, folder in self.folders.items()}
        nearest = next((by_path[above] for above in path.parents if above in by_path), self.html)
        return nearest == "trusted"


class PaginationConfig(msgspec.Struct, frozen=True, kw_only=True):
    """`[pagination]`: how many cards a list page shows."""

    size: Annotated[int, msgspec.Meta(ge=1, le=10_000)] = 10


class NumberingConfig(msgspec.Struct, frozen=True, kw_only=True):
    """`[numbering]`: through which pages numbers run, and links to who refers to them."""

    by: NumberedBy = "page"
    backlinks: bool = True


class ExternalProject(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of `[references.NAME]`: the inventory of another project, and where its pages are.

    `inventory` is a file in `data/`, `url` the address to which its paths are relative.
    """

    inventory: str
    url: str


class FeedConfig(msgspec.Struct, frozen=True, kw_only=True):
    """`[feed]`: how many entries a feed has, and whether it has their whole text."""

    limit: Annotated[int, msgspec.Meta(ge=1, le=1_000)] = 20
    content: FeedContent = "summary"


class OutputsConfig(msgspec.Struct, frozen=True, kw_only=True):
    """`[outputs]`: files for programs that not every site wants."""

    llms: bool = False
    markdown: bool = False


class ImagesConfig(msgspec.Struct, frozen=True, kw_only=True):
    """`[images]`: how pictures are made.

    `formats` stand beside a fallback that every browser shows, `widths` are in pixels, as is
    `zoom_width`, the largest width of what opens, qualities from 1 to 100; `background` takes the
    place of transparency where a format has none; `originals` are patterns of files in
    `assets/static/` that may keep what they say of their makers.
    """

    formats: tuple[ModernFormat, ...] = ("avif", "webp")
    widths: Annotated[tuple[Width, ...], msgspec.Meta(min_length=1)] = (480, 960, 1600)
    zoom_width: Annotated[int, msgspec.Meta(ge=16, le=16_000)] = 4096
    avif_quality: Quality = 60
    webp_quality: Quality = 78
    jpeg_quality: Quality = 82
    background: str = "#ffffff"
    placeholders: bool = True
    max_megapixels: Annotated[int, msgspec.Meta(ge=1, le=1_000)] = 120
    originals: tuple[str, ...] = ()


class SharingConfig(msgspec.Struct, frozen=True, kw_only=True):
    """`[sharing]`: whether each page gets a card for social networks, and the font on it."""

    cards: bool = True
    font: str = ""


class FilesConfig(msgspec.Struct, frozen=True, kw_only=True):
    """`[files]`: kinds of files, by suffix, that a page may link to and so publish."""

    types: tuple[str, ...] = (
        *("pdf", "txt", "csv", "tsv", "json", "bib", "ris", "ics", "zip", "gz", "xz", "tar"),
        *("docx", "pptx", "xlsx", "odt", "odp", "ods", "ipynb", "py", "r", "m", "tex"),
        *("mp4", "webm", "mp3", "ogg", "wav", "vtt", "epub"),
    )


class EmbedsConfig(msgspec.Struct, frozen=True, kw_only=True):
    """`[embeds]`: the hosts from which pages may show something when a reader asks for it."""

    hosts: tuple[str, ...] = (
        "www.youtube-nocookie.com",
        "player.vimeo.com",
        "www.openstreetmap.org",
    )


class ThemeConfig(msgspec.Struct, frozen=True, kw_only=True):
    """`[theme]`: navigation, prose classes, a logo and stylesheets from `assets/`."""

    nav: Navigation = "top"
    prose: str = "prose prose-slate lg:prose-lg dark:prose-invert max-w-prose"
    logo: str = ""
    stylesheets: tuple[str, ...] = ()


class ResearchConfig(msgspec.Struct, frozen=True, kw_only=True):
    """`[research]`: which bibliographies are read, as patterns of paths.

    The works of `references` may be cited, and are no publications of the site. `style` is the
    citation style: a name, or a CSL file. `mailto` is the address that `sitegen bib` gives to the
    services that it asks.
    """

    bibliography: tuple[str, ...] = ("*.bib", "bibliography/**", "content/**/cite.bib")
    references: tuple[str, ...] = ("references.bib", "bibliography/references.bib")
    style: str = "apa"
    mailto: str = ""


class DiagnosticsConfig(msgspec.Struct, frozen=True, kw_only=True):
    """`[diagnostics]`: how severe problems are, by code.

    `levels` holds for the whole site, `folders` for files that fit a pattern; of several patterns,
    the last one counts. `baseline` is a file of known problems, relative to the site.
    """

    levels: dict[str, str] = msgspec.field(default_factory=dict)
    folders: dict[str, dict[str, str]] = msgspec.field(default_factory=dict)
    baseline: str = ""


class CacheConfig(msgspec.Struct, frozen=True, kw_only=True):
    """`[cache]`: how much earlier builds may leave in `.sitegen/`."""

    max_size: str = "1 GB"

    @property
    def max_bytes(self) -> int:
        """The size in bytes. Raises ValueError if `max_size` is not a size."""
        found = _SIZE.fullmatch(self.max_size)
        if found is None:
            raise ValueError(self.max_size)
        return int(float(found[1]) * _UNITS[found[2].upper()])


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """The site's settings. `docs/configuration.md` describes each."""

    title: str = ""
    base_url: str = ""
    language: str = "en"
    description: str = ""
    author: str = ""
    copyright: str = ""
    timezone: str = "UTC"
    menu: dict[str, tuple[MenuItem, ...]] = msgspec.field(default_factory=dict)
    content: ContentConfig = msgspec.field(default_factory=ContentConfig)
    taxonomies: dict[str, str | TaxonomyConfig] = msgspec.field(default_factory=dict)
    collections: dict[str, CollectionConfig] = msgspec.field(default_factory=dict)
    markdown: MarkdownConfig = msgspec.field(default_factory=MarkdownConfig)
    math: MathConfig = msgspec.field(default_factory=MathConfig)
    pagination: PaginationConfig = msgspec.field(default_factory=PaginationConfig)
    numbering: NumberingConfig = msgspec.field(default_factory=NumberingConfig)
    references: dict[str, ExternalProject] = msgspec.field(default_factory=dict)
    feed: FeedConfig = msgspec.field(default_factory=FeedConfig)
    outputs: OutputsConfig = msgspec.field(default_factory=OutputsConfig)
    images: ImagesConfig = msgspec.field(default_factory=ImagesConfig)
    sharing: SharingConfig = msgspec.field(default_factory=SharingConfig)
    files: FilesConfig = msgspec.field(default_factory=FilesConfig)
    embeds: EmbedsConfig = msgspec.field(default_factory=EmbedsConfig)
    theme: ThemeConfig = msgspec.field(default_factory=ThemeConfig)
    research: ResearchConfig = msgspec.field(default_factory=ResearchConfig)
    cache: CacheConfig = msgspec.field(default_factory=CacheConfig)
    limits: LimitsConfig = msgspec.field(default_factory=LimitsConfig)
    diagnostics: DiagnosticsConfig = msgspec.field(default_factory=DiagnosticsConfig)
    params: dict[str, Any] = msgspec.field(default_factory=dict)

    @property
    def origin(self) -> str:
        """Scheme and host of the base URL, without a slash at the end."""
        parts = urlsplit(self.base_url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def base_path(self) -> str:
        """The base URL's path; begins and ends with a slash."""
        return urlsplit(self.base_url).path or "/"

    @property
    def all_taxonomies(self) -> tuple[Taxonomy, ...]:
        """The taxonomies of the site, `tags` among them."""
        return list_taxonomies(self.taxonomies)

    @property
    def all_collections(self) -> dict[str, Collection]:
        """The collections of the site by their names, built-in ones among them."""
        return list_collections(self.collections)

    @property
    def zone(self) -> tzinfo:
        """The time zone of dates that are written without one."""
        return UTC if self.timezone == "UTC" else ZoneInfo(self.timezone)
