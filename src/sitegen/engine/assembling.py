"""Parsing and assembling: the whole site, or what a few edits change of it.

Both ways return the same value, and every later stage is the same for both. An edit of the text of
a few pages needs no new outline: their new text is put into the site that the previous build left.
"""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from sitegen.content.data_codec import pack_data
from sitegen.diagnostics import Diagnostic, Problem, has_errors
from sitegen.engine.assembly_inputs import gather_inputs
from sitegen.engine.data_loading import read_data
from sitegen.engine.page_parsing import Edit, PageParser, parse_options
from sitegen.engine.previous_build import NeedsWholeBuildError, PreviousBuild
from sitegen.engine.staleness import base_digest
from sitegen.engine.web_files import read_web_files
from sitegen.graph.assembly import assemble_site
from sitegen.graph.reassembly import has_same_outline, keeps_order, replace_text
from sitegen.graph.selection import select_pages
from sitegen.graph.urls import href
from sitegen.model import ImageInfo, Page, Site
from sitegen.outputs.feed import FEED, has_feed
from sitegen.rendering.queries import CardQuery, record_query
from sitegen.rendering.renderer import RenderInputs
from sitegen.rendering.template_images import asks_for_images
from sitegen.rendering.theme_strings import parse_words
from sitegen.storage.build_history import next_change
from sitegen.webassets.fingerprinting import WebAssets, build_web_assets

if TYPE_CHECKING:
    from pathlib import PurePosixPath

    from sitegen.engine.build_context import BuildContext
    from sitegen.engine.web_files import WebFiles
    from sitegen.model import Inspected, ParsedPage
    from sitegen.storage.build_history import LastBuild

