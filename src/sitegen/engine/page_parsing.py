"""Parsing all pages: from the store where nothing has changed, side by side where it has."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import msgspec

from sitegen.content.page_codec import ENDLESS, pack_options, parse_key, unpack_head
from sitegen.content.page_parser import ParseOptions
from sitegen.engine.timeouts import parse_patiently
from sitegen.model import ParsedPage, digest_of
from sitegen.model.progress import Progress, counted
from sitegen.storage.store import is_worth_trimming

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from sitegen.config import Config
    from sitegen.engine.workers import WorkerPool
    from sitegen.storage.sources import Sources
    from sitegen.storage.store import Store

__all__ = [
    "Bodies",
    "Edit",
    "Edits",
    "Parsed",
    "is_endless",
    "parse_options",
    "parse_pages",
]

_RESULTS = msgspec.msgpack.Decoder(list[tuple[bytes, bytes, float]])
#: Bodies stay in memory up to this many bytes; beyond, the store is asked.
_MEMORY = 16_000_000


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A page before and after, and seconds for parsing it; None if the store had it."""

    old: ParsedPage
    new: ParsedPage
    seconds: float | None


def parse_options(config: Config, words: Mapping[str, Mapping[str, str]]) -> ParseOptions:
    """Return what parsing depends on beside the files."""
    return ParseOptions(
        language=config.language,
        zone=config.zone,
        engine=config.markdown.engine,
        toc_depth=config.markdown.toc_depth,
        highlight=config.markdown.highlight,
        words=words,
    )


class Edits:
    """Parses the few pages that were edited since the last scan; `keep` stores them.

    `patience` is how many seconds a page may take, if not the usual ones.
    """

    def __init__(
        self, sources: Sources, options: ParseOptions, store: Store, patience: float = 0.0
    ) -> None:
        self._sources = sources
        self._store = store
        self._patience = patience
        self._options = pack_options(options)
        self._shared = digest_of(self._options.decode())
        self._fresh: dict[str, tuple[bytes, bytes]] = {}

    def parse(self, name: str) -> Edit | None:
        """Return an edited page, parsed; None if what it was before is not known."""
        before = parse_key(name, self._sources.snapshot.kept_digest(name), self._shared)
        kept = self._store.read("heads", before)
        old = unpack_head(kept) if kept is not None else None
        if old is None:
            return None
        source, seconds = self._sources.read(PurePosixPath(name)), None
        key = parse_key(name, source.digest, self._shared)
        head, body = self._store.read("heads", key), self._store.read("bodies", key)
        if head is None or body is None:
            head, body, seconds = self._parse(name, source.data)
        new = unpack_head(head)
        if seconds is not None and new is not None and not is_endless(new):
            self._fresh[key] = (head, body)
        return Edit(old=old, new=new, seconds=seconds) if new is not None else None

    def read_body(self, name: str) -> bytes:
        """Return the packed body of any page, edited or not; empty for one that no author wrote."""
        if not name:
            return b""
        key = self._key(name)
        body = self._fresh[key][1] if key in self._fresh else self._store.read("bodies", key)
        return body or self._parse(name, self._sources.read(PurePosixPath(name)).data)[1]

    def keep(self) -> None:
        """Store what has been parsed."""
        for key, (head, body) in self._fresh.items():
            _keep(self._store, key, head, body)

    def forget_old(self) -> None:
        """Forget pages that were parsed long ago, once most of the store is such."""
        if is_worth_trimming(0, self._store.count("heads"), len(self._sources.stats)):
            current = frozenset(self._key(str(path)) for path in self._sources.pages())
            self._store.trim("heads", current)
            self._store.trim("bodies", current)

    def _key(self, name: str) -> str:
        return parse_key(name, self._sources.digest(PurePosixPath(name)), self._shared)

    def _parse(self, name: str, data: bytes) -> tuple[bytes, bytes, float]:
        payload = msgspec.msgpack.encode((self._options, [(name, data)]))
        return _RESULTS.decode(parse_patiently(payload, self._patience))[0]


