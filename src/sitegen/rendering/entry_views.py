"""What templates see of collections and their entries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, overload

from markupsafe import Markup

from sitegen.config import text_direction
from sitegen.diagnostics import did_you_mean
from sitegen.model import Name
from sitegen.rendering.citation_view import CitationView
from sitegen.rendering.filters import TEMPLATE_UNDEFINED, LookupProblem
from sitegen.rendering.queries import (
    CardQuery,
    CollectionQuery,
    CollectionTitleQuery,
    RelatedQuery,
    RelationsQuery,
    SimilarQuery,
)
from sitegen.rendering.unknown_names import UnknownNameError
from sitegen.rendering.view_types import show_featured
from sitegen.rendering.work_views import WorkView
from sitegen.research.entry_works import work_of_entry
from sitegen.research.initials import draw_initials

if TYPE_CHECKING:
    from sitegen.model import Author, CitationCount, CollectionIndex, Entry, EntryLink, PageDate
    from sitegen.rendering.page_index import CardView, PageIndex
    from sitegen.rendering.view_types import FeaturedImageView

__all__ = ["AuthorView", "CollectionView", "EntryList", "EntryView"]


class AuthorView(NamedTuple):
    """An author or another person: `entry` is theirs in `people`, if they have one."""

    name: str
    family: str
    given: str
    entry: EntryView | None
    equal: bool
    corresponding: bool


class FactView(NamedTuple):
    """A field of an entry with a value; `kind` is its type, `label` its name as words."""

    name: str
    label: str
    kind: str
    value: Any


class EntryGroup(NamedTuple):
    """Entries that have the same value of a field; `word` is that of the theme for their name."""

    name: Any
    entries: EntryList
    word: str = ""


class EntryView:
    """An entry; its fields can be asked for by their names, too: `entry.room`.

    A field that the collection has is None where the entry has no value.
    """

    def __init__(self, entry: Entry, page_index: PageIndex) -> None:
        self._entry = entry
        self._page_index = page_index
        self.key: str = entry.key
        self.id: str = entry.id
        self.collection: str = entry.collection
        self.title: str = entry.title
        self.url: str = entry.url
        self.language: str = entry.language or page_index.site.config.language
        self.direction: str = text_direction(self.language)
        self.links: tuple[EntryLink, ...] = entry.links
        self.period: str = entry.period
        self.citations: CitationCount | None = entry.citations
        self.work: WorkView | None = WorkView(entry.work) if entry.work else None
        self.has_name: bool = entry.name is not None

    def __getitem__(self, name: str) -> Any:
        entry = self._entry
        if name in entry.values:
            return entry.values[name]
        if name in entry.dates:
            return entry.dates[name]
        if name in entry.images:
            return show_featured(entry.images[name])
        if name in entry.persons:
            return self._authors(entry.persons[name])
        fields = self._page_index.fields_of(entry.collection)
        if name not in fields:
            raise KeyError(name)
        kind = fields[name]
        if kind.kind == "ref":
            found = self._page_index.entries(entry.refs.get(name, ()))
            return found if kind.many else next(iter(found), None)
        return () if kind.many else None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, EntryView) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    def __str__(self) -> str:
        return self.name

    def __dir__(self) -> list[str]:
        """Name the fields, too: what a template misspells is compared with all of these."""
        return [*super().__dir__(), *self._page_index.fields_of(self.collection)]

    @property
    def anchor(self) -> str:
        """The id of the entry as that of an element: without spaces, and unlike the theme's own."""
        anchor = "-".join(self.id.split())
        return f"entry{anchor}" if anchor.startswith("_") else anchor

    @property
    def name(self) -> str:
        """The name of a person, the title of anything else."""
        return self._entry.name.full if self._entry.name else self.title

    @property
    def native_name(self) -> str:
        """The name of a person in another script."""
        return self._entry.name.native if self._entry.name else ""

    @property
    def initials(self) -> Markup:
        """A drawing of the initials, for what has no picture."""
        name = self._entry.name or Name(literal=self.title)
        return Markup(draw_initials(self.id, name))  # noqa: S704  # its letters are escaped

    @property
    def page(self) -> CardView | None:
        """The card of the entry's page."""
        return self._page_index.find_card(self.key) if self.url else None

    @property
    def summary(self) -> str:
        """The summary of the entry's page."""
        summary = self._page_index.ask(CardQuery(self.key)) if self.url else None
        return summary.summary if summary else ""

    @property
    def date(self) -> PageDate | None:
        """The date of the entry, or that of its page."""
        if "date" in self._entry.dates:
            return self._entry.dates["date"]
        card = self._page_index.ask(CardQuery(self.key)) if self.url else None
        return card.date if card else self._entry.dates.get("start")

    @property
    def year(self) -> int | None:
        """The year of the date; of a publication, that in which it was published."""
        work = self._entry.work
        if work:
            return work.issued.year if work.issued else None
        return self.date.moment.year if self.date else None

    @property
    def image(self) -> FeaturedImageView | None:
        """The first picture of the entry, or that of its page."""
        image = next(iter(self._entry.images.values()), None)
        if image:
            return show_featured(image)
        card = self._page_index.ask(CardQuery(self.key)) if self.url else None
        return show_featured(card.featured_image) if card else None

    @property
    def authors(self) -> tuple[AuthorView, ...]:
        """The authors in their order."""
        return self._authors(self._entry.authors)

    @property
    def versions(self) -> EntryList:
        """The other entries that are the same work, such as the preprint of an article."""
        return self._page_index.entries(self._entry.versions)

    @property
    def similar(self) -> EntryList:
        """Other publications on the same topics, by their keywords; up to four."""
        return self._page_index.entries(self._page_index.ask(SimilarQuery(self.key)))

    @property
    def version_of(self) -> EntryView | None:
        """The entry that lists show instead of this one."""
        key = self._entry.version_of
        return self._page_index.find_entry(key) if key else None

    @property
    def facts(self) -> list[FactView]:
        """The fields with a value that need no words around them: text, dates, people, links."""
        found = []
        for name, kind in self._page_index.fields_of(self.collection).items():
            value = self[name] if kind.kind in _FACTS else None
            if value not in (None, "", (), [], False):
                label = name.replace("_", " ").capitalize()
                is_list = kind.many or kind.kind == "person"
                found.append(FactView(name, label, kind.kind, value if is_list else (value,)))
        return found

    @property
    def relations(self) -> list[tuple[str, EntryList]]:
        """What the entry names or what names it, by collection, in the order of collections."""
        found = self._page_index.ask(RelationsQuery(self.key))
        names = (name for name in self._page_index.collection_names if name in found)
        return [(name, self.related(name)) for name in names]

    @property
    def citation(self) -> CitationView | None:
        """How to cite a publication; None for any other entry."""
        work = work_of_entry(self._entry, self.date)
        return CitationView(self._entry, work, self._page_index) if work else None

    def related(self, collection: str) -> EntryList:
        """Return the entries of a collection that this one names, or that name it."""
        return self._page_index.entries(self._page_index.ask(RelatedQuery(self.key, collection)))

    def get(self, name: str, default: Any = None) -> Any:
        """Return a field, or `default` where the entry has none of that name."""
        try:
            found = getattr(self, name) if name in _ASKED else self[name]
        except KeyError:
            found = None
        found = self._from_elsewhere(name) if found is None else found
        return default if found is None else found

    def _from_elsewhere(self, name: str) -> Any:
        """Return what the work or the page of the entry says, where it has no such field itself."""
        work = self._entry.work
        if work and name == "type":
            return work.type
        if work and name == "keywords":
            return work.keywords
        card = self._page_index.ask(CardQuery(self.key)) if name == "tags" and self.url else None
        return card.terms.get("tags") if card else None

    def _authors(self, authors: Iterable[Author]) -> tuple[AuthorView, ...]:
        return tuple(
            AuthorView(
                name=each.name.full,
                family=each.name.family or each.name.literal,
                given=each.name.given,
                entry=self._page_index.find_entry(each.person) if each.person else None,
                equal=each.equal,
                corresponding=each.corresponding,
            )
            for each in authors
        )


