"""Parse in worker processes on this machine, which read and store files themselves.

They read sources, store parsed pages, and send only digests and heads back. Otherwise the main
process would be busy with packing while the workers wait. Workers on other machines do not have
these files and are sent bytes instead; see `page_limits`.
"""

from __future__ import annotations

import functools
import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import msgspec

from sitegen.content.page_codec import (
    PAGE_MEMORY,
    PAGE_TIMEOUT,
    parse_key,
    unpack_head,
    was_stopped,
)
from sitegen.content.warm_up import warm_up
from sitegen.engine.page_limits import parse_with_limit
from sitegen.engine.watched_process import CAN_FORK
from sitegen.model import Stored
from sitegen.storage.source_files import read_source
from sitegen.storage.store import Store, join_store

if TYPE_CHECKING:
    from sitegen.content.parse_options import ParseOptions

__all__ = [
    "ParseTask",
    "ParsedSource",
    "pack_parse_task",
    "parse_and_store",
    "prepare_forks",
    "unpack_parsed",
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


_TASK = msgspec.msgpack.Decoder(ParseTask)
_PARSED = msgspec.msgpack.Decoder(list[ParsedSource])
_CHUNK = msgspec.msgpack.Decoder(list[tuple[bytes, bytes, float]])


def pack_parse_task(task: ParseTask) -> bytes:
    """Return the payload for `parse_and_store`."""
    return msgspec.msgpack.encode(task)


def prepare_forks(options: ParseOptions) -> None:
    """Do here once what each process that is forked to parse would do."""
    if CAN_FORK:
        warm_up(options)


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


def _was_stopped(head: bytes) -> bool:
    may_be = PAGE_TIMEOUT.encode() in head or PAGE_MEMORY.encode() in head
    page = unpack_head(head) if may_be else None
    return page is not None and was_stopped(page)


@functools.cache
def _join(folder: Path) -> Store:
    return join_store(folder)
