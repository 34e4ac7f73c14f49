"""One build, told once, top to bottom.

scan -> parse -> assemble -> render -> check -> write. Every stage runs even if an earlier one has
reported an error, so that all mistakes come at once; the site is written only when there is none.
What an earlier build learnt is taken from the store, and what would come out the same is not done.
"""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from sitegen.checks.collisions import check_collisions
from sitegen.checks.image_urls import check_template_images
from sitegen.content.data_codec import pack_data
from sitegen.diagnostics import Diagnostic, Location, has_errors, report
from sitegen.engine.assembly_inputs import gather_inputs
from sitegen.engine.commit import Prepared, finish_build
from sitegen.engine.data_loading import read_data
from sitegen.engine.deferred_images import plan_images
from sitegen.engine.image_derivation import make_images, warn_of_removed
from sitegen.engine.image_inspection import is_picture
from sitegen.engine.image_outputs import ImageOutputs, Made
from sitegen.engine.page_parsing import Parsed, parse_options, parse_pages
from sitegen.engine.page_rendering import Renders, render_pages
from sitegen.engine.publish_guard import PublishGuard
from sitegen.engine.published_files import publish_files
from sitegen.engine.social_card_drawing import draw_social_cards
from sitegen.engine.timeouts import limit_rendering
from sitegen.engine.web_files import read_web_files
from sitegen.graph.assembly import assemble_site
from sitegen.graph.urls import href
from sitegen.images.planning import join_jobs
from sitegen.model import ImageInfo, ImageJob
from sitegen.outputs.feed import FEED, has_feed
from sitegen.rendering.asked_images import plan_asked
from sitegen.rendering.environment import check_templates
from sitegen.rendering.renderer import Renderer, RenderInputs
from sitegen.rendering.template_images import Flaw, asks_for_images
from sitegen.rendering.theme_strings import Words, parse_words
from sitegen.storage.build_history import next_change
from sitegen.webassets.fingerprinting import WebAssets, build_web_assets

if TYPE_CHECKING:
    from pathlib import PurePosixPath

    from sitegen.config import Config
    from sitegen.engine.build_context import BuildContext
    from sitegen.model import BuildResult, Inspected, Site, SocialCard

__all__ = ["prepare_build", "run_stages"]


def run_stages(
    context: BuildContext, explain: str = "", *, makes_images: bool = True
) -> BuildResult:
    """Build a site from its sources, and write what has changed.

    Without `makes_images`, images are only planned. Raises UsageError when there is no page by the
    name `explain`.
    """
    return finish_build(context, prepare_build(context, makes_images=makes_images), explain)


def prepare_build(context: BuildContext, *, makes_images: bool = True) -> Prepared:
    """Do all of a build but the writing."""
    return _Stages(context, makes_images=makes_images).run()


