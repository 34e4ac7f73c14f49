"""Make entries: read their fields by type, and report what is wrong, unknown or missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from sitegen.content.front_matter_fields import UNKNOWN_FIELD
from sitegen.content.picture_field import is_picture_path
from sitegen.diagnostics import Problem, Severity, declare, did_you_mean, is_needed
from sitegen.graph.collections.entry_images import entry_image
from sitegen.graph.collections.field_values import (
    WRONG_VALUE,
    read_address,
    read_date_value,
    read_value,
)
from sitegen.graph.page_images import Photo, plan_featured
from sitegen.model import Entry, EntryLink, FeaturedImage, ImageInfo, PageDate
from sitegen.research.identifiers import parse_doi, parse_orcid, parse_ror
from sitegen.research.other_fields import is_setting_elsewhere, plain_text
from sitegen.research.people import OTHER_PERSON_FIELDS
from sitegen.research.periods import check_period
from sitegen.research.profile_links import (
    is_profile_field,
    read_link_field,
    read_profile_links,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

    from sitegen.config import FieldType
    from sitegen.diagnostics import Diagnostic
    from sitegen.graph.collections.raw_entry import RawEntry
    from sitegen.graph.resolving import Resolver
    from sitegen.model import PageSummary

__all__ = ["EntryMaker"]

MISSING_FIELD = declare("missing-field", Severity.ERROR)

_IDENTIFIERS: Mapping[str, Callable[[str], str | Problem]] = {
    "doi": parse_doi,
    "orcid": parse_orcid,
    "ror": parse_ror,
}
#: What every entry has, in a data file, too.
_ALWAYS = frozenset({"id", "title", "date", "weight", "description", "summary", "tags"})
#: Whether a page is published, which is read before.
_OF_PUBLICATION = frozenset({"build", "_build"})
#: Read when all entries are known.
_LATER = frozenset({"ref", "person"})


@dataclass(slots=True)
class EntryMaker:
    """Makes entries without what relates them; collects what is wrong with them."""

    resolver: Resolver
    cards: Mapping[str, PageSummary]
    zone: tzinfo
    #: Entries whose pictures are not shown.
    withheld: frozenset[str] = frozenset()
    problems: list[Diagnostic] = field(default_factory=list)

    def make(self, raw: RawEntry) -> Entry:
        """Return an entry. A value that cannot be used is reported and left out."""
        card = self.cards.get(raw.key)
        values: dict[str, Any] = {}
        dates: dict[str, PageDate] = {}
        images: dict[str, FeaturedImage] = {}
        links: list[EntryLink] = []
        zone = self._zone(raw)
        for name, kind in raw.collection.fields.items():
            written = raw.written.get(name)
            if written is None or written == "":
                self._put_picture(raw, name, kind, card, images)
            elif kind.kind == "date":
                self._put(raw, name, read_date_value(written, zone), dates)
            elif kind.kind == "links":
                links += self._links(raw, ((name, link) for link in self._read_links(raw, name)))
            elif kind.kind == "image":
                if raw.key not in self.withheld:
                    self._put(raw, name, self._image(raw, str(written)), images)
            elif kind.kind not in _LATER:
                found = self._values(raw, name, kind, written)
                if found is not None:
                    values[name] = found
                    links += _as_links(name, kind, found)
        if raw.collection.name == "people":
            links = self._profiles(raw, values)
        self._check(raw, values.keys() | dates.keys() | images.keys())
        self._check_period(raw, dates)
        return Entry(
            key=raw.key,
            id=raw.id,
            collection=raw.collection.name,
            title=card.title if card else _title(raw),
            url=card.url if card else "",
            language=card.language if card else "",
            weight=_weight(raw, card),
            values={**_summary_of_row(raw), **values},
            dates=dates,
            images=images,
            links=tuple(links),
            work=raw.work,
        )

    def _zone(self, raw: RawEntry) -> tzinfo:
        """Return the time zone of dates that are written without one."""
        name = raw.written.get("time_zone")
        if not name or "time_zone" not in raw.collection.fields:
            return self.zone
        try:
            return ZoneInfo(str(name))
        except (ZoneInfoNotFoundError, OSError, ValueError):  # `Europe` is a folder
            message = f"there is no time zone '{name}'"
            self.report(
                raw, "time_zone", Problem(WRONG_VALUE, message, "write one such as 'Europe/Berlin'")
            )
            return self.zone

    def _values(self, raw: RawEntry, name: str, kind: FieldType, written: Any) -> Any:
        """Return the value of a field, a list if its type is one; None if there is none."""
        link = partial(self.resolver.links.link, raw.file)
        if not kind.many:
            if isinstance(written, list | tuple) and kind.kind != "value":
                problem = Problem(WRONG_VALUE, f"must be one {kind}", "write it without brackets")
                self.report(raw, name, problem)
                return None
            written = [written]
        elif not isinstance(written, list | tuple):
            written = [each.strip() for each in str(written).split(",")]
        found = []
        for each in written:
            read = read_value(kind, each, link)
            if not isinstance(read, Problem) and kind.kind in _IDENTIFIERS:
                read = _IDENTIFIERS[kind.kind](read)
            if isinstance(read, Problem):
                self.report(raw, name, read)
            else:
                found.append(read)
        return (found[0] if found else None) if not kind.many else found

    def _read_links(self, raw: RawEntry, name: str) -> tuple[EntryLink, ...]:
        links, problems = read_link_field(raw.written[name])
        for problem in problems:
            self.report(raw, name, problem)
        return links

    def _profiles(self, raw: RawEntry, values: dict[str, Any]) -> list[EntryLink]:
        """Return the links of a person; an e-mail address among them is a value, not a link."""
        links, problems = read_profile_links(raw.written, values.get("orcid", ""))
        for name, problem in problems:
            self.report(raw, name, problem)
        addresses = [link.url.removeprefix("mailto:") for _, link in links if link.kind == "email"]
        if addresses:
            values.setdefault("email", addresses[0])
        return self._links(raw, (each for each in links if each[1].kind != "email"))

    def _links(self, raw: RawEntry, links: Iterable[tuple[str, EntryLink]]) -> list[EntryLink]:
        """Return links with the addresses of the files and pages that they name."""
        found = []
        link = partial(self.resolver.links.link, raw.file)
        for name, each in links:
            url = each.url if each.kind == "phone" else read_address(each.url, link)
            if isinstance(url, Problem):
                self.report(raw, name, url)
            else:
                found.append(msgspec.structs.replace(each, url=url))
        return found

    def _image(self, raw: RawEntry, target: str) -> FeaturedImage | Problem:
        target = entry_image(self.resolver.links.files, raw.file, target)
        info = self.resolver.find_image(raw.file, target)
        if not isinstance(info, ImageInfo):
            return info
        photo = Photo(info, _title(raw), "", (0.5, 0.5))
        return plan_featured(photo, self.resolver, of_person=raw.collection.name == "people")

    def _put_picture(
        self,
        raw: RawEntry,
        name: str,
        kind: FieldType,
        card: PageSummary | None,
        images: dict[str, FeaturedImage],
    ) -> None:
        """Use the page's picture where an author wrote it under the name of this field."""
        if kind.kind == "image" and card and card.featured_image and name in raw.places:
            images[name] = card.featured_image

    def _put(self, raw: RawEntry, name: str, read: Any | Problem, into: dict[str, Any]) -> None:
        if isinstance(read, Problem):
            self.report(raw, name, read)
        else:
            into[name] = read

    def _check_period(self, raw: RawEntry, dates: Mapping[str, PageDate]) -> None:
        if raw.collection.name == "people":  # whose dates are checked with all else of them
            return
        wrong = check_period(dates.get("start"), dates.get("end"), raw.place_of("end"))
        if wrong:
            self.problems.append(wrong)

    def _check(self, raw: RawEntry, found: set[str]) -> None:
        """Report fields that are missing, and those that the collection does not have."""
        for name in raw.collection.required if not _is_unread(raw) else ():
            if name not in found and not raw.written.get(name) and not self._has(raw, name):
                problem = Problem(
                    MISSING_FIELD, f"'{name}' is missing: {raw.collection.name} need it", "add it"
                )
                self.problems.append(problem.at(raw.location))
        known = raw.collection.fields
        if raw.collection.dated:  # ordinary pages, whose other fields are for templates
            return
        for name in raw.written:
            if name not in known and name not in _ALWAYS and not _is_known(raw, name):
                if _is_told(raw, name):
                    continue
                hint = did_you_mean(name, known, _declare_it(raw, name))
                message = f"'{name}' is not a field of {raw.collection.name}"
                self.report(raw, name, Problem(UNKNOWN_FIELD, message, hint), is_named=True)

    def _has(self, raw: RawEntry, name: str) -> bool:
        return bool(raw.page and getattr(raw.page.front, name, None))

    def report(self, raw: RawEntry, name: str, problem: Problem, *, is_named: bool = False) -> None:
        """Report a problem at a field."""
        if not is_named:
            entry = "" if raw.line else f" of '{raw.id}'"  # in TOML, a row has no place
            message = f"'{name}'{entry}: {problem.message}"
            problem = Problem(problem.code, message, problem.hint)
        self.problems.append(problem.at(raw.place_of(name)))


