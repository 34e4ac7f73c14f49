"""Encode and decode parsed pages, for the cache and other processes.

A page is packed in two pieces. The head is needed of every page in every build: what other pages,
lists and menus may know, and what its links refer to. The body is needed when it is rendered.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache
from pathlib import PurePosixPath

import msgspec

from sitegen.content.page_parser import parse_page
from sitegen.content.parse_options import ParseOptions
from sitegen.diagnostics import Diagnostic, Location, Severity, declare
from sitegen.errors import LimitError
from sitegen.model import Fragment, FrontMatter, PageBody, ParsedPage, SourceFile
from sitegen.model.codec import digest_bytes, encode_json, encode_sorted, json_decoder

__all__ = [
    "PAGE_MEMORY",
    "PAGE_TIMEOUT",
    "pack_options",
    "pack_page",
    "parse_chunk",
    "parse_key",
    "parse_within",
    "unpack_body",
    "unpack_head",
    "was_stopped",
]

#: Another machine may be quicker or larger, so a page with these problems is not kept.
PAGE_TIMEOUT = declare("page-timeout", Severity.ERROR, needed=True)
PAGE_MEMORY = declare("page-memory", Severity.ERROR, needed=True)

_HEAD = json_decoder(ParsedPage)
_BODY = json_decoder(PageBody)
_OPTIONS = json_decoder(ParseOptions)


def pack_page(page: ParsedPage) -> tuple[bytes, bytes]:
    """Return a page's head and body as bytes."""
    heading = page.heading
    body = PageBody(
        heading=heading.parts if heading else None,
        parts=page.body.parts,
        toc=page.toc,
        has_written_styles=page.has_written_styles,
    )
    packed_body = encode_json(body)
    head = msgspec.structs.replace(
        page,
        heading=Fragment(references=heading.references) if heading else None,
        body=Fragment(references=page.body.references),
        body_digest=digest_bytes(packed_body, 12),
        toc=(),
        has_written_styles=False,
    )
    return encode_json(head), packed_body


def unpack_head(data: bytes) -> ParsedPage | None:
    """Return a page without its body, or None when the bytes are not a head."""
    try:
        return _HEAD.decode(data)
    except (msgspec.DecodeError, ValueError):
        return None


def was_stopped(page: ParsedPage) -> bool:
    """Tell whether parsing the page took too long, or too much memory, and was stopped."""
    return any(each.code in {PAGE_TIMEOUT, PAGE_MEMORY} for each in page.diagnostics)


def unpack_body(data: bytes) -> PageBody | None:
    """Return a page's body, or None when the bytes are not a body."""
    try:
        return _BODY.decode(data)
    except msgspec.DecodeError:
        return None


def pack_options(options: ParseOptions) -> bytes:
    """Return the options as bytes; equal options give equal bytes."""
    return encode_sorted(options)


@lru_cache(maxsize=8)
def _unpack_options(data: bytes) -> ParseOptions:
    """Return the options of bytes, which are the same for most pages that a process parses."""
    return _OPTIONS.decode(data)


def parse_key(path: str, digest: str, options: str) -> str:
    """Return the key of a page's parse: made from its path, its bytes and the options."""
    return digest_bytes(f"{path}\0{digest}\0{options}".encode(), 16)


def parse_chunk(
    payload: bytes,
    limit: Callable[[str, bytes, bytes], AbstractContextManager[None]] = lambda *_: nullcontext(),
) -> bytes:
    """Parse several pages: options and sources in, heads, bodies and seconds out.

    Bytes on both sides, so that any process anywhere can do it. `limit` makes what is around each
    page, from its path, the options and its bytes; a LimitError that comes from it is a mistake in
    the page.
    """
    packed_options, sources = msgspec.msgpack.decode(
        payload, type=tuple[bytes, list[tuple[str, bytes]]]
    )
    options = _unpack_options(packed_options)
    packed = []
    for path, data in sources:
        started = time.perf_counter()
        source = SourceFile(path=PurePosixPath(path), data=data, digest="")
        page = parse_within(limit(path, packed_options, data), source, options)
        packed.append((*pack_page(page), time.perf_counter() - started))
    return msgspec.msgpack.encode(packed)


def parse_within(
    limit: AbstractContextManager[None], source: SourceFile, options: ParseOptions
) -> ParsedPage:
    """Parse a page within a limit; its LimitError becomes a mistake in the page."""
    try:
        with limit:
            return parse_page(source, options)
    except LimitError as error:
        return _stopped(source.path, error)


def _stopped(path: PurePosixPath, error: LimitError) -> ParsedPage:
    problem = Diagnostic(
        code=PAGE_TIMEOUT if error.kind == "time" else PAGE_MEMORY,
        message=f"reading this page {error}",
        location=Location(path=str(path), line=1, column=1),
        hint="take out half of it, and again, to find what the engine cannot follow",
    )
    return ParsedPage(path=path, front=FrontMatter(), diagnostics=(problem,))
