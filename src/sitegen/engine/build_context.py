"""Open and close what a build works with: sources, store, output, workers."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sitegen.engine.clock import read_now
from sitegen.engine.reporting import Reporting, open_reporting
from sitegen.engine.stopwatch import Stopwatch
from sitegen.engine.work_limits import allow, forget_unknown
from sitegen.engine.workers import WorkerPool
from sitegen.graph.selection import Selection
from sitegen.model import ASSETS, digest_of
from sitegen.storage.build_history import History
from sitegen.storage.cache_folder import CACHE, open_cache_folder
from sitegen.storage.image_cache import ImageCache
from sitegen.storage.lock import hold_lock
from sitegen.storage.manifest import Owner
from sitegen.storage.output_folder import OutputFolder, UnwrittenOutputFolder
from sitegen.storage.output_guard import count_own_parts
from sitegen.storage.snapshot import Snapshot
from sitegen.storage.source_files import stat_again
from sitegen.storage.sources import Sources, load_sources
from sitegen.storage.store import Store, open_store, open_store_to_read
from sitegen.storage.versions import describe_versions

if TYPE_CHECKING:
    from pathlib import Path

    from sitegen.config import Config
    from sitegen.engine.build_options import BuildOptions
    from sitegen.engine.session_memory import SessionMemory
    from sitegen.model.progress import Progress
    from sitegen.storage.source_files import ConfigFile

__all__ = [
    "BuildContext",
    "open_build_context",
    "open_reading_context",
    "owner_of",
]


@dataclass(frozen=True, kw_only=True)
class BuildContext:
    """What a build works with: sources, output folder, store and worker processes.

    `kind` is a digest of what shapes every page besides the sources: base URL and selection;
    `inputs` one of that and the configuration. `memory` is what the session keeps of its previous
    build, if nobody else has built the site since. With `trusts_output`, the output folder is known
    to be as that build left it. `reporting` has the levels of diagnostics; with `partial`, a site
    with errors is written, too.
    """

    config: Config
    config_text: str
    kind: str
    inputs: str
    selection: Selection
    sources: Sources
    output: OutputFolder
    store: Store
    history: History
    images: ImageCache
    pool: WorkerPool
    watch: Stopwatch
    progress: Progress
    reporting: Reporting
    makes_images: bool
    partial: bool = False
    memory: SessionMemory | None = None
    trusts_output: bool = False


def owner_of(config: Config) -> Owner:
    """Return the site as its output folder names it."""
    return Owner(config.title, config.base_url)


def _digest_kind(config: Config, selected: tuple[bool, bool, bool]) -> str:
    """Return the `kind` of a build; `selected` are drafts, future and expired pages."""
    return digest_of((config.base_url, selected))


def _digest_inputs(config_file: ConfigFile, kind: str, reporting: Reporting) -> str:
    """Return the `inputs` of a build."""
    return digest_of((config_file.text, kind, reporting.baseline_text))


@contextlib.contextmanager
def open_build_context(
    config_file: ConfigFile,
    config: Config,
    folder: Path,
    options: BuildOptions,
    memory: SessionMemory | None = None,
    changed: Iterable[str] | None = None,
) -> Iterator[BuildContext]:
    """Open a site for one build into `folder`, and scan its files.

    With `memory`, only the `changed` files are examined, unless the memory is out of date.
    Raises UsageError and MachineError.
    """
    reporting = open_reporting(config_file.root, config, options.baseline)
    with contextlib.ExitStack() as stack:
        pool = _prepare_work(stack, config, options)
        cache = open_cache_folder(config_file.root)
        stack.enter_context(hold_lock(cache, options.waiting))
        store = open_store(cache, describe_versions(config.timezone), fresh=options.clean)
        stack.callback(store.close)
        watch = Stopwatch()
        history = History(store, folder)
        if memory and (memory.turn != history.read_turn() or not memory.turn):
            memory = None
        with watch.stage("scan"):
            stored = None if memory else store.read("notes", "snapshot")
            snapshot = memory.snapshot.reuse() if memory else Snapshot(stored)
            known = None
            if memory and changed is not None and not memory.has_links:
                known = stat_again(config_file.root, memory.stats, changed)
            sources = load_sources(config_file.root, config_file.name, snapshot, known=known)
        stats = memory.output_stats if memory else history.read_stats()
        manifest = memory.manifest if memory else None
        own = count_own_parts(folder, config_file.root)
        output = OutputFolder(folder, stats, manifest, owner_of(config), own)
        stack.callback(output.abandon)  # deletes staged files that were not committed
        stack.enter_context(pool)  # Workers end before that, because they stage files, too.
        kind = _digest_kind(config, options.selected)
        yield BuildContext(
            config=config,
            config_text=config_file.text,
            kind=kind,
            inputs=_digest_inputs(config_file, kind, reporting),
            selection=_select(options),
            sources=sources,
            output=output,
            store=store,
            history=history,
            images=ImageCache(cache / "images", fresh=options.clean),
            pool=pool,
            watch=watch,
            progress=options.progress,
            reporting=reporting,
            partial=options.partial,
            # Without a store, there are no plans, and the images could not be made later.
            makes_images=options.makes_images or not store.is_open,
            memory=memory,
            trusts_output=known is not None,
        )


def _prepare_work(stack: contextlib.ExitStack, config: Config, options: BuildOptions) -> WorkerPool:
    """Set the limits of each piece of work, and return who does it."""
    allow(config.limits)
    stack.callback(forget_unknown)
    return WorkerPool(options.jobs)


@contextlib.contextmanager
def open_reading_context(
    config_file: ConfigFile, config: Config, folder: Path, options: BuildOptions
) -> Iterator[BuildContext]:
    """Open a site to render pages from what is stored of it; nothing is written.

    Only the assets are scanned. Other sources are read by name.
    """
    cache = config_file.root / CACHE
    store = open_store_to_read(cache, describe_versions(config.timezone))
    reporting = open_reporting(config_file.root, config, options.baseline)
    allow(config.limits)
    with contextlib.closing(store), WorkerPool("1") as pool:
        snapshot = Snapshot(store.read("notes", "snapshot"))
        kind = _digest_kind(config, options.selected)
        yield BuildContext(
            config=config,
            config_text=config_file.text,
            kind=kind,
            inputs=_digest_inputs(config_file, kind, reporting),
            selection=_select(options),
            sources=load_sources(config_file.root, config_file.name, snapshot, (ASSETS.name,)),
            output=UnwrittenOutputFolder(),
            store=store,
            history=History(store, folder),
            images=ImageCache(cache / "images", fresh=False),
            pool=pool,
            watch=Stopwatch(),
            progress=options.progress,
            reporting=reporting,
            makes_images=False,
        )


def _select(options: BuildOptions) -> Selection:
    drafts, future, expired = options.selected
    return Selection(now=read_now(), drafts=drafts, future=future, expired=expired)
