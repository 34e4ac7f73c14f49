"""Assemble the whole site from its parsed pages."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import msgspec

from sitegen.content.data_codec import pack_data
from sitegen.content.page_files import list_underscored, report_underscored, without_included
from sitegen.content.page_names import NOTEBOOK_SUFFIXES
from sitegen.content.source_kind import SourceValues
from sitegen.content.unread_metadata import report_unread_metadata
from sitegen.diagnostics import Diagnostic, Problem
from sitegen.engine.assembling import Assembled, WholeSite
from sitegen.engine.assembly_inputs import gather_inputs
from sitegen.engine.citation_styles import read_site_style
from sitegen.engine.math_font import add_math_font
from sitegen.engine.source_loading import read_values
from sitegen.engine.staleness import base_digest
from sitegen.engine.stand_ins import find_unreadable
from sitegen.engine.web_files import WebFiles, asset_urls, read_web_files
from sitegen.graph.assembly import assemble_site
from sitegen.graph.bibliographies import gather_works
from sitegen.graph.collections.entry_periods import next_period
from sitegen.graph.collections.work_pages import WorkPages, put_work_pages
from sitegen.graph.completed_pages import complete_pages
from sitegen.graph.feeds import ATOM_NAME, has_feed
from sitegen.graph.page_keys import assign_keys
from sitegen.graph.selection import count_left_out, select_pages
from sitegen.graph.site_limits import limit_works
from sitegen.graph.term_pages import key_term_pages
from sitegen.graph.urls import href
from sitegen.model import ImageInfo, Work
from sitegen.rendering.renderer import RenderInputs
from sitegen.rendering.template_facts import find_template_facts
from sitegen.rendering.template_images import asks_for_images
from sitegen.research.bibliography_files import BIBLIOGRAPHIES
from sitegen.research.style_files import STYLE_FILES
from sitegen.storage.build_history import next_change
from sitegen.webassets.fingerprinting import WebAssets, build_web_assets

if TYPE_CHECKING:
    from datetime import datetime

    from sitegen.engine.build_context import BuildContext
    from sitegen.engine.site_parsing import ParsedSite
    from sitegen.engine.source_loading import LoadedSources
    from sitegen.graph.selection import Selected
    from sitegen.model import Inspected, ParsedPage, Site

__all__ = ["assemble_whole_site"]

_ADDRESS_FIELDS = ("url", "slug", "aliases")


def assemble_whole_site(context: BuildContext, read: ParsedSite) -> Assembled:
    """Assemble the site from all pages. Mistakes are in the result's problems."""
    sources, config, watch = context.sources, context.config, context.watch
    problems = list(read.problems)
    templates, words, parser, parsed = read.templates, read.words, read.parser, read.parsed
    with watch.stage("parse"):
        web_files, web_assets, asset_problems = _read_assets(context)
        problems += asset_problems
        loaded = read_values(sources, config, context.store)
        selected, works = _select(context, parsed.pages, loaded, problems)
        facts, shortcode_problems = find_template_facts(templates.theme, templates.own)
        all_images = asks_for_images(templates.own)  # which may be any
        found = gather_inputs(context, selected, words, facts, loaded, works, all_images=all_images)
        gathered, loaded, font_problems = found
        problems += (*shortcode_problems, *font_problems)
    with watch.stage("assemble"), _without_collector():
        site, site_problems = assemble_site(gathered)
        until = _next_change(selected.pages, site, context.selection.now)
        problems += site_problems
    infos, flawed = _sort_images(gathered.images)
    published, left_out, timings = len(gathered.published), count_left_out(selected), parsed.timings
    addresses, included = _address_fields(gathered.published), gathered.inclusions.files
    with_cells = frozenset(str(page.path) for page in selected.pages if page.has_cells)
    del read, parsed, selected, gathered  # frees the rest of the parsed pages, 10 KB each
    inputs = RenderInputs(
        site=msgspec.structs.replace(site, social_cards=()),  # which no page shows
        params=pack_data(config.params),
        theme_templates=templates.theme,
        own_templates=templates.own,
        words=words,
        assets=asset_urls(config.base_path, web_assets),
        sources=loaded.rendered(),
        feed_url=href(config.base_path, ATOM_NAME) if has_feed(site) else "",
        static_files=sources.static_files(),
        images=infos if all_images else {},
        flawed=flawed if all_images else {},
        citation_style=read_site_style(config, loaded.files[STYLE_FILES.name]),
    )
    return Assembled(
        inputs=inputs,
        base=base_digest(inputs),
        parser=parser,
        problems=_placed(without_included(problems, included), context, with_cells),
        parsed=timings,
        input_problems=(*loaded.problems, *templates.problems),
        whole=WholeSite(
            site=site,
            web_files=web_files,
            web_assets=web_assets,
            images=infos,
            published=published,
            left_out=left_out,
            until=until,
            addresses=addresses,
            works=works,
            included=tuple(sorted(included)),
        ),
    )


