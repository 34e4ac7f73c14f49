"""Write citations and entries as HTML, each once for all pages that differ in nothing else.

What a page fills in are gaps: links, locators that are digits, numbers, and letters of years.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sitegen.research.csl.citation_text import write_citation
from sitegen.research.csl.cites import ONE_NUMBER
from sitegen.research.csl.disambiguation import NOTHING
from sitegen.research.csl.entry_writer import NOWHERE
from sitegen.research.csl.output import HTML, Writer, to_pieces
from sitegen.research.csl.reference_list import (
    finish,
    list_entries,
    list_entry,
    replaces_names,
)
from sitegen.research.csl.rich_text import LETTER, LOCATOR, NUMBER, Gap
from sitegen.research.csl.scene import PLAINLY

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping, Sequence

    from sitegen.research.csl.arrangement import Arrangement
    from sitegen.research.csl.cites import Citation, Cite
    from sitegen.research.csl.entry_writer import EntryWriter, Place
    from sitegen.research.csl.items import Item
    from sitegen.research.csl.reference_list import Listed
    from sitegen.research.csl.rich_text import Rich

__all__ = ["HtmlTexts"]

_LINK = "link"
_NO_LINK = ("", "")
_NUMBER, _LETTER = Gap.of(NUMBER, 0), Gap.of(LETTER, 0)


class _Pattern(NamedTuple):
    """A text as a format of the operator `%`, and the kinds and places of its gaps, in order."""

    form: str
    gaps: tuple[tuple[str, int], ...]


class HtmlTexts:
    """The texts that one style writes in one language."""

    def __init__(self, writer: EntryWriter) -> None:
        self._writer = writer
        self._citations: dict[tuple[object, ...], _Pattern] = {}
        self._entries: dict[int, _Pattern] = {}
        self._shapes: dict[str, str | int] = {}
        #: Entries that read the same on every page that lists them, by their items.
        self._same: dict[Item, str] = {}

    def entries(self, arranged: Arrangement, count: Callable[[int], None]) -> dict[str, str]:
        """Return the entries of a bibliography by key, in order, without those that are empty.

        `count` is told the length of each new text as soon as there is one, and at last that of
        the others; it may raise.
        """
        texts: dict[str, str] = {}
        if replaces_names(self._writer.style):
            for each in list_entries(arranged, self._writer):
                texts[each.key] = self.entry(each)
                count(len(texts[each.key]))
        else:
            known = 0
            same, distinctions = self._same, arranged.distinctions
            for key, item in arranged.items.items():
                text = same.get(item) if distinctions[key] is NOTHING else None
                if text is None:
                    text = self._entry_of(key, item, arranged)
                    count(len(text))
                else:
                    known += len(text)
                texts[key] = text
            count(known)
        return texts if all(texts.values()) else {key: text for key, text in texts.items() if text}

    def _entry_of(self, key: str, item: Item, arranged: Arrangement) -> str:
        """Return the entry of an item in a list in which no entry depends on the one before."""
        distinction = arranged.distinctions[key]
        listed = list_entry(key, item, distinction, arranged.numbers[key], self._writer)
        text = self.entry(listed)
        if distinction is NOTHING and not self._entries[id(listed.written)].gaps:
            self._same[item] = text
        return text

    def entry(self, listed: Listed) -> str:
        """Return an entry of a bibliography; empty if the style writes nothing of it."""
        name = id(listed.written)  # which the writer keeps
        pattern = self._entries.get(name)
        if pattern is None:
            letter = _LETTER if listed.letter else ""
            text = finish(listed.written, _NUMBER, letter, self._writer.style)
            pattern = self._entries[name] = _pattern(to_pieces(text, self._writer.locale, HTML))
        form, gaps = pattern
        if not gaps:
            return form
        values = {NUMBER: str(listed.number), LETTER: listed.letter}
        return form % tuple([values[kind] for kind, _ in gaps])

    def citation(
        self,
        citation: Citation,
        places: Sequence[Place],
        arranged: Arrangement,
        listed: Container[str],
        link: Callable[[str], str] | None,
    ) -> str:
        """Return a citation, whose cites have places.

        The text of each cite is a link if its work is `listed`: `link` returns the start of it.
        Without that, there is none.
        """
        key = self._key(citation, places, arranged, listed if link else None)
        pattern = self._citations.get(key)
        if pattern is None:
            writer = _with_links(citation, listed) if link else HTML
            pieces = to_pieces(self._text(citation, places, arranged), self._writer.locale, writer)
            pattern = self._citations[key] = _pattern(pieces)
        form, gaps = pattern
        if not gaps:
            return form
        cites = citation.cites
        values: list[str] = []
        for kind, place in gaps:
            cite = cites[place]
            if kind == _LINK:
                values.append(link(cite.key) if link else "")
            elif kind == LOCATOR:
                is_number = self._shapes.get(cite.locator) == ONE_NUMBER
                values.append(cite.locator if is_number else self._writer.open_locator(cite))
            elif kind == NUMBER:
                values.append(str(arranged.numbers[cite.key]))
            else:
                values.append(arranged.distinctions[cite.key].letter)
        return form % tuple(values)

    def _key(
        self,
        citation: Citation,
        places: Sequence[Place],
        arranged: Arrangement,
        listed: Container[str] | None,
    ) -> tuple[object, ...]:
        """Return all that the text of a citation depends on beside what fills its gaps.

        Between several cites, numbers and letters decide on the order and on what they share.
        """
        mode, ending, cites = citation.mode, citation.ending, citation.cites
        if len(cites) == 1:
            return mode, ending, self._key_of_cite(cites[0], places[0], arranged, listed)
        parts: list[object] = [mode, ending]
        for cite, place in zip(cites, places, strict=True):
            parts.append(self._key_of_cite(cite, place, arranged, listed))
            parts += (arranged.numbers[cite.key], arranged.distinctions[cite.key].letter)
        return tuple(parts)

    def _key_of_cite(
        self, cite: Cite, place: Place, arranged: Arrangement, listed: Container[str] | None
    ) -> tuple[object, ...]:
        key, locator = cite.key, cite.locator
        depth, letter = arranged.distinctions[key]
        shape = self._shapes.get(locator)
        if shape is None:
            shape = self._shapes[locator] = self._writer.shape_of(cite)
        return (
            arranged.items[key], shape, cite.label, cite.prefix, cite.suffix,
            cite.suppress_author, cite.author_only, None if place is NOWHERE else place,
            None if depth is PLAINLY else depth, not letter,
            None if listed is None else key in listed,
        )  # fmt: skip

    def _text(self, citation: Citation, places: Sequence[Place], arranged: Arrangement) -> Rich:
        """Return a citation with gaps."""
        alone = len(citation.cites) == 1

        def gaps(at: int) -> Mapping[str, str]:
            key = citation.cites[at].key
            number, letter = arranged.numbers[key], arranged.distinctions[key].letter
            return {
                NUMBER: Gap.of(NUMBER, at) if alone else str(number),
                LETTER: Gap.of(LETTER, at) if alone and letter else letter,
                LOCATOR: Gap.of(LOCATOR, at),
            }

        return write_citation(
            citation, places, arranged.items, arranged.numbers, arranged.distinctions,
            self._writer, gaps,
        )  # fmt: skip


def _with_links(citation: Citation, listed: Container[str]) -> Writer:
    """Return what writes HTML with a gap for the link of each cite whose work is listed."""
    places: dict[str, int] = {}
    is_whole = True
    for at, cite in enumerate(citation.cites):
        if cite.key not in listed:
            is_whole = False
        elif cite.key not in places:
            places[cite.key] = at

    def start(key: str) -> tuple[str, str]:
        return (Gap.of(_LINK, places[key]), "</a>") if key in places else _NO_LINK

    # A citation is a link as a whole if its works are listed, and links hold no others.
    return Writer(HTML.escape, HTML.marks, None if is_whole else HTML.link, start)


def _pattern(pieces: Sequence[str]) -> _Pattern:
    gaps = tuple([(each.kind, each.place) for each in pieces if type(each) is Gap])
    if not gaps:
        return _Pattern("".join(pieces), ())
    form = "".join(["%s" if type(each) is Gap else each.replace("%", "%%") for each in pieces])
    return _Pattern(form, gaps)
