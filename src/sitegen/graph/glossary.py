"""The glossary of the site: which page explains a term, and the terms of `data/glossary.yaml`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from sitegen.config import Config, nearest_language
from sitegen.content.glossary_files import ANY_LANGUAGE, GLOSSARY
from sitegen.content.short_texts import ShortText
from sitegen.diagnostics import Guesses, Location, Problem, ProblemError
from sitegen.graph.label_search import AMBIGUOUS_REFERENCE, LabelSearch
from sitegen.model import CONTENT, TERM_PREFIX, LabelPlace
from sitegen.model.collation import collation_key
from sitegen.model.references.glossary_reference import GlossaryReference, ListedTerm
from sitegen.model.references.term_reference import UNKNOWN_TERM, TermPlace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any, TypeVar

    from sitegen.content.glossary_files import GlossaryEntry, GlossaryFile
    from sitegen.diagnostics import Diagnostic
    from sitegen.graph.link_resolver import LinkResolver

    _Text = TypeVar("_Text")

__all__ = ["Glossary"]

_ELSEWHERE = re.compile(r"https?://|mailto:|tel:|doi:", re.IGNORECASE)


@dataclass
class Glossary:
    """The entries of the site's glossary, and the pages that list them.

    Links in it are paths from `content/`. `files` are those of the kind `GLOSSARY_FILES`.
    """

    config: Config = field(default_factory=Config)
    labels: LabelSearch = field(default_factory=LabelSearch)
    links: LinkResolver | None = None
    files: Mapping[str, Any] = field(default_factory=dict)
    _problems: dict[Diagnostic, None] = field(default_factory=dict)
    #: Links are resolved once, however many pages list the definitions.
    _listed_by_language: dict[str, list[ListedTerm]] = field(default_factory=dict)
    #: By the address that is written: where a link leads, or why it leads nowhere.
    _resolved: dict[str, str | Problem] = field(default_factory=dict)
    _guesses: Guesses = field(default_factory=Guesses)

    def find(self, target: str, term: str, page: str) -> TermPlace | Problem:
        """Return where a term is explained, as seen from a page: in a text, or in the glossary.

        `target` is the id of the term.
        """
        place = self.labels.find(target, page)
        if isinstance(place, LabelPlace):
            return TermPlace(url=place.url)
        entry = self._by_name.get(target)
        if entry and place.code != AMBIGUOUS_REFERENCE:
            return self._place(entry, page)
        message = f"no glossary explains '{term}'"
        if place.code == AMBIGUOUS_REFERENCE:
            message = place.message.replace(f"the label '{target}'", f"the term '{term}'")
            return Problem(UNKNOWN_TERM, message, "leave it in one glossary only")
        otherwise = "add it to the list of definitions in '::: {.glossary}'"
        near = self._guesses.nearest(target, self._known)
        hint = f"did you mean '{near.removeprefix(TERM_PREFIX)}'?" if near else otherwise
        return Problem(UNKNOWN_TERM, message, hint)

    def ids_on(self, page: str) -> frozenset[str]:
        """Return the ids of the terms that a page lists."""
        return self._ids if self._entries and page in self._lists else frozenset()

    def list_terms(self, page: str) -> list[ListedTerm]:
        """Return all terms for a page, in the order of its alphabet."""
        language = self._language(page)
        if language not in self._listed_by_language:
            listed = [self._listed(each, language) for each in self._entries]
            listed.sort(key=lambda each: collation_key(each.term, language))
            self._listed_by_language[language] = listed
        return self._listed_by_language[language]

    def check(self) -> Iterator[Diagnostic]:
        """Yield links of definitions that lead nowhere, and terms that a page explains, too."""
        yield from self._problems
        for entry in self._entries:
            pages = [
                key for name in entry.names for key in self.labels.numbering.pages.get(name, ())
            ]
            if pages:
                term = next(iter(entry.term.values()))
                path = self.labels.pages[pages[0]].path
                message = f"'{term}' is explained in {path}, too"
                problem = Problem(GLOSSARY, message, "leave it in one glossary only")
                yield problem.at(self._place_of(entry))

    @cached_property
    def _ids(self) -> frozenset[str]:
        return frozenset(each.id for each in self._entries)

    def _place_of(self, entry: GlossaryEntry) -> Location:
        return Location(path=self._path, line=entry.line, column=entry.column)

    @cached_property
    def _file(self) -> GlossaryFile | None:
        return next(iter(self.files.values()), None)

    @property
    def _path(self) -> str:
        return self._file.path if self._file else ""

    @property
    def _entries(self) -> tuple[GlossaryEntry, ...]:
        return self._file.entries if self._file else ()

    @cached_property
    def _by_name(self) -> dict[str, GlossaryEntry]:
        return {name: entry for entry in self._entries for name in entry.names}

    def _known(self) -> list[str]:
        labels = (each for each in self.labels.numbering.pages if each.startswith(TERM_PREFIX))
        return [*labels, *self._by_name]

    @cached_property
    def _lists(self) -> list[str]:
        """The keys of the pages that list the glossary."""
        return [
            key
            for key, page in self.labels.pages.items()
            if GlossaryReference in page.body.references.kinds
        ]

    def _place(self, entry: GlossaryEntry, page: str) -> TermPlace:
        if page in self._lists:
            return TermPlace(url=f"#{entry.id}")
        own = self._language(page)
        same = (key for key in self._lists if self._language(key) == own)
        key = next(same, next(iter(self._lists), ""))
        if key:
            return TermPlace(url=f"{self.labels.urls[key]}#{entry.id}")
        _, definition = self._text(entry.definition, own)
        return TermPlace(definition=definition.plain)

    def _listed(self, entry: GlossaryEntry, language: str) -> ListedTerm:
        of_term, term = self._text(entry.term, language)
        of_definition, definition = self._text(entry.definition, language)
        place = self._place_of(entry)

        def link(target: str) -> str:
            url = self._link(target)
            if isinstance(url, str):
                return url
            self._problems[url.at(place)] = None
            return "#"

        shown = ShortText(definition.parts, definition.links).linked(link)
        if entry.abbreviation and entry.abbreviation != term:
            term = f"{term} ({entry.abbreviation})"
        other = of_definition if of_term == of_definition != language else ""
        return ListedTerm(entry.id, term, shown, other)

    def _link(self, target: str) -> str | Problem:
        """Return the URL of a link in a definition."""
        if self.links is None or target.startswith("#") or _ELSEWHERE.match(target):
            return target
        if target not in self._resolved:
            try:
                self._resolved[target] = self.links.link(CONTENT / "index.md", target)
            except ProblemError as error:
                self._resolved[target] = error.problem
        return self._resolved[target]

    def _text(self, texts: Mapping[str, _Text], language: str) -> tuple[str, _Text]:
        """Return the language and the text in it that is nearest to the one of a page."""
        if ANY_LANGUAGE in texts:
            return language, texts[ANY_LANGUAGE]
        found = nearest_language(language, texts) or nearest_language(self.config.language, texts)
        found = found or next(iter(texts))
        return (language if language.startswith(found) else found), texts[found]

    def _language(self, page: str) -> str:
        return self.labels.pages[page].front.language or self.config.language
