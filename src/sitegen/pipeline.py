"""One build, told once, top to bottom.

read -> parse -> assemble -> render -> check -> write. The site is written only when no stage has
reported an error, and every stage runs even if an earlier one has, so that all mistakes come at once.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from sitegen.assets.derivatives import make_variants
from sitegen.assets.inspection import IMAGE_SUFFIXES, ImageProblem, inspect_image
from sitegen.assets.stylesheets import WEB_SUFFIXES, WebAssets, build_web_assets
from sitegen.checks.collisions import check_collisions
from sitegen.config import Config, parse_config
from sitegen.content.parse import ParseOptions, parse_page
from sitegen.diagnostics import Diagnostic, Location, has_errors, report
from sitegen.graph.assemble import Inputs, assemble_site
from sitegen.graph.references import Files, wanted_files
from sitegen.graph.selection import Selection, select_pages
from sitegen.graph.urls import href
from sitegen.model import Artefact, BuildResult, ImageInfo, ImageJob, Rank, Site
from sitegen.outputs.feed import FEED, has_feed, render_feed
from sitegen.outputs.sitemap import render_robots, render_sitemaps
from sitegen.rendering.environment import build_environment, check_templates
from sitegen.rendering.pages import render_site
from sitegen.rendering.words import Words, parse_words
from sitegen.system.cache import ImageCache
from sitegen.system.clock import read_now
from sitegen.system.files import find_config, read_source, scan_site
from sitegen.system.output import check_output_folder, write_artefacts
from sitegen.system.theme import read_theme
from sitegen.system.workers import default_jobs, map_in_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sitegen.graph.filling import Inspected

__all__ = ["BuildOptions", "build_site"]

_STRINGS = PurePosixPath("templates/strings")
_STATIC = PurePosixPath("assets/static")


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sources:
    """A site's files, by what they are for."""

    root: Path
    config_path: str
    paths: frozenset[PurePosixPath]
    problems: tuple[Diagnostic, ...]

    def below(self, folder: str, *suffixes: str) -> list[PurePosixPath]:
        found = [p for p in self.paths if p.parts[0] == folder and p.suffix.casefold() in suffixes]
        return sorted(found)

    def read(self, paths: Iterable[PurePosixPath]) -> dict[PurePosixPath, bytes]:
        return {path: read_source(self.root, path).data for path in paths}


def build_site(site: Path, options: BuildOptions) -> BuildResult:
    """Build a site. Raises SitegenError; mistakes in the content are in the result."""
    started = time.perf_counter()
    config_file = find_config(site)
    config = parse_config(config_file.text, config_file.name, base_url=options.base_url)
    root = config_file.root
    output = options.output or root / "_site"
    check_output_folder(output, root)
    jobs = options.jobs or default_jobs()
    selection = Selection(
        now=read_now(), drafts=options.drafts, future=options.future, expired=options.expired
    )

    scan = scan_site(root)
    sources = _Sources(
        root=root,
        config_path=config_file.name,
        paths=frozenset(scan.paths),
        problems=tuple(scan.problems),
    )
    words, word_problems = _read_words(sources)
    web_assets = _read_web_assets(sources)
    inputs, pages = _parse(config, sources, words, selection, jobs)
    assembled, site_problems = assemble_site(inputs)
    rendered, template_problems = _render(assembled, sources, words, web_assets)
    cache = ImageCache(None if options.clean else root / ".sitegen" / "images")
    images, image_problems = _make_images(assembled, sources, cache, jobs)

    artefacts = [
        *_web_artefacts(web_assets),
        *images,
        *_copied_files(assembled, sources),
        *rendered,
        *_outputs(assembled, sources),
    ]
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
        return BuildResult(
            pages=pages, seconds=time.perf_counter() - started, diagnostics=problems
        )
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


def _read_words(sources: _Sources) -> tuple[dict[str, Words], tuple[Diagnostic, ...]]:
    theme = {name.removesuffix(".toml"): data for name, data in read_theme("strings").items()}
    own = sources.read(p for p in sources.below("templates", ".toml") if p.parent == _STRINGS)
    return parse_words(theme, {path.stem.casefold(): data for path, data in own.items()})


def _read_web_assets(sources: _Sources) -> WebAssets:
    files = dict(read_theme("assets"))
    own = [p for p in sources.below("assets", *WEB_SUFFIXES) if _STATIC not in p.parents]
    files |= {str(path.relative_to("assets")): data for path, data in sources.read(own).items()}
    return build_web_assets(files)


