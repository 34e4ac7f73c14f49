"""Write what one page cites as HTML: its citations, its notes and its bibliography."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct

from sitegen.errors import LimitError
from sitegen.late_patterns import compile_late
from sitegen.research.citation_locators import LocatorReader
from sitegen.research.csl.arrangement import arrange_document
from sitegen.research.csl.cites import Citation, Cite
from sitegen.research.csl.reference_list import list_look

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from sitegen.model import Work
    from sitegen.model.references.citation_reference import CitationReference
    from sitegen.research.csl.arrangement import Arrangement
    from sitegen.research.csl.entry_writer import Place
    from sitegen.research.csl.formatting import Library
    from sitegen.research.csl.style_reader import Layout

__all__ = ["CitedPage", "CitedPlace", "ReferenceLink", "format_cited_page"]

#: Punctuation of an author's that belongs inside quotation marks in some languages.
_MOVING = frozenset(".,")
#: Tags may close behind it: those of a link, or of italics.
_LAST_DOT = compile_late(r"\.(?P<tags>(?:</\w+>)*)\Z")
_NO_ID = compile_late(r"\s+")
_LIST = "references-list"


class CitedPlace(Struct, frozen=True):
    """A citation of a page, and the works that it cites.

    It stands in a `text`, of the page or in it. In a style that cites in notes, notes are numbered
    and listed in each `scope`; so many notes of the scope's author come `before` the citation.
    """

    reference: CitationReference
    works: tuple[Work, ...]
    text: Hashable = ()
    scope: Hashable = ()
    before: int = 0


class CitedPage(NamedTuple):
    """What is shown: the citations of each text, and the notes and their numbers of each scope.

    See `PageCitations` for these. The bibliography is that of all.
    """

    texts: Mapping[Hashable, Mapping[CitationReference, str]]
    bibliography: str
    notes: Mapping[Hashable, Mapping[int, str]]
    numbers: Mapping[Hashable, Mapping[int, int]]


class ReferenceLink(NamedTuple):
    """A link behind an entry: to the page of a publication, or to a file of it."""

    url: str
    text: str


class _Notes(NamedTuple):
    """The notes of a style that cites in notes; all empty for another one.

    `own` are the numbers of the notes that citations become, by the places of these among all.
    `numbers` are the new ones of the author's notes, in each scope.
    """

    own: Mapping[int, int]
    numbers: Mapping[Hashable, Mapping[int, int]]


#: Those of a style that cites in the text.
_NO_NOTES = _Notes({}, {})


def format_cited_page(  # noqa: PLR0913  # all that a page's citations depend on
    places: Sequence[CitedPlace],
    listed: Sequence[Work],
    library: Library,
    locators: LocatorReader,
    links: Mapping[str, Sequence[ReferenceLink]],
    back: str,
    *,
    notes: Mapping[Any, int],
    most: int,
    taken: Iterable[str] = (),
) -> CitedPage:
    """Return the citations of a page, formatted; they come in the order of its text.

    `listed` are works that are listed without being cited; `links` are those of works by key;
    `back` is the theme's "Back to citation {number}"; `notes` is how many notes of its author
    each scope has, and `taken` are ids on the page. What is wrong with citations is not said here.
    Raises LimitError if they have more than `most` characters: a style may write any text with
    each work.
    """
    page = _CitedPage(library, links, back, _Ids(taken), most)
    found = _number_notes(places, notes) if library.writer.style.is_note else _NO_NOTES
    citations = [_citation(at, place, locators, found) for at, place in enumerate(places)]
    # The names of notes that are part of a sentence come last, where they change no position.
    named = sorted(at for at in found.own if places[at].reference.in_text)
    names = [Citation((Cite(places[at].works[0].key, author_only=True),)) for at in named]
    arranged = arrange_document(
        library.writer, library.items, [*citations, *names], [work.key for work in listed]
    )
    cited = list(zip(places, citations, arranged.places, strict=False))
    shown = {
        at: library.html.citation(citation, found_places, arranged, (), None)
        for at, citation, found_places in zip(
            named, names, arranged.places[len(places) :], strict=True
        )
    }
    return page.write(arranged, cited, found, shown)


def _number_notes(ordered: Sequence[CitedPlace], notes: Mapping[Any, int]) -> _Notes:
    """Give numbers to the notes that citations become, and to the author's, in each scope."""
    own: dict[int, int] = {}
    scopes: dict[Hashable, dict[int, list[int]]] = {}
    for at, place in enumerate(ordered):
        by_place = scopes.setdefault(place.scope, defaultdict(list))
        if not place.reference.note:
            by_place[place.before].append(at)
    numbers: dict[Hashable, dict[int, int]] = {}
    for scope, by_place in scopes.items():
        last = 0
        numbers[scope] = {}
        for before in range(notes.get(scope, 0) + 1):
            for at in by_place[before]:
                last += 1
                own[at] = last
            last += 1
            numbers[scope][before + 1] = last
    return _Notes(own, numbers)


