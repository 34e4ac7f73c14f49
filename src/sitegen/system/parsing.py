"""Parsing all pages: from the store where nothing has changed, side by side where it has."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import msgspec

from sitegen.content.packing import pack_options, parse_chunk, parse_key, unpack_head
from sitegen.model import ParsedPage
from sitegen.rendering.reads import digest_of
from sitegen.system.progress import Progress, counted
from sitegen.system.store import is_worth_trimming

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sitegen.content.parse import ParseOptions
    from sitegen.system.sources import Sources
    from sitegen.system.store import Store
    from sitegen.system.workers import Crew

__all__ = ["Bodies", "Parsed", "parse_pages"]

_RESULTS = msgspec.msgpack.Decoder(list[tuple[bytes, bytes, float]])
#: Bodies stay in memory up to this many bytes; beyond, the store is asked.
_MEMORY = 48_000_000
#: Pages that are stored in one go: one at a time, 10,000 of them take 4 s.
_BATCH = 500


class Bodies:
    """The packed bodies of the pages: those of this build from memory, others from the store."""

    def __init__(
        self, store: Store, keys: Mapping[str, str], parse_again: Callable[[str], bytes]
    ) -> None:
        self._store = store
        self._keys = keys
        self._parse_again = parse_again
        self._memory: dict[str, bytes] = {}
        self._size = 0

    def keep(self, page: str, body: bytes) -> None:
        """Keep a body at hand; all of them if nothing else does."""
        if self._size < _MEMORY or not self._store.is_open:
            self._memory[page] = body
            self._size += len(body)

    def read(self, page: str) -> bytes:
        """Return a page's body; empty for a page that no author wrote."""
        if page in self._memory:
            return self._memory[page]
        key = self._keys.get(page, "")
        if not key:
            return b""
        return self._store.read("bodies", key) or self._parse_again(page)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """All pages without their bodies, where these are, and seconds for those parsed now."""

    pages: tuple[ParsedPage, ...]
    bodies: Bodies
    timings: list[tuple[str, float]]


def parse_pages(
    sources: Sources, options: ParseOptions, store: Store, crew: Crew, progress: Progress
) -> Parsed:
    """Parse what has changed since it was parsed last."""
    packed_options = pack_options(options)
    shared = digest_of(packed_options.decode())
    paths = sources.pages()
    data: dict[PurePosixPath, bytes] = {}
    keys: dict[str, str] = {}
    for path in paths:
        digest = sources.known_digest(path)
        if not digest:
            source = sources.read(path)
            digest, data[path] = source.digest, source.data
        keys[str(path)] = parse_key(str(path), digest, shared)
    stored = store.read_all("heads")

    def parse_again(page: str) -> bytes:
        """Parse a page whose head was kept and whose body was lost."""
        source = (page, sources.read(PurePosixPath(page)).data)
        payload = msgspec.msgpack.encode((packed_options, [source]))
        return _RESULTS.decode(parse_chunk(payload))[0][1]

    bodies = Bodies(store, keys, parse_again)
    found: dict[PurePosixPath, ParsedPage] = {}
    for path in paths:
        head = stored.get(keys[str(path)])
        page = unpack_head(head) if head is not None else None
        if page is not None and page.path == path:
            found[path] = page
    had = len(stored)
    del stored
    missing = [path for path in paths if path not in found]
    timings: list[tuple[str, float]] = []
    heads: list[tuple[str, bytes]] = []
    fresh: list[tuple[str, bytes]] = []
    parsing = _parse(missing, data, packed_options, sources, crew)
    for path, head, body, seconds in counted(parsing, "parse", len(missing), progress):
        timings.append((str(path), seconds))
        page = unpack_head(head)
        if page is None:  # pragma: no cover  # what was packed a moment ago can be unpacked
            raise AssertionError(path)
        found[path] = page
        heads.append((keys[str(path)], head))
        fresh.append((keys[str(path)], body))
        bodies.keep(str(path), body)
        if len(heads) == _BATCH:
            _keep(store, heads, fresh)
    _keep(store, heads, fresh)
    if is_worth_trimming(len(missing), had, len(paths)):
        current = frozenset(keys.values())
        store.trim("heads", current)
        store.trim("bodies", current)
    return Parsed(pages=tuple(found[path] for path in paths), bodies=bodies, timings=timings)


def _keep(store: Store, heads: list[tuple[str, bytes]], bodies: list[tuple[str, bytes]]) -> None:
    """Store a batch, and begin the next one."""
    store.write("heads", heads)
    store.write("bodies", bodies)
    heads.clear()
    bodies.clear()


def _parse(
    paths: list[PurePosixPath],
    data: dict[PurePosixPath, bytes],
    options: bytes,
    sources: Sources,
    crew: Crew,
) -> Iterator[tuple[PurePosixPath, bytes, bytes, float]]:
    chunks = crew.chunks(paths)

    def payloads() -> Iterator[bytes]:
        for chunk in chunks:
            texts = [(str(p), data.pop(p, b"") or sources.read(p).data) for p in chunk]
            yield msgspec.msgpack.encode((options, texts))

    results = crew.run(parse_chunk, payloads(), len(paths))
    for chunk, packed in zip(chunks, results, strict=True):
        for path, result in zip(chunk, _RESULTS.decode(packed), strict=True):
            yield path, *result
