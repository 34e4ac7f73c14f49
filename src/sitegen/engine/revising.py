"""A build after small edits: pages of which only text and title have changed, and who shows them.

Who shows it is found in the records of what was read. Whatever is not plain gives way to a whole
build, which is always right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from sitegen.diagnostics import Diagnostic, has_errors, report
from sitegen.engine.page_parsing import Edit, Edits, parse_options
from sitegen.engine.render_records import (
    Draft,
    find_readers,
    read_record,
    read_referred,
    write_records,
)
from sitegen.engine.revisions import (
    Kept,
    LostError,
    keep_pages,
    name_build,
    read_kept,
    read_records,
)
from sitegen.engine.staleness import own_digests
from sitegen.engine.timeouts import limit_revising
from sitegen.graph.revision import has_same_outline, keeps_order, revise_site
from sitegen.graph.selection import select_pages
from sitegen.model import BuildResult, Page, Rank
from sitegen.model.progress import counted
from sitegen.outputs.feed import render_feed
from sitegen.rendering.asked_images import images_asked
from sitegen.rendering.queries import CardQuery, record_query
from sitegen.rendering.renderer import Rendered, Renderer, body_source

if TYPE_CHECKING:
    from sitegen.engine.build_context import BuildContext
    from sitegen.model import ParsedPage
    from sitegen.rendering.renderer import RenderInputs
    from sitegen.storage.build_history import LastBuild

__all__ = ["revise"]

#: With more outputs than these, processes side by side are quicker.
_MANY = 120


def revise(context: BuildContext, last: LastBuild, edited: tuple[str, ...]) -> BuildResult | None:
    """Build after edits of these pages; None if more than their text has changed."""
    kept = read_kept(context.store, context.kind, last)
    if kept is None:
        return None
    try:
        return _Revision(context, last, *kept).run(edited)
    except LostError:
        return None


class _Revision:
    """One build's values."""

    def __init__(
        self, context: BuildContext, last: LastBuild, kept: Kept, render_inputs: RenderInputs
    ) -> None:
        self.context = context
        self.last = last
        self.kept = kept
        self.render_inputs = render_inputs
        options = parse_options(context.config, render_inputs.words)
        self.edits = Edits(context.sources, options, context.store)

    def run(self, names: tuple[str, ...]) -> BuildResult | None:
        """Parse, render, write."""
        watch = self.context.watch
        with watch.stage("parse"):
            edits = [edit for edit in map(self.edits.parse, names) if edit and self._is_plain(edit)]
            self.edits.keep()
            if len(edits) < len(names):
                return None
        before = self.render_inputs.site
        revised, changed_cards = self._revise([edit.new for edit in edits])
        if not keeps_order(before, self.render_inputs.site, changed_cards):
            return None
        if any(record_query(CardQuery(key)) in self.kept.redirected for key in changed_cards):
            return None
        with watch.stage("render"):
            orders = self._orders(revised, changed_cards)
            if len(orders) > _MANY:
                return None
            renderer = Renderer(self.render_inputs, limit_revising)
            todo = counted(orders, "render", len(orders), self.context.progress, step=1)
            rendered = [self._render(renderer, *order) for order in todo]
        done = [each for each in rendered if isinstance(each, Rendered)]
        if len(done) < len(rendered) or not all(map(self._asks_for_same_images, done)):
            return None
        with watch.stage("outputs"):
            records = self._records(renderer, dict(zip(orders, done, strict=True)))
            if changed_cards and self.render_inputs.feed_url:
                feed = render_feed(self.render_inputs.site)
                self.context.output.add(str(feed.path), feed.data, feed.rank)
        return self._finish(edits, revised, done, records)

    def _is_plain(self, edit: Edit) -> bool:
        """Tell whether an edit can change nothing but the page's text and what shows it."""
        known = {d for d in self.last.diagnostics if d.location.path == str(edit.old.path)}
        return (
            has_same_outline(edit.old, edit.new)
            and known == set(edit.old.diagnostics)
            and not has_errors(edit.new.diagnostics)
        )

    def _revise(self, parsed: list[ParsedPage]) -> tuple[dict[str, Page], list[str]]:
        """Put the new text into the site.

        Returns the published pages among the edited ones, and the keys of those whose cards differ.
        """
        published, _ = select_pages(tuple(parsed), self.context.selection)
        before = self.render_inputs.site.pages
        for page in published:
            site = revise_site(self.render_inputs.site, str(page.path), page)
            self.render_inputs = msgspec.structs.replace(self.render_inputs, site=site)
        keys = [str(page.path) for page in published]
        pages = self.render_inputs.site.pages
        changed_cards = [key for key in keys if pages[key].card != before[key].card]
        return {key: pages[key] for key in keys}, changed_cards

    def _orders(
        self, revised: dict[str, Page], changed_cards: list[str]
    ) -> dict[tuple[str, int], None]:
        """Return keys and numbers of the outputs to render: all of the pages, and their readers."""
        orders = {(key, n): None for key, page in revised.items() for n in _numbers(page)}
        records: dict[str, bytes] = {}
        if changed_cards:
            files = self.context.output.files
            records = read_records(self.context.store, self.context.kind, self.kept, files)
        for key in changed_cards:
            readers = find_readers(records, CardQuery(key))
            orders |= dict.fromkeys((record.key, record.number) for record in readers)
        return orders

    def _render(self, renderer: Renderer, key: str, number: int) -> Rendered | Diagnostic:
        source = body_source(self.render_inputs.site.pages[key], number)
        return renderer.render(key, number, self.edits.read_body(source))

    def _asks_for_same_images(self, result: Rendered) -> bool:
        """Tell whether its templates ask for no other images, which would have to be made."""
        row = self.context.store.read("renders", f"{self.context.kind} {result.output}")
        record = read_record(row)
        asked = set(images_asked(result.reads))
        return record is not None and asked == set(images_asked(record.reads))

    def _records(
        self, renderer: Renderer, done: dict[tuple[str, int], Rendered]
    ) -> list[tuple[str, bytes]]:
        """Want the new outputs and all others, and say how the new ones came about."""
        answers = renderer.answers()
        answers.context.templates.referred.update(read_referred(self.context.store))
        self.context.output.keep_all()
        records = []
        for (key, number), result in done.items():
            page = self.render_inputs.site.pages[key]
            own = list(own_digests(page, self.kept.base, self.context.config))[number - 1]
            digest = self.context.output.add(result.output, result.data, Rank.PAGE)
            draft = Draft(result.output, key, number, own, digest, result.reads)
            records.append(draft.record(answers))
        return records

    def _finish(
        self,
        edits: list[Edit],
        revised: dict[str, Page],
        done: list[Rendered],
        records: list[tuple[str, bytes]],
    ) -> BuildResult:
        context, names = self.context, {str(edit.new.path) for edit in edits}
        others = [d for d in self.last.diagnostics if d.location.path not in names]
        problems = report([*others, *(d for edit in edits for d in edit.new.diagnostics)])
        with context.watch.stage("write"):
            written = context.output.commit(context.progress)
            write_records(context.store, context.kind, records)
            state, snapshot = context.sources.settle()
            context.store.write("notes", [("snapshot", snapshot)])
            since = context.selection.now.timestamp()
            last = msgspec.structs.replace(
                self.last, state=state, since=since, diagnostics=problems
            )
            context.history.write(last, context.output)
            kept = msgspec.structs.replace(self.kept, build=name_build(last))
            keep_pages(context.store, context.kind, kept, revised)
            self.edits.forget_old()
        return BuildResult(
            pages=last.pages,
            files=last.files,
            written=written.written,
            unchanged=written.unchanged,
            changed=written.changed,
            images=last.images,
            rendered=len(done),
            parsed=sum(edit.seconds is not None for edit in edits),
            seconds=context.watch.seconds,
            stages=context.watch.stages,
            timings=(
                *(("page", str(e.new.path), e.seconds) for e in edits if e.seconds is not None),
                *(("page", each.source, each.seconds) for each in done),
                *(("template", each.template, each.seconds) for each in done),
            ),
            diagnostics=problems,
        )


def _numbers(page: Page) -> range:
    return range(1, len(page.list_urls) + 1)
