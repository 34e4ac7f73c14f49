"""The stages of a build, from top to bottom.

scan -> parse -> assemble -> render -> outputs -> images -> write. Every stage that may find
mistakes runs even if an earlier one has found some, so that all are reported together. With an
error, images are not made and nothing is written, except for a preview, which shows the good pages.
Results of earlier builds are taken from the store, and work whose result would be the same is
skipped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from sitegen.config import locate_setting
from sitegen.diagnostics import Diagnostic, did_you_mean, has_errors, report
from sitegen.engine.assembling import Assembled, assemble_edits
from sitegen.engine.math_font import ASKS_FOR_FORMULAS
from sitegen.engine.output_making import (
    MadeOutputs,
    OutputRecord,
    make_outputs,
    read_output_records,
)
from sitegen.engine.page_limits import limit_rendering
from sitegen.engine.page_rendering import Renders, Scope, first_of_each_line, render_pages
from sitegen.engine.previous_build import (
    NeedsWholeBuildError,
    PreviousBuild,
    read_records,
)
from sitegen.engine.render_records import read_record
from sitegen.engine.staleness import TextChanges, find_outdated
from sitegen.engine.stand_ins import find_broken, put_stand_ins
from sitegen.engine.template_reuse import load_compiled, save_compiled
from sitegen.model.words import spellings
from sitegen.registry import CHECKS
from sitegen.rendering.asked_images import images_asked
from sitegen.rendering.environment import check_templates
from sitegen.rendering.renderer import Renderer, list_page_output
from sitegen.webassets.fingerprinting import STYLESHEET

if TYPE_CHECKING:
    from sitegen.checks.check import Check
    from sitegen.engine.assembling import Edits
    from sitegen.engine.build_context import BuildContext
    from sitegen.engine.file_making import MadeFiles
    from sitegen.engine.reporting import Reported
    from sitegen.model import Page
    from sitegen.rendering.queries import Answers
    from sitegen.storage.build_history import LastBuild
    from sitegen.storage.snapshot import Snapshot

__all__ = ["Prepared", "prepare_build", "prepare_edits"]

#: With more outputs than this to render after an edit, worker processes are quicker.
_MANY = 120


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """The result of all stages before writing.

    `scope` are the only pages that may have been rendered; None means all. `outputs` are files such
    as the feed, `rest` is what only a build of the whole site makes. `snapshot` has the
    stats and digests of the sources. `diagnostics` are all problems that were found, `fatal` those
    because of which a file of the output could not be made, `reported` what is to be shown of them.
    `broken` are the outputs of pages with errors, each with the places of its errors, if such a
    site is written.
    """

    assembled: Assembled
    renders: Renders
    scope: Scope | None
    outputs: MadeOutputs
    rest: MadeFiles | None
    snapshot: Snapshot
    diagnostics: tuple[Diagnostic, ...]
    fatal: tuple[Diagnostic, ...]
    reported: Reported
    broken: Mapping[str, tuple[str, ...]]


def prepare_build(
    context: BuildContext, assembled: Assembled, checks: Iterable[Check] | None = None
) -> Prepared:
    """Run all stages of a build of the whole site after assembling, except writing.

    Without `checks`, only those of every build run.
    """
    is_build = checks is None
    if checks is None:
        checks = (check for check in CHECKS.load() if check.runs_in_build)
    stages = _Stages(context, checks, spares=is_build and not context.partial)
    return stages.run(assembled)


def prepare_edits(
    context: BuildContext, previous: PreviousBuild, last: LastBuild, edited: Sequence[str]
) -> Prepared:
    """Run all stages of a build after edits of these pages, except writing.

    Raises NeedsWholeBuildError when they change more than text, titles and summaries.
    """
    return _Stages(context).run(assemble_edits(context, previous, last, edited), previous)


class _Stages:
    """The stages of one build after assembling, in their order.

    With `spares`, outputs that cannot be written, because of errors, need not be made.
    """

    def __init__(
        self, context: BuildContext, checks: Iterable[Check] = (), *, spares: bool = False
    ) -> None:
        self.context = context
        self.checks = checks
        self.spares = spares
        self.config = context.config
        self.sources = context.sources
        self.store = context.store
        self.problems: list[Diagnostic] = []
        self.fatal: list[Diagnostic] = []

    def run(self, assembled: Assembled, previous: PreviousBuild | None = None) -> Prepared:
        """Render, make images and outputs, check. `previous` is needed after edits."""
        watch = self.context.watch
        self.problems += assembled.problems
        load_compiled()
        with watch.stage("render"):
            renderer = Renderer(assembled.inputs, limit_rendering)
            scope = None
            changes = None
            if assembled.edits and previous:
                changes = TextChanges(assembled.edits.summaries, assembled.edits.pages)
                scope = self._outputs_of(assembled.edits, previous, changes, renderer.answers())
                self.context.output.keep_all()
            renders = self._render(renderer, assembled, scope)
        outputs = self._make_outputs(renderer, renders, assembled, changes)
        save_compiled()
        if self.context.partial:
            put_stand_ins(self.context, renders, self.problems)
        rest = self._make_rest(assembled, renders, outputs)
        reported = self._report()
        is_broken = self.context.partial and reported.has_errors
        return Prepared(
            assembled=assembled,
            renders=renders,
            scope=scope,
            outputs=outputs,
            rest=rest,
            snapshot=self._settle(),
            diagnostics=report(self.problems),
            fatal=report(self.fatal),
            reported=reported,
            broken=find_broken(renders, reported.shown) if is_broken else {},
        )

    def _report(self, more: Iterable[Diagnostic] = ()) -> Reported:
        """Return what is to be shown of the problems so far, and of `more`."""
        return self.context.reporting.report((*self.problems, *more), frozenset(self.fatal))

    def _is_refused(self, more: Iterable[Diagnostic] = ()) -> bool:
        """Tell whether nothing can be written because of the problems so far, and `more`."""
        return not self.context.partial and self._report(more).has_errors

    def _make_outputs(
        self,
        renderer: Renderer,
        renders: Renders,
        assembled: Assembled,
        changes: TextChanges | None,
    ) -> MadeOutputs:
        """Make feed, sitemap and the like, unless nothing could be rendered at all."""
        context = self.context
        if renders.answers is None:
            return MadeOutputs()
        with context.watch.stage("outputs"):
            known = read_output_records(context.store, context.kind)
            made = make_outputs(
                renderer,
                renders.answers,
                assembled.base,
                known,
                context.output,
                changes,
                assembled.parser.read_body,
            )
        if changes is not None:
            _refuse_other_files(made, known)
        every = first_of_each_line((*renders.problems, *made.problems))
        self.problems += every[len(renders.problems) :]
        self.fatal += every[len(renders.problems) :]
        return made

    def _make_rest(
        self, assembled: Assembled, renders: Renders, outputs: MadeOutputs
    ) -> MadeFiles | None:
        """Make images and copies, and check all outputs; an edit changes only social cards."""
        if not assembled.whole:
            if assembled.edits and assembled.edits.cards and not self._is_refused():
                from sitegen.engine.social_card_edits import put_cards  # images: 0.2 s to import

                with self.context.watch.stage("images"):
                    put_cards(self.context, assembled.edits.cards)
            return None
        from sitegen.engine.file_making import make_files  # as above

        own = assembled.inputs.own_templates
        rest = make_files(
            self.context, assembled.whole, own, renders, outputs, self.checks, self._is_refused
        )
        self.problems += rest.problems
        self.fatal += rest.images.problems
        return rest

    def _outputs_of(
        self, edits: Edits, previous: PreviousBuild, changes: TextChanges, answers: Answers
    ) -> Scope:
        """Return the outputs that may be out of date: edited pages, and pages that show them."""
        context = self.context
        keys = {(key, n): None for key, page in edits.pages.items() for n in _list_pages(page)}
        if changes.patterns():
            records = read_records(
                context.store, context.kind, previous.summary, context.output.files
            )
            readers = find_outdated(records, changes, answers)
            keys |= dict.fromkeys((record.key, record.number) for record in readers)
        if len(keys) > _MANY:
            raise NeedsWholeBuildError(len(keys))
        pages = previous.inputs.site.pages
        names = {(key, number): list_page_output(pages[key], number) for key, number in keys}
        return {
            place: read_record(context.store.read("renders", f"{context.kind} {name}"))
            for place, name in names.items()
        }

    def _render(self, renderer: Renderer, assembled: Assembled, scope: Scope | None) -> Renders:
        """Render what is out of date.

        If templates or data cannot be used, that is in vain, except for a preview, which shows the
        pages that do without; what else goes wrong then is only a consequence.
        """
        is_hopeless = False
        if assembled.whole:
            inputs = assembled.inputs
            problems = [
                *assembled.input_problems,
                *check_templates(renderer.environment, inputs.own_templates, limit_rendering),
                *self._missing_stylesheets(inputs.assets),
            ]
            self.problems += problems
            is_hopeless = has_errors(problems)
            if is_hopeless and not self.context.partial:
                return Renders()
        is_refused = self._is_refused if self.spares else None
        if is_refused and is_refused(()):
            self.context.output.discard()
        renders = render_pages(
            self.context, renderer, assembled.parser, assembled.base, scope, is_refused
        )
        if scope is not None:
            _refuse_other_images(renders, scope)
        if not is_hopeless:
            self.problems += renders.problems
            self.fatal += renders.problems
        return renders

    def _missing_stylesheets(self, assets: Mapping[str, str]) -> list[Diagnostic]:
        problems = []
        for name in self.config.theme.stylesheets:
            if assets.keys().isdisjoint(spellings(name)):
                text, setting = self.context.config_text, "theme.stylesheets"
                place = locate_setting(text, self.sources.config_path, setting, name)
                hint = did_you_mean(name, assets)
                message = f"{setting}: there is no assets/{name}"
                problems.append(
                    Diagnostic(code=STYLESHEET, message=message, location=place, hint=hint)
                )
        return problems

    def _settle(self) -> Snapshot:
        """Store the stats and digests of the source files."""
        snapshot = self.sources.settle()
        self.store.write("notes", [("snapshot", snapshot.pack())])
        return snapshot


def _list_pages(page: Page) -> range:
    """Return the numbers of a page's list pages; a page without a list has one."""
    return range(1, len(page.list_urls) + 1)


def _refuse_other_images(renders: Renders, scope: Scope) -> None:
    """Raise NeedsWholeBuildError if templates ask for other images, or for the font of formulas."""
    for draft in renders.drafts:
        record = scope[draft.key, draft.number]
        asked = set(images_asked(draft.reads))
        known = record.reads if record else {}
        has_formulas = ASKS_FOR_FORMULAS in draft.reads
        if asked != set(images_asked(known)) or has_formulas != (ASKS_FOR_FORMULAS in known):
            raise NeedsWholeBuildError(draft.output)


def _refuse_other_files(made: MadeOutputs, known: Mapping[str, OutputRecord]) -> None:
    """Raise NeedsWholeBuildError if outputs now have other files, images or problems."""
    if made.gone:
        raise NeedsWholeBuildError(made.gone[0])
    for name in made.fresh:
        new, old = made.records[name], known.get(name)
        if old is None or not old.own or made.problems:
            raise NeedsWholeBuildError(name)
        if {file.name for file in new.files} != {file.name for file in old.files}:
            raise NeedsWholeBuildError(name)
        if set(images_asked(new.reads)) != set(images_asked(old.reads)):
            raise NeedsWholeBuildError(name)
