"""Limit the work on each page and template; what is stopped becomes a diagnostic."""

from __future__ import annotations

import zlib
from contextlib import AbstractContextManager
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from sitegen.content.page_codec import parse_chunk, parse_within
from sitegen.engine.work_limits import FILE, PAGE, TEMPLATE, Work, limit_work, list_allowances

if TYPE_CHECKING:
    from sitegen.content.parse_options import ParseOptions
    from sitegen.model import ParsedPage, SourceFile

__all__ = [
    "limit_reading",
    "limit_rendering",
    "limit_resolving",
    "parse_text",
    "parse_with_limit",
    "render_with_limit",
]

#: Bytes of a file for which there is the time of a page: people keep large tables, but write no
#: large pages.
_FILE_BYTES = 5_000_000


def parse_with_limit(payload: bytes, seconds: float = 0.0) -> bytes:
    """Parse several pages as `parse_chunk`; one that takes too much becomes a diagnostic.

    `seconds` is the limit for one page, if not the usual one.
    """
    return parse_chunk(payload, partial(_limit_parsing, seconds))


def parse_text(source: SourceFile, options: ParseOptions) -> ParsedPage:
    """Parse a text that pages include; if that takes too much, it becomes a diagnostic."""
    return parse_within(limit_reading(str(source.path), source.data), source, options)


def _limit_parsing(
    seconds: float, path: str, options: bytes, data: bytes
) -> AbstractContextManager[None]:
    key = f"{zlib.crc32(data, _digest(options)):08x} {len(data)} {seconds:g}"
    return limit_work(Work(PAGE, path, key), seconds)


@lru_cache(maxsize=8)
def _digest(options: bytes) -> int:
    return zlib.crc32(options)


def render_with_limit(payload: bytes) -> bytes:
    """Render several pages as `render_chunk`; one that takes too much becomes a diagnostic."""
    from sitegen.rendering.render_codec import render_chunk  # templates: who parses needs none

    return render_chunk(payload, limit_rendering)


def limit_rendering(template: str, page: str) -> AbstractContextManager[None]:
    """Raise a LimitError in a template that takes too much; no other page tries it again."""
    return limit_work(Work(TEMPLATE, template, told=page))


def limit_resolving(page: str) -> AbstractContextManager[None]:
    """Raise a LimitError if the references and citations of a page take too long to write."""
    return limit_work(Work(PAGE, page), list_allowances()[TEMPLATE].seconds)


def limit_reading(name: str, data: bytes) -> AbstractContextManager[None]:
    """Raise a LimitError if it takes too much to read a file; a large one has more time."""
    seconds = list_allowances()[FILE].seconds * max(1.0, len(data) / _FILE_BYTES)
    return limit_work(Work(FILE, name, f"{zlib.crc32(data):08x} {len(data)}"), seconds)