def _citation(at: int, place: CitedPlace, locators: LocatorReader, notes: _Notes) -> Citation:
    reference, works = place.reference, place.works
    cites: list[Cite] = []
    for which, written in enumerate(reference.cites):
        label, locator, rest = locators.read(written.suffix)
        prefix = f"{written.prefix} " if written.prefix else ""
        key = works[which].key
        cites.append(Cite(key, locator, label, prefix, rest, written.suppress_author))
    note = own_note = 0
    if notes is not _NO_NOTES:
        own_note = notes.own.get(at, 0)
        note = own_note or notes.numbers[place.scope].get(reference.note, 0)
        ending = None if own_note else _ending(reference)
        return Citation(tuple(cites), note, ending=ending)
    return Citation(tuple(cites), mode="composite" if reference.in_text else "")


def _ending(reference: CitationReference) -> str | None:
    """Return what a citation in a note of the author ends with; nothing for the end of a note.

    The full stop of the style belongs to a note that it writes itself, or where a citation is a
    sentence of its own.
    """
    if reference.after:
        return reference.after if reference.after in _MOVING else ""
    is_sentence = not reference.followed or (reference.followed == "A" and not reference.in_text)
    return None if is_sentence else ""


@lru_cache(maxsize=1 << 12)
def _wanted_id(key: str) -> str:
    """Return the id of the entry with a key, unless something else has that."""
    wanted = f"ref-{key}"
    return _NO_ID.sub("-", wanted) if " " in wanted or not wanted.isprintable() else wanted


@lru_cache(maxsize=1 << 5)
def _list_class(layout: Layout) -> str:
    """Return the classes of the bibliography of a style."""
    look = list_look(layout)
    if look.second_field_align:
        return f"{_LIST} references-numbered"
    return f"{_LIST} references-hanging" if look.hanging_indent else _LIST


