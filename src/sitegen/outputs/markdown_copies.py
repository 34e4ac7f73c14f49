"""A copy of each page in Markdown, for programs that read text (llmstxt.org)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from sitegen.content.absolute_urls import make_absolute
from sitegen.content.markdown_copy import escape_markdown, write_markdown
from sitegen.graph.companion_files import markdown_path
from sitegen.model import Artefact, Kind, Rank
from sitegen.rendering.queries import CardQuery, EntryQuery, ListQuery, OutputPathQuery, PackedQuery
from sitegen.research.entry_works import work_of_entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sitegen.model import PageSummary, ParsedPage
    from sitegen.rendering.queries import QueryContext
    from sitegen.rendering.recorded_site import RecordedSite

__all__ = ["MARKDOWN_COPIES", "MarkdownCopiesQuery", "link_line"]


class MarkdownCopiesQuery(PackedQuery, frozen=True):
    """Which pages have a copy in Markdown."""

    kind: ClassVar[str] = "markdown-copies"
    follows_text: ClassVar[bool] = False

    def answer(self, context: QueryContext) -> tuple[str, ...]:
        """Return the keys of all pages but that for addresses that do not exist."""
        pages = context.site.pages.values()
        return tuple(page.key for page in pages if page.card.kind is not Kind.NOT_FOUND)

    def describe(self, context: QueryContext) -> str:  # noqa: ARG002  # as every query
        """Name the copies."""
        return "the list of copies in Markdown"


class _MarkdownCopies:
    """A copy of each page, if the site wants them; a part is a page."""

    name = "markdown"

    def paths(self, pages: Iterable[ParsedPage]) -> Iterable[str]:  # noqa: ARG002  # as every output
        """Return nothing: pages link to each other, not to copies."""
        return ()

    def parts(self, site: RecordedSite) -> Iterable[str]:
        """Return the keys of all pages."""
        return site.ask(MarkdownCopiesQuery()) if site.config.outputs.markdown else ()

    def render_part(self, site: RecordedSite, part: str) -> Iterator[Artefact]:
        """Yield the copy of a page."""
        card = site.ask(CardQuery(part))
        output = site.ask(OutputPathQuery(part))
        if card and output:
            text = "\n\n".join(block for block in _blocks(site, card) if block)
            data = f"{text}\n".encode()
            source = f"the copy of {card.url} in Markdown"
            yield Artefact(path=markdown_path(output), data=data, rank=Rank.PAGE, source=source)


MARKDOWN_COPIES = _MarkdownCopies()


def _blocks(site: RecordedSite, card: PageSummary) -> Iterator[str]:
    origin = site.config.origin
    yield f"# {escape_markdown(card.title)}"
    yield escape_markdown(card.subtitle)
    entry = site.ask(EntryQuery(card.key))
    work = work_of_entry(entry, card.date) if entry else None
    facts = [*card.authors, *([card.date.written] if card.date else [])]
    yield escape_markdown(site.format_reference(work) if work else ", ".join(facts))
    yield f"<{origin}{card.url}>"
    yield escape_markdown(card.abstract)
    yield write_markdown(make_absolute(site.body(card.key), origin + card.url)).rstrip()
    listed = site.ask(ListQuery(card.key))
    keys = (*listed.sections, *listed.pages) if listed else ()
    found = (site.ask(CardQuery(key)) for key in keys)
    yield "\n".join(link_line(each, origin + each.url) for each in found if each)


def link_line(card: PageSummary, url: str) -> str:
    """Return a line of a list with a link to a page and what it is about."""
    about = card.description or card.summary
    note = f": {escape_markdown(about)}" if about else ""
    return f"- [{escape_markdown(card.title)}]({url}){note}"
