"""Format works as references, each by itself, in the citation style of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from sitegen.research.csl.formatting import Library, format_document
from sitegen.research.csl.items import Item, item_from_work
from sitegen.research.csl.locale import built_in_locale
from sitegen.research.csl.output import HTML, PLAIN_TEXT, to_text
from sitegen.research.csl.rich_text import Span
from sitegen.research.csl.style_reader import compile_style
from sitegen.research.work_facts import one_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from sitegen.model import Work
    from sitegen.research.csl.rich_text import Rich
    from sitegen.research.csl.style_reader import Style

__all__ = ["FormattedReference", "ReferenceTexts"]


class FormattedReference(NamedTuple):
    """A reference as text on one line, and as safe HTML."""

    text: str
    html: str


class ReferenceTexts:
    """Formats references in one style and language.

    `style` is the XML of an independent style with a bibliography. Raises ValueError for anything
    else.
    """

    def __init__(self, style: bytes, language: str) -> None:
        compiled, _ = compile_style(style)
        if compiled is None or compiled.bibliography is None:
            message = "no style for a bibliography"
            raise ValueError(message)
        self._style: Style = compiled
        self._items: dict[str, Item] = {}
        locale = built_in_locale(compiled.default_locale or language)
        self._library = Library(compiled, locale, self._items)
        self._known: dict[tuple[str, tuple[str, ...]], FormattedReference] = {}

    def format(self, work: Work, link: Callable[[int], str] | None = None) -> FormattedReference:
        """Return the reference of a work.

        `link` returns the address of the page about the author at a place, from 0, or nothing.
        """
        authors = range(len(work.names.get("author", ())))
        links = tuple(link(place) for place in authors) if link else ()
        key = (work.key, links)
        if key not in self._known:
            item = item_from_work(work, links)
            name = str(len(self._items))  # items are kept, for texts are known by their items
            self._items[name] = replace(item, key=name)
            self._known[key] = self._write(name)
        return self._known[key]

    def _write(self, key: str) -> FormattedReference:
        document = format_document(self._library, (), (key,))
        text = _without_number(document.entries[0].text) if document.entries else []
        html = to_text(text, document.locale, HTML).strip()
        return FormattedReference(one_line(to_text(text, document.locale, PLAIN_TEXT)), html)


def _without_number(text: Rich) -> Rich:
    """Return an entry without its number in the margin, which means nothing outside of a list."""
    kept: Rich = []
    for each in text:
        if isinstance(each, Span) and each.format.display == "left-margin":
            continue
        is_block = isinstance(each, Span) and each.format.display == "right-inline"
        kept += each.children if isinstance(each, Span) and is_block else [each]
    return kept
