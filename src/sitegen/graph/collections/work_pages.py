"""Give every publication a page: the one that an author wrote for it, or one that is made.

A page that is made has the key that a file for it would have, `content/publications/KEY.md`, so
that its address stays when somebody writes that file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import MAXYEAR, MINYEAR, datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import msgspec

from sitegen.content.page_names import index_folder, stem_of
from sitegen.graph.urls import fold, url_part
from sitegen.model import FrontMatter, PageDate, ParsedPage, Precision
from sitegen.model.words import shorten_name

if TYPE_CHECKING:
    from datetime import tzinfo

    from sitegen.config import Collection
    from sitegen.model import PartialDate, Work

__all__ = ["WorkPages", "date_of_work", "put_work_pages"]

_LONGEST_SUMMARY = 280


class WorkPages(msgspec.Struct, frozen=True):
    """All pages of a site, and the works of those that are of publications, by path."""

    pages: tuple[ParsedPage, ...]
    works: Mapping[str, Work]

    def works_of(self, published: Iterable[ParsedPage]) -> dict[str, Work]:
        """Return the works of these pages by key."""
        paths = ((page.key, str(page.path)) for page in published)
        return {key: self.works[path] for key, path in paths if path in self.works}


def put_work_pages(
    parsed: tuple[ParsedPage, ...],
    works: Iterable[Work],
    publications: Collection,
    zone: tzinfo,
    hidden: Iterable[PurePosixPath] = (),
) -> WorkPages:
    """Add a page for each publication that has none, and give the others what they do not say.

    `hidden` are pages that are not published because of the `_` in their paths; neither are the
    publications for which they are written.
    """
    pages = {str(page.path): page for page in parsed}
    works = tuple(works)
    written = _written_pages(parsed, publications.folder)
    beside = _pages_beside(parsed, works, publications.folder)
    by_page: dict[str, Work] = {}
    free = _FreePaths(pages)
    held = {_file_name(path) for path in map(str, hidden) if path.startswith(publications.folder)}
    for work in works:
        path = beside.get(work.path) or written.get(fold(url_part(work.key)), "")
        if not path and fold(url_part(work.key)) in held:
            continue
        if path and path not in by_page:
            pages[path] = _fill(pages[path], work, zone)
        else:
            path = free.take(f"{publications.folder}/{_file_of(work.key)}")
            page = ParsedPage(path=PurePosixPath(path), front=FrontMatter(), made=True)
            pages[path] = _fill(page, work, zone)
        by_page[path] = work
    return WorkPages(tuple(pages.values()), by_page)


def date_of_work(issued: PartialDate | None, zone: tzinfo) -> PageDate | None:
    """Return when a work was published, as far as it is known; the year may be all."""
    if issued is None or issued.year is None or not MINYEAR < issued.year < MAXYEAR:
        return None
    year, month, day = issued.year, issued.month, issued.day if issued.month else 0
    try:
        moment = datetime(year, month or 1, day or 1, tzinfo=zone)
    except ValueError:  # the 31st of June
        month = day = 0
        moment = datetime(year, 1, 1, tzinfo=zone)
    precision = Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
    parts = [f"{year:04}", *(f"{part:02}" for part in (month, day) if part)]
    return PageDate(written="-".join(parts), precision=precision, moment=moment)


def _written_pages(parsed: Iterable[ParsedPage], folder: str) -> dict[str, str]:
    """Return the pages that are written for publications: paths by what their keys share."""
    found: dict[str, str] = {}
    for page in parsed:
        path = str(page.path)
        if path.startswith(f"{folder}/") and index_folder(path) != folder:
            key = page.front.extra.get("key") or _name_of(path)
            found.setdefault(fold(url_part(str(key))), path)
    return found


def _pages_beside(
    parsed: Iterable[ParsedPage], works: Iterable[Work], folder: str
) -> dict[str, str]:
    """Return the pages of publications by the bibliographies of one entry in their folders."""
    numbers = Counter(work.path for work in works)
    single = {
        path.rpartition("/")[0]: path
        for path, number in numbers.items()
        if number == 1 and path.startswith(f"{folder}/")
    }
    found: dict[str, str] = {}
    for page in parsed if single else ():
        inside = index_folder(str(page.path))
        if inside in single and inside != folder and not page.front.extra.get("key"):
            found[single[inside]] = str(page.path)
    return found


def _file_of(key: str) -> str:
    """Return the name of the page of a key, which may be longer than file systems allow."""
    return shorten_name(url_part(key), key)


def _file_name(path: str) -> str:
    """Return what the key of a page with a `_` in its path would share with that of a work."""
    return fold(url_part(_name_of(path).lstrip("_")))


def _name_of(path: str) -> str:
    """Return the name of a page: that of its file, or of the folder that it is the index of."""
    return (index_folder(path) or path.rpartition(".")[0] or stem_of(path)).rpartition("/")[2]


class _FreePaths:
    """Finds paths that no page has."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = {fold(path) for path in taken}
        self._numbers: dict[str, int] = {}

    def take(self, start: str) -> str:
        """Return a path: the second of two keys gets a number, and so does `index`."""
        folded = fold(start)
        # What was taken stays so: numbers that have been tried for other keys need not be again.
        number = self._numbers.get(folded, 1)
        path = f"{start}.md" if number == 1 else f"{start}-{number}.md"
        while fold(path) in self._taken or index_folder(path):
            number += 1
            path = f"{start}-{number}.md"
        self._numbers[folded] = number
        self._taken.add(fold(path))
        return path


def _fill(page: ParsedPage, work: Work, zone: tzinfo) -> ParsedPage:
    front = page.front
    given: dict[str, Any] = {
        "title": "" if page.heading_text else work.title,
        "date": date_of_work(work.issued, zone),
        "authors": tuple(name.full for name in work.names.get("author", ())),
        "abstract": work.variables.get("abstract", ""),
    }
    missing = {name: value for name, value in given.items() if value and not getattr(front, name)}
    front = msgspec.structs.replace(front, **missing)
    summary = page.summary or _shorten(front.abstract)
    return msgspec.structs.replace(page, front=front, summary=summary)


def _shorten(text: str) -> str:
    """Return the beginning of a text, cut between words."""
    if len(text) <= _LONGEST_SUMMARY:
        return text
    cut = text[:_LONGEST_SUMMARY].rpartition(" ")[0] or text[:_LONGEST_SUMMARY]
    return f"{cut.rstrip(' ,;:.')}…"
