"""Parse pages, or take them from the store if their bytes are known."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from sitegen.content.page_codec import parse_key, unpack_head, was_stopped
from sitegen.content.page_files import PAGES
from sitegen.content.page_names import index_folder, index_rank
from sitegen.content.parse_options import ParseOptions
from sitegen.engine.page_limits import parse_with_limit
from sitegen.engine.parse_tasks import (
    ParseTask,
    pack_parse_task,
    parse_and_store,
    prepare_forks,
    unpack_parsed,
)
from sitegen.engine.section_options import PackedOptions, SectionOptions, read_cascade_of
from sitegen.engine.shared_values import SharedValues
from sitegen.graph.cascading import find_cascades
from sitegen.graph.page_keys import find_keys
from sitegen.graph.shortcode_names import find_markdown_arguments
from sitegen.model import ParsedPage
from sitegen.model.progress import Progress, counted
from sitegen.rendering.shortcode_declarations import read_shortcodes
from sitegen.storage.store import is_worth_trimming

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sitegen.config import Config
    from sitegen.engine.workers import WorkerPool
    from sitegen.model import Cascade
    from sitegen.model.shortcode import Shortcodes
    from sitegen.model.theme_measures import ThemeMeasures
    from sitegen.rendering.renderer import RenderInputs
    from sitegen.storage.sources import Sources
    from sitegen.storage.store import Store

__all__ = ["Edit", "PageParser", "Parsed", "options_of_inputs", "parse_options"]

_Chunk = tuple[PackedOptions, list[PurePosixPath]]
_RESULTS = msgspec.msgpack.Decoder(list[tuple[bytes, bytes, float]])
#: Bodies stay in memory up to this many bytes; beyond, they are read back from the store.
_MEMORY = 16_000_000


class Parsed(msgspec.Struct, frozen=True, kw_only=True):
    """All pages without their bodies, and the seconds that each took that was parsed now."""

    pages: tuple[ParsedPage, ...]
    timings: list[tuple[str, float]]


class Edit(msgspec.Struct, frozen=True, kw_only=True):
    """A page before and after an edit; `seconds` is None if the store knew the new text."""

    old: ParsedPage
    new: ParsedPage
    seconds: float | None


def parse_options(
    config: Config,
    words: Mapping[str, Mapping[str, str]],
    measures: ThemeMeasures,
    shortcodes: Shortcodes,
) -> ParseOptions:
    """Return what parsing depends on, apart from the file itself."""
    people = config.all_collections.get("people")
    return ParseOptions(
        language=config.language,
        zone=config.zone,
        engine=config.markdown.engine,
        toc_depth=config.markdown.toc_depth,
        number_headings=config.markdown.number_headings,
        smart_punctuation=config.markdown.smart_punctuation,
        implicit_figures=config.markdown.implicit_figures,
        highlight=config.markdown.highlight,
        words=words,
        grids=tuple(measures.grids),
        taxonomies={name: each.name for each in config.all_taxonomies for name in each.fields},
        content=config.content,
        math=msgspec.structs.replace(config.math, font=""),
        host=urlsplit(config.base_url).netloc,
        people=people.folder if people else "",
        markdown_arguments=find_markdown_arguments(shortcodes),
        limits=config.limits,
    )


def options_of_inputs(config: Config, inputs: RenderInputs) -> ParseOptions:
    """Return the options with which the pages of a previous build were parsed."""
    shortcodes, _ = read_shortcodes(inputs.theme_templates, inputs.own_templates)
    return parse_options(config, inputs.words, inputs.site.measures, shortcodes)


class PageParser:
    """Parses the pages of one site, all of them or those that were edited.

    Results are stored under a key made of path, bytes and options. The bytes are always those that
    were parsed, even if the page is saved in the meantime. `seconds` limits the time for
    one page; 0 is the usual limit.
    """

    def __init__(
        self, sources: Sources, options: ParseOptions, store: Store, seconds: float = 0.0
    ) -> None:
        self._sources = sources
        self._store = store
        self._seconds = seconds
        self._site_options = options
        self._options = SectionOptions(options, self._list_keys)
        #: The files that have a cascade, and indexes whose place another file has.
        self.cascading: tuple[str, ...] = ()
        self._beside: frozenset[str] = frozenset()
        #: Results that are not in the store yet, by key.
        self._unsaved: dict[str, tuple[bytes, bytes]] = {}
        self._bodies: dict[str, bytes] = {}
        self._size = 0

    def parse_all(self, pool: WorkerPool, progress: Progress) -> Parsed:
        """Return every page; parse those whose bytes the store does not know."""
        parsed = self._parse_all(pool, progress)
        pages = (page for page in parsed.pages if str(page.path) not in self._beside)
        if find_cascades(pages) != self.cascades:  # saved while it was read twice
            parsed = self._parse_all(pool, progress)
        return parsed

    def _parse_all(self, pool: WorkerPool, progress: Progress) -> Parsed:
        paths = self._sources.of_kind(PAGES)
        stored = self._store.read_all("heads")
        # Nothing is stored yet, so every page has to be parsed, and workers can read the files.
        texts = self._read_unknown(paths) if stored else {}
        self._learn_cascades(paths, stored, texts)
        shared = SharedValues()
        found = self._find_known(paths, stored, shared) if stored else {}
        had = len(stored)
        del stored
        missing = [path for path in paths if path not in found]
        timings: list[tuple[str, float]] = []
        parsing = self._parse_missing(missing, texts, pool)
        for path, head, body, seconds in counted(parsing, "parse", len(missing), progress):
            timings.append((str(path), seconds))
            page = unpack_head(head)
            if page is None:  # pragma: no cover  # it was packed a moment ago
                raise AssertionError(path)
            found[path] = shared.put_into(page, path)
            if body:
                self._remember(self._key(str(path)), body)
        if is_worth_trimming(len(missing), had, len(paths)):
            self._trim()
        return Parsed(pages=tuple(found[path] for path in paths), timings=timings)

    def parse_edit(self, name: str) -> Edit | None:
        """Return a page before and after an edit; None if its earlier state is not known.

        Nothing is stored before `save`.
        """
        digest = self._options.of(name).digest
        before = parse_key(name, self._sources.snapshot.kept_digest(name), digest)
        kept = self._store.read("heads", before)
        old = unpack_head(kept) if kept is not None else None
        if old is None:
            return None
        source, seconds = self._sources.read(PurePosixPath(name)), None
        key = parse_key(name, source.digest, digest)
        head, body = self._store.read("heads", key), self._store.read("bodies", key)
        if head is None or body is None:
            head, body, seconds = self._parse(name, source.data)
        new = unpack_head(head)
        if new is None:
            return None
        self._bodies[key] = body
        if seconds is not None and not was_stopped(new):
            self._unsaved[key] = (head, body)
        return Edit(old=old, new=new, seconds=seconds)

    @property
    def cascades(self) -> Mapping[str, tuple[Cascade, ...]]:
        """The cascades of the site, by folder."""
        return self._options.cascades

    def read_cascades(self, names: Iterable[str]) -> None:
        """Read the cascades of these pages, which are all that have one."""
        self._learn((name, self._sources.read(PurePosixPath(name)).data) for name in names)

    def _learn(self, sources: Iterable[tuple[str, bytes]]) -> None:
        found = {name: read_cascade_of(name, data, self._site_options) for name, data in sources}
        found = {name: row for name, row in found.items() if row}
        self.cascading = tuple(found)
        self._options.learn({index_folder(name): row for name, row in found.items()})

    def _list_keys(self) -> list[str]:
        names = list(map(str, self._sources.of_kind(PAGES)))
        keys = find_keys(names).keys
        return [keys.get(name, name) for name in names]

    def _learn_cascades(
        self,
        paths: Iterable[PurePosixPath],
        stored: Mapping[str, bytes],
        texts: Mapping[PurePosixPath, bytes],
    ) -> None:
        """Read the cascades of all pages; only files that are new, or that have one, are read."""
        usual = self._options.usual.digest

        def may_have_one(path: PurePosixPath) -> bool:
            digest = self._sources.known_digest(path)
            head = stored.get(parse_key(str(path), digest, usual)) if digest else None
            return head is None or b'"cascade"' in head

        indexes = [path for path in paths if index_rank(str(path)) is not None]
        self._beside = frozenset(find_keys(indexes).beside)
        own = (path for path in indexes if str(path) not in self._beside and may_have_one(path))
        self._learn((str(p), texts.get(p) or self._sources.read(p).data) for p in own)

    def body_key(self, name: str) -> str:
        """Return the key of a page's body in the store; empty without a source file or a store."""
        return self._key(name) if name and self._store.is_open else ""

    def read_body(self, name: str) -> bytes:
        """Return a page's packed body; empty for a page without a source file."""
        if not name:
            return b""
        key = self._key(name)
        body = self._bodies.get(key) or self._store.read("bodies", key)
        return body or self._parse(name, self._sources.read(PurePosixPath(name)).data)[1]

    def save(self) -> None:
        """Store the pages that `parse_edit` has parsed."""
        for key, (head, body) in self._unsaved.items():
            self._save(key, head, body)
        self._unsaved.clear()

    def trim(self) -> None:
        """Delete old entries from the store once they outnumber those in use."""
        if is_worth_trimming(0, self._store.count("heads"), len(self._sources.stats)):
            self._trim()

    def _trim(self) -> None:
        current = frozenset(self._key(str(path)) for path in self._sources.of_kind(PAGES))
        self._store.trim("heads", current)
        self._store.trim("bodies", current)

    def _key(self, name: str) -> str:
        digest = self._sources.digests.get(name) or self._sources.digest(PurePosixPath(name))
        return parse_key(name, digest, self._options.of(name).digest)

    def _save(self, key: str, head: bytes, body: bytes) -> None:
        self._store.write("heads", [(key, head)])
        self._store.write("bodies", [(key, body)])

    def _remember(self, key: str, body: bytes) -> None:
        """Keep a body in memory up to the limit; without a store, keep every body."""
        if self._size < _MEMORY or not self._store.is_open:
            self._bodies[key] = body
            self._size += len(body)

    def _read_unknown(self, paths: list[PurePosixPath]) -> dict[PurePosixPath, bytes]:
        """Return the bytes of the pages whose digests are not known without reading them."""
        return {
            path: self._sources.read(path).data
            for path in paths
            if not self._sources.known_digest(path)
        }

    def _find_known(
        self, paths: list[PurePosixPath], stored: Mapping[str, bytes], shared: SharedValues
    ) -> dict[PurePosixPath, ParsedPage]:
        found: dict[PurePosixPath, ParsedPage] = {}
        for path in paths:
            head = stored.get(self._key(str(path)))
            page = unpack_head(head) if head is not None else None
            if page is not None and page.path == path:
                found[path] = shared.put_into(page, path)
        return found

    def _parse_missing(
        self, paths: list[PurePosixPath], texts: dict[PurePosixPath, bytes], pool: WorkerPool
    ) -> Iterator[tuple[PurePosixPath, bytes, bytes, float]]:
        """Parse and store pages; yields their heads, bodies and seconds.

        A body is empty if it is in the store and was not in this process.
        """
        chunks = self._chunks(paths, pool)
        if self._store.folder and not (pool.is_elsewhere or pool.is_alone(len(paths))):
            yield from self._have_parsed(chunks, self._store.folder, pool)
            return

        def payloads() -> Iterator[bytes]:
            for options, chunk in chunks:
                sources = [(str(path), self._take(path, texts)) for path in chunk]
                yield msgspec.msgpack.encode((options.data, sources))

        results = pool.run(parse_with_limit, payloads(), len(paths))
        for (_, chunk), packed in zip(chunks, results, strict=True):
            for path, (head, body, seconds) in zip(chunk, _RESULTS.decode(packed), strict=True):
                page = unpack_head(head)
                if page is not None and not was_stopped(page):
                    self._save(self._key(str(path)), head, body)
                yield path, head, body, seconds

    def _chunks(self, paths: list[PurePosixPath], pool: WorkerPool) -> list[_Chunk]:
        """Return the pages in parts for the workers, each with the options of all its pages."""
        alike: dict[PackedOptions, list[PurePosixPath]] = {}
        for path in paths:
            alike.setdefault(self._options.of(str(path)), []).append(path)
        return [(options, chunk) for options, row in alike.items() for chunk in pool.chunks(row)]

    def _have_parsed(
        self, chunks: list[_Chunk], folder: Path, pool: WorkerPool
    ) -> Iterator[tuple[PurePosixPath, bytes, bytes, float]]:
        """Let worker processes read, parse and store pages."""
        self._store.commit()  # only one process at a time may write to the store
        prepare_forks(self._site_options)
        payloads = (
            pack_parse_task(
                ParseTask(
                    root=os.fsencode(self._sources.root),
                    store=os.fsencode(folder),
                    options=options.data,
                    options_digest=options.digest,
                    pages=[str(path) for path in chunk],
                )
            )
            for options, chunk in chunks
        )
        results = pool.run(parse_and_store, payloads, sum(len(chunk) for _, chunk in chunks))
        for (_, chunk), packed in zip(chunks, results, strict=True):
            for path, parsed in zip(chunk, unpack_parsed(packed), strict=True):
                self._sources.digests[str(path)] = parsed.digest
                yield path, parsed.head, parsed.body, parsed.seconds
        pool.dismiss()  # 25 MB each, at the time when the site is assembled

    def _take(self, path: PurePosixPath, texts: dict[PurePosixPath, bytes]) -> bytes:
        return texts.pop(path) if path in texts else self._sources.read(path).data

    def _parse(self, name: str, data: bytes) -> tuple[bytes, bytes, float]:
        payload = msgspec.msgpack.encode((self._options.of(name).data, [(name, data)]))
        return _RESULTS.decode(parse_with_limit(payload, self._seconds))[0]