#: The types of fields that are shown with their names.
_FACTS = frozenset(
    {"text", "number", "boolean", "choice", "date", "url", "email", "person", "file", "link"}
    | {"doi", "orcid", "ror"}
)
#: What `where` and groups may ask of an entry beside its fields.
_ASKED = frozenset(
    {"id", "title", "name", "year", "period", "collection", "language", "date", "authors"}
)
#: What these may ask of the work or the page of an entry.
_ELSEWHERE = frozenset({"type", "keywords", "tags", "weight"})


class EntryList(Sequence[EntryView]):
    """Entries, each of them asked for when it is looked at."""

    def __init__(self, page_index: PageIndex, keys: tuple[str, ...]) -> None:
        self._page_index = page_index
        self._listed = keys

    @property
    def _keys(self) -> tuple[str, ...]:
        return self._listed

    def __len__(self) -> int:
        return len(self._keys)

    @overload
    def __getitem__(self, index: int) -> EntryView: ...
    @overload
    def __getitem__(self, index: slice) -> EntryList: ...
    def __getitem__(self, index: int | slice) -> EntryView | EntryList:
        if isinstance(index, slice):
            return EntryList(self._page_index, self._keys[index])
        return self._page_index.entry(self._keys[index])

    def __iter__(self) -> Iterator[EntryView]:
        return map(self._page_index.entry, self._keys)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, EntryList) and self._keys == other._keys

    def __hash__(self) -> int:
        return hash(self._keys)

    def __str__(self) -> str:
        return ", ".join(map(str, self))

    def where(self, field: str = "", value: Any = True, **more: Any) -> EntryList:  # noqa: FBT002  # `where("selected")`
        """Return the entries whose fields have these values, or lists with them.

        An entry, or its id, stands for those that name it.
        """
        wanted = {field: value, **more} if field else more
        self._check_fields(wanted)
        keys = (entry.key for entry in self if all(_has(entry, *each) for each in wanted.items()))
        return EntryList(self._page_index, tuple(keys))

    def group_by(self, field: str) -> list[EntryGroup]:
        """Return the entries by their values of a field, in the order in which these come first.

        What has several values is in several groups; what has none is in the last, `None`.
        """
        self._check_fields([field])
        groups: dict[Any, list[str]] = {}
        for entry in self:
            for value in _values(entry.get(field)) or [None]:
                # A field of any type may hold a table, which is no key.
                name = str(value) if isinstance(value, list | tuple | Mapping) else value
                groups.setdefault(name, []).append(entry.key)
        rest = groups.pop(None, [])
        rows = [*groups.items(), *([(None, rest)] if rest else [])]
        return [EntryGroup(name, EntryList(self._page_index, tuple(keys))) for name, keys in rows]

    def _check_fields(self, names: Iterable[str]) -> None:
        """Raise UnknownNameError for a name that is no field of any of these entries."""
        if not self._keys:
            return
        known = {*_ASKED, *_ELSEWHERE, *self._page_index.collection_names}
        known.update(self._page_index.fields_of(self[0].collection))
        unknown = next((name for name in names if name not in known), None)
        if unknown is None:
            return
        collections = sorted({entry.collection for entry in self})
        for each in collections:
            known.update(self._page_index.fields_of(each))
        if unknown not in known:
            message = f"'{unknown}' is not a field of {' and '.join(collections)}"
            raise UnknownNameError(dict.fromkeys(known), unknown, message)


