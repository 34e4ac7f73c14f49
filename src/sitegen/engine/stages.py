"""One build, told once, top to bottom.

scan -> parse -> assemble -> render -> images -> outputs -> write. Every stage runs even if an
earlier one has reported an error, so that all mistakes come at once; the site is written only when
there is none. What an earlier build learnt is taken from the store, and what would come out the
same is not done again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sitegen.checks.collisions import check_collisions
from sitegen.checks.image_urls import check_template_images
from sitegen.diagnostics import Diagnostic, Location, has_errors, report
from sitegen.engine.assembling import Assembled, assemble_edits, assemble_whole_site
from sitegen.engine.deferred_images import plan_images
from sitegen.engine.image_derivation import make_images, warn_of_removed
from sitegen.engine.image_inspection import is_picture
from sitegen.engine.image_outputs import ImageOutputs, Made
from sitegen.engine.page_rendering import Renders, Scope, render_pages
from sitegen.engine.previous_build import (
    NeedsWholeBuildError,
    PreviousBuild,
    find_readers,
    read_records,
)
from sitegen.engine.publish_guard import PublishGuard
from sitegen.engine.published_files import publish_files
from sitegen.engine.render_records import read_record
from sitegen.engine.social_card_drawing import draw_social_cards
from sitegen.engine.timeouts import limit_rendering
from sitegen.images.planning import join_jobs
from sitegen.model import ImageJob, Page
from sitegen.outputs.feed import render_feed
from sitegen.rendering.environment import check_templates
from sitegen.rendering.renderer import Renderer, list_page_output
from sitegen.rendering.template_images import images_asked, plan_asked

if TYPE_CHECKING:
    from pathlib import PurePosixPath

    from sitegen.config import Config
    from sitegen.engine.assembling import Edits, WholeSite
    from sitegen.engine.build_context import BuildContext
    from sitegen.storage.build_history import LastBuild

__all__ = ["Prepared", "prepare_build", "prepare_edits"]

#: With more outputs than these to render after an edit, processes side by side are quicker.
_MANY = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """All of a build but the writing.

    `scope` are the only outputs that may have been rendered; None means all. `published` says of
    every file that is published as it is what it holds besides what it shows, by source. `jobs` say
    which files are derived from images, and `images` what became of them: None after an edit of
    pages, which changes no image. `state` is a digest of the sources.
    """

    assembled: Assembled
    renders: Renders
    scope: Scope | None
    published: Mapping[PurePosixPath, tuple[str, ...]]
    jobs: tuple[ImageJob, ...]
    images: Made | None
    state: str
    diagnostics: tuple[Diagnostic, ...]


def prepare_build(context: BuildContext) -> Prepared:
    """Do all of a build of the whole site but the writing."""
    return _Stages(context).run(assemble_whole_site(context))


def prepare_edits(
    context: BuildContext, previous: PreviousBuild, last: LastBuild, edited: Sequence[str]
) -> Prepared:
    """Do all of a build after edits of these pages but the writing.

    Raises NeedsWholeBuildError when they change more than text, titles and summaries.
    """
    return _Stages(context).run(assemble_edits(context, previous, last, edited), previous)


class _Stages:
    """The stages of one build after assembling, in their order."""

    def __init__(self, context: BuildContext) -> None:
        self.context = context
        self.config = context.config
        self.sources = context.sources
        self.store = context.store
        self.guard: PublishGuard | None = None
        self.problems: list[Diagnostic] = []

    def run(self, assembled: Assembled, previous: PreviousBuild | None = None) -> Prepared:
        """Render, make images and outputs, check. `previous` is needed after edits."""
        watch = self.context.watch
        self.problems += assembled.problems
        with watch.stage("render"):
            renderer = Renderer(assembled.inputs, limit_rendering)
            scope = None
            if assembled.edits and previous:
                scope = self._outputs_of(assembled.edits, previous)
                self.context.output.keep_all()
            renders = self._render(renderer, assembled, scope)
        jobs: tuple[ImageJob, ...] = ()
        images = None
        if assembled.whole:
            with watch.stage("images"):
                jobs, images = self._make_images(assembled.whole, renders)
        with watch.stage("outputs"):
            self._make_outputs(assembled, renders, jobs)
        return Prepared(
            assembled=assembled,
            renders=renders,
            scope=scope,
            published=self.guard.published if self.guard else {},
            jobs=jobs,
            images=images,
            state=self._settle(),
            diagnostics=report(self.problems),
        )

    def _outputs_of(self, edits: Edits, previous: PreviousBuild) -> Scope:
        """Return the outputs that may be out of date: the edited pages, and who shows them."""
        context = self.context
        keys = {(key, n): None for key, page in edits.pages.items() for n in _list_pages(page)}
        if edits.summaries:
            records = read_records(
                context.store, context.kind, previous.summary, context.output.files
            )
            for key in edits.summaries:
                readers = find_readers(records, f"card:{key}")
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
        """Render what is out of date, unless templates or data cannot be used at all."""
        if assembled.whole:
            inputs = assembled.inputs
            problems = [
                *assembled.input_problems,
                *check_templates(renderer.environment, tuple(inputs.own_templates)),
                *_missing_stylesheets(self.config, self.sources.config_path, inputs.assets),
            ]
            self.problems += problems
            if has_errors(problems):
                return Renders()
        renders = render_pages(self.context, renderer, assembled.parser, assembled.base, scope)
        if scope is not None:
            _refuse_other_images(renders, scope)
        self.problems += renders.problems
        return renders

    def _make_images(self, whole: WholeSite, renders: Renders) -> tuple[tuple[ImageJob, ...], Made]:
        """Make the planned images and social cards as far as they are missing.

        A preview only plans them, and makes each when a browser asks for it.
        """
        context = self.context
        asked = plan_asked(self.config, whole.images, sorted(renders.images))
        jobs = join_jobs(whole.site.image_jobs, asked)
        cards = whole.site.social_cards
        self.problems += warn_of_removed(jobs, whole.images, whole.web_files.removed)
        if not context.makes_images:
            return jobs, plan_images(jobs, cards, self.store)
        outputs = ImageOutputs(context.images, self.store, context.output)
        make_images(self.sources, jobs, outputs, context.pool, context.progress)
        broken = {problem.location.path for problem in outputs.problems}
        cards = tuple(card for card in cards if str(card.photo) not in broken)
        draw_social_cards(self.sources, cards, outputs, context.pool, context.progress)
        made = outputs.close()
        self.problems += made.problems
        return jobs, made

    def _make_outputs(
        self, assembled: Assembled, renders: Renders, jobs: tuple[ImageJob, ...]
    ) -> None:
        """Publish what is no page, and check all outputs together."""
        whole = assembled.whole
        if whole is None:
            site = assembled.inputs.site
            if assembled.edits and assembled.edits.summaries and assembled.inputs.feed_url:
                feed = render_feed(site)
                self.context.output.add(str(feed.path), feed.data, feed.rank)
            return
        guard = PublishGuard(self.sources, self.config.images.originals, self.store)
        self.guard = guard
        files = publish_files(self.context, guard, whole.site, whole.web_assets)
        self.problems += guard.problems
        outputs = _list_outputs(whole, renders, jobs, files)
        self.problems += check_collisions(outputs)
        self.problems += self._check_image_urls(assembled, {name for name, _ in outputs})

    def _check_image_urls(self, assembled: Assembled, outputs: set[str]) -> Iterator[Diagnostic]:
        images = [str(path) for path in self.sources.files() if is_picture(path)]
        own = assembled.inputs.own_templates
        return check_template_images(own, images, outputs, self.config.base_path)

    def _settle(self) -> str:
        """Store what the files were like; returns a digest of them all."""
        state, snapshot = self.sources.settle()
        self.store.write("notes", [("snapshot", snapshot)])
        if self.guard:
            self.guard.save()
        return state


def _list_pages(page: Page) -> range:
    """Return the numbers of a page's list pages; a page without a list is its own only one."""
    return range(1, len(page.list_urls) + 1)


def _refuse_other_images(renders: Renders, scope: Scope) -> None:
    """Raise NeedsWholeBuildError if templates ask for other images now, which must be made."""
    for draft in renders.drafts:
        record = scope[draft.key, draft.number]
        asked = set(images_asked(draft.reads))
        if asked != set(images_asked(record.reads if record else ())):
            raise NeedsWholeBuildError(draft.output)


def _list_outputs(
    whole: WholeSite, renders: Renders, jobs: tuple[ImageJob, ...], files: list[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Return all files of the output, each with what it is made of."""
    variants = {str(each.output): str(job.source) for job in jobs for each in job.variants}
    return [
        *renders.sources,
        *files,
        # Once each: variants are named by their bytes, and one picture may lie in two folders.
        *variants.items(),
        *((str(card.output), card.title) for card in whole.site.social_cards),
    ]


def _missing_stylesheets(
    config: Config, config_path: str, assets: Mapping[str, str]
) -> list[Diagnostic]:
    return [
        Diagnostic(
            code="stylesheet",
            message=f"theme.stylesheets: there is no assets/{name}",
            location=Location(path=config_path),
        )
        for name in config.theme.stylesheets
        if name not in assets
    ]
