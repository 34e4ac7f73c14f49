"""Read the fields of the front matter, with a diagnostic for each wrong one."""

from __future__ import annotations

import difflib
from functools import cache, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from sitegen.config.limits import MOST_IN_FIELD
from sitegen.content.author_field import read_authors
from sitegen.content.cascade_fields import read_cascade
from sitegen.content.dates import parse_date
from sitegen.content.field_readers import (
    FieldError,
    ReadContext,
    read_aliases,
    read_cite_keys,
    read_day,
    read_engine,
    read_flag,
    read_language,
    read_layout,
    read_list,
    read_macros,
    read_number,
    read_paragraphs,
    read_point,
    read_slug,
    read_template,
    read_text,
    read_texts,
    read_toc,
)
from sitegen.content.fields_without_effect import say_no_effect
from sitegen.content.format_fields import with_format_fields
from sitegen.content.menu_field import read_menu
from sitegen.content.nav_field import read_nav
from sitegen.content.other_names import OTHER_NAMES, OtherName, ReadFields, as_field, fold_name
from sitegen.content.page_names import date_of_path, index_folder
from sitegen.content.page_url_field import read_url
from sitegen.content.picture_field import read_featured_image
from sitegen.content.publication_fields import INVALID_FIELD, find_misspelling, read_publication
from sitegen.content.yaml_reader import INVALID_DATE
from sitegen.diagnostics import Diagnostic, Location, Severity, declare
from sitegen.model import FrontMatter
from sitegen.model.words import nfc

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo

    from sitegen.content.yaml_reader import Field

__all__ = ["FIELDS", "NO_EFFECT", "TERM_FIELDS", "read_fields"]

UNKNOWN_FIELD = declare("unknown-field", Severity.WARNING)
NO_EFFECT = declare("no-effect", Severity.WARNING)
SPACED_TAG = declare("spaced-tag", Severity.WARNING)

#: Lists that Jekyll separates at spaces.
_SPACED = frozenset({"tags", "categories"})

#: Other spellings of these are read with what other generators write, in `publication_fields`.
_PUBLICATION = frozenset({"draft", "publish_date", "expires"})
_DEFAULTS = FrontMatter()

#: Names of other generators that are not read, with what was probably meant.


def _read_later(_field: Field, _context: ReadContext) -> dict[str, Any]:
    """Read nothing: what a cascade holds is read when all other fields are known."""
    return {}


#: The fields that sitegen knows, and how each is read; docs/content.md describes them.
FIELDS: dict[str, ReadFields] = {
    "title": as_field("title", read_text),
    "subtitle": as_field("subtitle", read_text),
    "date": as_field("date", read_day),
    "updated": as_field("updated", read_day),
    "draft": as_field("draft", read_flag),
    "publish_date": as_field("publish_date", read_day),
    "expires": as_field("expires", read_day),
    "language": as_field("language", read_language),
    "description": as_field("description", read_text),
    "summary": as_field("summary", read_text),
    "abstract": as_field("abstract", read_paragraphs),
    "featured_image": read_featured_image,
    "featured_image_alt": as_field("featured_image_alt", read_text),
    "featured_image_caption": as_field("featured_image_caption", read_text),
    "featured_image_focus": as_field("featured_image_focus", read_point),
    "featured_image_hidden": as_field("featured_image_hidden", read_flag),
    "url": as_field("url", read_url),
    "slug": as_field("slug", read_slug),
    "aliases": as_field("aliases", read_aliases),
    "tags": as_field("tags", read_texts),
    "authors": as_field("authors", read_authors),
    "weight": as_field("weight", read_number),
    "template": as_field("template", read_template),
    "layout": as_field("layout", read_layout),
    "toc": as_field("toc", read_toc),
    "number_headings": as_field("number_headings", read_flag),
    "smart_punctuation": as_field("smart_punctuation", read_flag),
    "implicit_figures": as_field("implicit_figures", read_flag),
    "nav": read_nav,
    "menu": as_field("menu", read_menu),
    "cascade": _read_later,
    "markdown_engine": as_field("markdown_engine", read_engine),
    "macros": as_field("macros", read_macros),
    "bibliography": as_field("bibliography", read_list),
    "csl": as_field("csl", read_text),
    "nocite": as_field("nocite", read_cite_keys),
}
#: Those whose values can be the terms of a taxonomy.
TERM_FIELDS = frozenset({"tags", "authors"})
_OF_PAGE = frozenset(FrontMatter.__struct_fields__)
#: By folded name, for other spellings such as `Title` and `featured-image`.
_SPELLINGS = {fold_name(name): name for name in FIELDS}
_OWN_NAMES = {name: OtherName(fold_name(name), name, read) for name, read in FIELDS.items()}
_RANKS = {name: rank for rank, name in enumerate(OTHER_NAMES)}
_DATES = frozenset({"date", "updated", "publish_date", "expires"})
#: Fields whose texts are read as Markdown.
_MARKDOWN = ("description", "summary", "featured_image_caption")
#: Fields whose tables hold more than is read: templates find these in `page.extra`, too.
_WITH_TABLES = frozenset({"authors", "featured_image"})


