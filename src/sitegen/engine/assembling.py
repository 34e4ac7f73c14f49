"""Assemble a site after edits of a few pages, and define what assembly gives to rendering.

An edit of text changes no URLs, sections or menus, so the edited pages are put into the site of the
previous build. If more has changed, `engine.whole_site` assembles everything. Both return the same
type, and all later stages are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from sitegen.diagnostics import Diagnostic, has_errors
from sitegen.engine.page_parsing import Edit, PageParser, options_of_inputs
from sitegen.engine.previous_build import NeedsWholeBuildError, PreviousBuild
from sitegen.graph.cascading import cascade_fields
from sitegen.graph.page_keys import put_key
from sitegen.graph.reassembly import (
    find_renamed,
    has_same_outline,
    keeps_entries,
    keeps_order,
    keeps_summaries,
    put_pages,
    replace_text,
)
from sitegen.model import Kind

if TYPE_CHECKING:
    from sitegen.engine.build_context import BuildContext
    from sitegen.engine.previous_build import BuildSummary
    from sitegen.engine.social_card_edits import CardEdit
    from sitegen.engine.web_files import WebFiles
    from sitegen.model import Cascade, ImageInfo, LeftOut, Page, ParsedPage, Site, Work
    from sitegen.rendering.renderer import RenderInputs
    from sitegen.storage.build_history import LastBuild
    from sitegen.webassets.fingerprinting import WebAssets

__all__ = [
    "Assembled",
    "Edits",
    "WholeSite",
    "add_section_fields",
    "assemble_edits",
    "has_source",
    "put_edits",
    "put_new_cards",
    "refuse_included",
]


class WholeSite(msgspec.Struct, frozen=True, kw_only=True):
    """What only the assembly of a whole site gives: what is published beside its pages.

    `images` are those that were inspected, by path; `until` is the moment, in seconds since 1970,
    at which another page is published or expires. `addresses` has line and column of the fields of
    pages that set addresses, by page and field; `works` are publications as they were written.
    `included` are the files that pages include.
    """

    site: Site
    web_files: WebFiles
    web_assets: WebAssets
    images: Mapping[str, ImageInfo]
    published: int
    left_out: LeftOut
    until: float
    addresses: Mapping[str, Mapping[str, tuple[int, int]]]
    works: Mapping[str, Work]
    included: tuple[str, ...] = ()


class Edits(msgspec.Struct, frozen=True, kw_only=True):
    """What a few edits change: the published pages among those edited, and what depends on them.

    `summaries` are the keys of the pages whose summaries differ: pages that show them are out of
    date, too. `cards` are the social cards that new titles need.
    """

    edits: tuple[Edit, ...]
    pages: Mapping[str, Page]
    summaries: tuple[str, ...]
    cards: tuple[CardEdit, ...] = ()


class Assembled(msgspec.Struct, frozen=True, kw_only=True):
    """The site, ready to be rendered: `whole` after a whole assembly, `edits` after a few edits.

    `base` is the `base_digest` of the inputs. `parsed` has the seconds of every page parsed now.
    With errors among `input_problems`, in templates and in sources other than pages, nothing can be
    rendered.
    """

    inputs: RenderInputs
    base: str
    parser: PageParser
    problems: tuple[Diagnostic, ...]
    parsed: list[tuple[str, float]]
    input_problems: tuple[Diagnostic, ...] = ()
    whole: WholeSite | None = None
    edits: Edits | None = None


def assemble_edits(
    context: BuildContext, previous: PreviousBuild, last: LastBuild, edited: Sequence[str]
) -> Assembled:
    """Put edited pages into the site of the previous build; problems of other pages are kept.

    Raises NeedsWholeBuildError when the edits change more than text, titles and summaries.
    """
    with context.watch.stage("parse"):
        options = options_of_inputs(context.config, previous.inputs)
        parser = PageParser(context.sources, options, context.store)
        parser.read_cascades(previous.summary.cascading)
        refuse_included(previous.summary, edited)
        edits = tuple(_parse_edit(parser, name, last) for name in edited)
        parser.save()
    with context.watch.stage("reassemble"):
        before = previous.inputs.site
        new = (put_key(edit.new, before) for edit in edits)
        # What is published does not change with the text of a page.
        shown = (page for page in new if has_source(before, page))
        published = add_section_fields(shown, before, parser.cascades)
        site, summaries = put_edits(before, published)
        site, cards = put_new_cards(context, before, site, summaries, previous.summary)
        told = {each.code for each in last.diagnostics}
        if cards and "card-font" in told:
            raise NeedsWholeBuildError(cards)
        # An entry that is named wrongly may be found by a new title.
        if summaries and "unknown-entry" in told:
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
            pages={page.key: site.pages[page.key] for page in published},
            summaries=summaries,
            cards=cards,
        ),
    )


def refuse_included(summary: BuildSummary, edited: Iterable[str]) -> None:
    """Raise NeedsWholeBuildError if other pages include one of the edited pages."""
    shared = summary.included.intersection(edited)
    if shared:
        raise NeedsWholeBuildError(min(shared))


def has_source(site: Site, page: ParsedPage) -> bool:
    """Tell whether the site has a page from this file."""
    known = site.pages.get(page.key)
    return known is not None and known.source == str(page.path)


def add_section_fields(
    pages: Iterable[ParsedPage], site: Site, cascades: Mapping[str, tuple[Cascade, ...]]
) -> tuple[ParsedPage, ...]:
    """Return edited pages of the site with the fields that their sections give them.

    Raises NeedsWholeBuildError if their kind, for which a cascade asks, is not known here.
    """

    def kind_of(page: ParsedPage) -> str:
        kind = site.pages[page.key].card.kind
        if kind in {Kind.TAXONOMY, Kind.TERM}:  # a cascade knows no such kinds
            raise NeedsWholeBuildError(page.key)
        return kind

    return tuple(cascade_fields(page, cascades, kind_of) for page in pages)


def put_edits(site: Site, published: Sequence[ParsedPage]) -> tuple[Site, tuple[str, ...]]:
    """Return the site with the new text of these pages, and the keys of changed summaries.

    Raises NeedsWholeBuildError if a new title changes an order, a menu, an entry, or the summary of
    another page.
    """
    revised = site
    for page in published:
        revised = replace_text(revised, page.key, page)
    keys = [page.key for page in published]
    summaries = tuple(key for key in keys if revised.pages[key].card != site.pages[key].card)
    renamed = find_renamed(site, revised, summaries)
    keeps = keeps_order(revised, renamed) and keeps_entries(site, renamed)
    if not keeps or not keeps_summaries(site, renamed):
        raise NeedsWholeBuildError(summaries[0])
    return revised, summaries


def put_new_cards(
    context: BuildContext,
    before: Site,
    site: Site,
    summaries: Sequence[str],
    summary: BuildSummary,
) -> tuple[Site, tuple[CardEdit, ...]]:
    """Return the site with social cards for new titles, and the cards that these replace."""
    renamed = find_renamed(before, site, summaries)
    if not renamed or not site.config.sharing.cards:
        return site, ()
    from sitegen.engine.social_card_edits import replan_cards  # fonts: 0.05 s to import

    pages, cards = replan_cards(context, site, renamed, summary)
    return put_pages(site, pages), cards


def _parse_edit(parser: PageParser, name: str, last: LastBuild) -> Edit:
    """Parse an edited page. Raises NeedsWholeBuildError if more than its text has changed."""
    edit = parser.parse_edit(name)
    if edit is None or has_errors(edit.new.diagnostics):
        raise NeedsWholeBuildError(name)
    # Problems found when the page was assembled may name lines that have moved.
    known = {each for each in last.diagnostics if each.location.path == name}
    if known != set(edit.old.diagnostics) or not has_same_outline(edit.old, edit.new):
        raise NeedsWholeBuildError(name)
    if edit.new.has_cells and edit.new.diagnostics:  # whose lines may be those of outputs
        raise NeedsWholeBuildError(name)
    return edit
