"""Say which files for programs belong to a page, and where they are: beside the page."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sitegen.model import Entry, EntryRelations, Site

__all__ = [
    "CITATION_FILE",
    "CITATION_FORMATS",
    "WITH_FILES",
    "CalendarFile",
    "CitationFiles",
    "companion_names",
    "companion_path",
    "find_calendar",
    "find_citations",
    "has_citation_file",
    "list_calendars",
    "list_citations",
    "markdown_path",
]

#: The formats of citations: suffix, media type, name.
CITATION_FORMATS = (
    ("bib", "application/x-bibtex", "BibTeX"),
    ("ris", "application/x-research-info-systems", "RIS"),
    ("json", "application/vnd.citationstyles.csl+json", "CSL-JSON"),
)
#: How to cite software, as GitHub and Zenodo look for it.
CITATION_FILE = "CITATION.cff"
_CITE_FILE = "cite"
_CALENDAR_FILE = "event.ics"
_PUBLICATIONS = "publications"
#: The collections whose entries have lists of their publications.
_AUTHORS = frozenset({"people", "projects"})
#: The collections whose entries are in calendars.
_EVENTS = ("events", "talks")
#: The collections whose entries have a CITATION.cff.
_CITED = frozenset({"software", "datasets"})
#: The collections whose entries may have files for programs.
WITH_FILES = _AUTHORS | _CITED | {_PUBLICATIONS, *_EVENTS}


class CitationFiles(NamedTuple):
    """Files of citations: their common path, to which a suffix is added, and what they cite.

    `entries` are the keys of publications.
    """

    stem: PurePosixPath
    entries: tuple[str, ...]


class CalendarFile(NamedTuple):
    """A calendar: its path, what it is called, and the keys of its events."""

    path: PurePosixPath
    title: str
    entries: tuple[str, ...]


def companion_path(output: PurePosixPath, name: str) -> PurePosixPath:
    """Return the path of a page's file of this name: `news/feed.xml` of `news/index.html`."""
    folder = output.parent if output.name == "index.html" else output.with_suffix("")
    return folder / name


def companion_names(entry: Entry, relations: EntryRelations | None) -> tuple[str, ...]:
    """Return the names of the files with citations and calendars beside the page of an entry."""
    if not entry.url:
        return ()
    if _cites(entry, relations):
        stem = _CITE_FILE if entry.collection == _PUBLICATIONS else _PUBLICATIONS
        return tuple(f"{stem}.{suffix}" for suffix, _, _ in CITATION_FORMATS)
    if entry.collection in _EVENTS and "start" in entry.dates:
        return (_CALENDAR_FILE,)
    return ()


def markdown_path(output: PurePosixPath) -> PurePosixPath:
    """Return the path of a page's copy in Markdown, as llmstxt.org has it."""
    return output.with_name(f"{output.name}.md")


def list_citations(site: Site) -> tuple[str, ...]:
    """Return the names of all citation files: that of the collection, and keys of entries."""
    index = site.collections.get(_PUBLICATIONS)
    if index is None:
        return ()
    keys = (
        key
        for key, entry in site.entries.items()
        if entry.url and _cites(entry, site.relations.get(key))
    )
    return (_PUBLICATIONS, *keys)


def find_citations(site: Site, name: str) -> CitationFiles | None:
    """Return the citation files of the collection, or of the page of an entry with this key.

    A publication has its own; a person or a project has those of its publications.
    """
    if name == _PUBLICATIONS:
        index = site.collections.get(_PUBLICATIONS)
        return CitationFiles(PurePosixPath(_PUBLICATIONS), index.entries) if index else None
    entry, page = site.entries.get(name), site.pages.get(name)
    if entry is None or page is None:
        return None
    if entry.collection == _PUBLICATIONS:
        return CitationFiles(companion_path(page.output, _CITE_FILE), (name,))
    works = site.related(name, _PUBLICATIONS) if entry.collection in _AUTHORS else ()
    return CitationFiles(companion_path(page.output, _PUBLICATIONS), works) if works else None


def list_calendars(site: Site) -> tuple[str, ...]:
    """Return the names of all calendars: those of collections, and keys of events."""
    names = [name for name in _EVENTS if name in site.collections]
    keys = (key for name in names for key in site.collections[name].entries)
    return tuple(name for name in (*names, *keys) if find_calendar(site, name))


def find_calendar(site: Site, name: str) -> CalendarFile | None:
    """Return the calendar of a collection, or of the page of an event with this key."""
    if name in _EVENTS:
        index = site.collections.get(name)
        keys = tuple(key for key in index.entries if _has_time(site, key)) if index else ()
        if index is None or not keys:
            return None
        title = f"{site.config.title}: {index.title}"
        return CalendarFile(PurePosixPath(f"{name}.ics"), title, keys)
    entry, page = site.entries.get(name), site.pages.get(name)
    if entry is None or page is None or entry.collection not in _EVENTS or not entry.dates:
        return None
    if not _has_time(site, name):
        return None
    return CalendarFile(companion_path(page.output, _CALENDAR_FILE), entry.title, (name,))


def has_citation_file(entry: Entry) -> bool:
    """Tell whether an entry has a CITATION.cff, for which somebody must have made it."""
    makers = entry.persons.get("creators", ()) or entry.authors
    return entry.collection in _CITED and bool(entry.url) and bool(makers)


def _cites(entry: Entry, relations: EntryRelations | None) -> bool:
    if entry.collection == _PUBLICATIONS:
        return True
    if entry.collection not in _AUTHORS or relations is None:
        return False
    return bool(relations.related.get(_PUBLICATIONS))


def _has_time(site: Site, key: str) -> bool:
    return "start" in site.entries[key].dates
