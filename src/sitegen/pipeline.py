"""One build, told once, top to bottom.

scan -> parse -> assemble -> render -> check -> write. Every stage runs even if an earlier one has
reported an error, so that all mistakes come at once; the site is written only when there is none.
What an earlier build learnt is taken from the store, and what would come out the same is not done.
"""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sitegen.assets.stylesheets import WEB_SUFFIXES, WebAssets, build_web_assets
from sitegen.checks.collisions import check_collisions
from sitegen.config import Config, parse_config
from sitegen.content.parse import ParseOptions
from sitegen.diagnostics import Diagnostic, Location, has_errors, report
from sitegen.graph.assemble import assemble_site
from sitegen.graph.outline import Inputs
from sitegen.graph.references import list_files, wanted_files
from sitegen.graph.selection import Selection, select_pages
from sitegen.graph.urls import href
from sitegen.model import Artefact, BuildResult, Rank, Site
from sitegen.outputs.feed import FEED, has_feed, render_feed
from sitegen.outputs.sitemap import render_robots, render_sitemaps
from sitegen.rendering.environment import check_templates
from sitegen.rendering.pages import Material, Renderer
from sitegen.rendering.reads import digest_of
from sitegen.rendering.words import Words, parse_words
from sitegen.system.cache import ImageCache
from sitegen.system.clock import read_now
from sitegen.system.files import ConfigFile, find_config
from sitegen.system.history import History, LastBuild, next_change
from sitegen.system.images import Made, inspect_images, make_images
from sitegen.system.lock import hold_lock
from sitegen.system.output import Output, check_output_folder
from sitegen.system.parsing import Parsed, parse_pages
from sitegen.system.renders import Renders, keep_records, render_pages
from sitegen.system.snapshot import Snapshot
from sitegen.system.sources import Sources, load_sources
from sitegen.system.stopwatch import Stopwatch
from sitegen.system.store import Store, open_store
from sitegen.system.versions import describe_versions
from sitegen.system.workers import Crew

__all__ = ["BuildOptions", "build_site"]

_NO_RENDERS = Renders()


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildOptions:
    """What a call or a command line asks of one build. `output` is `_site/` in the site if None.

    `jobs` is a number of processes, or `dask://host:port`; empty for the number of cores. `waiting`
    is called when another build has to end first.
    """

    output: Path | None = None
    base_url: str = ""
    jobs: str = ""
    drafts: bool = False
    future: bool = False
    expired: bool = False
    clean: bool = False
    waiting: Callable[[], None] = field(default=lambda: None)


def build_site(site: Path, options: BuildOptions) -> BuildResult:
    """Build a site. Raises SitegenError; mistakes in the content are in the result."""
    config_file = find_config(site)
    config = parse_config(config_file.text, config_file.name, base_url=options.base_url)
    folder = options.output or config_file.root / "_site"
    check_output_folder(folder, config_file.root)
    cache = config_file.root / ".sitegen"
    with contextlib.ExitStack() as stack:
        crew = stack.enter_context(Crew(options.jobs))
        stack.enter_context(hold_lock(cache, options.waiting))
        store = open_store(cache, describe_versions(), fresh=options.clean)
        stack.callback(store.close)
        build = _Build(config_file, config, folder, options, store, crew)
        return build.unchanged() or build.run()