def _placed(
    problems: list[Diagnostic], context: BuildContext, with_cells: Collection[str]
) -> tuple[Diagnostic, ...]:
    """Return the problems; those of notebooks name their cells."""
    paths = {each.location.path for each in problems}
    if paths.isdisjoint(with_cells) and not any(
        path.casefold().endswith(NOTEBOOK_SUFFIXES) for path in paths
    ):
        return tuple(problems)
    from sitegen.engine.notebook_places import place_in_cells  # few sites need it

    read = context.sources.read
    return tuple(place_in_cells(problems, lambda path: read(path).data, with_cells))


def _read_assets(context: BuildContext) -> tuple[WebFiles, WebAssets, list[Diagnostic]]:
    """Return the web assets as they are and as they are published, and what is wrong with them."""
    files = read_web_files(context.sources, context.store)
    problems = add_math_font(context, files.files)
    built = build_web_assets(files.files)
    return files, built, [*problems, *files.problems, *built.problems]


def _next_change(pages: tuple[ParsedPage, ...], site: Site, now: datetime) -> float:
    """Return when a page is published or expires, or an event begins or ends, next."""
    return min(next_change(pages, now), next_period(site.entries.values(), now))


def _complete(
    context: BuildContext,
    parsed: tuple[ParsedPage, ...],
    loaded: LoadedSources,
    hidden: Iterable[PurePosixPath],
    problems: list[Diagnostic],
) -> WorkPages:
    """Return all pages with what other files say of them, and those of works in bibliographies.

    Add to `problems` if there are too many works.
    """
    config = context.config
    people = config.all_collections.get("people")
    pages = complete_pages(parsed, context.sources.paths, people.folder if people else "")
    publications = config.all_collections.get("publications")
    values = SourceValues(BIBLIOGRAPHIES.name, loaded.files[BIBLIOGRAPHIES.name])
    files, excess = limit_works(values, config.limits)
    problems += excess
    works = gather_works(files)
    if publications is None or not publications.folder or not works:
        return WorkPages(pages, {})
    return put_work_pages(pages, works, publications, config.zone, hidden)


def _select(
    context: BuildContext,
    parsed: tuple[ParsedPage, ...],
    loaded: LoadedSources,
    problems: list[Diagnostic],
) -> tuple[Selected, Mapping[str, Work]]:
    """Decide which pages are published, and of which works; report what is wrong with pages.

    What is wrong with a page that is left out because of its name is not reported.
    """
    sources = context.sources
    underscored = list_underscored(sources.paths)
    pages = _complete(context, parsed, loaded, chain(*underscored.values()), problems)
    keyed = assign_keys(pages.pages)
    problems += (each for page in keyed.pages for each in page.diagnostics)
    problems += keyed.problems
    problems += report_underscored(underscored)
    problems += report_unread_metadata(
        sources.stats, lambda name: sources.read(PurePosixPath(name)).data
    )
    undated = {each.folder for each in context.config.all_collections.values() if not each.dated}
    selection = msgspec.structs.replace(
        context.selection,
        undated=frozenset(undated),
        unreadable=find_unreadable(context, keyed.pages),
    )
    selected = select_pages(keyed.pages, selection, chain(*underscored.values()), keyed.left_out)
    taxonomies = {each.name for each in context.config.all_taxonomies}
    selected = key_term_pages(selected, taxonomies)
    return selected, pages.works_of(selected.published)


def _address_fields(pages: Iterable[ParsedPage]) -> dict[str, dict[str, tuple[int, int]]]:
    """Return line and column of the fields that set addresses, of the pages that have some."""
    fields = {
        str(page.path): {f: page.front.places[f] for f in _ADDRESS_FIELDS if f in page.front.places}
        for page in pages
    }
    return {path: places for path, places in fields.items() if places}


def _sort_images(
    images: Mapping[PurePosixPath, Inspected],
) -> tuple[dict[str, ImageInfo], dict[str, Problem]]:
    """Return the images that can be used, and what is wrong with the others, by path."""
    good = {str(path): info for path, info in images.items() if isinstance(info, ImageInfo)}
    return good, {str(p): flaw for p, flaw in images.items() if not isinstance(flaw, ImageInfo)}


@contextlib.contextmanager
def _without_collector() -> Iterator[None]:
    """Turn off the garbage collector, which would traverse the growing site in vain.

    Not to be used around parsing: HTML trees have reference cycles, which only it can free.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
