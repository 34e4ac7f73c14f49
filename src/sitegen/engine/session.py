"""Sessions: run the builds of one site, and keep what they learn.

A build compares the sources with what the previous build knew of them, works out from the recorded
reads which outputs are out of date, makes those, and stores what it learnt. `sitegen build` runs a
session once. The preview keeps two: one builds the whole site, the other renders the pages that a
browser shows before that. Both go through the same stages, see `engine.stages`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.config import check_diagnostic_levels, parse_config
from sitegen.content.page_files import is_page_only
from sitegen.engine.build_context import (
    BuildContext,
    open_build_context,
    open_reading_context,
    owner_of,
)
from sitegen.engine.build_options import BuildOptions
from sitegen.engine.session_memory import SessionMemory
from sitegen.storage.output_guard import check_output_folder
from sitegen.storage.source_files import find_config

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from sitegen.config import Config
    from sitegen.engine.previous_build import PreviousBuild
    from sitegen.engine.reporting import Reported
    from sitegen.model import BuildResult
    from sitegen.storage.build_history import LastBuild
    from sitegen.storage.snapshot import Snapshot
    from sitegen.storage.source_files import ConfigFile

__all__ = ["Session"]


class Session:
    """Builds one site into one folder, repeatedly; keeps in memory what the next build needs."""

    def __init__(self, site: Path, options: BuildOptions) -> None:
        self._site = site
        self._options = options
        self._memory: SessionMemory | None = None

    def build(self, changed: Iterable[str] | None = None) -> BuildResult:
        """Build what is out of date.

        `changed` are the paths, relative to the site, of all files that may have changed since this
        session's previous build; None if that is not known. Raises SitegenError; mistakes in the
        content are in the result.
        """
        # If anything fails from here on, the next build starts from the store.
        memory, self._memory = self._memory, None
        config_file, config, folder = self._find(checks_levels=False)
        if memory is None:  # otherwise, this session has written to it
            check_output_folder(folder, config_file.root, owner_of(config))
        with open_build_context(
            config_file, config, folder, self._options, memory, changed
        ) as context:
            return self._run(context)

    def show(self, edited: Sequence[str], outputs: Sequence[str]) -> Mapping[str, bytes]:
        """Return the bytes that these outputs and edited stylesheets will have after the edits.

        This only reads what the previous build stored, so it may run beside a build. Outputs are
        left out if only a build can tell.
        """
        from sitegen.engine.open_pages import (
            show_open_pages,  # templates, Markdown: 0.1 s to import
        )

        config_file, config, folder = self._find()
        with open_reading_context(config_file, config, folder, self._options) as context:
            return show_open_pages(context, edited, outputs)

    def _find(self, *, checks_levels: bool = True) -> tuple[ConfigFile, Config, Path]:
        config_file = find_config(self._site)
        config = parse_config(
            config_file.text,
            config_file.name,
            base_url=self._options.base_url,
            checks_levels=checks_levels,
        )
        return config_file, config, self._options.output or config_file.root / "_site"

    def _run(self, context: BuildContext) -> BuildResult:
        """Do nothing if nothing has changed; otherwise build only the edits, if that is enough."""
        last = self._comparable(context)
        if last is None:  # otherwise, the build before had this configuration
            check_diagnostic_levels(
                context.config, context.config_text, context.sources.config_path
            )
        edited = context.sources.edited(last.state) if last else None
        if last is None or edited is None:
            return self._build_whole(context)
        if not context.trusts_output and not context.output.is_untouched():
            return self._build_whole(context)
        if not edited:
            self._keep_stats(context, last)
            return _report(context, last).put_into(last.result(context.watch.seconds))
        return self._build_edits(context, last, edited) or self._build_whole(context)

    def _comparable(self, context: BuildContext) -> LastBuild | None:
        """Return the previous build if everything except the sources is as it was then."""
        last = context.memory.last if context.memory else context.history.read_last()
        now = context.selection.now.timestamp()
        if last is None or self._options.explain:
            return None
        if last.makes_images != self._options.makes_images or last.inputs != context.inputs:
            return None
        if not context.partial and _report(context, last).has_errors:
            return None
        return last if last.since <= now < last.until else None

    def _build_edits(
        self, context: BuildContext, last: LastBuild, edited: tuple[str, ...]
    ) -> BuildResult | None:
        """Build only the edited pages; None if the edits change more than the pages' own text.

        Also None if there are or were errors: of pages with errors, not all records are kept.
        """
        if not all(map(is_page_only, edited)) or _report(context, last).has_errors:
            return None
        from sitegen.engine.commit import finish_build  # as above
        from sitegen.engine.previous_build import NeedsWholeBuildError, read_previous_build
        from sitegen.engine.stages import prepare_edits

        known = context.memory.previous if context.memory else None
        previous = (
            known.follow(context.store)
            if known
            else read_previous_build(context.store, context.kind, last)
        )
        if previous is None:
            return None
        try:
            prepared = prepare_edits(context, previous, last, edited)
        except NeedsWholeBuildError:
            context.output.reset()
            return None
        if context.partial and prepared.reported.has_errors:
            context.output.reset()
            return None
        finished = finish_build(context, prepared, before=(last, previous))
        if finished.last and prepared.assembled.edits:
            pages = prepared.assembled.edits.pages
            following = previous.follow(context.store, finished.summary, pages)
            self._remember(context, finished.last, prepared.snapshot, following)
        return finished.result

    def _build_whole(self, context: BuildContext) -> BuildResult:
        from sitegen.engine.site_parsing import parse_and_assemble  # Markdown: 0.05 s to import

        assembled = parse_and_assemble(context)
        # What was not imported while other processes parsed.
        from sitegen.engine.commit import finish_build
        from sitegen.engine.stages import prepare_build

        prepared = prepare_build(context, assembled)
        finished = finish_build(context, prepared, self._options.explain)
        if finished.last:
            self._remember(context, finished.last, prepared.snapshot)
        return finished.result

    def _remember(
        self,
        context: BuildContext,
        last: LastBuild,
        snapshot: Snapshot,
        previous: PreviousBuild | None = None,
    ) -> None:
        """Keep in memory what the next build of this session would have to read again."""
        self._memory = SessionMemory(
            turn=context.history.read_turn(),
            last=last,
            stats=context.sources.stats,
            has_links=context.sources.has_links,
            snapshot=snapshot,
            manifest=context.output.manifest,
            output_stats=context.output.stats,
            previous=previous,
        )

    def _keep_stats(self, context: BuildContext, last: LastBuild) -> None:
        """Store the new stats of files with unchanged content, so that they are not read again."""
        snapshot = context.sources.snapshot
        if context.sources.touched():
            found = context.sources.settle()
            if found.state == last.state:
                context.store.write("notes", [("snapshot", found.pack())])
                snapshot = found
        previous = context.memory.previous if context.memory else None
        self._remember(context, last, snapshot, previous)


def _report(context: BuildContext, last: LastBuild) -> Reported:
    """Return what is to be shown of the problems of the previous build."""
    return context.reporting.report(last.diagnostics, frozenset(last.fatal))