def read_fields(
    fields: Mapping[str, Field],
    path: str,
    zone: tzinfo,
    taxonomies: Mapping[str, str] = MappingProxyType({"tags": "tags"}),
    people: str = "",
) -> tuple[FrontMatter, tuple[Diagnostic, ...]]:
    """Convert the known fields, keep the others as `extra`, and report mistakes.

    Without a `date`, a page whose file name begins with one has that. `taxonomies` maps the fields
    that hold terms to the names of taxonomies. `people` is the folder in which `aliases` may be
    names of a person, too: these are in `extra`.
    """
    names: list[Any] = []
    fields = with_format_fields(fields)
    if people and "aliases" in fields and path.startswith(f"{people}/"):
        fields, names = _take_names(fields)
    reading = _Reading(fields, ReadContext(path, zone), _taxonomies(tuple(taxonomies.items())))
    reading.read_all()
    reading.read_date_of_name()
    reading.read_cascade()
    reading.check()
    if names:
        reading.extra["aliases"] = names
    values = reading.values
    explicit = tuple(name for name in values if values[name] == getattr(_DEFAULTS, name, ()))
    front = reading.front(explicit=explicit, places=reading.places)
    return front, tuple(reading.problems)


class _Taxonomies(NamedTuple):
    """The names of all taxonomies, and by folded name the fields of those that have their own."""

    names: tuple[str, ...]
    fields: Mapping[str, OtherName]


@cache
def _taxonomies(fields: tuple[tuple[str, str], ...]) -> _Taxonomies:
    """Return the taxonomies to which these fields belong; `tags` and `authors` are known anyway."""
    names = tuple(dict.fromkeys(taxonomy for _, taxonomy in fields))
    own = {
        fold_name(name): OtherName(name, taxonomy, as_field(taxonomy, read_texts))
        for name, taxonomy in fields
        if taxonomy not in FIELDS
    }
    known = tuple(name for name in names if name not in FIELDS or name in TERM_FIELDS)
    return _Taxonomies(known, own)


