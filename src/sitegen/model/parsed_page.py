"""Source files and what parsing each of them by itself gives."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Any

import msgspec

from sitegen.config import Engine
from sitegen.diagnostics import Diagnostic, Location
from sitegen.model.anchors import Anchors
from sitegen.model.heading import Heading
from sitegen.model.labels import Label
from sitegen.model.references.reference import References
from sitegen.model.stored import Stored

__all__ = [
    "Cascade",
    "Fragment",
    "FrontMatter",
    "MenuPlace",
    "PageBody",
    "PageDate",
    "ParsedFile",
    "ParsedPage",
    "Precision",
    "SourceFile",
]


class SourceFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file as it was read; `path` is relative to the site's root."""

    path: PurePosixPath
    data: bytes
    digest: str


class Precision(StrEnum):
    """Which parts of a date its author wrote."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    TIME = "time"


class PageDate(Stored, frozen=True):
    """A date: the text as written, its precision, and the moment that it stands for."""

    written: str
    precision: Precision
    moment: datetime


class MenuPlace(Stored, frozen=True):
    """A menu that a page asks to be in, by its front matter."""

    menu: str
    name: str = ""
    weight: int | None = None


class FrontMatter(Stored, frozen=True):
    """A page's fields; `places` maps each field to its line and column in the file.

    `url` is the page's path below the site's address, with a slash in front. `layout` is what other
    generators call a template: it need not exist. `terms` are those of the taxonomies of the site,
    such as `tags`, by their names. `explicit` are the fields that were given the value that they
    have without being given, such as `draft: false`. `cascade` is for the pages below an index.
    `bibliography` are files of works that the page cites, `csl` its style, and `nocite` the keys of
    works that it lists without citing them.
    """

    title: str = ""
    subtitle: str = ""
    date: PageDate | None = None
    updated: PageDate | None = None
    draft: bool = False
    publish_date: PageDate | None = None
    expires: PageDate | None = None
    language: str = ""
    description: str = ""
    summary: str = ""
    abstract: str = ""
    featured_image: str = ""
    featured_image_alt: str = ""
    featured_image_caption: str = ""
    featured_image_focus: tuple[float, float] = (0.5, 0.5)
    featured_image_hidden: bool = False
    url: str = ""
    slug: str = ""
    aliases: tuple[str, ...] = ()
    terms: Mapping[str, tuple[str, ...]] = {}
    authors: tuple[str, ...] = ()
    weight: int | None = None
    template: str = ""
    layout: str = ""
    toc: bool = True
    number_headings: bool | None = None
    smart_punctuation: bool | None = None
    implicit_figures: bool | None = None
    nav: str = ""
    menu: tuple[MenuPlace, ...] = ()
    markdown_engine: Engine | None = None
    macros: Mapping[str, str] = {}
    bibliography: tuple[str, ...] = ()
    csl: str = ""
    nocite: tuple[str, ...] = ()
    cascade: tuple[Cascade, ...] = ()
    extra: Mapping[str, Any] = {}
    explicit: tuple[str, ...] = ()
    places: Mapping[str, tuple[int, int]] = {}


class Cascade(Stored, frozen=True):
    """Fields that a section gives to its pages: those of `fields` in `names`, and its `extra`.

    Empty `path` and `kind` are those of every page; `path` is a pattern.
    """

    fields: FrontMatter
    names: tuple[str, ...] = ()
    path: str = ""
    kind: str = ""


class Fragment(Stored, frozen=True):
    """HTML with slots: `parts[0] + slot 0 + parts[1] + slot 1 + …`."""

    parts: tuple[str, ...] = ("",)
    references: References = References()


class ParsedPage(Stored, frozen=True):
    """What one Markdown file says, before anything is known of the others.

    `body_digest` names the body. `own_key` is the page's key if it is not its path. Where only the
    rest was loaded, `toc` and the parts of `heading` and `body` are empty: they are not needed
    before the page is rendered. A page that is `made` of something else has no file. One that
    `has_cells` is a notebook in Markdown.
    """

    path: PurePosixPath
    front: FrontMatter
    heading: Fragment | None = None
    body: Fragment = Fragment()
    toc: tuple[Heading, ...] = ()
    anchors: Anchors = Anchors()
    labels: tuple[Label, ...] = ()
    summary: str = ""
    word_count: int = 0
    reading_time: int = 0
    heading_text: str = ""
    body_digest: str = ""
    has_written_styles: bool = False
    diagnostics: tuple[Diagnostic, ...] = ()
    own_key: str = ""
    made: bool = False
    has_cells: bool = False

    @property
    def key(self) -> str:
        """The key by which other pages name this one: see `graph.page_keys`."""
        return self.own_key or str(self.path)

    def place_of(self, field: str) -> Location:
        """Return the place of a field of the front matter, the page's beginning without it."""
        line, column = self.front.places.get(field, (1, 1))
        return Location(path=str(self.path), line=line, column=column)


class PageBody(Stored, frozen=True):
    """What only rendering needs of a parsed page: HTML between slots, table of contents.

    With `has_written_styles`, there are classes in it for styles that its author wrote.
    """

    heading: tuple[str, ...] | None = None
    parts: tuple[str, ...] = ("",)
    toc: tuple[Heading, ...] = ()
    has_written_styles: bool = False


class ParsedFile(Stored, frozen=True):
    """A source file that is not a page: its value as bytes, and a digest of these."""

    path: str
    value: bytes
    digest: str
