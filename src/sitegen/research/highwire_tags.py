"""Describe a work by Highwire's `citation_*` tags, which Google Scholar and Zotero read.

Sources: Google Scholar, "Inclusion guidelines for webmasters", section "Configuring the meta-tags";
Zotero's translator "Embedded Metadata" for the names of further tags.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sitegen.research.work_facts import (
    arxiv_id,
    format_date,
    inverted_name,
    one_line,
    page_range,
    work_language,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sitegen.model import Work

__all__ = ["MetaTag", "citation_tags", "is_on_host"]

_JOURNALS = frozenset(
    {"article-journal", "article-magazine", "article-newspaper", "periodical"}
) | {
    "review",
    "review-book",
}
_CHAPTERS = frozenset({"chapter", "entry", "entry-dictionary", "entry-encyclopedia"})
_NUMBERS = (
    ("volume", "citation_volume"),
    ("issue", "citation_issue"),
    ("ISSN", "citation_issn"),
    ("ISBN", "citation_isbn"),
    ("DOI", "citation_doi"),
    ("PMID", "citation_pmid"),
    ("collection-title", "citation_series_title"),
    ("abstract", "citation_abstract"),
)


class MetaTag(NamedTuple):
    """A `meta` element of a page's head; `content` is plain text."""

    name: str
    content: str


def citation_tags(
    work: Work, page_url: str, pdf_url: str = "", orcids: Sequence[str] = ()
) -> tuple[MetaTag, ...]:
    """Return the tags of a work; none for one without title, author or year.

    Scholar leaves out the pages that lack one of these three. `page_url` is the address of the
    work's page. `pdf_url` is left out if it is on another host, as Scholar demands it. `orcids` are
    those of the authors, in their order, empty where one is not known.
    """
    authors = work.names.get("author", ()) or work.names.get("editor", ())
    date = format_date(work.issued, "/")
    if not (work.title and authors and date):
        return ()
    tags = [MetaTag("citation_title", one_line(work.title))]
    for place, name in enumerate(authors):
        tags.append(MetaTag("citation_author", inverted_name(name)))
        if place < len(orcids) and orcids[place] and "author" in work.names:
            tags.append(MetaTag("citation_author_orcid", f"https://orcid.org/{orcids[place]}"))
    tags.append(MetaTag("citation_publication_date", date))
    tags += [tag for tag in _where(work) if tag.content]
    tags += [
        MetaTag(tag, one_line(work.variables[name]))
        for name, tag in _NUMBERS
        if work.variables.get(name)
    ]
    first, last = page_range(work)
    tags += [
        MetaTag(name, content)
        for name, content in (
            ("citation_firstpage", first),
            ("citation_lastpage", last),
            ("citation_arxiv_id", arxiv_id(work)),
            ("citation_language", work_language(work)),
            *(("citation_keywords", one_line(keyword)) for keyword in work.keywords),
            ("citation_abstract_html_url", page_url),
            ("citation_pdf_url", pdf_url if is_on_host(pdf_url, page_url) else ""),
        )
        if content
    ]
    return tuple(tags)


def is_on_host(url: str, page_url: str) -> bool:
    """Tell whether two absolute addresses have the same scheme and host."""
    return bool(url) and url.split("/", 3)[:3] == page_url.split("/", 3)[:3]


def _where(work: Work) -> Iterator[MetaTag]:
    """Yield where the work has appeared, in the words for its type."""
    variables = {name: one_line(text) for name, text in work.variables.items()}
    container, publisher = variables.get("container-title", ""), variables.get("publisher", "")
    if work.type in _JOURNALS:
        yield MetaTag("citation_journal_title", container)
        yield MetaTag("citation_journal_abbrev", variables.get("container-title-short", ""))
    elif work.type in {"paper-conference", "speech"}:
        yield MetaTag("citation_conference_title", variables.get("event-title", "") or container)
        yield MetaTag("citation_inbook_title", container)
    elif work.type in _CHAPTERS:
        yield MetaTag("citation_inbook_title", container)
    elif work.type == "thesis":
        yield MetaTag("citation_dissertation_institution", publisher)
        yield MetaTag("citation_dissertation_name", variables.get("genre", ""))
        return
    elif work.type == "report":
        yield MetaTag("citation_technical_report_institution", publisher)
        yield MetaTag("citation_technical_report_number", variables.get("number", ""))
        return
    yield MetaTag("citation_publisher", publisher)