class CollectionView(EntryList):
    """The entries of a collection in its order, and what lists them."""

    def __init__(self, page_index: PageIndex, name: str) -> None:
        super().__init__(page_index, ())
        self.name: str = name
        title, url = page_index.ask(CollectionTitleQuery(name)) or ("", "")
        self.title: str = title
        self.url: str = url

    @property
    def _keys(self) -> tuple[str, ...]:
        """The entries, which a page that shows only the title does not ask for."""
        index = self._index
        return index.entries if index else ()

    @property
    def _index(self) -> CollectionIndex | None:
        return self._page_index.ask(CollectionQuery(self.name))

    def find(self, name: str) -> EntryView:
        """Return the entry of this id or name. Raises LookupProblem."""
        wanted = str(name)
        for entry in self:
            if wanted in {entry.id, entry.name, entry.title}:
                return entry
        guess = partial(did_you_mean, wanted, [entry.id for entry in self])
        raise LookupProblem(TEMPLATE_UNDEFINED, f"there is no '{wanted}' in {self.name}", guess)

    @property
    def groups(self) -> list[EntryGroup]:
        """The entries by the field that the collection groups by; all in one group without.

        People are grouped by what their roles mean.
        """
        index = self._index
        if index and index.groups:
            return [
                EntryGroup(
                    each.title or each.name,
                    EntryList(self._page_index, each.entries),
                    f"people.{each.name}" if each.name else "",
                )
                for each in index.groups
            ]
        field = self._page_index.group_of(self.name)
        return self.group_by(field) if field else [EntryGroup(None, self)]


def _has(entry: EntryView, field: str, wanted: Any) -> bool:
    value = entry.get(field)
    if value is None:
        related = entry.related(field)
        value = related if len(related) else None
    if wanted is None or wanted is False:
        return not value
    names = _values(value)
    options = wanted if isinstance(wanted, list | tuple | EntryList) else [wanted]
    return any(option in names or _id_of(option) in map(_id_of, names) for option in options)


def _id_of(value: Any) -> Any:
    if isinstance(value, EntryView):
        return value.id
    if isinstance(value, AuthorView):
        return value.entry.id if value.entry else value.name
    return value


def _values(value: Any) -> list[Any]:
    if value is None or value in ("", ()):  # a list has no hash
        return []
    if isinstance(value, AuthorView):
        return [value]
    return list(value) if isinstance(value, list | tuple | EntryList) else [value]
