"""What the head of a page says to programs: other forms, citation tags, structured data."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from sitegen.content.math_options import macros_for
from sitegen.content.short_texts import plain_short_text
from sitegen.graph.companion_files import WITH_FILES
from sitegen.model import Kind
from sitegen.rendering.queries import AlternatesQuery, CardQuery, EntryQuery, RelatedQuery
from sitegen.research.entry_data import EntryFacts, Organisation, describe_entry
from sitegen.research.entry_works import name_in_parts, work_of_entry
from sitegen.research.highwire_tags import citation_tags
from sitegen.research.structured_data import (
    CONTEXT,
    LinkedPerson,
    without_empty,
    write_json_ld,
)
from sitegen.research.work_facts import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sitegen.graph.alternates import Alternate
    from sitegen.model import Author, Entry, Page
    from sitegen.rendering.page_index import PageIndex
    from sitegen.research.highwire_tags import MetaTag

__all__ = ["PageMetadata"]

#: The pages that may have other forms though they are no entries.
_LISTS = frozenset({Kind.SECTION, Kind.TERM})


class PageMetadata:
    """The metadata of one page; list pages after the first have none."""

    def __init__(self, page: Page, page_index: PageIndex, number: int) -> None:
        self._page = page
        self._page_index = page_index
        self._shows = number == 1 and page.card.kind is not Kind.NOT_FOUND
        config = page_index.site.config
        self._origin = config.origin
        self._owner = Organisation(config.author or config.title, config.base_url)

    @cached_property
    def alternates(self) -> tuple[Alternate, ...]:
        """The other forms of the page: feeds, citations, a calendar, a copy in Markdown."""
        if not self._shows or not self._may_have_files:
            return ()
        return self._page_index.ask(AlternatesQuery(self._page.key))

    @property
    def _may_have_files(self) -> bool:
        config, entry = self._page_index.site.config, self._entry
        is_list = self._page.card.kind in _LISTS
        return is_list or config.outputs.markdown or bool(entry and entry.collection in WITH_FILES)

    @cached_property
    def citation_tags(self) -> tuple[MetaTag, ...]:
        """The `citation_*` tags of a publication, for Google Scholar and Zotero."""
        entry, card = self._entry, self._page.card
        work = work_of_entry(entry, card.date) if entry else None
        if entry is None or work is None or entry.collection != "publications":
            return ()
        pdf = next((link.url for link in entry.links if link.kind == "pdf"), "")
        orcids = [self._link(author).orcid for author in entry.authors]
        return citation_tags(work, self._absolute(card.url), self._absolute(pdf), orcids)

    @property
    def structured_data(self) -> list[Markup]:
        """Descriptions in the words of schema.org, each as JSON for a `script` element.

        In one element, they would be a graph, which many programs do not read.
        """
        found = self._descriptions() if self._shows else ()
        return [Markup(write_json_ld({"@context": CONTEXT, **each})) for each in found]  # noqa: S704  # nothing in it can end the element

    @cached_property
    def _entry(self) -> Entry | None:
        return self._page_index.ask(EntryQuery(self._page.key)) if self._is_entry else None

    @property
    def _is_entry(self) -> bool:
        """Whether the page is an entry, which depends on where it is, and so never changes."""
        return self._page.key in self._page_index.site.entries

    def _descriptions(self) -> Iterator[dict[str, Any]]:
        config, card = self._page_index.site.config, self._page.card
        if card.kind is Kind.HOME:
            site = {
                "@type": "WebSite",
                "name": config.title,
                "url": config.base_url,
                "inLanguage": config.language,
                "description": plain_short_text(config.description, macros_for(config.math)),
                "publisher": {"@type": "ResearchOrganization", **self._owner._asdict()},
            }
            yield without_empty(site)
        if self._page.breadcrumbs:
            yield self._breadcrumbs()
        described = describe_entry(self._entry, self._facts(self._entry)) if self._entry else {}
        if described:
            yield described

    def _breadcrumbs(self) -> dict[str, Any]:
        above = [self._page_index.ask(CardQuery(key)) for key in self._page.breadcrumbs]
        steps = [*(card for card in above if card), self._page.card]
        return {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {
                    "@type": "ListItem",
                    "position": place,
                    "name": card.title,
                    "item": self._absolute(card.url),
                }
                for place, card in enumerate(steps, start=1)
            ],
        }

    def _facts(self, entry: Entry) -> EntryFacts:
        card = self._page.card
        image = next(iter(entry.images.values()), card.featured_image)
        return EntryFacts(
            url=self._absolute(card.url),
            owner=self._owner,
            description=card.description or one_line(card.abstract) or card.summary,
            image=self._absolute(image.image.src) if image else "",
            published=card.published or card.date,
            updated=card.updated,
            authors=[self._link(author) for author in entry.authors],
            link=self._link,
            related=lambda name: self._related(entry, name),
        )

    def _related(self, entry: Entry, collection: str) -> Sequence[tuple[Entry, str]]:
        keys = self._page_index.ask(RelatedQuery(entry.key, collection))
        found = (self._page_index.ask(EntryQuery(key)) for key in keys)
        return [(each, self._absolute(each.url)) for each in found if each]

    def _link(self, author: Author) -> LinkedPerson:
        """Return an author with the page and the ORCID of the person, if the site has them."""
        person = self._page_index.ask(EntryQuery(author.person)) if author.person else None
        if person is None:
            return LinkedPerson(name_in_parts(author.name))
        # The name stays as it is on the publication.
        name = author.name if author.name.family else person.name or author.name
        url = self._absolute(person.url)
        return LinkedPerson(name, url, str(person.values.get("orcid", "")))

    def _absolute(self, url: str) -> str:
        return f"{self._origin}{url}" if url.startswith("/") else url
