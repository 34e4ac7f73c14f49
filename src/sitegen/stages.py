"""One build, told once, top to bottom.

scan -> parse -> assemble -> render -> check -> write. Every stage runs even if an earlier one has
reported an error, so that all mistakes come at once; the site is written only when there is none.
What an earlier build learnt is taken from the store, and what would come out the same is not done.
"""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import msgspec

from sitegen.assets.planning import join_jobs
from sitegen.assets.stylesheets import WEB_SUFFIXES, WebAssets, build_web_assets
from sitegen.checks.collisions import check_collisions
from sitegen.config import Config
from sitegen.content.data_packing import pack_data
from sitegen.diagnostics import Diagnostic, Location, has_errors, report
from sitegen.graph.assemble import assemble_site
from sitegen.graph.galleries import wanted_captions
from sitegen.graph.outline import Inputs, Inspected
from sitegen.graph.references import list_files, wanted_files
from sitegen.graph.selection import select_pages
from sitegen.graph.sharing import gather_letters
from sitegen.graph.urls import href
from sitegen.model import Artefact, BuildResult, ImageInfo, ImageJob, Rank, Site
from sitegen.outputs.feed import FEED, has_feed, render_feed
from sitegen.outputs.sitemap import render_robots, render_sitemaps
from sitegen.rendering.environment import check_templates
from sitegen.rendering.images import plan_asked
from sitegen.rendering.pages import Material, Renderer
from sitegen.rendering.words import Words, parse_words
from sitegen.system.cards import make_cards
from sitegen.system.data import read_captions, read_data
from sitegen.system.explaining import find_reasons
from sitegen.system.fonts import find_fonts
from sitegen.system.gate import Gate
from sitegen.system.history import LastBuild, next_change
from sitegen.system.images import (
    Made,
    inspect_images,
    is_picture,
    make_images,
    warn_of_removed,
)
from sitegen.system.parsing import Parsed, parse_options, parse_pages
from sitegen.system.planned import plan_images
from sitegen.system.renders import Renders, base_digest, keep_records, render_pages
from sitegen.system.revisions import Kept, keep_site, name_build

if TYPE_CHECKING:
    from sitegen.assets.font_book import FontBook
    from sitegen.model import ParsedPage, SharingCard
    from sitegen.system.output import Written
    from sitegen.system.workshop import Workshop

__all__ = ["Rehearsal", "rehearse_stages", "run_stages"]


def run_stages(shop: Workshop, explain: str = "", *, makes_images: bool = True) -> BuildResult:
    """Build a site from its sources, and write what has changed.

    Without `makes_images`, images are only planned. Raises UsageError when there is no page by the
    name `explain`.
    """
    return _Stages(shop, explain, makes_images=makes_images).run()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """A build of which nothing is written: what would be published.

    `shown` are the images of which copies are made; `copied` the files that are published as they
    are, each with what it holds beside what it shows.
    """

    diagnostics: tuple[Diagnostic, ...]
    shown: tuple[PurePosixPath, ...]
    copied: Mapping[PurePosixPath, tuple[str, ...]]


def rehearse_stages(shop: Workshop) -> Rehearsal:
    """Do all of a build but the writing."""
    stages = _Stages(shop, "", rehearsal=True)
    result = stages.run()
    return Rehearsal(
        diagnostics=result.diagnostics,
        shown=tuple(sorted({job.source for job in stages.jobs})),
        copied=stages.gate.published,
    )


