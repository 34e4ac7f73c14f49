"""Find the work that a key in a text means: in the page's own bibliographies, or in the site's."""

from __future__ import annotations

from collections import ChainMap
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from sitegen.config.bibliography_paths import BIBTEX_SUFFIX
from sitegen.diagnostics import Guesses, Problem, Severity, declare, nearest_name
from sitegen.graph.bibliographies import gather_works
from sitegen.model import LABEL_KINDS
from sitegen.model.references.citation_reference import CitationReference, Cite
from sitegen.research.bibliography_files import (
    BIBLIOGRAPHIES,
    CITED_BIBLIOGRAPHIES,
    PAGE_BIBLIOGRAPHIES,
)
from sitegen.research.identifiers import parse_doi
from sitegen.research.work_facts import landing_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, MutableMapping

    from sitegen.graph.file_index import FileIndex
    from sitegen.graph.outline import Outline
    from sitegen.model import ParsedPage, Work

__all__ = ["POSSIBLE_CITATION", "CitableWorks", "PageWorks", "cites", "needed_bibliographies"]

MISSING_BIBLIOGRAPHY = declare("missing-bibliography", Severity.ERROR)
POSSIBLE_CITATION = declare("possible-citation", Severity.WARNING)
UNKNOWN_CITATION = declare("unknown-citation", Severity.ERROR)

_DOI = ("doi:", "10.", "https://doi.org/", "http://doi.org/", "https://dx.doi.org/")
_ADDRESS = ("http://", "https://")
_PLACE = "references.bib"
#: How prefixes of labels are written elsewhere.
#: The prefixes of labels of callouts in Quarto.
_OF_CALLOUTS = ("nte-", "tip-", "wrn-", "imp-", "cau-")
_OTHER_PREFIXES = {
    "tab": "tbl",
    "table": "tbl",
    "figure": "fig",
    "eqn": "eq",
    "equation": "eq",
    "theorem": "thm",
    "lemma": "lem",
}


def cites(page: ParsedPage) -> bool:
    """Tell whether a page has a citation, or works to list. One that includes a text may not."""
    return bool(page.front.nocite) or CitationReference in page.body.references.kinds


def needed_bibliographies(
    pages: Iterable[ParsedPage], files: FileIndex
) -> frozenset[PurePosixPath]:
    """Return the bibliographies that pages name in their front matter."""
    return frozenset(
        found
        for page in pages
        for name in page.front.bibliography
        for found in (find_bibliography(page.path, name, files),)
        if found
    )


def find_bibliography(page: PurePosixPath, name: str, files: FileIndex) -> PurePosixPath | None:
    """Return a bibliography as an author names it: beside the page, or from the site's folder."""
    found = files.locate(page, name)
    if found is None and not name.startswith("/"):
        found = files.locate(page, f"/{name}")
    return found


@dataclass(frozen=True, slots=True)
class PageWorks:
    """The works that one page may cite, by key, and where one would be added."""

    works: Mapping[str, Work]
    place: str
    site: CitableWorks

    def find(self, key: str) -> Work | None:
        """Return the work with a key, a DOI or an address."""
        found = self.works.get(key)
        if found is not None:
            return found
        if key.casefold().startswith(_DOI):
            doi = parse_doi(key.removeprefix("doi:"))
            return (
                self.site.by_doi(self.works).get(doi.casefold()) if isinstance(doi, str) else None
            )
        if key.startswith(_ADDRESS):
            return self.site.by_address(self.works).get(_plain_address(key))
        return None

    def explain(self, cite: Cite) -> Problem | None:
        """Return why a key means nothing; nothing if it is no key, on a site that cites nothing."""
        if cite.key.startswith(_OF_CALLOUTS):
            message = f"'@{cite.key}' is no label, and is shown as text: notes have no numbers"
            hint = (
                f"write [its title](#{cite.key}), and '{{#{cite.key} .callout-note}}' at the note"
            )
            return Problem(POSSIBLE_CITATION, message, hint)
        ours = _OTHER_PREFIXES.get(cite.key.partition("-")[0].casefold(), "")
        if ours and "-" in cite.key:
            message = f"there is no label or key '{cite.key}', and '@{cite.key}' is shown as text"
            hint = f"write '@{ours}-…', and '{{#{ours}-…}}' at what is meant"
            return Problem(POSSIBLE_CITATION, message, hint)
        if cite.is_bare and not self.works:
            return None
        near = self.site.guesses.nearest(cite.key, lambda: self.works, id(self.works))
        is_identifier = cite.key.casefold().startswith((*_DOI, *_ADDRESS))
        if cite.is_bare and not near and not any(map(str.isdigit, cite.key)):
            message = f"'@{cite.key}' is no key of a bibliography, and is shown as text"
            return Problem(POSSIBLE_CITATION, message, _hint_for_text(cite.key))
        message = f"no bibliography has the key '{cite.key}'"
        if near:
            hint = f"did you mean '{near}'?"
        elif is_identifier:
            hint = f"run 'sitegen bib add {cite.key} --file {self.place}'"
        else:
            hint = f"add its entry to {self.place}"
        return Problem(UNKNOWN_CITATION, message, hint)

    def explain_missing(self, keys: Iterable[str]) -> Iterator[Problem]:
        """Yield why each of these keys that is not known means nothing."""
        for key in keys:
            problem = None if self.find(key) else self.explain(Cite(key=key))
            if problem is not None:
                yield problem