__all__ = [
    "Assembled",
    "Edits",
    "WholeSite",
    "assemble_edits",
    "assemble_whole_site",
    "asset_urls",
    "put_edits",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeSite:
    """What only the assembly of a whole site gives: what is published beside its pages.

    `images` are those that were inspected, by path; `until` is the moment, in seconds since 1970,
    at which another page is published or expires.
    """

    site: Site
    web_files: WebFiles
    web_assets: WebAssets
    images: Mapping[str, ImageInfo]
    published: int
    until: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Edits:
    """What a few edits change: the published pages among those edited, and who must look again.

    `summaries` are the keys of the pages whose summaries differ, so that pages which show them are
    out of date, too.
    """

    edits: tuple[Edit, ...]
    pages: Mapping[str, Page]
    summaries: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembled:
    """The site, ready to be rendered: `whole` after a whole assembly, `edits` after a few edits.

    `base` is the `base_digest` of the inputs. `parsed` has the seconds of every page parsed now.
    With errors among `input_problems`, in data files and templates, nothing can be rendered.
    """

    inputs: RenderInputs
    base: str
    parser: PageParser
    problems: tuple[Diagnostic, ...]
    parsed: list[tuple[str, float]]
    input_problems: tuple[Diagnostic, ...] = ()
    whole: WholeSite | None = None
    edits: Edits | None = None


def assemble_whole_site(context: BuildContext) -> Assembled:
    """Parse all pages and assemble the site. Mistakes are in the result's problems."""
    sources, config, watch = context.sources, context.config, context.watch
    problems: list[Diagnostic] = list(sources.problems)
    templates = sources.templates()
    with watch.stage("parse"):
        words, word_problems = parse_words(*sources.words())
        web_files = read_web_files(sources, context.store)
        web_assets = build_web_assets(web_files.files)
        problems += [*word_problems, *web_files.problems, *web_assets.problems]
        parser = PageParser(sources, parse_options(config, words), context.store)
        parsed = parser.parse_all(context.pool, context.progress)
        problems += (each for page in parsed.pages for each in page.diagnostics)
        until = next_change(parsed.pages, context.selection.now)
        # Templates may name any image.
        all_images = asks_for_images(templates.own)
        gathered, font_problems = gather_inputs(context, parsed.pages, words, all_images=all_images)
        problems += font_problems
    with watch.stage("assemble"), _without_collector():
        site, site_problems = assemble_site(gathered)
        problems += site_problems
    infos, flawed = _sort_images(gathered.images)
    published, timings = len(gathered.published), parsed.timings
    # The rest of what was parsed is not needed any more: 10 KB a page.
    del parsed, gathered
    data = read_data(sources, config.zone, context.store)
    inputs = RenderInputs(
        site=msgspec.structs.replace(site, social_cards=()),  # which no page shows
        params=pack_data(config.params),
        theme_templates=templates.theme,
        own_templates=templates.own,
        words=words,
        assets=asset_urls(config.base_path, web_assets),
        data=data.files,
        feed_url=href(config.base_path, str(FEED)) if has_feed(site) else "",
        images=infos if all_images else {},
        flawed=flawed if all_images else {},
    )
    whole = WholeSite(
        site=site,
        web_files=web_files,
        web_assets=web_assets,
        images=infos,
        published=published,
        until=until,
    )
    return Assembled(
        inputs=inputs,
        base=base_digest(inputs),
        parser=parser,
        problems=tuple(problems),
        parsed=timings,
        input_problems=(*data.problems, *templates.problems),
        whole=whole,
    )


def assemble_edits(
    context: BuildContext, previous: PreviousBuild, last: LastBuild, edited: Sequence[str]
) -> Assembled:
    """Put edited pages into the site of the previous build, whose other problems remain.

    Raises NeedsWholeBuildError when the edits change more than text, titles and summaries.
    """
    with context.watch.stage("parse"):
        options = parse_options(context.config, previous.inputs.words)
        parser = PageParser(context.sources, options, context.store)
        edits = tuple(_parse_edit(parser, name, last) for name in edited)
        parser.save()
    with context.watch.stage("reassemble"):
        published, _ = select_pages(tuple(edit.new for edit in edits), context.selection)
        before = previous.inputs.site
        site, summaries = put_edits(before, published)
        if any(record_query(CardQuery(key)) in previous.summary.redirected for key in summaries):
            raise NeedsWholeBuildError(summaries[0])
    names = {str(edit.new.path) for edit in edits}
    others = (each for each in last.diagnostics if each.location.path not in names)
    return Assembled(
        inputs=msgspec.structs.replace(previous.inputs, site=site),
        base=previous.summary.base,
        parser=parser,
        problems=(*others, *(each for edit in edits for each in edit.new.diagnostics)),
        parsed=[(str(e.new.path), e.seconds) for e in edits if e.seconds is not None],
        edits=Edits(
            edits=edits,
            pages={str(page.path): site.pages[str(page.path)] for page in published},
            summaries=summaries,
        ),
    )


def put_edits(site: Site, published: Sequence[ParsedPage]) -> tuple[Site, tuple[str, ...]]:
    """Return the site with the new text of these pages, and whose summaries differ.

    Raises NeedsWholeBuildError if a new title changes an order, a menu or a social card.
    """
    revised = site
    for page in published:
        revised = replace_text(revised, str(page.path), page)
    keys = [str(page.path) for page in published]
    summaries = tuple(key for key in keys if revised.pages[key].card != site.pages[key].card)
    if not keeps_order(site, revised, summaries):
        raise NeedsWholeBuildError(summaries[0])
    return revised, summaries


def _parse_edit(parser: PageParser, name: str, last: LastBuild) -> Edit:
    """Parse an edited page. Raises NeedsWholeBuildError if it is new in more than its text."""
    edit = parser.parse_edit(name)
    if edit is None or has_errors(edit.new.diagnostics):
        raise NeedsWholeBuildError(name)
    # What assembling said of the page may be about a line that has moved.
    known = {each for each in last.diagnostics if each.location.path == name}
    if known != set(edit.old.diagnostics) or not has_same_outline(edit.old, edit.new):
        raise NeedsWholeBuildError(name)
    return edit


def _sort_images(
    images: Mapping[PurePosixPath, Inspected],
) -> tuple[dict[str, ImageInfo], dict[str, Problem]]:
    """Return the images that can be used, and what is wrong with the others, by path."""
    good = {str(path): info for path, info in images.items() if isinstance(info, ImageInfo)}
    return good, {str(p): flaw for p, flaw in images.items() if not isinstance(flaw, ImageInfo)}


def asset_urls(base_path: str, web_assets: WebAssets) -> dict[str, str]:
    """Return the URLs of the web assets by their names below `assets/`."""
    return {name: href(base_path, str(path)) for name, path in web_assets.paths.items()}


@contextlib.contextmanager
def _without_collector() -> Iterator[None]:
    """Keep the garbage collector from walking the growing site again and again: all is in use.

    Never around parsing: HTML trees are reference cycles, which only the collector frees.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