class _Reading(msgspec.Struct):
    """The fields of one page, as far as they have been read.

    `read_as` maps each field that was found, even if its value is wrong, to the name that the
    author used. `rest` is what a table holds beside its field, such as the caption of a picture.
    """

    fields: Mapping[str, Field]
    context: ReadContext
    taxonomies: _Taxonomies
    values: dict[str, Any] = msgspec.field(default_factory=dict)
    extra: dict[str, Any] = msgspec.field(default_factory=dict)
    places: dict[str, tuple[int, int]] = msgspec.field(default_factory=dict)
    read_as: dict[str, str] = msgspec.field(default_factory=dict)
    rest: list[tuple[str, Any, str]] = msgspec.field(default_factory=list)
    problems: list[Diagnostic] = msgspec.field(default_factory=list)

    def read_all(self) -> None:
        """Read every field under its own name, then those under names of other generators."""
        self.places = {name: (f.line, f.column) for name, f in self.fields.items()}
        publication = read_publication(self.fields, self.context.zone)
        for name, problem in publication.problems:
            self.report(problem.code, name, problem.message, problem.hint)
        known = {name: self.find(name) for name in self.fields}
        refused = {name for name, _ in publication.problems}
        found = [(name, k) for name, k in known.items() if k and name not in refused]
        for name, k in sorted(found, key=lambda each: _rank(each[0])):
            if self.fields[name].value is not None:
                self.read(name, k)
        for key, value, name in self.rest:
            if key not in self.read_as:
                self.values.setdefault(key, value)
                self.places.setdefault(key, self.places[name])
        publication.settle(self.values)
        self.check_lengths()
        for name in (name for name, k in known.items() if k is None):
            self.extra[name] = self.fields[name].value
            if name not in publication.names:
                self.check_unknown(name)

    def check_lengths(self) -> None:
        """Report texts that are too long to be read wherever the page is named."""
        for name in _MARKDOWN:
            length = len(self.values.get(name, ""))
            if length > MOST_IN_FIELD:
                message = f"it has {length:,} characters, more than {MOST_IN_FIELD:,}"
                hint = "write it into the text of the page"
                self.report(
                    INVALID_FIELD, name, f"'{self.read_as.get(name, name)}': {message}", hint
                )
                del self.values[name]

    def find(self, name: str) -> OtherName | None:
        """Return the field that a name stands for; None if sitegen does not read it."""
        folded = fold_name(name)
        spelled = name if name in FIELDS else _SPELLINGS.get(folded, "")
        if spelled and (name in FIELDS or spelled not in _PUBLICATION):
            return _OWN_NAMES[spelled]
        return self.taxonomies.fields.get(folded) or OTHER_NAMES.get(folded)

    def read(self, name: str, known: OtherName) -> None:
        f = self.fields[name]
        if f.value == "" and name not in FIELDS:
            return
        try:
            found = known.read(f, self.context)
        except ValueError as error:
            code = INVALID_DATE if known.field in _DATES else INVALID_FIELD
            hint = error.hint if isinstance(error, FieldError) else ""
            self.report(code, name, f"'{name}': {error}", hint)
            self.read_as.setdefault(known.field, name)
            return
        if not found:  # it means something else
            self.extra[name] = f.value
            return
        if known.field in found and known.field in self.read_as:
            if self.values.get(known.field) != found[known.field]:
                self.report_no_effect(name, self.read_as[known.field])
            return
        if name in _SPACED and isinstance(f.value, str):
            self.check_spaces(name, f.value.strip())
        if known.field in _WITH_TABLES and _has_table(f.value):
            self.extra[name] = f.value
        for key, value in found.items():
            if key == known.field:
                self.values[key] = value
                self.read_as[key] = name
                self.places[key] = self.places[name]
            else:
                self.rest.append((key, value, name))

    def check_spaces(self, name: str, term: str) -> None:
        """Report one term of several words, which are several terms in Jekyll."""
        if " " in term and not {",", ";"}.intersection(term):
            message = f"'{name}': '{term}' is one term, with a space in it"
            hint = f"write [{', '.join(term.split())}], or [{term}] if it is one"
            self.report(SPACED_TAG, name, message, hint)

    def read_date_of_name(self) -> None:
        day = date_of_path(self.context.path)
        if day and "date" not in self.read_as:
            self.values.setdefault("date", parse_date(day, self.context.zone))

    def read_cascade(self) -> None:
        """Read the fields that an index gives to the pages below it."""
        written = self.fields.get("cascade")
        if written is None or written.value is None:
            return
        self.extra.pop("cascade", None)
        try:
            if not index_folder(self.context.path):
                message = "only an index.md has pages below it that can be given fields"
                raise FieldError(message)  # reported like any other value
            self.values["cascade"] = read_cascade(written, self.read_cascaded)
        except ValueError as error:
            self.report(INVALID_FIELD, "cascade", f"'cascade': {error}")

    def read_cascaded(self, fields: Mapping[str, Field]) -> tuple[FrontMatter, tuple[str, ...]]:
        """Read the fields of a cascade; their mistakes are reported with those of the page."""
        kept = {name: each for name, each in fields.items() if name != "cascade"}
        reading = _Reading(kept, self.context, self.taxonomies, problems=self.problems)
        if len(kept) < len(fields):
            reading.places["cascade"] = (fields["cascade"].line, fields["cascade"].column)
            hint = "write it in the index.md of the folder that it is for"
            reading.report(INVALID_FIELD, "cascade", "a cascade cannot hold another one", hint)
        reading.read_all()
        return reading.front(), tuple(reading.values)

    def front(self, **others: Any) -> FrontMatter:
        """Return what has been read, together with other values."""
        values = {name: each for name, each in self.values.items() if name in _OF_PAGE}
        terms = {
            name: tuple(dict.fromkeys(map(nfc, self.values[name])))
            for name in self.taxonomies.names
            if self.values.get(name)
        }
        return FrontMatter(**values, terms=terms, extra=self.extra, **others)

    def check(self) -> None:
        """Report what has no effect because of another field."""
        own_address = {"url", "slug"} <= self.read_as.keys()
        if own_address and not index_folder(self.context.path):
            self.report_no_effect(self.read_as["slug"], self.read_as["url"])

    def check_unknown(self, name: str) -> None:
        misspelled = find_misspelling(name, self.fields[name], self.context.zone)
        if misspelled:
            self.report(misspelled.code, name, misspelled.message, misspelled.hint)
            return
        placed, hint = say_no_effect(name, self.fields[name].value)
        if placed:
            self.report(NO_EFFECT, name, placed, hint)
            return
        folded = name.casefold().replace("-", "_")
        names = (FIELDS.keys() - _PUBLICATION).union(self.taxonomies.names)
        near = difflib.get_close_matches(folded, sorted(names), n=1, cutoff=0.8)
        meant = near[0] if near else ""
        if meant and meant not in self.read_as and self.can_be(meant, name):
            message = f"'{name}' is not a field that sitegen knows"
            self.report(UNKNOWN_FIELD, name, message, f"did you mean '{meant}'?")

    def can_be(self, meant: str, name: str) -> bool:
        """Tell whether a value is right for a field: what would then fail is not suggested."""
        if meant not in FIELDS:  # a taxonomy
            return True
        try:
            return bool(FIELDS[meant](self.fields[name], self.context))
        except ValueError:
            return False

    def report_no_effect(self, name: str, other: str) -> None:
        message = f"'{name}' has no effect beside '{other}'"
        self.report(NO_EFFECT, name, message, "remove one of them")

    def report(self, code: str, name: str, message: str, hint: str = "") -> None:
        line, column = self.places[name]
        place = Location(path=self.context.path, line=line, column=column)
        problem = Diagnostic(code=code, message=message, location=place, hint=hint)
        self.problems.append(problem)


@lru_cache(maxsize=512)
def _rank(name: str) -> tuple[int, str]:
    """Return the order in which names are tried: own names, their spellings, other names."""
    if name in FIELDS:
        return -2, name
    return _RANKS.get(fold_name(name), -1), name


def _take_names(fields: Mapping[str, Field]) -> tuple[dict[str, Field], list[Any]]:
    """Return the fields without the aliases that are no paths, and these."""
    field = fields["aliases"]
    written = field.value if isinstance(field.value, list) else [field.value]
    paths = [each for each in written if isinstance(each, str) and each.startswith("/")]
    rest = msgspec.structs.replace(field, value=paths or None, raw="", inside=None)
    names = [each for each in written if each not in paths and each is not None]
    return {**fields, "aliases": rest}, names


def _has_table(value: object) -> bool:
    return isinstance(value, dict) or (
        isinstance(value, list) and any(isinstance(each, dict) for each in value)
    )
