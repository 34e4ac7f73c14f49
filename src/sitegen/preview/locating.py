"""From what is on a page back to the line of its source."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path, PurePosixPath

from sitegen.content.fields import read_fields
from sitegen.content.frontmatter import split_front_matter
from sitegen.content.text import decode
from sitegen.graph.urls import Addresses, output_file

__all__ = ["find_line", "find_source"]

_WORD = re.compile(r"\w+")
_ENOUGH = 0.3


def find_source(root: Path, output: str) -> str:
    """Return the page that an output file is made of, relative to the site; empty for none.

    Names are followed first; the pages are read for their `slug` only where no name fits.
    """
    pages = [PurePosixPath(path.relative_to(root)) for path in (root / "content").rglob("*.md")]
    return _match(pages, Addresses({}), output) or _match(
        pages, Addresses(_read_slugs(root, pages)), output
    )


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


def _match(pages: list[PurePosixPath], addresses: Addresses, output: str) -> str:
    return next((str(p) for p in pages if str(output_file(addresses.page(p))) == output), "")


def _read_slugs(root: Path, pages: list[PurePosixPath]) -> dict[PurePosixPath, str]:
    slugs = {}
    for path in pages:
        text, _ = decode((root / path).read_bytes(), str(path))
        if "slug" in text:
            front, _ = read_fields(split_front_matter(text, str(path)).fields, str(path), UTC)
            if front.slug:
                slugs[path] = front.slug
    return slugs