def _is_unread(raw: RawEntry) -> bool:
    """Tell whether a page's front matter could not be read, which is reported where it is."""
    return raw.page is not None and any(is_needed(each.code) for each in raw.page.diagnostics)


def _is_known(raw: RawEntry, name: str) -> bool:
    """Tell whether a field is one of another generator that is read, or says nothing here."""
    if name in _OF_PUBLICATION or (name == "avatar_filename" and _is_avatar(raw.written[name])):
        return True
    is_of_person = name in OTHER_PERSON_FIELDS or is_profile_field(name)
    return (raw.collection.name == "people" and is_of_person) or is_setting_elsewhere(
        name, raw.written[name]
    )


def _is_avatar(value: Any) -> bool:
    """Tell whether a field of Hugo Blox names the picture that is a person's photo anyway."""
    return isinstance(value, str) and value.rpartition("/")[2].startswith("avatar.")


def _is_told(raw: RawEntry, name: str) -> bool:
    """Tell whether the field is reported already, as one that pages have under another name."""
    told = raw.page.diagnostics if raw.page else ()
    return any(each.code == UNKNOWN_FIELD and f"'{name}'" in each.message for each in told)


def _as_links(name: str, kind: FieldType, found: Any) -> list[EntryLink]:
    """Return the links that a field of such a type is, beside its value."""
    if kind.kind != "link":
        return []
    return [EntryLink(kind=name, url=url) for url in (found if kind.many else [found])]


def _summary_of_row(raw: RawEntry) -> dict[str, str]:
    """Return the summary of a row of a data file; a page has its own."""
    text = raw.written.get("summary") or raw.written.get("description")
    return {"summary": plain_text(text)} if raw.page is None and isinstance(text, str) else {}


def _title(raw: RawEntry) -> str:
    for name in ("title", "name"):
        if isinstance(raw.written.get(name), str):
            return str(raw.written[name])
    return raw.id


def _weight(raw: RawEntry, card: PageSummary | None) -> int | None:
    weight = card.weight if card else raw.written.get("weight")
    return weight if isinstance(weight, int) else None


def _declare_it(raw: RawEntry, name: str) -> str:
    collection, value = raw.collection, raw.written[name]
    kind = "image" if isinstance(value, str) and is_picture_path(value) else "text"
    hint = f'to add it, write {name} = "{kind}" in [collections.{collection.name}.fields]'
    if collection.built_in:
        return f"'sitegen explain collections' lists the fields; {hint}"
    return hint
