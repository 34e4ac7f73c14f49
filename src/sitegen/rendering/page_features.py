"""Link the stylesheets and scripts that only some pages need, by what the finished page holds.

`theme.toml` lists them under `[features]`. When the head of a page is rendered, it is not known yet
what the rest of the page will hold, its lists and cards included. So the template leaves a mark
there, which is replaced when the page is complete.
"""

from __future__ import annotations

import re
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
_CLASS_START = 'class="'
#: What is looked for in a whole page takes far longer: half of it begins with the same letters.
_CLASS = re.compile(r'class="[^"]*"')


def _classes_in(html: str) -> str:
    """Return the values of all `class` attributes, each behind `class="`: few are different."""
    return "".join(set(_CLASS.findall(html)))


def _holds(html: str, classes: str, mark: str) -> bool:
    """Tell whether a mark is in a page; most are the first words of a class."""
    return mark in (classes if mark.startswith(_CLASS_START) and "<" not in mark else html)


class PageFeatures:
    """The features of a theme, for the pages of a site; `words` are the theme's by language."""

    def __init__(self, page_index: PageIndex, words: Mapping[str, Words]) -> None:
        self._features = page_index.site.measures.features
        self._page_index = page_index
        self._words = words

    @staticmethod
    def links() -> Markup:
        """Return what stands for the links until the page is rendered: `feature_links()`."""
        return Markup(_MARK)  # noqa: S704  # a constant

    def fill(self, html: str, language: str) -> str:
        """Put the links in their place. What the page needs is asked for as `asset()` does."""
        if _MARK not in html:
            return html
        classes = _classes_in(html)
        found = [
            each
            for each in self._features.values()
            if any(_holds(html, classes, mark) for mark in each.marks)
        ]
        links = "\n".join(line for each in found for line in self._lines(each, language))
        return html.replace(_MARK + "\n", links + "\n" if links else "", 1).replace(_MARK, links)

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