def _hint_for_text(key: str) -> str:
    """Say how to write a name that is no key; it may be a label with another prefix."""
    escaped = rf"write '\@{key}' if it is none"
    prefix, hyphen, name = key.partition("-")
    near = nearest_name(prefix, LABEL_KINDS) if hyphen and name else ""
    return f"{escaped}; a label would be '{near}-{name}'" if near else escaped


@dataclass
class CitableWorks:
    """All works of a site that pages may cite; its publications are among them."""

    outline: Outline
    guesses: Guesses = field(default_factory=Guesses)
    _views: dict[tuple[str, ...], PageWorks] = field(default_factory=dict)
    _by_doi: dict[int, Mapping[str, Work]] = field(default_factory=dict)
    _by_address: dict[int, Mapping[str, Work]] = field(default_factory=dict)

    @cached_property
    def _published(self) -> Mapping[str, Work]:
        """The site's publications by key."""
        files = self.outline.inputs.sources.get(BIBLIOGRAPHIES.name, {})
        own = {work.key: work for work in self.outline.inputs.works.values()}
        return _first_of_each(files) | own

    @cached_property
    def _site(self) -> dict[str, Work]:
        """The site's works by key; publications come before what is only cited."""
        files = self.outline.inputs.sources.get(CITED_BIBLIOGRAPHIES.name, {})
        return dict(ChainMap(dict(self._published), _first_of_each(files)))

    @cached_property
    def _place(self) -> str:
        """The file to which an entry would be added."""
        known = self.outline.inputs.sources.get(CITED_BIBLIOGRAPHIES.name, {})
        return next(iter(sorted(known)), _PLACE)

    def is_published(self, work: Work) -> bool:
        """Tell whether a work is a publication of the site, and not only cited."""
        return self._published.get(work.key) is work

    def of_page(self, page: ParsedPage) -> PageWorks:
        """Return what a page may cite; its own bibliographies come first."""
        names = tuple(
            str(path)
            for name in page.front.bibliography
            for path in (find_bibliography(page.path, name, self.outline.inputs.files),)
            if path
        )
        if names not in self._views:
            works: MutableMapping[str, Work] = self._site
            if names:
                files = self.outline.inputs.sources.get(PAGE_BIBLIOGRAPHIES.name, {})
                works = ChainMap(*(_by_key(files.get(each, ())) for each in names), self._site)
            place = next((each for each in names if each.endswith(BIBTEX_SUFFIX)), self._place)
            self._views[names] = PageWorks(works, place, self)
        return self._views[names]

    def missing_files(self, page: ParsedPage) -> Iterator[Problem]:
        """Yield what is wrong with the bibliographies that a page names."""
        for name in page.front.bibliography:
            path = find_bibliography(page.path, name, self.outline.inputs.files)
            if path is None:
                message = f"there is no bibliography '{name}'"
                hint = "write its path from the page, or from the folder of sitegen.toml"
                yield Problem(MISSING_BIBLIOGRAPHY, message, hint)
            elif not self._is_read(str(path)):
                message = f"'{name}' is not read as a bibliography"
                hint = f"add '{path}' to research.references in sitegen.toml"
                yield Problem(MISSING_BIBLIOGRAPHY, message, hint)

    def _is_read(self, path: str) -> bool:
        kinds = (PAGE_BIBLIOGRAPHIES, BIBLIOGRAPHIES, CITED_BIBLIOGRAPHIES)
        return any(path in self.outline.inputs.sources.get(kind.name, {}) for kind in kinds)

    def by_doi(self, works: Mapping[str, Work]) -> Mapping[str, Work]:
        """Return works by their DOIs, folded."""
        if id(works) not in self._by_doi:
            found = {w.variables.get("DOI", "").casefold(): w for w in works.values()}
            self._by_doi[id(works)] = {doi: work for doi, work in found.items() if doi}
        return self._by_doi[id(works)]

    def by_address(self, works: Mapping[str, Work]) -> Mapping[str, Work]:
        """Return works by the addresses of pages about them."""
        if id(works) not in self._by_address:
            found: dict[str, Work] = {}
            for work in works.values():
                for address in (work.variables.get("URL", ""), landing_url(work)):
                    found.setdefault(_plain_address(address), work)
            self._by_address[id(works)] = found
        return self._by_address[id(works)]


def _first_of_each(files: Mapping[str, Iterable[Work]]) -> dict[str, Work]:
    return {work.key: work for work in gather_works(files)}


def _by_key(works: Iterable[Work]) -> dict[str, Work]:
    found: dict[str, Work] = {}
    for work in works:
        found.setdefault(work.key, work)
    return found


def _plain_address(address: str) -> str:
    """Return an address without what may differ: its scheme, `www.` and a slash at the end."""
    host = unquote(address).partition("://")[2] or address
    return host.removeprefix("www.").rstrip("/").casefold()
