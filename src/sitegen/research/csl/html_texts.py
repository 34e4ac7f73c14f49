"""Write citations and entries as HTML, each once for all pages that differ in nothing else.

What a page fills in are gaps: links, locators that are digits, numbers, and letters of years.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sitegen.research.csl.citation_text import write_citation
from sitegen.research.csl.cites import ONE_NUMBER
from sitegen.research.csl.disambiguation import NOTHING
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
    """A text as a format of the operator `%`, and what fills its gaps, in order."""

    form: str
    gaps: tuple[Gap, ...]


class HtmlTexts:
    """The texts that one style writes in one language."""

    def __init__(self, writer: EntryWriter) -> None:
        self._writer = writer
        self._citations: dict[tuple[object, ...], _Pattern] = {}
        self._entries: dict[int, _Pattern] = {}
        self._shapes: dict[str, str | int] = {}
        #: Entries that read the same on every page that lists them, by their items.
        self._same: dict[Item, str] = {}

    def entries(self, arranged: Arrangement, count: Callable[[str], None]) -> dict[str, str]:
        """Return the entries of a bibliography by key, in order, without those that are empty.

        `count` is told each text as soon as there is one, and may raise.
        """
        texts: dict[str, str] = {}
        if replaces_names(self._writer.style):
            for each in list_entries(arranged, self._writer):
                texts[each.key] = self.entry(each)
                count(texts[each.key])
        else:
            for key, item in arranged.items.items():
                text = self._same.get(item) if arranged.distinctions[key] is NOTHING else None
                texts[key] = text = self._entry_of(key, item, arranged) if text is None else text
                count(text)
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
        if not pattern.gaps:
            return pattern.form
        values = {NUMBER: str(listed.number), LETTER: listed.letter}
        return pattern.form % tuple(values[gap.kind] for gap in pattern.gaps)

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
        if not pattern.gaps:
            return pattern.form
        values: list[str] = []
        for gap in pattern.gaps:
            cite = citation.cites[gap.place]
            if gap.kind == _LINK:
                values.append(link(cite.key) if link else "")
            elif gap.kind == LOCATOR:
                is_number = self._shapes.get(cite.locator) == ONE_NUMBER
                values.append(cite.locator if is_number else self._writer.open_locator(cite))
            elif gap.kind == NUMBER:
                values.append(str(arranged.numbers[cite.key]))
            else:
                values.append(arranged.distinctions[cite.key].letter)
        return pattern.form % tuple(values)

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
        has_links = listed is not None
        if len(citation.cites) == 1:
            cite = citation.cites[0]
            key = cite.key
            depth, letter = arranged.distinctions[key]
            return (
                arranged.items[key], self._shape(cite), cite[2:], places[0],
                depth if depth is not PLAINLY else None, not letter,
                listed is not None and key in listed, citation.mode, has_links,
            )  # fmt: skip
        parts: list[object] = [citation.mode, has_links]
        for cite, place in zip(citation.cites, places, strict=True):
            key = cite.key
            depth, letter = arranged.distinctions[key]
            parts.append(
                (
                    arranged.items[key], self._shape(cite), cite[2:], place,
                    depth, letter, arranged.numbers[key], listed is not None and key in listed,
                )
            )  # fmt: skip
        return tuple(parts)

    def _shape(self, cite: Cite) -> str | int:
        """Return the shape of a cite's locator."""
        shape = self._shapes.get(cite.locator)
        if shape is None:
            shape = self._shapes[cite.locator] = self._writer.shape_of(cite)
        return shape

    def _text(self, citation: Citation, places: Sequence[Place], arranged: Arrangement) -> Rich:
        """Return a citation with gaps."""
        alone = len(citation.cites) == 1

        def gaps(at: int) -> Mapping[str, str]:
            key = citation.cites[at].key
            made: dict[str, str] = {LOCATOR: Gap.of(LOCATOR, at)}
            if alone:
                made[NUMBER] = Gap.of(NUMBER, at)
                if arranged.distinctions[key].letter:
                    made[LETTER] = Gap.of(LETTER, at)
            return made

        return write_citation(
            citation, places, arranged.items, arranged.numbers, arranged.distinctions,
            self._writer, gaps,
        )  # fmt: skip


def _with_links(citation: Citation, listed: Container[str]) -> Writer:
    """Return what writes HTML with a gap for the link of each cite whose work is listed."""
    places: dict[str, int] = {}
    for at, cite in enumerate(citation.cites):
        if cite.key in listed:
            places.setdefault(cite.key, at)

    def start(key: str) -> tuple[str, str]:
        return (Gap.of(_LINK, places[key]), "</a>") if key in places else _NO_LINK

    # A citation is a link as a whole if its works are listed, and links hold no others.
    is_whole = all(cite.key in places for cite in citation.cites)
    return HTML._replace(cite=start, link=None if is_whole else HTML.link)


def _pattern(pieces: Sequence[str]) -> _Pattern:
    gaps = tuple(piece for piece in pieces if isinstance(piece, Gap))
    if not gaps:
        return _Pattern("".join(pieces), ())
    form = "".join("%s" if isinstance(each, Gap) else each.replace("%", "%%") for each in pieces)
    return _Pattern(form, gaps)