def _parse(
    config: Config,
    sources: _Sources,
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
    parsed = tuple(
        parse_page(read_source(sources.root, path), options)
        for path in sources.below("content", ".md")
    )
    published, _ = select_pages(parsed, selection)
    files = Files(frozenset(p for p in sources.paths if p.suffix.casefold() != ".md"))
    wanted = sorted(wanted_files(published, files, config.theme.logo))
    inspected = map_in_order(lambda path: _inspect(sources.root, path), wanted, jobs)
    inputs = Inputs(
        config=config,
        config_path=sources.config_path,
        parsed=parsed,
        selection=selection,
        files=files,
        images=dict(zip(wanted, inspected, strict=True)),
        words=words,
    )
    return inputs, len(published)


def _inspect(root: Path, path: PurePosixPath) -> Inspected:
    if path.suffix.casefold() not in IMAGE_SUFFIXES:
        hint = "sitegen reads JPEG, PNG, WebP, GIF and SVG"
        return "image-format", "it is not an image by its name", hint
    source = read_source(root, path)
    try:
        return inspect_image(path, source.data, source.digest)
    except ImageProblem as problem:
        return problem.code, str(problem), problem.hint


def _render(
    site: Site, sources: _Sources, words: Mapping[str, Words], web_assets: WebAssets
) -> tuple[list[Artefact], list[Diagnostic]]:
    theme = {name: data.decode() for name, data in read_theme("templates").items()}
    own_files = sources.read(sources.below("templates", ".html", ".xml", ".txt"))
    problems: list[Diagnostic] = []
    own: dict[str, str] = {}
    for path, data in own_files.items():
        try:
            own[str(path.relative_to("templates"))] = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            message = f"byte 0x{data[error.start]:02x} at offset {error.start} is not UTF-8"
            place = Location(path=str(path))
            hint = "save the file as UTF-8"
            problems.append(
                Diagnostic(code="encoding", message=message, location=place, hint=hint)
            )
    environment = build_environment(theme, own, words, site.config.origin)
    problems += check_templates(environment, tuple(own))
    base = site.config.base_path
    assets = {name: href(base, str(path)) for name, path in web_assets.paths.items()}
    feed_url = href(base, str(FEED)) if has_feed(site) else ""
    missing = [name for name in site.config.theme.stylesheets if name not in assets]
    for name in missing:
        place = Location(path=sources.config_path)
        message = f"theme.stylesheets: there is no assets/{name}"
        problems.append(Diagnostic(code="stylesheet", message=message, location=place))
    if has_errors(problems):
        return [], problems
    rendered: list[Artefact] = []
    for each in render_site(site, environment, assets, feed_url):
        if isinstance(each, Artefact):
            rendered.append(each)
        else:
            problems.append(each)
    return rendered, _first_of_each(problems)


def _first_of_each(problems: list[Diagnostic]) -> list[Diagnostic]:
    """Keep one diagnostic for each template line: a mistake in `base.html` is one mistake."""
    kept: dict[tuple[str, Location], Diagnostic] = {}
    for problem in problems:
        kept.setdefault((problem.code, problem.location), problem)
    return list(kept.values())


def _make_images(
    site: Site, sources: _Sources, cache: ImageCache, jobs: int
) -> tuple[list[Artefact], list[Diagnostic]]:
    artefacts: list[Artefact] = []
    problems: list[Diagnostic] = []
    for made in map_in_order(lambda job: _make(job, sources, cache), site.image_jobs, jobs):
        if isinstance(made, Diagnostic):
            problems.append(made)
        else:
            artefacts += made
    return artefacts, problems


def _make(job: ImageJob, sources: _Sources, cache: ImageCache) -> list[Artefact] | Diagnostic:
    stored = {variant: cache.read(variant.key) for variant in job.variants}
    missing = [variant for variant, data in stored.items() if data is None]
    if missing:
        try:
            data = read_source(sources.root, job.source).data
            for variant, made in make_variants(data, missing):
                stored[variant] = made
                cache.write(variant.key, made)
        except ImageProblem as problem:
            return Diagnostic(
                code=problem.code,
                message=str(problem),
                location=Location(path=str(job.source)),
                hint=problem.hint,
            )
    return [
        Artefact(path=variant.output, data=data, rank=Rank.ASSET, source=str(job.source))
        for variant, data in stored.items()
        if data is not None
    ]


def _web_artefacts(web_assets: WebAssets) -> list[Artefact]:
    return [
        Artefact(path=path, data=data, rank=Rank.ASSET, source=f"assets/{path.name}")
        for path, data in web_assets.data.items()
    ]


def _copied_files(site: Site, sources: _Sources) -> list[Artefact]:
    """Copy the files that pages link to, and those in `assets/static/` to the root of the output."""
    static = {p: p.relative_to(_STATIC) for p in sources.paths if _STATIC in p.parents}
    return [
        Artefact(
            path=output,
            data=read_source(sources.root, path).data,
            rank=Rank.ASSET,
            source=str(path),
        )
        for path, output in sorted({**site.files, **static}.items())
    ]


def _outputs(site: Site, sources: _Sources) -> list[Artefact]:
    outputs = [*render_sitemaps(site)]
    if has_feed(site):
        outputs.append(render_feed(site))
    if _STATIC / "robots.txt" not in sources.paths:
        outputs.append(render_robots(site))
    return outputs
