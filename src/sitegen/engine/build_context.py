"""What one build works with: opened in one place, closed in one place."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sitegen.engine.clock import read_now
from sitegen.engine.stopwatch import Stopwatch
from sitegen.engine.workers import WorkerPool
from sitegen.graph.selection import Selection
from sitegen.model import digest_of
from sitegen.storage.build_history import History
from sitegen.storage.image_cache import ImageCache
from sitegen.storage.lock import hold_lock
from sitegen.storage.output import Output
from sitegen.storage.snapshot import Snapshot
from sitegen.storage.sources import Sources, load_sources
from sitegen.storage.store import Store, open_store
from sitegen.storage.versions import describe_versions

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sitegen.config import Config
    from sitegen.model.progress import Progress
    from sitegen.storage.source_files import ConfigFile

__all__ = ["BuildContext", "digest_inputs", "digest_kind", "open_build_context"]


@dataclass(frozen=True, kw_only=True)
class BuildContext:
    """The site's sources, its output, what earlier builds learnt, and who does the work.

    `kind` is a digest of what shapes every page beside the sources: base URL and selection;
    `inputs` one of that and the configuration.
    """

    config: Config
    kind: str
    inputs: str
    selection: Selection
    sources: Sources
    output: Output
    store: Store
    history: History
    images: ImageCache
    pool: WorkerPool
    watch: Stopwatch
    progress: Progress


def digest_kind(config: Config, selected: tuple[bool, bool, bool]) -> str:
    """Return the `kind` of a build; `selected` are drafts, future and expired pages."""
    return digest_of((config.base_url, selected))


def digest_inputs(config_file: ConfigFile, kind: str) -> str:
    """Return the `inputs` of a build."""
    return digest_of((config_file.text, kind))


@contextlib.contextmanager
def open_build_context(
    config_file: ConfigFile,
    config: Config,
    folder: Path,
    *,
    jobs: str,
    clean: bool,
    selected: tuple[bool, bool, bool],
    waiting: Callable[[], None],
    progress: Progress,
) -> Iterator[BuildContext]:
    """Open a site for one build, and scan its files.

    `selected` says whether drafts, future and expired pages are wanted. Raises UsageError and
    MachineError.
    """
    cache = config_file.root / ".sitegen"
    with contextlib.ExitStack() as stack:
        pool = stack.enter_context(WorkerPool(jobs))
        stack.enter_context(hold_lock(cache, waiting))
        store = open_store(cache, describe_versions(config.timezone), fresh=clean)
        stack.callback(store.close)
        watch, now = Stopwatch(), read_now()
        kind = digest_kind(config, selected)
        history = History(store, folder)
        with watch.stage("scan"):
            snapshot = Snapshot(store.read("notes", "snapshot"))
            sources = load_sources(config_file.root, config_file.name, snapshot)
        drafts, future, expired = selected
        output = Output(folder, history.read_stats())
        stack.callback(output.abandon)  # what was not committed, for whatever reason
        yield BuildContext(
            config=config,
            kind=kind,
            inputs=digest_inputs(config_file, kind),
            selection=Selection(now=now, drafts=drafts, future=future, expired=expired),
            sources=sources,
            output=output,
            store=store,
            history=history,
            images=ImageCache(cache / "images", fresh=clean),
            pool=pool,
            watch=watch,
            progress=progress,
        )
