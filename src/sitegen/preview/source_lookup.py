"""Find the line of the source for a text on a page."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, tzinfo
from pathlib import Path, PurePosixPath

from sitegen.content.front_matter import split_front_matter
from sitegen.content.front_matter_fields import read_fields
from sitegen.content.page_files import PAGES
from sitegen.content.text import decode
from sitegen.errors import MachineError
from sitegen.graph.cascading import folders_above
from sitegen.graph.page_keys import find_keys
from sitegen.graph.selection import Selection, select_pages
from sitegen.graph.urls import Addresses, output_file
from sitegen.late_patterns import compile_late
from sitegen.model import FrontMatter, PageDate, ParsedPage, Precision
from sitegen.model.words import is_in_word, split_words
from sitegen.storage.source_files import scan_site

__all__ = ["PageSources", "find_line", "find_source"]

#: In the bytes of a page that may set its own address.
_NAMES_ADDRESS = compile_late(rb"slug|url|permalink", re.IGNORECASE)
_ENOUGH = 0.3
#: Seconds before a page without a source is searched for again, because that reads all pages.
_RETRY = 10.0


class PageSources:
    """The sources of the pages in the preview's folder, each searched for once."""

    def __init__(self, root: Path, folder: Path) -> None:
        self._root = root
        self._folder = folder
        self._found: dict[str, str] = {}
        self._missing: dict[str, float] = {}
        self._known: frozenset[str] = frozenset()

    def forget_missing(self, changed: Iterable[str]) -> None:
        """Search again for pages without a source if one of the changed files is a new page."""
        pages = (name for name in changed if PAGES.matches(PurePosixPath(name)))
        if any(name not in self._known for name in pages):
            self._missing.clear()

    def find(self, output: str) -> Path | None:
        """Return the source file of an output file, or None."""
        if time.monotonic() - self._missing.get(output, -_RETRY) < _RETRY:
            return None
        source = self._found.get(output) or self._search(output)
        file = self._root / source
        if not source or not file.is_file():
            self._found.pop(output, None)
            if (self._folder / output).is_file():  # a list page that has no source
                self._missing[output] = time.monotonic()
            return None
        self._found[output] = source
        return file

    def _search(self, output: str) -> str:
        pages = _list_pages(self._root)
        self._known = frozenset(map(str, pages))
        return _find_in(self._root, pages, output)

    def why_unpublished(self, output: str, now: datetime, zone: tzinfo) -> str:
        """Return why a page is not published yet; empty if it is, or if it has no source.

        `zone` is the time zone of dates that name none; the reason names it if it gives an hour.
        """
        file = self.find(output)
        if file is None:
            return ""
        source = str(PurePosixPath(file.relative_to(self._root)))
        keys = _find_keys(_list_pages(self._root))
        own = keys.get(source, source)
        above = {f"{folder}/index.md" for folder in folders_above(own)}
        pages = tuple(
            ParsedPage(path=p, front=_read_front(self._root, p, zone), own_key=key)
            for p, key in ((PurePosixPath(name), key) for name, key in keys.items())
            if key == own or key in above
        )
        selected = select_pages(pages, Selection(now=now))
        held = selected.unpublished.get(own)
        reason = held.reason if held else ""
        fronts = (page.front for page in selected.pages)
        dates = (each for f in fronts for each in (f.publish_date, f.date, f.expires))
        named = any(each and _needs_zone(each, zone, reason) for each in dates)
        return f"{reason} ({zone})" if named else reason


def find_source(root: Path, output: str) -> str:
    """Return the source of an output file, relative to the site; empty if there is none."""
    return _find_in(root, _list_pages(root), output)


def find_line(source: str, text: str) -> int:
    """Return the first line, from 1, of the block that is most similar to a text; 0 if none is."""
    wanted = Counter(split_words(text.casefold()))
    best, line = _ENOUGH, 0
    for number, block in _blocks(source):
        words = Counter(split_words(block.casefold()))
        shared = (words & wanted).total()
        similarity = shared / max(1, (words | wanted).total())
        if similarity > best:
            best, line = similarity, number
    return line


def _blocks(source: str) -> Iterator[tuple[int, str]]:
    """Yield blocks between empty lines, then single lines, each with the number of its line."""
    lines = source.splitlines()
    start = 0
    for number, line in enumerate([*lines, ""]):
        if not any(map(is_in_word, line)):
            if number > start:
                yield start + 1, "\n".join(lines[start:number])
            start = number + 1
    yield from ((number, line) for number, line in enumerate(lines, start=1) if line.strip())


def _needs_zone(date: PageDate, zone: tzinfo, reason: str) -> bool:
    has_own = date.moment.tzinfo is not zone or date.written.endswith(("Z", "z"))
    return date.precision is Precision.TIME and not has_own and reason.endswith(date.written)


def _list_pages(root: Path) -> list[PurePosixPath]:
    try:
        found = scan_site(root, ["content"]).stats
    except MachineError:  # the build says so
        return []
    return [path for path in map(PurePosixPath, found) if PAGES.matches(path)]


def _find_keys(pages: list[PurePosixPath]) -> dict[str, str]:
    """Return the keys of these pages by source, without those whose place is taken."""
    found = find_keys(pages)
    sources = (source for source in map(str, pages) if source not in found.beside)
    return {source: found.keys.get(source, source) for source in sources}


def _find_in(root: Path, pages: list[PurePosixPath], output: str) -> str:
    """Compare file names first; read the pages for their own addresses only if no name matches."""
    keys = _find_keys(pages)
    return _match(keys, Addresses({}, {}), output) or _match(
        keys, _read_addresses(root, keys), output
    )


def _match(keys: Mapping[str, str], addresses: Addresses, output: str) -> str:
    matching = (
        source for source, key in keys.items() if str(output_file(addresses.page(key))) == output
    )
    return next(matching, "")


def _read_addresses(root: Path, keys: Mapping[str, str]) -> Addresses:
    fronts = {
        key: _read_front(root, PurePosixPath(source), UTC)
        for source, key in keys.items()
        if _NAMES_ADDRESS.search(_read(root / source))
    }
    slugs = {key: front.slug for key, front in fronts.items() if front.slug}
    return Addresses(slugs, {key: front.url for key, front in fronts.items() if front.url})


def _read_front(root: Path, path: PurePosixPath, zone: tzinfo) -> FrontMatter:
    text, _ = decode(_read(root / path), str(path))
    front, _ = read_fields(split_front_matter(text, str(path)).fields, str(path), zone)
    return front


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""
