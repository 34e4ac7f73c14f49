"""Parse and render in worker processes on this machine, which read and write files themselves.

They read sources, store parsed pages, stage rendered files, and send only digests and heads back.
Otherwise the main process would be busy with packing while the workers wait. Workers on other
machines do not have these files and are sent bytes instead; see `page_limits`.
"""

from __future__ import annotations

import functools
import os
from itertools import count
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import msgspec

from sitegen.content.page_codec import (
    PAGE_MEMORY,
    PAGE_TIMEOUT,
    parse_key,
    unpack_head,
    was_stopped,
)
from sitegen.diagnostics import Diagnostic
from sitegen.engine.embedded_pictures import find_refused
from sitegen.engine.page_limits import parse_with_limit
from sitegen.model import Stored
from sitegen.model.codec import encode_msgpack, msgpack_decoder
from sitegen.rendering.renderer import Rendered, Renderer
from sitegen.storage.output_folder import OutputFolder, Staged
from sitegen.storage.source_files import read_source
from sitegen.storage.store import Store, join_store, open_store_to_read

__all__ = [
    "ParseTask",
    "ParsedSource",
    "RenderOrder",
    "RenderedOutput",
    "lend_for_rendering",
    "pack_parse_task",
    "parse_and_store",
    "render_and_stage",
    "take_back",
    "unpack_parsed",
    "unpack_rendered",
]


class ParseTask(Stored, frozen=True):
    """Pages to parse, by their paths below `root`, and the folder of the store that keeps them."""

    root: bytes
    store: bytes
    options: bytes
    options_digest: str
    pages: list[str]


class ParsedSource(Stored, frozen=True):
    """A parsed page: the digest of its source, its packed head, the seconds that it took.

    `body` is empty if it is in the store.
    """

    digest: str
    head: bytes
    body: bytes
    seconds: float


class RenderOrder(NamedTuple):
    """An output to render: a page's key, the number of its list page, and its body.

    The body is in the store under `body_key`; without a key, it is `body`.
    """

    key: str
    number: int
    body_key: str
    body: bytes


class RenderedOutput(Stored, frozen=True):
    """A rendered output without its bytes, and the staged file; or what went wrong.

    All fields are None if the store has lost the page's body.
    """

    rendered: Rendered | None = None
    staged: Staged | None = None
    problem: Diagnostic | None = None


class _Lent(NamedTuple):
    """What forked processes inherit in their memory for rendering."""

    renderer: Renderer
    output: OutputFolder
    store: Path | None


_TASK = msgspec.msgpack.Decoder(ParseTask)
_PARSED = msgspec.msgpack.Decoder(list[ParsedSource])
_CHUNK = msgspec.msgpack.Decoder(list[tuple[bytes, bytes, float]])
_ORDERS = msgspec.msgpack.Decoder(list[RenderOrder])
_RENDERED = msgpack_decoder(list[RenderedOutput])
_lent: list[_Lent] = []
_numbers = count()


def pack_parse_task(task: ParseTask) -> bytes:
    """Return the payload for `parse_and_store`."""
    return msgspec.msgpack.encode(task)


def parse_and_store(payload: bytes) -> bytes:
    """Parse several pages and store them in one transaction; those that timed out are not stored.

    Returns the packed results; those that could not be stored include the body.
    """
    task = _TASK.decode(payload)
    root = Path(os.fsdecode(task.root))
    sources = [read_source(root, PurePosixPath(name)) for name in task.pages]
    texts = [(str(source.path), source.data) for source in sources]
    chunk = parse_with_limit(msgspec.msgpack.encode((task.options, texts)))
    parsed = [
        ParsedSource(digest=source.digest, head=head, body=body, seconds=seconds)
        for source, (head, body, seconds) in zip(sources, _CHUNK.decode(chunk), strict=True)
    ]
    rows = [
        (parse_key(name, each.digest, task.options_digest), each)
        for name, each in zip(task.pages, parsed, strict=True)
        if not _was_stopped(each.head)
    ]
    store = _join(Path(os.fsdecode(task.store)))
    store.write("heads", ((key, each.head) for key, each in rows))
    store.write("bodies", ((key, each.body) for key, each in rows))
    store.commit()
    stored = {each.digest for _, each in rows} if store.is_open else set()
    return msgspec.msgpack.encode(
        [
            msgspec.structs.replace(each, body=b"") if each.digest in stored else each
            for each in parsed
        ]
    )


def unpack_parsed(data: bytes) -> list[ParsedSource]:
    """Unpack the result of `parse_and_store`."""
    return _PARSED.decode(data)


def lend_for_rendering(renderer: Renderer, output: OutputFolder, store: Path | None) -> None:
    """Set what processes that are forked from now on use in `render_and_stage`."""
    output.open_stage()
    _lent[:] = [_Lent(renderer, output, store)]


def take_back() -> None:
    """Drop what `lend_for_rendering` set."""
    _lent.clear()


def render_and_stage(payload: bytes) -> bytes:
    """Render outputs and stage their files; needs `lend_for_rendering`. Raises MachineError."""
    (lent,) = _lent
    found = []
    for order in _ORDERS.decode(payload):
        body: bytes | None = order.body
        if order.body_key:
            body = _open_to_read(lent.store).read("bodies", order.body_key) if lent.store else None
        if body is None:
            found.append(RenderedOutput())
            continue
        result = lent.renderer.render(order.key, order.number, body)
        if isinstance(result, Diagnostic):
            found.append(RenderedOutput(problem=result))
            continue
        if refused := find_refused(result.source, result.data):
            found.append(RenderedOutput(problem=refused))
            continue
        place = f"{os.getpid()}-{next(_numbers)}"
        staged = lent.output.stage(result.output, result.data, place)
        rendered = msgspec.structs.replace(result, data=b"")
        found.append(RenderedOutput(rendered=rendered, staged=staged))
    return encode_msgpack(found)


def unpack_rendered(data: bytes) -> list[RenderedOutput]:
    """Unpack the result of `render_and_stage`."""
    return _RENDERED.decode(data)


def _was_stopped(head: bytes) -> bool:
    may_be = PAGE_TIMEOUT.encode() in head or PAGE_MEMORY.encode() in head
    page = unpack_head(head) if may_be else None
    return page is not None and was_stopped(page)


@functools.cache
def _join(folder: Path) -> Store:
    return join_store(folder)


@functools.cache
def _open_to_read(folder: Path) -> Store:
    return open_store_to_read(folder)