class _Texts:
    """The pages' bytes, and the keys of what they become.

    A key is that of the bytes that are parsed, also if somebody saves the page meanwhile.
    """

    def __init__(self, sources: Sources, paths: Iterable[PurePosixPath], shared: str) -> None:
        self.keys: dict[str, str] = {}
        self._sources = sources
        self._shared = shared
        self._data: dict[PurePosixPath, bytes] = {}
        for path in paths:
            digest = sources.known_digest(path)
            if digest:
                self.keys[str(path)] = parse_key(str(path), digest, shared)
            else:
                self._data[path] = self._read(path)

    def read(self, path: PurePosixPath) -> bytes:
        """Return a page's bytes, once."""
        return self._data.pop(path) if path in self._data else self._read(path)

    def _read(self, path: PurePosixPath) -> bytes:
        source = self._sources.read(path)
        self.keys[str(path)] = parse_key(str(path), source.digest, self._shared)
        return source.data


def parse_pages(
    sources: Sources, options: ParseOptions, store: Store, pool: WorkerPool, progress: Progress
) -> Parsed:
    """Parse what has changed since it was parsed last."""
    packed_options = pack_options(options)
    shared = digest_of(packed_options.decode())
    paths = sources.pages()
    texts = _Texts(sources, paths, shared)
    keys = texts.keys
    stored = store.read_all("heads")

    def parse_again(page: str) -> bytes:
        """Parse a page whose head was kept and whose body was lost."""
        source = (page, sources.read(PurePosixPath(page)).data)
        payload = msgspec.msgpack.encode((packed_options, [source]))
        return _RESULTS.decode(parse_patiently(payload))[0][1]

    bodies = Bodies(store, keys, parse_again)
    found = _unpack_known(paths, keys, stored)
    had = len(stored)
    del stored
    missing = [path for path in paths if path not in found]
    timings: list[tuple[str, float]] = []
    parsing = _parse(missing, texts, packed_options, pool)
    for path, head, body, seconds in counted(parsing, "parse", len(missing), progress):
        timings.append((str(path), seconds))
        page = unpack_head(head)
        if page is None:  # pragma: no cover  # what was packed a moment ago can be unpacked
            raise AssertionError(path)
        found[path] = page
        if not is_endless(page):
            _keep(store, keys[str(path)], head, body)
        bodies.keep(str(path), body)
    if is_worth_trimming(len(missing), had, len(paths)):
        current = frozenset(keys.values())
        store.trim("heads", current)
        store.trim("bodies", current)
    return Parsed(pages=tuple(found[path] for path in paths), bodies=bodies, timings=timings)


def _unpack_known(
    paths: list[PurePosixPath], keys: Mapping[str, str], stored: Mapping[str, bytes]
) -> dict[PurePosixPath, ParsedPage]:
    found: dict[PurePosixPath, ParsedPage] = {}
    for path in paths:
        head = stored.get(keys[str(path)])
        page = unpack_head(head) if head is not None else None
        if page is not None and page.path == path:
            found[path] = page
    return found


def is_endless(page: ParsedPage) -> bool:
    """Tell whether a page was given up."""
    return any(each.code == ENDLESS for each in page.diagnostics)


def _keep(store: Store, key: str, head: bytes, body: bytes) -> None:
    store.write("heads", [(key, head)])
    store.write("bodies", [(key, body)])


def _parse(
    paths: list[PurePosixPath],
    texts: _Texts,
    options: bytes,
    pool: WorkerPool,
) -> Iterator[tuple[PurePosixPath, bytes, bytes, float]]:
    chunks = pool.chunks(paths)

    def payloads() -> Iterator[bytes]:
        for chunk in chunks:
            sources = [(str(path), texts.read(path)) for path in chunk]
            yield msgspec.msgpack.encode((options, sources))

    results = pool.run(parse_patiently, payloads(), len(paths))
    for chunk, packed in zip(chunks, results, strict=True):
        for path, result in zip(chunk, _RESULTS.decode(packed), strict=True):
            yield path, *result
