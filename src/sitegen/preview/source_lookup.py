"""Find the line of the source for a text on a page."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, tzinfo
from pathlib import Path, PurePosixPath

from sitegen.content.front_matter import split_front_matter
from sitegen.content.front_matter_fields import read_fields
from sitegen.content.text import decode
from sitegen.graph.selection import Selection, select_pages
from sitegen.graph.urls import Addresses, output_file
from sitegen.model import FrontMatter, PageDate, ParsedPage, Precision

__all__ = ["PageSources", "find_line", "find_source"]

_WORD = re.compile(r"\w+")
_ENOUGH = 0.3
#: Seconds after which a page that had no source is looked for again: that reads all pages.
_FORGET = 10.0


class PageSources:
    """The sources of the pages in the preview's folder; found once, as long as they are there."""

    def __init__(self, root: Path, folder: Path) -> None:
        self._root = root
        self._folder = folder
        self._found: dict[str, str] = {}
        self._missing: dict[str, float] = {}
        self._known: frozenset[str] = frozenset()

    def notice(self, changed: Iterable[str]) -> None:
        """Look again for what had no source, if one of the changed files is new."""
        if any(name.endswith(".md") and name not in self._known for name in changed):
            self._missing.clear()

    def find(self, output: str) -> Path | None:
        """Return the file that an output file is made of."""
        if time.monotonic() - self._missing.get(output, -_FORGET) < _FORGET:
            return None
        source = self._found.get(output) or self._look_for(output)
        file = self._root / source
        if not source or not file.is_file():
            self._found.pop(output, None)
            if (self._folder / output).is_file():  # a list that sitegen makes of its own accord
                self._missing[output] = time.monotonic()
            return None
        self._found[output] = source
        return file

    def _look_for(self, output: str) -> str:
        pages = _list_pages(self._root)
        self._known = frozenset(map(str, pages))
        return _find_among(self._root, pages, output)

    def why_unpublished(self, output: str, now: datetime, zone: tzinfo) -> str:
        """Say why a page is not published yet; nothing if it is, or has no source.

        `zone` is that of dates without one, and named with an hour.
        """
        file = self.find(output)
        if file is None:
            return ""
        path = PurePosixPath(file.relative_to(self._root))
        front = _read_front(self._root, path, zone)
        page = ParsedPage(path=path, front=front)
        _, reasons = select_pages((page,), Selection(now=now))
        reason = reasons.get(str(path), "")
        dates = (front.publish_date, front.date, front.expires)
        named = any(each and _needs_zone(each, zone, reason) for each in dates)
        return f"{reason} ({zone})" if named else reason


def find_source(root: Path, output: str) -> str:
    """Return the page that an output file is made of, relative to the site; empty for none."""
    return _find_among(root, _list_pages(root), output)


def find_line(source: str, text: str) -> int:
    """Return the line of a source, from 1, whose block is most like a text; 0 if none is."""
    wanted = Counter(_WORD.findall(text.casefold()))
    best, line = _ENOUGH, 0
    for number, block in _blocks(source):
        words = Counter(_WORD.findall(block.casefold()))
        shared = (words & wanted).total()
        likeness = shared / max(1, (words | wanted).total())
        if likeness > best:
            best, line = likeness, number
    return line


def _blocks(source: str) -> Iterator[tuple[int, str]]:
    """Yield blocks between empty lines, then single lines, each with its first line's number."""
    lines = source.splitlines()
    start = 0
    for number, line in enumerate([*lines, ""]):
        if not _WORD.search(line):
            if number > start:
                yield start + 1, "\n".join(lines[start:number])
            start = number + 1
    yield from ((number, line) for number, line in enumerate(lines, start=1) if line.strip())


def _needs_zone(date: PageDate, zone: tzinfo, reason: str) -> bool:
    has_own = date.moment.tzinfo is not zone or date.written.endswith(("Z", "z"))
    return date.precision is Precision.TIME and not has_own and reason.endswith(date.written)


def _list_pages(root: Path) -> list[PurePosixPath]:
    return [PurePosixPath(path.relative_to(root)) for path in (root / "content").rglob("*.md")]


def _find_among(root: Path, pages: list[PurePosixPath], output: str) -> str:
    """Follow names first; the pages are read for their `slug` only where no name fits."""
    return _match(pages, Addresses({}), output) or _match(
        pages, Addresses(_read_slugs(root, pages)), output
    )


def _match(pages: list[PurePosixPath], addresses: Addresses, output: str) -> str:
    return next((str(p) for p in pages if str(output_file(addresses.page(p))) == output), "")


def _read_slugs(root: Path, pages: list[PurePosixPath]) -> dict[PurePosixPath, str]:
    fronts = {path: _read_front(root, path, UTC) for path in pages if b"slug" in _read(root / path)}
    return {path: front.slug for path, front in fronts.items() if front.slug}


def _read_front(root: Path, path: PurePosixPath, zone: tzinfo) -> FrontMatter:
    text, _ = decode(_read(root / path), str(path))
    front, _ = read_fields(split_front_matter(text, str(path)).fields, str(path), zone)
    return front


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""
