"""Decide which pages exist and at which URLs."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from sitegen.config import find_setting, nearest_language
from sitegen.diagnostics import Location
from sitegen.graph.published_urls import PublishedUrls
from sitegen.graph.sections import Tree, grow_tree
from sitegen.graph.urls import Addresses, href, nfc, url_part
from sitegen.model import CONTENT, STATIC, Inspected, Kind, ParsedPage, TemplateFacts, ThemeMeasures

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sitegen.config import Config
    from sitegen.graph.file_index import FileIndex
    from sitegen.graph.selection import HeldBack
    from sitegen.social_cards.font_choice import FontBook

__all__ = ["HOME", "NOT_FOUND", "TAGS", "Inputs", "Outline", "draw_outline"]

#: Keys of pages that exist even if nobody has written them.
HOME = str(CONTENT / "index.md")
TAGS = str(CONTENT / "tags" / "index.md")
NOT_FOUND = str(CONTENT / "404.md")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """All that assembling depends on.

    `parsed` are all pages with their keys, `published` those of them that the site shows;
    `unpublished` maps the keys of the others to the reason, `held_folders` are folders of which
    nothing is published. `sources` has the values of source files other than pages, by kind and
    name. `words` maps a language to the theme's words. `outputs` are the paths of the files that
    outputs such as the feed will make. Without `fonts`, no social cards are drawn.
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
    fonts: FontBook | None = None
    held_folders: Mapping[str, HeldBack] = field(default_factory=dict)
    config_text: str = ""
    templates: TemplateFacts = field(default_factory=TemplateFacts)

    def place_of_setting(self, name: str) -> Location:
        """Return the place of a setting in the configuration, such as `theme.logo`."""
        line, column = find_setting(self.config_text, name)
        return Location(path=self.config_path, line=line, column=column)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The published pages by key, their sections and URLs.

    `paths` and `urls` map keys to paths below the base URL and to URLs. Keys without a source are
    generated pages.
    """

    inputs: Inputs
    sources: Mapping[str, ParsedPage]
    tree: Tree
    paths: Mapping[str, str]
    urls: Mapping[str, str]

    @property
    def config(self) -> Config:
        """The site's settings."""
        return self.inputs.config

    def kind(self, key: str) -> Kind:
        """Return what sort of page this is."""
        special = {HOME: Kind.HOME, NOT_FOUND: Kind.NOT_FOUND, TAGS: Kind.TAGS}
        if key in special:
            return special[key]
        return Kind.SECTION if self.tree.is_section(key) else Kind.PAGE

    def urls_of_files(self) -> dict[str, str]:
        """Return the URLs of the pages whose files are not called as their keys, by file."""
        named = (page for page in self.sources.values() if page.own_key)
        return {str(page.path): self.urls[page.key] for page in named}

    def words(self) -> Mapping[str, str]:
        """Return the theme's words in the site's language."""
        words = self.inputs.words
        return words[nearest_language(self.config.language, words) or "en"]

    def published_urls(self) -> PublishedUrls:
        """Return what the finished site has at which path."""
        names = {name for page in self.sources.values() for name in page.front.tags}
        static = f"{STATIC}/"
        copied = (str(path) for path in self.inputs.files.paths)
        addresses = _addresses(self.inputs.parsed)
        return PublishedUrls(
            pages={nfc(path): key for key, path in self.paths.items()},
            unpublished={nfc(addresses.page(key)): key for key in self.inputs.unpublished},
            others=frozenset(
                [
                    *(f"tags/{url_part(name)}/" for name in names),
                    *(nfc(path) for path in self.inputs.outputs),
                    *(nfc(p.removeprefix(static)) for p in copied if p.startswith(static)),
                    *self._list_pages(),
                ]
            ),
        )

    def _list_pages(self) -> Iterator[str]:
        """Yield the paths of the second and later pages of the lists of sections."""
        for key in self.tree.indexes.values():
            count = -(-len(self.tree.pages.get(key, ())) // self.config.pagination.size)
            if key != HOME:
                yield from (f"{self.paths[key]}page/{n}/" for n in range(2, count + 1))


def _addresses(pages: Iterable[ParsedPage]) -> Addresses:
    """Return the addresses that these pages ask for."""
    pages = tuple(pages)
    slugs = {page.key: page.front.slug for page in pages if page.front.slug}
    return Addresses(slugs, {page.key: page.front.url for page in pages if page.front.url})


def draw_outline(inputs: Inputs) -> Outline:
    """Give every published page its section and its URL."""
    tree = grow_tree(inputs.published, [page.key for page in inputs.parsed])
    addresses = _addresses(inputs.published)  # a slug of another page must not appear
    sources = {page.key: page for page in inputs.published}
    keys = {*sources, *tree.indexes.values(), NOT_FOUND}
    if any(page.front.tags for page in inputs.published):
        keys.add(TAGS)
    paths = {key: addresses.page(key) for key in sorted(keys)}
    return Outline(
        inputs=inputs,
        sources=sources,
        tree=tree,
        paths=paths,
        urls={key: href(inputs.config.base_path, path) for key, path in paths.items()},
    )