class _Build:
    """One build's values, and its stages in their order."""

    def __init__(
        self,
        config_file: ConfigFile,
        config: Config,
        folder: Path,
        options: BuildOptions,
        store: Store,
        crew: Crew,
    ) -> None:
        self.watch = Stopwatch()
        self.config = config
        self.store = store
        self.crew = crew
        self.selection = Selection(
            now=read_now(), drafts=options.drafts, future=options.future, expired=options.expired
        )
        selected = (options.drafts, options.future, options.expired)
        self.kind = digest_of((config.base_url, selected))
        self.inputs = digest_of((config_file.text, self.kind))
        self.history = History(store, folder)
        self.output = Output(folder, self.history.read_stats())
        images = config_file.root / ".sitegen" / "images"
        self.cache = ImageCache(images, fresh=options.clean)
        with self.watch.stage("scan"):
            snapshot = Snapshot(store.read("notes", "snapshot"))
            self.sources: Sources = load_sources(config_file.root, config_file.name, snapshot)

    def unchanged(self) -> BuildResult | None:
        """Return the last build's result when doing it again could change nothing."""
        last = self.history.read_last()
        now = self.selection.now.timestamp()
        if (
            last is None
            or last.inputs != self.inputs
            or not last.since <= now < last.until
            or self.sources.problems
            or not self.sources.is_unchanged(last.state)
            or not self.output.is_untouched()
        ):
            return None
        return last.result(self.watch.seconds)

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
        with watch.stage("images"):
            images = make_images(
                sources, site.image_jobs, self.cache, self.store, self.output, self.crew.jobs
            )
        with watch.stage("render"):
            renders = self._render(site, parsed, words, web_assets)
        with watch.stage("outputs"):
            outputs = _without_copies([*self._copies(site), *self._outputs(site, web_assets)])
            variants = [(str(v.output), j) for j in site.image_jobs for v in j.variants]
            collisions = check_collisions(
                [
                    *renders.sources,
                    *outputs,
                    # Their names tell their bytes: one picture may lie in two folders.
                    *((name, str(job.source)) for name, job in dict(variants).items()),
                ]
            )
        problems = report(
            [
                *sources.problems,
                *word_problems,
                *web_assets.problems,
                *(problem for page in parsed.pages for problem in page.diagnostics),
                *site_problems,
                *renders.problems,
                *images.problems,
                *collisions,
            ]
        )
        return self._finish(pages, parsed, images, renders, problems)

    def _parse(self, words: Mapping[str, Words]) -> Parsed:
        options = ParseOptions(
            language=self.config.language,
            zone=self.config.zone,
            engine=self.config.markdown.engine,
            toc_depth=self.config.markdown.toc_depth,
            highlight=self.config.markdown.highlight,
            words=words,
        )
        return parse_pages(self.sources, options, self.store, self.crew)

    def _inputs(self, parsed: Parsed, words: Mapping[str, Words]) -> tuple[Inputs, int]:
        """Look at the images that the published pages show."""
        published, _ = select_pages(parsed.pages, self.selection)
        files = list_files(self.sources.files())
        wanted = wanted_files(published, files, self.config.theme.logo)
        inputs = Inputs(
            config=self.config,
            config_path=self.sources.config_path,
            parsed=parsed.pages,
            selection=self.selection,
            files=files,
            images=inspect_images(self.sources, wanted, self.store, self.crew.jobs),
            words=words,
        )
        return inputs, len(published)

    def _render(
        self, site: Site, parsed: Parsed, words: Mapping[str, Words], web_assets: WebAssets
    ) -> Renders:
        """Render every page that needs it, unless a template cannot be used at all."""
        templates = self.sources.templates()
        base = self.config.base_path
        material = Material(
            site=site,
            theme_templates=templates.theme,
            own_templates=templates.own,
            words=words,
            assets={name: href(base, str(path)) for name, path in web_assets.paths.items()},
            feed_url=href(base, str(FEED)) if has_feed(site) else "",
        )
        renderer = Renderer(material)
        problems = [
            *templates.problems,
            *check_templates(renderer.environment, tuple(templates.own)),
            *_missing_stylesheets(self.config, self.sources.config_path, material.assets),
        ]
        if has_errors(problems):
            return Renders(problems=problems)
        return render_pages(renderer, parsed.bodies, self.store, self.kind, self.output, self.crew)

    def _copies(self, site: Site) -> list[tuple[str, str, str]]:
        """Want the files that are published as they are; read only those that may have changed."""
        claims = []
        for path, name in self.sources.copies(site.files):
            digest = self.history.copied_digest(self.sources.known_digest(path))
            if digest and self.output.holds(name, digest):
                self.output.keep(name, digest)
            else:
                source = self.sources.read(path)
                digest = self.output.add(name, source.data, Rank.ASSET)
                self.history.note_copy(source.digest, digest)
            claims.append((name, str(path), digest))
        return claims

    def _outputs(self, site: Site, web_assets: WebAssets) -> list[tuple[str, str, str]]:
        artefacts = [
            *_web_artefacts(web_assets),
            *render_sitemaps(site),
            *([render_feed(site)] if has_feed(site) else []),
            *([] if self.sources.has_own_robots() else [render_robots(site)]),
        ]
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
        self.store.write("notes", [("snapshot", self.sources.pack_snapshot())])
        if has_errors(problems):
            self.output.abandon()
            return BuildResult(pages=pages, seconds=self.watch.seconds, diagnostics=problems)
        with self.watch.stage("write"):
            written = self.output.commit()
            keep_records(self.store, self.kind, renders)
        last = LastBuild(
            inputs=self.inputs,
            state=self.sources.state(),
            pages=pages,
            files=written.written + written.unchanged,
            images=images.count,
            since=self.selection.now.timestamp(),
            until=next_change(parsed.pages, self.selection.now),
            diagnostics=problems,
        )
        self.history.write(last, self.output)
        return BuildResult(
            pages=pages,
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
            diagnostics=problems,
        )


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