class _Stages:
    """One build's stages in their order; the last one is left out of a rehearsal."""

    def __init__(
        self, shop: Workshop, explain: str, *, makes_images: bool = True, rehearsal: bool = False
    ) -> None:
        self.shop = shop
        self.explain = explain
        self.rehearsal = rehearsal
        # Plans have to be kept, or nobody could make the images later.
        self.makes_images = makes_images or not shop.store.is_open
        self.config = shop.config
        self.sources = shop.sources
        self.store = shop.store
        self.output = shop.output
        self.watch = shop.watch
        self.templates = shop.sources.templates()
        self.gate = Gate(shop.sources, shop.config.images.originals, shop.store)
        self.jobs: tuple[ImageJob, ...] = ()
        self.material: Material | None = None
        self.page_problems: tuple[Diagnostic, ...] = ()
        self.until = 0.0
        self.problems: list[Diagnostic] = []

    def run(self) -> BuildResult:
        """Build, and write what has changed."""
        sources, watch = self.sources, self.watch
        with watch.stage("parse"):
            words, word_problems = parse_words(*sources.words())
            web_assets = build_web_assets(sources.web_assets(WEB_SUFFIXES))
            parsed = self._parse(words)
            inputs, pages = self._inputs(parsed, words)
        with watch.stage("assemble"), _without_collector():
            site, site_problems = assemble_site(inputs)
        infos = _infos(inputs.images)
        parsed = self._let_heads_go(parsed)
        del inputs
        with watch.stage("render"):
            renders = self._render(site, parsed, words, web_assets, infos)
        with watch.stage("images"):
            asked = plan_asked(self.config, infos, sorted(renders.images))
            self.jobs = jobs = join_jobs(site.image_jobs, asked)
            images = self._make_images(jobs, site.sharing_cards)
        with watch.stage("outputs"):
            outputs = _without_copies([*self._copies(site), *self._outputs(site, web_assets)])
            variants = [(str(v.output), j) for j in jobs for v in j.variants]
            collisions = check_collisions(
                [
                    *renders.sources,
                    *outputs,
                    # Their names are their bytes': one picture may lie in two folders.
                    *((name, str(job.source)) for name, job in dict(variants).items()),
                    *((str(card.output), card.title) for card in site.sharing_cards),
                ]
            )
        problems = report(
            [
                *sources.problems,
                *word_problems,
                *web_assets.problems,
                *self.page_problems,
                *site_problems,
                *renders.problems,
                *images.problems,
                *self.problems,
                *warn_of_removed(jobs, infos),
                *self.gate.problems,
                *collisions,
            ]
        )
        return self._finish(pages, parsed, images, renders, problems)

    def _parse(self, words: Mapping[str, Words]) -> Parsed:
        options = parse_options(self.config, words)
        return parse_pages(self.sources, options, self.store, self.shop.crew, self.shop.progress)

    def _let_heads_go(self, parsed: Parsed) -> Parsed:
        """Keep of the parsed pages what is still needed: the rest is 10 KB a page."""
        self.until = next_change(parsed.pages, self.shop.selection.now)
        self.page_problems = tuple(d for page in parsed.pages for d in page.diagnostics)
        return replace(parsed, pages=())

    def _inputs(self, parsed: Parsed, words: Mapping[str, Words]) -> tuple[Inputs, int]:
        """Look at the images that the published pages show."""
        published, _ = select_pages(parsed.pages, self.shop.selection)
        files = list_files(self.sources.files())
        wanted = wanted_files(published, files, self.config.theme.logo)
        if self._asks_for_images():
            wanted |= {path for path in self.sources.files() if is_picture(path)}
        inputs = Inputs(
            config=self.config,
            config_path=self.sources.config_path,
            parsed=parsed.pages,
            selection=self.shop.selection,
            files=files,
            images=inspect_images(
                self.sources,
                wanted,
                self.store,
                self.shop.crew.jobs,
                self.config.images.max_megapixels,
            ),
            captions=read_captions(self.sources, wanted_captions(published, files)),
            words=words,
            fonts=self._fonts(words, published),
        )
        return inputs, len(published)

    def _fonts(
        self, words: Mapping[str, Words], published: tuple[ParsedPage, ...]
    ) -> FontBook | None:
        """Find fonts for the sharing cards, if there are to be any."""
        if not self.config.sharing.cards:
            return None
        letters = gather_letters(published, self.config, words)
        book, problems = find_fonts(self.config.sharing.font, letters, self.sources, self.store)
        self.problems += problems
        return book

    def _make_images(self, jobs: tuple[ImageJob, ...], cards: tuple[SharingCard, ...]) -> Made:
        """Make what is planned, as far as it is not there; in a preview, when somebody asks."""
        if not self.makes_images:
            return plan_images(jobs, cards, self.store)
        shop = self.shop
        places = (shop.images, self.store, self.output, shop.crew, shop.progress)
        images = make_images(self.sources, jobs, *places)
        broken = {problem.location.path for problem in images.problems}
        cards = tuple(card for card in cards if str(card.photo) not in broken)
        return images + make_cards(self.sources, cards, *places) if cards else images

    def _asks_for_images(self) -> bool:
        """Tell whether a template of the site may name images: then all are looked at."""
        return any("image(" in text for text in self.templates.own.values())

    def _render(
        self,
        site: Site,
        parsed: Parsed,
        words: Mapping[str, Words],
        web_assets: WebAssets,
        infos: Mapping[str, ImageInfo],
    ) -> Renders:
        """Render every page that needs it, unless templates or data cannot be used at all."""
        templates = self.templates
        data = read_data(self.sources, self.config.zone, self.store)
        base = self.config.base_path
        material = Material(
            site=msgspec.structs.replace(site, sharing_cards=()),  # which no page shows
            params=pack_data(self.config.params),
            theme_templates=templates.theme,
            own_templates=templates.own,
            words=words,
            assets={name: href(base, str(path)) for name, path in web_assets.paths.items()},
            data=data.files,
            feed_url=href(base, str(FEED)) if has_feed(site) else "",
            images=infos if self._asks_for_images() else {},
        )
        self.material = material
        renderer = Renderer(material)
        problems = [
            *data.problems,
            *templates.problems,
            *check_templates(renderer.environment, tuple(templates.own)),
            *_missing_stylesheets(self.config, self.sources.config_path, material.assets),
        ]
        if has_errors(problems):
            return Renders(problems=problems)
        return render_pages(
            renderer,
            parsed.bodies,
            self.store,
            self.shop.kind,
            self.output,
            self.shop.crew,
            self.shop.progress,
        )

    def _copies(self, site: Site) -> list[tuple[str, str, str]]:
        """Want the files that are published as they are; read only those that may have changed."""
        claims = []
        for path, name in self.sources.copies(site.files):
            digest = self.shop.history.copied_digest(self.sources.known_digest(path))
            if digest and self.output.holds(name, digest) and self.gate.knows(path, digest):
                self.output.keep(name, digest)
            else:
                source = self.sources.read(path)
                digest = self.output.add(name, source.data, Rank.ASSET)
                self.shop.history.note_copy(source.digest, digest)
                self.gate.look(path, digest, source.data)
            self.gate.judge(path, digest)
            claims.append((name, str(path), digest))
        return claims

    def _outputs(self, site: Site, web_assets: WebAssets) -> list[tuple[str, str, str]]:
        web_artefacts = _web_artefacts(web_assets)
        artefacts = [
            *web_artefacts,
            *render_sitemaps(site),
            *([render_feed(site)] if has_feed(site) else []),
            *([] if self.sources.has_own_robots() else [render_robots(site)]),
        ]
        for each in web_artefacts:
            self.gate.check_asset(PurePosixPath(each.source), each.data)
        return [
            (str(each.path), each.source, self.output.add(str(each.path), each.data, each.rank))
            for each in artefacts
        ]

    def _finish(
        self,
        pages: int,
        parsed: Parsed,
        images: Made,
        renders: Renders,
        problems: tuple[Diagnostic, ...],
    ) -> BuildResult:
        state, snapshot = self.sources.settle()
        self.store.write("notes", [("snapshot", snapshot)])
        self.gate.close()
        if has_errors(problems) or self.rehearsal:
            return BuildResult(pages=pages, seconds=self.watch.seconds, diagnostics=problems)
        if self.explain:
            find_reasons(renders.reasons, self.explain)
        with self.watch.stage("write"):
            written = self.output.commit(self.shop.progress)
            keep_records(self.store, self.shop.kind, renders)
            self.shop.images.settle(
                self.store, images.shown, images.unshown, self.config.cache.max_bytes
            )
        last = LastBuild(
            inputs=self.shop.inputs,
            state=state,
            pages=pages,
            files=written.written + written.unchanged,
            images=images.count,
            since=self.shop.selection.now.timestamp(),
            until=self.until,
            diagnostics=problems,
            makes_images=self.makes_images,
        )
        self.shop.history.write(last, self.output)
        if self.material:
            kept = Kept(
                build=name_build(last),
                base=base_digest(self.material),
                records=len(renders.reasons),
                redirected=frozenset(renders.redirected),
            )
            keep_site(self.store, self.shop.kind, kept, self.material, renders.changed)
        return self._result(last, written, parsed, images, renders)

    def _result(
        self, last: LastBuild, written: Written, parsed: Parsed, images: Made, renders: Renders
    ) -> BuildResult:
        return BuildResult(
            pages=last.pages,
            files=last.files,
            written=written.written,
            unchanged=written.unchanged,
            removed=written.removed,
            changed=written.changed,
            images=images.count,
            rendered=len(renders.timings),
            parsed=len(parsed.timings),
            derived=images.fresh,
            seconds=self.watch.seconds,
            stages=self.watch.stages,
            reasons=tuple(renders.reasons),
            timings=(
                *(("page", *each) for each in (*parsed.timings, *renders.timings)),
                *(("template", *each) for each in renders.templates.items()),
                *(("image", *each) for each in images.timings),
            ),
            diagnostics=last.diagnostics,
        )


def _infos(images: Mapping[PurePosixPath, Inspected]) -> dict[str, ImageInfo]:
    return {str(path): info for path, info in images.items() if isinstance(info, ImageInfo)}


def _without_copies(claims: list[tuple[str, str, str]]) -> list[tuple[str, str]]:
    """Return names and sources, without what equals another in name and bytes."""
    first = {(name, digest): source for name, source, digest in reversed(claims)}
    return [(name, source) for (name, _), source in first.items()]


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


def _web_artefacts(web_assets: WebAssets) -> list[Artefact]:
    return [
        Artefact(path=path, data=web_assets.data[path], rank=Rank.ASSET, source=f"assets/{name}")
        for name, path in web_assets.paths.items()
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
