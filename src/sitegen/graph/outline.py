"""Decide which pages exist and at which URLs."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import msgspec

from sitegen.config import locate_setting, nearest_language
from sitegen.graph.inclusions import Inclusions
from sitegen.graph.published_urls import PublishedUrls
from sitegen.graph.reference_limits import Limit, no_limit
from sitegen.graph.sections import Tree, grow_tree
from sitegen.graph.selection import find_held_folder
from sitegen.graph.term_pages import is_term_key, term_address
from sitegen.graph.urls import Addresses, href, nfc
from sitegen.model import (
    CONTENT,
    STATIC,
    Inspected,
    Kind,
    ParsedPage,
    TemplateFacts,
    ThemeMeasures,
    Work,
)
from sitegen.model.words import fold_term, name_in_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sitegen.config import Collection, Config, Taxonomy
    from sitegen.diagnostics import Location
    from sitegen.graph.file_index import FileIndex
    from sitegen.graph.selection import HeldBack
    from sitegen.model.drawing import Drawing
    from sitegen.research.csl.style_reader import Style
    from sitegen.social_cards.font_choice import FontBook

__all__ = ["HOME", "NOT_FOUND", "Inputs", "Outline", "draw_outline", "index_key"]

#: Keys of pages that exist even if nobody has written them.
HOME = str(CONTENT / "index.md")
NOT_FOUND = str(CONTENT / "404.md")
#: Before everything: nothing is past.
LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """All that assembling depends on.

    `parsed` are all pages with their keys, `published` those of them that the site shows;
    `unpublished` maps the keys of the others to the reason, `held_folders` are folders of which
    nothing is published. `works` are publications by the keys of their pages. `sources` has the
    values of source files other than pages, by kind and name. `words` maps a language to the
    theme's words. `outputs` are the paths of the files that outputs such as the feed will make.
    Without `fonts`, no social cards are drawn. `now` decides which events are past.
    `inclusions` are the texts that pages include. `styles` are citation styles by name, if any page
    cites; `style_names` are those of all that are installed, if one is named that is not.
    `limit` limits what it takes to write the references of a page.
    """

    config: Config
    config_path: str
    measures: ThemeMeasures
    parsed: tuple[ParsedPage, ...]
    published: tuple[ParsedPage, ...]
    unpublished: Mapping[str, HeldBack]
    files: FileIndex
    images: Mapping[PurePosixPath, Inspected]
    sources: Mapping[str, Mapping[str, Any]]
    words: Mapping[str, Mapping[str, str]]
    outputs: frozenset[str] = frozenset()
    drawings: Mapping[str, Drawing] = msgspec.field(default_factory=dict)
    fonts: FontBook | None = None
    held_folders: Mapping[str, HeldBack] = msgspec.field(default_factory=dict)
    config_text: str = ""
    templates: TemplateFacts = msgspec.field(default_factory=TemplateFacts)
    works: Mapping[str, Work] = msgspec.field(default_factory=dict)
    now: datetime = LONG_AGO
    inclusions: Inclusions = msgspec.field(default_factory=Inclusions)
    styles: Mapping[str, Style] = msgspec.field(default_factory=dict)
    style_names: Sequence[str] = ()
    limit: Limit = no_limit

    def place_of_setting(self, name: str, value: str = "") -> Location:
        """Return the place of a setting in the configuration, or of a text in it."""
        return locate_setting(self.config_text, self.config_path, name, value)


class Outline(msgspec.Struct, frozen=True, kw_only=True):
    """The published pages by key, their sections and URLs.

    `paths` and `urls` map keys to paths below the base URL and to URLs. Keys without a source are
    generated pages. `taxonomies` are those of the site by the keys of the pages that list their
    terms; `term_folders` maps their names to the paths below which terms have their pages.
    `row_folders` are those of collections that have entries without pages.
    """

    inputs: Inputs
    sources: Mapping[str, ParsedPage]
    tree: Tree
    paths: Mapping[str, str]
    urls: Mapping[str, str]
    taxonomies: Mapping[str, Taxonomy]
    term_folders: Mapping[str, str]
    collections: Mapping[str, Collection]
    row_folders: frozenset[str]

    @property
    def config(self) -> Config:
        """The site's settings."""
        return self.inputs.config

    def kind(self, key: str) -> Kind:
        """Return what sort of page this is."""
        special = {HOME: Kind.HOME, NOT_FOUND: Kind.NOT_FOUND}
        if key in special:
            return special[key]
        if is_term_key(key):
            return Kind.TERM
        if key in self.taxonomies:
            return Kind.TAXONOMY
        return Kind.SECTION if self.tree.is_section(key) else Kind.PAGE

    def urls_of_files(self) -> dict[str, str]:
        """Return the URLs of the pages whose files are not called as their keys, by file."""
        named = (page for page in self.sources.values() if page.own_key)
        return {str(page.path): self.urls[page.key] for page in named}

    def words(self) -> Mapping[str, str]:
        """Return the theme's words in the site's language."""
        words = self.inputs.words
        return words[nearest_language(self.config.language, words) or "en"]

    def term_path(self, taxonomy: str, slug: str) -> str:
        """Return the path of the page of a term, given the taxonomy's name."""
        return f"{self.term_folders[taxonomy]}{slug}/"

    def published_urls(self) -> PublishedUrls:
        """Return what the finished site has at which path."""
        static = f"{STATIC}/"
        copied = (str(path) for path in self.inputs.files.paths)
        addresses = _addresses(self.inputs.parsed, self.config)
        return PublishedUrls(
            pages={nfc(path): key for key, path in self.paths.items()},
            unpublished={nfc(addresses.page(key)): key for key in self.inputs.unpublished},
            others=frozenset(
                [
                    *(nfc(path) for path in self._term_pages()),
                    *(nfc(path) for path in self.inputs.outputs),
                    *(nfc(p.removeprefix(static)) for p in copied if p.startswith(static)),
                    *self._list_pages(),
                ]
            ),
        )

    def _term_pages(self) -> Iterator[str]:
        """Yield the paths of the pages of terms, such as tags."""
        found = {
            (taxonomy, name)
            for page in self.sources.values()
            for taxonomy, names in page.front.terms.items()
            for name in names
        }
        for taxonomy, name in found:
            yield self.term_path(taxonomy, name_in_url(fold_term(name)))

    def _list_pages(self) -> Iterator[str]:
        """Yield the paths of the second and later pages of the lists of sections."""
        whole = {
            f"{each.folder}/index.md"
            for each in self.collections.values()
            if not each.paginate or each.folder in self.row_folders
        }
        for key in self.tree.indexes.values():
            if key in whole:
                continue
            count = -(-len(self.tree.pages.get(key, ())) // self.config.pagination.size)
            if key != HOME:
                yield from (f"{self.paths[key]}page/{n}/" for n in range(2, count + 1))


def index_key(taxonomy: str) -> str:
    """Return the key of the page that lists the terms of the taxonomy with this name."""
    return f"{CONTENT}/{taxonomy}/index.md"


def _addresses(pages: Iterable[ParsedPage], config: Config) -> Addresses:
    """Return the addresses that these pages ask for, and the site for its taxonomies."""
    pages = tuple(pages)
    slugs = {index_key(each.name): each.path for each in config.all_taxonomies if each.path}
    slugs |= {
        f"{each.folder}/index.md": each.url
        for each in config.all_collections.values()
        if each.folder and each.url
    }
    slugs |= {page.key: page.front.slug for page in pages if page.front.slug}
    return Addresses(slugs, {page.key: page.front.url for page in pages if page.front.url})


def draw_outline(inputs: Inputs) -> Outline:
    """Give every published page its section and its URL."""
    taxonomies = {index_key(each.name): each for each in inputs.config.all_taxonomies}
    terms = [page.key for page in inputs.published if is_term_key(page.key)]
    apart = frozenset({NOT_FOUND, *taxonomies, *terms})
    row_folders = frozenset(_find_row_folders(inputs))
    keys_of_all = [page.key for page in inputs.parsed]
    tree = grow_tree(inputs.published, keys_of_all, apart, sorted(row_folders))
    # A slug of another page must not appear.
    addresses = _addresses(inputs.published, inputs.config)
    sources = {page.key: page for page in inputs.published}
    keys = {*sources, *tree.indexes.values(), NOT_FOUND}
    used = {name for page in inputs.published for name, terms in page.front.terms.items() if terms}
    keys |= {key for key, taxonomy in taxonomies.items() if taxonomy.name in used}
    folders = {
        each.name: addresses.folder(key.rpartition("/")[0]) for key, each in taxonomies.items()
    }
    paths = {key: addresses.page(key) for key in sorted(keys.difference(terms))}
    for key in terms:
        taxonomy, name = term_address(key)
        paths[key] = f"{folders[taxonomy]}{name}/"
    return Outline(
        inputs=inputs,
        sources=sources,
        tree=tree,
        paths=paths,
        urls={key: href(inputs.config.base_path, path) for key, path in paths.items()},
        taxonomies=taxonomies,
        collections=inputs.config.all_collections,
        term_folders=folders,
        row_folders=row_folders,
    )


def _find_row_folders(inputs: Inputs) -> Iterator[str]:
    """Yield the folders of collections with rows of data files, if their indexes are published."""
    rows = inputs.sources.get("entries", {})
    for each in inputs.config.all_collections.values():
        if not each.folder or not rows.get(each.data):
            continue
        index = f"{each.folder}/index.md"
        if index not in inputs.unpublished and not find_held_folder(index, inputs.held_folders):
            yield each.folder
