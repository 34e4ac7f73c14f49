"""Decide which pages exist and at which URLs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from sitegen.config import nearest_language
from sitegen.graph.sections import Tree, grow_tree
from sitegen.graph.urls import Addresses, href
from sitegen.model import CONTENT, Inspected, Kind, ParsedPage, ThemeMeasures
from sitegen.model.words import fold_term, name_in_url

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sitegen.config import Config, Taxonomy
    from sitegen.graph.file_index import FileIndex
    from sitegen.social_cards.font_choice import FontBook

__all__ = ["HOME", "NOT_FOUND", "Inputs", "Outline", "draw_outline", "index_key"]

#: Keys of pages that exist even if nobody has written them.
HOME = str(CONTENT / "index.md")
NOT_FOUND = str(CONTENT / "404.md")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """All that assembling depends on.

    `published` are those of the parsed pages that the site shows, `unpublished` maps the source
    paths of the others to the reason. `sources` has the values of source files other than pages, by
    kind and name. `words` maps a language to the theme's words. Without `fonts`, no social cards
    are drawn.
    """

    config: Config
    config_path: str
    measures: ThemeMeasures
    parsed: tuple[ParsedPage, ...]
    published: tuple[ParsedPage, ...]
    unpublished: Mapping[str, str]
    files: FileIndex
    images: Mapping[PurePosixPath, Inspected]
    sources: Mapping[str, Mapping[str, Any]]
    words: Mapping[str, Mapping[str, str]]
    fonts: FontBook | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The published pages by key, their sections and URLs.

    `paths` and `urls` map keys to paths below the base URL and to URLs. Keys without a source are
    generated pages. `taxonomies` are those of the site by the keys of the pages that list their
    terms; `term_folders` maps their names to the paths below which terms have their pages.
    """

    inputs: Inputs
    sources: Mapping[str, ParsedPage]
    tree: Tree
    paths: Mapping[str, str]
    urls: Mapping[str, str]
    taxonomies: Mapping[str, Taxonomy]
    term_folders: Mapping[str, str]

    @property
    def config(self) -> Config:
        """The site's settings."""
        return self.inputs.config

    def kind(self, key: str) -> Kind:
        """Return what sort of page this is."""
        special = {HOME: Kind.HOME, NOT_FOUND: Kind.NOT_FOUND}
        if key in special:
            return special[key]
        if key in self.taxonomies:
            return Kind.TAXONOMY
        return Kind.SECTION if self.tree.is_section(key) else Kind.PAGE

    def words(self) -> Mapping[str, str]:
        """Return the theme's words in the site's language."""
        words = self.inputs.words
        return words[nearest_language(self.config.language, words) or "en"]

    def term_path(self, taxonomy: str, slug: str) -> str:
        """Return the path of the page of a term, given the taxonomy's name."""
        return f"{self.term_folders[taxonomy]}{slug}/"

    def generated_urls(self) -> frozenset[str]:
        """Return the URLs that authors may link to though no file stands for them."""
        found = {
            (taxonomy, name)
            for page in self.sources.values()
            for taxonomy, names in page.front.terms.items()
            for name in names
        }
        paths = [self.term_path(taxonomy, name_in_url(fold_term(name))) for taxonomy, name in found]
        if any(page.front.date for page in self.sources.values()):
            paths.append("feed.xml")
        return frozenset(href(self.config.base_path, path) for path in paths)


def index_key(taxonomy: str) -> str:
    """Return the key of the page that lists the terms of the taxonomy with this name."""
    return f"{CONTENT}/{taxonomy}/index.md"


def draw_outline(inputs: Inputs) -> Outline:
    """Give every published page its section and its URL."""
    taxonomies = {index_key(each.name): each for each in inputs.config.all_taxonomies}
    paths_of_all = [page.path for page in inputs.parsed]
    tree = grow_tree(inputs.published, paths_of_all, frozenset({NOT_FOUND, *taxonomies}))
    slugs = {PurePosixPath(key): each.path for key, each in taxonomies.items() if each.path}
    slugs |= {page.path: page.front.slug for page in inputs.parsed if page.front.slug}
    addresses = Addresses(slugs)
    sources = {str(page.path): page for page in inputs.published}
    keys = {*sources, *tree.indexes.values(), NOT_FOUND}
    used = {name for page in inputs.published for name, terms in page.front.terms.items() if terms}
    keys |= {key for key, taxonomy in taxonomies.items() if taxonomy.name in used}
    paths = {key: addresses.page(key) for key in sorted(keys)}
    return Outline(
        inputs=inputs,
        sources=sources,
        tree=tree,
        paths=paths,
        urls={key: href(inputs.config.base_path, path) for key, path in paths.items()},
        taxonomies=taxonomies,
        term_folders={each.name: addresses.page(key) for key, each in taxonomies.items()},
    )
