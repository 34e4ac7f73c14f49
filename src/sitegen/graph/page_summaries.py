"""Summarise each page for other pages: title, URL, date, summary."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from sitegen.content.math_options import macros_for
from sitegen.content.page_names import index_folder, split_dated, stem_of
from sitegen.content.short_texts import plain_short_text
from sitegen.graph.outline import HOME, NOT_FOUND, index_key
from sitegen.graph.summary_references import name_references
from sitegen.graph.term_pages import term_address
from sitegen.model import Kind, PageSummary, ResolvedSlots
from sitegen.research.person_names import PersonName, parse_person_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sitegen.config import MathConfig
    from sitegen.graph.outline import Outline
    from sitegen.model import FeaturedImage, FrontMatter, PageDate, ParsedPage, Term

__all__ = ["read_text_fields", "summarize_page", "summarize_terms"]


def summarize_page(
    key: str, outline: Outline, featured: FeaturedImage | None = None
) -> PageSummary:
    """Return a page's summary, whether an author wrote the page or it is generated."""
    page = outline.sources.get(key)
    above = outline.tree.above.get(key, "")
    url, kind = outline.urls[key], outline.kind(key)
    language = outline.config.language
    if page is None:
        title = _generated_title(key, outline)
        return PageSummary(
            key=key,
            kind=kind,
            title=title,
            url=url,
            language=language,
            section=above if above != HOME else "",
        )
    front = page.front
    return PageSummary(
        key=key,
        kind=kind,
        title=_written_title(page, outline) or _generated_title(key, outline),
        url=url,
        date=front.date,
        updated=front.updated,
        published=_published(front),
        subtitle=front.subtitle,
        description=front.description,
        abstract=front.abstract,
        terms=front.terms,
        authors=front.authors,
        featured_image=featured,
        language=front.language or language,
        weight=front.weight,
        section=above if above != HOME else "",
        draft=front.draft,
        extra=front.extra,
        **read_text_fields(page, outline.config.math),
    )


def _published(front: FrontMatter) -> PageDate | None:
    dates = [date for date in (front.date, front.publish_date) if date]
    return max(dates, key=lambda date: date.moment, default=None)


def _no_title(key: str) -> str:
    del key
    return ""


def read_text_fields(
    page: ParsedPage,
    math: MathConfig,
    resolved: ResolvedSlots | None = None,
    title_of: Callable[[str], str] = _no_title,
) -> dict[str, Any]:
    """Return the fields of a summary that come from the page's text, not only its front matter.

    `resolved` are the references of its body, as soon as they are resolved; `title_of` returns the
    title of the page with a key.
    """
    front = page.front
    macros = macros_for(math, front.macros)
    summary = plain_short_text(front.summary or front.description, macros)
    slots = resolved or ResolvedSlots()
    return {
        "summary": summary or name_references(page.summary, page, slots, title_of),
        "word_count": page.word_count,
        "reading_time": page.reading_time,
    }


def summarize_terms(
    terms: Mapping[str, Term], outline: Outline, cards: Mapping[str, PageSummary]
) -> dict[str, PageSummary]:
    """Return the summaries of the terms' own pages, by key.

    `cards` has those of the pages that an author wrote about a term.
    """
    return {key: _summarize_term(key, term, outline, cards) for key, term in terms.items()}


def _summarize_term(
    key: str, term: Term, outline: Outline, cards: Mapping[str, PageSummary]
) -> PageSummary:
    section = index_key(term_address(key)[0])
    page = outline.sources.get(key)
    if page is not None:
        title = _written_title(page, outline) or term.name
        return msgspec.structs.replace(cards[key], title=title, section=section)
    return PageSummary(
        key=key,
        kind=Kind.TERM,
        title=term.name,
        url=term.url,
        language=outline.config.language,
        section=section,
    )


def _written_title(page: ParsedPage, outline: Outline) -> str:
    """Return the title that an author wrote: a person's is the name."""
    title = page.front.title or page.heading_text
    people = outline.collections.get("people")
    if title or people is None or not page.key.startswith(f"{people.folder}/"):
        return title
    written = page.front.extra.get("name")
    name = (
        parse_person_name(written, page.front.language or outline.config.language)
        if written
        else None
    )
    if isinstance(name, PersonName):
        return " ".join(filter(None, (name.title, name.name.full)))
    return ""  # a mistake that is reported with the person


def _generated_title(key: str, outline: Outline) -> str:
    if key == HOME:
        return outline.config.title
    if key == NOT_FOUND:
        return outline.words()["page_not_found"]
    folder = index_folder(key)
    name = split_dated(folder.rpartition("/")[2] if folder else stem_of(key))[1]
    taxonomy = outline.taxonomies.get(key)
    if taxonomy and (taxonomy.title or name == "tags"):
        return taxonomy.title or outline.words()["tags"]
    collection = next((c for c in outline.collections.values() if c.folder == folder), None)
    if folder and collection and (collection.title or collection.built_in):
        return collection.title or outline.words()[f"collections.{collection.name}"]
    return re.sub(r"[-_\s]+", " ", name).strip().capitalize()
