"""Choose the constructs that a page may need, by their marks in its source or its HTML."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from sitegen.content.mark_index import Mark, MarkIndex, outlines_of

if TYPE_CHECKING:
    from sitegen.content.construct import Construct
    from sitegen.content.scanner import MarkdownSource

__all__ = ["constructs_for_html", "constructs_for_source"]

_CLASS, _ID = 'class="', 'id="'
#: A mark that is the beginning of an id, and one that can be outside of attributes.
_IDS = ('id="', '="')
#: How marks begin that are names of attributes.
_NAMES = ("data-", "lst-")
_OUTSIDE = re.compile(r"[<>\[\]]")
_MOST_KEPT = 1000


def constructs_for_source(
    source: MarkdownSource, constructs: tuple[Construct, ...]
) -> list[Construct]:
    """Return the constructs whose source marks are in a source, in their order."""
    found = _source_marks(constructs).numbers_in(source.text, source.outlines)
    return [constructs[number] for number in sorted(found)]


def constructs_for_html(html: str, constructs: tuple[Construct, ...]) -> list[Construct]:
    """Return the constructs whose HTML marks are in a page's HTML, in their order."""
    return [constructs[number] for number in sorted(_html_marks(constructs).numbers_in(html))]


@lru_cache(maxsize=8)
def _source_marks(constructs: tuple[Construct, ...]) -> MarkIndex:
    return MarkIndex(
        Mark(mark, number, construct.source_needs)
        for number, construct in enumerate(constructs)
        for mark in construct.source_marks
    )


class _HtmlMarks:
    """The HTML marks of constructs, sorted by where they can be.

    To look for some hundred words in a whole page would take as long as to render its Markdown.
    """

    def __init__(self, constructs: tuple[Construct, ...]) -> None:
        everywhere, classes = [], []
        ids: dict[int, tuple[str, ...]] = {}
        names: dict[str, set[int]] = {}
        for number, construct in enumerate(constructs):
            for mark in construct.html_marks:
                if mark.startswith(_IDS) and mark.endswith('"'):
                    names.setdefault(mark.split('"')[1], set()).add(number)
                elif mark.startswith(_IDS):
                    ids[number] = (*ids.get(number, ()), mark.partition('"')[2])
                elif mark.startswith(_NAMES):
                    everywhere.append(Mark(f'{mark}="', number))
                elif _OUTSIDE.search(mark):
                    everywhere.append(Mark(mark, number, construct.html_needs))
                else:
                    classes.append((mark, number))
        self._everywhere = MarkIndex(everywhere)
        self._ids = ids
        self._beginnings = tuple({mark for marks in ids.values() for mark in marks})
        self._names = names
        self._classes = classes
        self._by_classes: dict[frozenset[str], frozenset[int]] = {}

    def numbers_in(self, html: str) -> set[int]:
        """Return the numbers of the constructs of which a mark is in a page's HTML."""
        found = self._everywhere.numbers_in(html, outlines_of(html))
        found |= self._numbers_of(frozenset(_values(html, _CLASS)))
        for name in _values(html, _ID):
            if name in self._names:
                found |= self._names[name]
            if name.startswith(self._beginnings):
                found.update([n for n, marks in self._ids.items() if name.startswith(marks)])
        return found

    def _numbers_of(self, classes: frozenset[str]) -> frozenset[int]:
        """Return those that values of `class` tell; few pages have values of their own."""
        known = self._by_classes.get(classes)
        if known is None:
            if len(self._by_classes) >= _MOST_KEPT:
                self._by_classes.clear()
            text = "".join(f'{_CLASS}{value}"' for value in sorted(classes))
            known = frozenset(number for mark, number in self._classes if mark in text)
            self._by_classes[classes] = known
        return known


def _values(html: str, attribute: str) -> list[str]:
    """Return the values of an attribute, given with its first quotation mark."""
    pieces = html.split(attribute)
    return [piece.partition('"')[0] for piece in pieces[1:]]


@lru_cache(maxsize=8)
def _html_marks(constructs: tuple[Construct, ...]) -> _HtmlMarks:
    return _HtmlMarks(constructs)
