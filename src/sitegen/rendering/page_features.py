"""Link the stylesheets and scripts that only some pages need, by what the finished page holds.

`theme.toml` lists them under `[features]`. When the head of a page is rendered, it is not known yet
what the rest of the page will hold, its lists and cards included. So the template leaves a mark
there, which is replaced when the page is complete.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from sitegen.rendering.theme_strings import find_word, words_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sitegen.model.theme_measures import PageFeature
    from sitegen.rendering.page_index import PageIndex
    from sitegen.rendering.theme_strings import Words

__all__ = ["PageFeatures"]

#: No page can hold this character otherwise.
_MARK = "\x1afeatures\x1a"
#: Pages are read as bytes: a single character beyond Latin-1 makes a text of twice as many of it.
_MARK_BYTES = _MARK.encode()
_CLASS = b'class="'


def _classes_in(html: bytes) -> frozenset[bytes]:
    """Return the values of all `class` attributes; pages of one kind mostly have the same."""
    pieces = iter(html.split(_CLASS))
    next(pieces)
    return frozenset([piece.partition(b'"')[0] for piece in pieces])


class _Found(NamedTuple):
    """What the classes of a page tell: its features, and the tags that would tell of others."""

    names: frozenset[str]
    tags: tuple[tuple[bytes, str], ...]


def _may_hold(tag: bytes, classes: bytes) -> bool:
    """Tell whether a page with these `class` attributes may hold a mark, the beginning of a tag."""
    _, has_class, value = tag.partition(_CLASS)
    return _CLASS + value in classes if has_class else True


class PageFeatures:
    """The features of a theme, for the pages of a site; `words` are the theme's by language."""

    def __init__(self, page_index: PageIndex, words: Mapping[str, Words]) -> None:
        self._features = page_index.site.measures.features
        self._page_index = page_index
        self._words = words
        self._by_classes: dict[frozenset[bytes], _Found] = {}
        self._links: dict[tuple[frozenset[str], str], tuple[str, frozenset[str]]] = {}

    @staticmethod
    def links() -> Markup:
        """Return what stands for the links until the page is rendered: `feature_links()`."""
        return Markup(_MARK)  # noqa: S704  # a constant

    def fill(self, html: str, language: str) -> bytes:
        """Put the links in their place, and return the page as bytes.

        What the page needs is asked for as `asset()` does.
        """
        page = html.encode()
        before, mark, after = page.partition(_MARK_BYTES)
        if not mark:
            return page
        found = self._find(_classes_in(page))
        names = found.names.union([name for tag, name in found.tags if tag in page])
        links = self._links_to(names, language).encode()
        if _MARK_BYTES[:1] in after:  # a template of the site has another place for them
            first = links + b"\n" if links else b""
            return page.replace(_MARK_BYTES + b"\n", first, 1).replace(_MARK_BYTES, links)
        return before + links + (after if links else after.removeprefix(b"\n"))

    def _find(self, classes: frozenset[bytes]) -> _Found:
        """Return the features of pages with these values of `class`."""
        found = self._by_classes.get(classes)
        if found is None:
            written = b"".join(b'%b%b"' % (_CLASS, value) for value in sorted(classes))
            marks = [
                (mark.encode(), name)
                for name, each in self._features.items()
                for mark in each.marks
            ]
            names = frozenset(name for mark, name in marks if mark in written)
            tags = tuple(
                (mark, name)
                for mark, name in marks
                if mark.startswith(b"<") and name not in names and _may_hold(mark, written)
            )
            found = self._by_classes[classes] = _Found(names, tags)
        return found

    def _links_to(self, names: frozenset[str], language: str) -> str:
        """Return the elements, and ask for the files that they link."""
        known = self._links.get((names, language))
        if known is None:
            before, self._page_index.reads = self._page_index.reads, set()
            wanted = [each for name, each in self._features.items() if name in names]
            links = "\n".join(line for each in wanted for line in self._lines(each, language))
            known = links, frozenset(self._page_index.reads)
            self._links[names, language] = known
            self._page_index.reads = before
        self._page_index.reads.update(known[1])
        return known[0]

    def _lines(self, feature: PageFeature, language: str) -> list[str]:
        urls = [(name, self._page_index.asset(name)) for name in feature.assets]
        words = "".join(
            f' data-{name.replace("_", "-")}="{escape(self._word(name, language))}"'
            for name in feature.words
        )
        return [
            f'<script src="{url}" defer{words}></script>'
            if name.endswith(".js")
            else f'<link rel="stylesheet" href="{url}">'
            for name, url in urls
            if url
        ]

    def _word(self, name: str, language: str) -> str:
        return find_word(words_for(self._words, language), language, name) or name
