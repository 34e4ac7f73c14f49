"""Link the stylesheets and scripts that only some pages need, by what the finished page holds.

`theme.toml` lists them under `[features]`. When the head of a page is rendered, it is not known yet
what the rest of the page will hold, its lists and cards included. So the template leaves a mark
there, which is replaced when the page is complete.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

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
_CLASS = 'class="'


def _classes_in(html: str) -> frozenset[str]:
    """Return the values of all `class` attributes; pages of one kind mostly have the same."""
    pieces = iter(html.split(_CLASS))
    next(pieces)
    return frozenset([piece.partition('"')[0] for piece in pieces])


class PageFeatures:
    """The features of a theme, for the pages of a site; `words` are the theme's by language."""

    def __init__(self, page_index: PageIndex, words: Mapping[str, Words]) -> None:
        self._features = page_index.site.measures.features
        self._page_index = page_index
        self._words = words
        #: Those that are told by an element, which is looked for in the whole page.
        self._tags = [
            (mark, name)
            for name, each in self._features.items()
            for mark in each.marks
            if mark.startswith("<")
        ]
        self._by_classes: dict[frozenset[str], frozenset[str]] = {}
        self._links: dict[tuple[frozenset[str], str], tuple[str, frozenset[str]]] = {}

    @staticmethod
    def links() -> Markup:
        """Return what stands for the links until the page is rendered: `feature_links()`."""
        return Markup(_MARK)  # noqa: S704  # a constant

    def fill(self, html: str, language: str) -> str:
        """Put the links in their place. What the page needs is asked for as `asset()` does."""
        if _MARK not in html:
            return html
        found = self._named_by(_classes_in(html)).union(
            [name for mark, name in self._tags if mark in html]
        )
        links = self._links_to(found, language)
        return html.replace(_MARK + "\n", links + "\n" if links else "", 1).replace(_MARK, links)

    def _named_by(self, classes: frozenset[str]) -> frozenset[str]:
        """Return the features of pages with these values of `class`."""
        if classes not in self._by_classes:
            written = "".join(f'{_CLASS}{value}"' for value in sorted(classes))
            self._by_classes[classes] = frozenset(
                name
                for name, each in self._features.items()
                if any(mark in written for mark in each.marks)
            )
        return self._by_classes[classes]

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
