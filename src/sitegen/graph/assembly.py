"""Assemble all parsed pages into the site. Pure: no disk, no clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.config.languages import MISSING_TRANSLATION, nearest_language
from sitegen.content.data_files import DATA_FILES
from sitegen.content.glossary_files import GLOSSARY_FILES
from sitegen.content.inventory_files import INVENTORIES
from sitegen.content.math_options import macros_for
from sitegen.content.notebooks.freezes import notebook_beside
from sitegen.diagnostics import Diagnostic
from sitegen.graph.actions import check_actions
from sitegen.graph.bibliographies import check_bibliographies
from sitegen.graph.citing import find_citing
from sitegen.graph.collections.collected import Collected
from sitegen.graph.collections.entry_selection import EntrySelector
from sitegen.graph.collections.raw_entries import RawEntries, find_raw_entries
from sitegen.graph.foreign_folders import check_foreign_folders
from sitegen.graph.glossary import Glossary
from sitegen.graph.inventory_search import InventorySearch
from sitegen.graph.label_search import LabelSearch
from sitegen.graph.link_resolver import LinkResolver
from sitegen.graph.menus import assemble_menus
from sitegen.graph.numbering import Numbering, number_labels
from sitegen.graph.numbering_groups import group_pages
from sitegen.graph.outline import Inputs, Outline, draw_outline
from sitegen.graph.page_assembly import PageMaker
from sitegen.graph.page_images import find_photos, plan_featured, plan_logo
from sitegen.graph.page_summaries import summarize_page, summarize_terms
from sitegen.graph.repeated_problems import group_repeated
from sitegen.graph.resolving import Resolver
from sitegen.graph.sections import newest_first, sort_keys
from sitegen.graph.share_images import plan_shares
from sitegen.graph.short_text_links import check_short_texts
from sitegen.graph.shortcode_context import ShortcodeSources
from sitegen.graph.source_checks import check_documents
from sitegen.graph.taxonomies import collect_taxonomies
from sitegen.graph.taxonomy_fields import check_taxonomy_fields
from sitegen.graph.unused_settings import check_unused
from sitegen.graph.urls import alias_path, output_file
from sitegen.images.planning import ImagePlanner
from sitegen.model import Kind, Redirect, Site
from sitegen.research.bibliography_files import BIBLIOGRAPHIES

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from sitegen.graph.page_images import Photo
    from sitegen.model import FeaturedImage, ImageSet, PageSummary

__all__ = ["assemble_site"]


def assemble_site(inputs: Inputs) -> tuple[Site, tuple[Diagnostic, ...]]:
    """Put the site together; mistakes are reported, never raised."""
    outline = draw_outline(inputs)
    config, published = inputs.config, tuple(outline.sources.values())
    resolver = _resolver(outline)
    links, planner = resolver.links, resolver.planner
    entries = find_raw_entries(outline)
    photos = find_photos((page for page in published if page.key not in entries.withheld), resolver)
    featured = _plan_featured(photos, entries.keys_of("people"), resolver)
    cards = {key: summarize_page(key, outline, featured.get(key)) for key in outline.paths}
    taxonomies, term_problems = collect_taxonomies(outline, cards)
    terms = {key: term for each in taxonomies.values() for key, term in each.terms.items()}
    cards |= summarize_terms(terms, outline, cards)
    collected = _collect(entries, outline, cards, resolver)
    resolver.entries = EntrySelector(outline.collections, collected, cards, config.language)
    links.entries = collected.entries
    links.relations = collected.relations
    menus, menu_problems = assemble_menus(outline, cards, links)
    shares = plan_shares(outline, cards, photos, planner)
    maker = PageMaker(outline, cards, terms, resolver, shares.images, collected)
    _find_labels(outline, maker, collected, resolver)
    pages = {key: maker.make(key) for key in cards}
    logo = _logo(inputs, resolver)
    regular = [card for card in cards.values() if card.kind is Kind.PAGE]
    site = Site(
        config=config,
        measures=inputs.measures,
        pages=pages,
        sections=maker.top_sections,
        regular_pages=sort_keys(regular, newest_first, config.language),
        taxonomies=taxonomies,
        menus=menus,
        redirects=tuple(dict.fromkeys(_redirects(outline))),
        image_jobs=tuple(planner.jobs(resolver.users)),
        social_cards=shares.cards,
        files={str(path): name for path, name in sorted(links.linked.items())},
        urls={**outline.urls, **outline.urls_of_files()},
        logo=logo,
        books=maker.books,
        collections=collected.collections,
        entries=collected.entries,
        relations=collected.relations,
    )
    problems = (
        *group_repeated(resolver.problems),
        *term_problems,
        *collected.problems,
        *check_taxonomy_fields(outline),
        *menu_problems,
        *shares.problems,
        *_check_site(site, outline, resolver),
    )
    if resolver.citing:
        resolver.citing.forget()
    return site, problems


def _check_site(site: Site, outline: Outline, resolver: Resolver) -> tuple[Diagnostic, ...]:
    """Find what is wrong with sources that no page is made of, or with all pages together."""
    inputs, links = outline.inputs, resolver.links
    return (
        *check_unused(outline),
        *resolver.inventories.check(inputs.files.paths, inputs.place_of_setting),
        *check_actions(outline, site),
        *check_short_texts(outline, site),
        *resolver.glossary.check(),
        *check_documents(inputs, links.linked),
        *check_foreign_folders(outline),
        *check_bibliographies(inputs, links.linked),
        *(resolver.citing.check() if resolver.citing else ()),
        *_missing_translations(outline),
    )


def _find_labels(
    outline: Outline, maker: PageMaker, collected: Collected, resolver: Resolver
) -> None:
    """Give numbers to what has a label on the published pages, and find what explains terms."""
    pages, settings = outline.sources, outline.config.numbering
    numbering = Numbering()
    if any(page.labels for page in pages.values()):
        numbering = number_labels(group_pages(settings.by, pages, maker, collected))
    resolver.labels = LabelSearch(
        numbering,
        outline.urls,
        pages,
        outline.inputs.parsed,
        lists_referrers=settings.backlinks,
        included=outline.inputs.inclusions.all_in,
    )
    resolver.glossary = _glossary(outline, resolver)


def _glossary(outline: Outline, resolver: Resolver) -> Glossary:
    """Return the glossary, to whose terms links may then lead."""
    files, links = outline.inputs.sources.get(GLOSSARY_FILES.name, {}), resolver.links
    glossary = Glossary(outline.config, resolver.labels, links, files)
    if files:
        of_entries = links.entry_ids
        links.entry_ids = lambda key: {*of_entries(key), *glossary.ids_on(key)}
    return glossary


def _collect(
    entries: RawEntries, outline: Outline, cards: Mapping[str, PageSummary], resolver: Resolver
) -> Collected:
    if not entries.entries:
        return Collected()
    from sitegen.graph.collections.collecting import (
        collect_entries,  # names, identifiers: 20 ms that few small sites need
    )

    return collect_entries(entries, outline, cards, resolver)


def _resolver(outline: Outline) -> Resolver:
    inputs = outline.inputs
    resolver = Resolver(
        links=_link_resolver(outline),
        planner=ImagePlanner(inputs.config),
        images=inputs.images,
        sources=inputs.sources,
        drawings=inputs.drawings,
        measures=inputs.measures,
        words=inputs.words,
        language=inputs.config.language,
        inclusions=inputs.inclusions,
        limit=inputs.limit,
        inventories=InventorySearch(
            inputs.config.references, inputs.sources.get(INVENTORIES.name, {})
        ),
        shortcodes=ShortcodeSources(
            shortcodes=inputs.templates.shortcodes,
            data=inputs.sources.get(DATA_FILES.name, {}),
            hosts=inputs.config.embeds.hosts,
            engine=inputs.config.markdown.engine,
            macros=macros_for(inputs.config.math),
        ),
    )
    resolver.citing = find_citing(outline, resolver)
    if resolver.citing:
        resolver.links.entry_ids = resolver.citing.entry_ids
    return resolver


def _link_resolver(outline: Outline) -> LinkResolver:
    return LinkResolver(
        base_url=outline.config.base_url,
        base_path=outline.config.base_path,
        pages=outline.urls,
        published=outline.published_urls(),
        anchors={key: page.anchors for key, page in outline.sources.items()},
        unpublished=outline.inputs.unpublished,
        held_folders=outline.inputs.held_folders,
        keys={str(page.path): page.key for page in outline.inputs.parsed if page.own_key},
        notebooks={
            notebook: page.key
            for page in outline.inputs.parsed
            if page.has_cells
            and (notebook := notebook_beside(page.path)) in outline.inputs.unpublished
        },
        files=outline.inputs.files,
        types=frozenset(kind.casefold().lstrip(".") for kind in outline.config.files.types),
        bibliographies=frozenset(outline.inputs.sources.get(BIBLIOGRAPHIES.name, ())),
    )


def _plan_featured(
    photos: Mapping[str, Photo], people: Container[str], resolver: Resolver
) -> dict[str, FeaturedImage]:
    return {
        key: plan_featured(photo, resolver, of_person=key in people)
        for key, photo in photos.items()
    }


def _logo(inputs: Inputs, resolver: Resolver) -> ImageSet | None:
    if not inputs.config.theme.logo:
        return None
    path = inputs.files.asset(inputs.config.theme.logo)
    return plan_logo(path, inputs.place_of_setting("theme.logo"), resolver)


def _redirects(outline: Outline) -> Iterable[Redirect]:
    for key, page in outline.sources.items():
        own = output_file(outline.paths[key])
        for alias in page.front.aliases:
            output = output_file(alias_path(alias))
            if output != own:
                yield Redirect(output=output, target=outline.urls[key], source=str(page.path))


def _missing_translations(outline: Outline) -> Iterable[Diagnostic]:
    """Report, once for each language, that the theme has no words in it."""
    languages = {outline.config.language: outline.inputs.place_of_setting("language")}
    for page in outline.sources.values():
        if page.front.language:
            languages.setdefault(page.front.language, page.place_of("language"))
    for language, place in languages.items():
        if not nearest_language(language, outline.inputs.words):
            primary = language.partition("-")[0].casefold()
            message = f"the theme has no words in '{language}', English ones are used"
            hint = f"add templates/strings/{primary}.toml"
            yield Diagnostic(code=MISSING_TRANSLATION, message=message, location=place, hint=hint)
