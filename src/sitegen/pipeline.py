"""One build, told once, top to bottom.

read -> parse -> assemble -> render -> check -> write. Every stage runs even if an earlier one has
reported an error, so that all mistakes come at once; the site is written only when there is none.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sitegen.assets.stylesheets import WEB_SUFFIXES, WebAssets, build_web_assets
from sitegen.checks.collisions import check_collisions
from sitegen.config import Config, parse_config
from sitegen.content.parse import ParseOptions, parse_page
from sitegen.diagnostics import Diagnostic, Location, has_errors, report
from sitegen.graph.assemble import assemble_site
from sitegen.graph.outline import Inputs
from sitegen.graph.references import list_files, wanted_files
from sitegen.graph.selection import Selection, select_pages
from sitegen.graph.urls import href
from sitegen.model import Artefact, BuildResult, Rank, Site
from sitegen.outputs.feed import FEED, has_feed, render_feed
from sitegen.outputs.sitemap import render_robots, render_sitemaps
from sitegen.rendering.environment import build_environment, check_templates
from sitegen.rendering.pages import render_site
from sitegen.rendering.words import Words, parse_words
from sitegen.system.cache import ImageCache
from sitegen.system.clock import read_now
from sitegen.system.files import find_config
from sitegen.system.images import inspect_images, make_images
from sitegen.system.output import check_output_folder, write_artefacts
from sitegen.system.sources import Sources, load_sources
from sitegen.system.workers import default_jobs

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path, PurePosixPath

__all__ = ["BuildOptions", "build_site"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildOptions:
    """What a call or a command line asks of one build. `output` is `_site/` in the site if None."""

    output: Path | None = None
    base_url: str = ""
    jobs: int = 0
    drafts: bool = False
    future: bool = False
    expired: bool = False
    clean: bool = False


def build_site(site: Path, options: BuildOptions) -> BuildResult:
    """Build a site. Raises SitegenError; mistakes in the content are in the result."""
    started = time.perf_counter()
    config_file = find_config(site)
    config = parse_config(config_file.text, config_file.name, base_url=options.base_url)
    output = options.output or config_file.root / "_site"
    check_output_folder(output, config_file.root)
    jobs = options.jobs or default_jobs()

    sources = load_sources(config_file.root, config_file.name)
    words, word_problems = parse_words(*sources.words())
    web_assets = build_web_assets(sources.web_assets(WEB_SUFFIXES))
    inputs, pages = _parse(config, sources, words, _selection(options), jobs)
    assembled, site_problems = assemble_site(inputs)
    rendered, template_problems = _render(assembled, sources, words, web_assets)
    cache = ImageCache(None if options.clean else sources.root / ".sitegen" / "images")
    images, image_problems = make_images(sources, assembled.image_jobs, cache, jobs)
    artefacts = _without_copies(
        [
            *_web_artefacts(web_assets),
            *images,
            *sources.copies(assembled.files),
            *rendered,
            *_outputs(assembled, sources),
        ]
    )
    problems = report(
        [
            *sources.problems,
            *word_problems,
            *web_assets.problems,
            *(problem for page in inputs.parsed for problem in page.diagnostics),
            *site_problems,
            *template_problems,
            *image_problems,
            *check_collisions((each.path, each.source) for each in artefacts),
        ]
    )
    if has_errors(problems):
        seconds = time.perf_counter() - started
        return BuildResult(pages=pages, seconds=seconds, diagnostics=problems)
    written = write_artefacts(output, artefacts)
    return BuildResult(
        pages=pages,
        files=len(artefacts),
        written=written.written,
        unchanged=written.unchanged,
        removed=written.removed,
        images=len(images),
        seconds=time.perf_counter() - started,
        diagnostics=problems,
    )


def _selection(options: BuildOptions) -> Selection:
    return Selection(
        now=read_now(), drafts=options.drafts, future=options.future, expired=options.expired
    )


def _parse(
    config: Config,
    sources: Sources,
    words: Mapping[str, Words],
    selection: Selection,
    jobs: int,
) -> tuple[Inputs, int]:
    """Parse every page and look at the images that the published ones show."""
    options = ParseOptions(
        language=config.language,
        zone=config.zone,
        toc_depth=config.markdown.toc_depth,
        highlight=config.markdown.highlight,
        words=words,
    )
    parsed = tuple(parse_page(source, options) for source in sources.pages())
    published, _ = select_pages(parsed, selection)
    files = list_files(sources.files())
    wanted = wanted_files(published, files, config.theme.logo)
    inputs = Inputs(
        config=config,
        config_path=sources.config_path,
        parsed=parsed,
        selection=selection,
        files=files,
        images=inspect_images(sources, wanted, jobs),
        words=words,
    )
    return inputs, len(published)


def _render(
    site: Site, sources: Sources, words: Mapping[str, Words], web_assets: WebAssets
) -> tuple[list[Artefact], list[Diagnostic]]:
    """Render every page, unless a template cannot be used at all."""
    templates = sources.templates()
    environment = build_environment(templates.theme, templates.own, words, site.config.origin)
    base = site.config.base_path
    assets = {name: href(base, str(path)) for name, path in web_assets.paths.items()}
    problems = [
        *templates.problems,
        *check_templates(environment, tuple(templates.own)),
        *_missing_stylesheets(site.config, sources.config_path, assets),
    ]
    if has_errors(problems):
        return [], problems
    rendered: list[Artefact] = []
    feed_url = href(base, str(FEED)) if has_feed(site) else ""
    for each in render_site(site, environment, assets, feed_url):
        if isinstance(each, Artefact):
            rendered.append(each)
        else:
            problems.append(each)
    return rendered, _first_of_each(problems)


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


def _first_of_each(problems: list[Diagnostic]) -> list[Diagnostic]:
    """Keep one diagnostic for each template line: a mistake in `base.html` is one mistake."""
    kept: dict[tuple[str, Location], Diagnostic] = {}
    for problem in problems:
        kept.setdefault((problem.code, problem.location), problem)
    return list(kept.values())


def _web_artefacts(web_assets: WebAssets) -> list[Artefact]:
    return [
        Artefact(path=path, data=web_assets.data[path], rank=Rank.ASSET, source=f"assets/{name}")
        for name, path in web_assets.paths.items()
    ]


def _without_copies(artefacts: list[Artefact]) -> list[Artefact]:
    """Drop what equals another in path and bytes: one picture may lie in two folders."""
    first: dict[PurePosixPath, Artefact] = {}
    return [
        each
        for each in artefacts
        if first.setdefault(each.path, each) is each or first[each.path].data != each.data
    ]


def _outputs(site: Site, sources: Sources) -> list[Artefact]:
    outputs = [*render_sitemaps(site)]
    if has_feed(site):
        outputs.append(render_feed(site))
    if not sources.has_own_robots():
        outputs.append(render_robots(site))
    return outputs
