"""A build: nothing if nothing has changed, a revision after small edits, else all stages.

`stages` tells a whole build from top to bottom.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.config import parse_config
from sitegen.engine.build_context import BuildContext, open_build_context
from sitegen.model.progress import Progress
from sitegen.storage.output_guard import check_output_folder
from sitegen.storage.source_files import find_config

if TYPE_CHECKING:
    from sitegen.model import BuildResult

__all__ = ["BuildOptions", "build_site"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildOptions:
    """What a call or a command line asks of one build. `output` is `_site/` in the site if None.

    `jobs` is a number of processes, or `dask://host:port`; empty for the number of cores. `explain`
    names a page of which the result's `reasons` have to tell, whatever has changed. Without
    `makes_images`, images are planned, to be made when they are asked for. `waiting` is
    called when another build has to end first, `progress` now and then by the stages that may take
    long.
    """

    output: Path | None = None
    base_url: str = ""
    jobs: str = ""
    drafts: bool = False
    future: bool = False
    expired: bool = False
    clean: bool = False
    explain: str = ""
    makes_images: bool = True
    waiting: Callable[[], None] = field(default=lambda: None)
    progress: Progress = field(default=lambda *_: None)


def build_site(site: Path, options: BuildOptions) -> BuildResult:
    """Build a site. Raises SitegenError; mistakes in the content are in the result."""
    config_file = find_config(site)
    config = parse_config(config_file.text, config_file.name, base_url=options.base_url)
    folder = options.output or config_file.root / "_site"
    check_output_folder(folder, config_file.root)
    with open_build_context(
        config_file,
        config,
        folder,
        jobs=options.jobs,
        clean=options.clean,
        selected=(options.drafts, options.future, options.expired),
        waiting=options.waiting,
        progress=options.progress,
    ) as context:
        after_edits = None if options.explain else _after_edits(context, options)
        return after_edits or _from_sources(context, options)


def _after_edits(context: BuildContext, options: BuildOptions) -> BuildResult | None:
    """Build from what the last build left, if only text of a few pages has changed since."""
    last = context.history.read_last()
    now = context.selection.now.timestamp()
    if last is None or last.makes_images != options.makes_images:
        return None
    if last.inputs != context.inputs or not last.since <= now < last.until:
        return None
    edited = context.sources.edited(last.state)
    if edited is None or not context.output.is_untouched():
        return None
    if not edited:
        _keep_stats(context, last.state)
        return last.result(context.watch.seconds)
    if not all(name.startswith("content/") and name.endswith(".md") for name in edited):
        return None
    from sitegen.engine.revising import revise  # templates and Markdown: 0.1 s to import

    return revise(context, last, edited)


def _keep_stats(context: BuildContext, state: str) -> None:
    """Keep the stats of files that were only touched, or each build would read them again."""
    if context.sources.touched():
        found, snapshot = context.sources.settle()
        if found == state:
            context.store.write("notes", [("snapshot", snapshot)])


def _from_sources(context: BuildContext, options: BuildOptions) -> BuildResult:
    from sitegen.engine.stages import run_stages  # as above

    return run_stages(context, options.explain, makes_images=options.makes_images)