class _Stages:
    """One build's stages in their order."""

    def __init__(self, context: BuildContext, *, makes_images: bool) -> None:
        self.context = context
        # Plans have to be kept, or nobody could make the images later.
        self.makes_images = makes_images or not context.store.is_open
        self.config = context.config
        self.sources = context.sources
        self.store = context.store
        self.templates = context.sources.templates()
        self.guard = PublishGuard(context.sources, context.config.images.originals, context.store)
        self.problems: list[Diagnostic] = list(context.sources.problems)

    def run(self) -> Prepared:
        """Find out what is to be published, and put it into the output."""
        watch = self.context.watch
        with watch.stage("parse"):
            words, word_problems = parse_words(*self.sources.words())
            web_files = read_web_files(self.sources, self.store)
            web_assets = build_web_assets(web_files.files)
            self.problems += [*word_problems, *web_files.problems, *web_assets.problems]
            parsed = self._parse(words)
            until = next_change(parsed.pages, self.context.selection.now)
            # Templates may name any.
            all_images = asks_for_images(self.templates.own)
            inputs, font_problems = gather_inputs(
                self.context, parsed.pages, words, all_images=all_images
            )
            self.problems += font_problems
        with watch.stage("assemble"), _without_collector():
            site, site_problems = assemble_site(inputs)
            self.problems += site_problems
        (infos, flawed), pages = _infos(inputs.images), len(inputs.published)
        # The rest of what was parsed is not needed any more: 10 KB a page.
        parsed = replace(parsed, pages=())
        del inputs
        with watch.stage("render"):
            askable = (infos, flawed) if all_images else ({}, {})
            render_inputs, renders = self._render(site, parsed, words, web_assets, askable)
            self.problems += renders.problems
        with watch.stage("images"):
            asked = plan_asked(self.config, infos, sorted(renders.images))
            jobs = join_jobs(site.image_jobs, asked)
            images = self._make_images(jobs, site.social_cards)
            self.problems += [*images.problems, *warn_of_removed(jobs, infos, web_files.removed)]
        with watch.stage("outputs"):
            files = publish_files(self.context, self.guard, site, web_assets)
            self.problems += self.guard.problems
            outputs = _outputs(site, renders, jobs, files)
            self.problems += check_collisions(outputs)
            self.problems += self._check_templates({name for name, _ in outputs})
        return Prepared(
            pages=pages,
            parsed=parsed.timings,
            state=self._settle(),
            until=until,
            render_inputs=render_inputs,
            renders=renders,
            jobs=jobs,
            images=images,
            makes_images=self.makes_images,
            guard=self.guard,
            diagnostics=report(self.problems),
        )

    def _parse(self, words: Mapping[str, Words]) -> Parsed:
        options = parse_options(self.config, words)
        parsed = parse_pages(
            self.sources, options, self.store, self.context.pool, self.context.progress
        )
        self.problems += (each for page in parsed.pages for each in page.diagnostics)
        return parsed

    def _render(
        self,
        site: Site,
        parsed: Parsed,
        words: Mapping[str, Words],
        web_assets: WebAssets,
        images: tuple[Mapping[str, ImageInfo], Mapping[str, Flaw]],
    ) -> tuple[RenderInputs, Renders]:
        """Render every page that needs it, unless templates or data cannot be used at all.

        `images` are those that templates may ask for, by path, and what is wrong with others.
        """
        context, templates = self.context, self.templates
        data = read_data(self.sources, self.config.zone, self.store)
        base = self.config.base_path
        render_inputs = RenderInputs(
            site=msgspec.structs.replace(site, social_cards=()),  # which no page shows
            params=pack_data(self.config.params),
            theme_templates=templates.theme,
            own_templates=templates.own,
            words=words,
            assets={name: href(base, str(path)) for name, path in web_assets.paths.items()},
            data=data.files,
            feed_url=href(base, str(FEED)) if has_feed(site) else "",
            images=images[0],
            flawed=images[1],
        )
        renderer = Renderer(render_inputs, limit_rendering)
        problems = [
            *data.problems,
            *templates.problems,
            *check_templates(renderer.environment, tuple(templates.own)),
            *_missing_stylesheets(self.config, self.sources.config_path, render_inputs.assets),
        ]
        if has_errors(problems):
            return render_inputs, Renders(problems=problems)
        places = (self.store, context.kind, context.output, context.pool, context.progress)
        return render_inputs, render_pages(renderer, parsed.bodies, *places)

    def _make_images(self, jobs: tuple[ImageJob, ...], cards: tuple[SocialCard, ...]) -> Made:
        """Make what is planned, as far as it is not there; in a preview, when somebody asks."""
        if not self.makes_images:
            return plan_images(jobs, cards, self.store)
        context = self.context
        stock = ImageOutputs(context.images, self.store, context.output)
        make_images(self.sources, jobs, stock, context.pool, context.progress)
        broken = {problem.location.path for problem in stock.problems}
        cards = tuple(card for card in cards if str(card.photo) not in broken)
        draw_social_cards(self.sources, cards, stock, context.pool, context.progress)
        return stock.close()

    def _check_templates(self, outputs: set[str]) -> Iterator[Diagnostic]:
        images = [str(path) for path in self.sources.files() if is_picture(path)]
        own = self.templates.own
        return check_template_images(own, images, outputs, self.config.base_path)

    def _settle(self) -> str:
        """Remember what the files were like; returns a digest of them all."""
        state, snapshot = self.sources.settle()
        self.store.write("notes", [("snapshot", snapshot)])
        self.guard.close()
        return state


def _infos(
    images: Mapping[PurePosixPath, Inspected],
) -> tuple[dict[str, ImageInfo], dict[str, Flaw]]:
    """Return the images that can be used, and what is wrong with the others."""
    good = {str(path): info for path, info in images.items() if isinstance(info, ImageInfo)}
    return good, {str(p): flaw for p, flaw in images.items() if not isinstance(flaw, ImageInfo)}


def _outputs(
    site: Site, renders: Renders, jobs: tuple[ImageJob, ...], files: list[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Return all files of the output, each with what it is made of."""
    variants = {str(each.output): str(job.source) for job in jobs for each in job.variants}
    return [
        *renders.sources,
        *files,
        # Once each: their names are their bytes', and one picture may lie in two folders.
        *variants.items(),
        *((str(card.output), card.title) for card in site.social_cards),
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


@contextlib.contextmanager
def _without_collector() -> Iterator[None]:
    """Spare the collector from walking the site again and again while it grows: all is in use.

    Never around parsing: HTML trees are circles, which only the collector frees.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