class _Ids:
    """Gives ids that nothing else on the page has; the same one for the same thing."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)
        self._given: dict[tuple[str, object, Hashable], str] = {}

    def of(self, kind: str, name: object, scope: Hashable = ()) -> str:
        """Return the id of a note of a scope, or of its mark."""
        given = self._given.get((kind, name, scope))
        if given is None:
            given = self._given[kind, name, scope] = self.new(f"{kind}-{name}")
        return given

    def new(self, wanted: str) -> str:
        """Return an id for something that is not asked for again; it is one but for numbers."""
        given = wanted
        taken = self._taken
        number = 2
        while given in taken:
            given = f"{wanted}-{number}"
            number += 1
        taken.add(given)
        return given


class _CitedPage:
    """Writes the HTML of one page."""

    def __init__(
        self,
        library: Library,
        links: Mapping[str, Sequence[ReferenceLink]],
        back: str,
        ids: _Ids,
        most: int,
    ) -> None:
        self._ids = ids
        self._most = self._left = most
        self._library = library
        self._links = links
        self._back = escape(back)
        self._back_labels: dict[int, str] = {}
        #: The ids of the links of citations, by the keys of the works to which they lead.
        self._backs: dict[str, list[str]] = {}
        #: The ids of entries as they are in HTML, by key.
        self._entry_ids: dict[str, str] = {}
        #: The works to which the citation that is written now has a link already.
        self._within: set[str] = set()
        #: How many links have an id.
        self._linked = 0

    def write(
        self,
        arranged: Arrangement,
        cited: Iterable[tuple[CitedPlace, Citation, Sequence[Place]]],
        page_notes: _Notes,
        names: Mapping[int, str],
    ) -> CitedPage:
        """Return the page's citations, some of them as notes.

        `names` are those of notes that are part of a sentence, by the places of these.
        """
        entries = self._library.html.entries(arranged, self._count)
        texts: dict[Hashable, dict[CitationReference, str]] = defaultdict(dict)
        notes: dict[Hashable, dict[int, str]] = defaultdict(lambda: defaultdict(str))
        write, own = self._library.html.citation, page_notes.own
        for at, (place, citation, found) in enumerate(cited):
            reference, text, scope = place.reference, place.text, place.scope
            self._within.clear()
            shown = write(citation, found, arranged, entries, self._link)
            self._count(len(shown))
            if at in own:
                number = own[at]
                mark = self._note_mark(number, scope)
                texts[text][reference] = f"{names.get(at, '')}{reference.after}{mark}"
                is_last = place.before >= max(page_notes.numbers[scope]) - 1
                notes[scope][-1 if is_last else place.before + 1] += self._note(
                    number, shown, scope
                )
            else:
                if citation.ending == "" and reference.followed == ".":
                    shown = _LAST_DOT.sub(r"\g<tags>", shown)  # that of an abbreviation
                after = "" if citation.ending else reference.after
                texts[text][reference] = f"{reference.before}{shown}{after}"
        return CitedPage(texts, self._bibliography(entries), notes, page_notes.numbers)

    def _count(self, characters: int) -> None:
        """Count what the page is given. Raises LimitError if that is too much."""
        self._left -= characters
        if self._left < 0:
            raise LimitError("size", self._most)

    def _link(self, key: str) -> str:
        """Return the start of a link to an entry of the bibliography."""
        entry = self._entry_ids.get(key) or self._entry_id(key)
        if key in self._within:  # the names and the year of one cite may stand apart
            return f'<a class="citation" href="#{entry}" role="doc-biblioref">'
        self._within.add(key)
        self._linked += 1
        name = self._ids.new(f"cite-{self._linked}")
        self._backs.setdefault(key, []).append(name)
        return f'<a class="citation" id="{name}" href="#{entry}" role="doc-biblioref">'

    def _entry_id(self, key: str) -> str:
        """Return the id of an entry as it is in HTML, for the first time."""
        given = self._ids.new(_wanted_id(key))
        found = self._entry_ids[key] = given if key.isalnum() else escape(given)
        return found

    def _note(self, number: int, text: str, scope: Hashable) -> str:
        back = self._back_label(number)
        note = self._ids.of("cite-note", number, scope)
        mark = self._ids.of("cite-mark", number, scope)
        return (
            f'<li id="{note}"><p>{text}\u00a0<a class="footnote-backref"'
            f' href="#{mark}" role="doc-backlink" aria-label="{back}">↩</a></p></li>'
        )

    def _note_mark(self, number: int, scope: Hashable) -> str:
        note = self._ids.of("cite-note", number, scope)
        mark = self._ids.of("cite-mark", number, scope)
        return (
            f'<sup id="{mark}"><a class="footnote-ref" href="#{note}"'
            f' role="doc-noteref">{number}</a></sup>'
        )

    def _back_label(self, number: int) -> str:
        label = self._back_labels.get(number)
        if label is None:
            label = self._back_labels[number] = self._back.replace("{number}", str(number))
        return label

    def _bibliography(self, entries: Mapping[str, str]) -> str:
        layout = self._library.writer.style.bibliography
        if not entries or layout is None:
            return ""
        items = "".join([self._entry(key, text) for key, text in entries.items()])
        return f'<ol class="{_list_class(layout)}">{items}</ol>'

    def _entry(self, key: str, text: str) -> str:
        more = self._links_behind(self._links[key]) if key in self._links else ""
        backs = self._backs.get(key, ())
        is_one = len(backs) == 1
        for number, back in enumerate(backs, 1):
            label = self._back_labels.get(number) or self._back_label(number)
            more += (
                f' <a class="reference-back" href="#{back}" role="doc-backlink"'
                f' aria-label="{label}">↩{"" if is_one else number}</a>'
            )
        entry = self._entry_ids.get(key) or self._entry_id(key)
        return f'<li id="{entry}">{text}{more}</li>'

    @staticmethod
    def _links_behind(found: Sequence[ReferenceLink]) -> str:
        links = " ".join(f'<a href="{escape(each.url)}">{escape(each.text)}</a>' for each in found)
        return f' <span class="reference-links">{links}</span>' if links else ""
