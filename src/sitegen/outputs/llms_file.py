"""llms.txt: the site in short for language models, with links to all of its pages (llmstxt.org)."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, ClassVar

from sitegen.content.markdown_copy import escape_markdown
from sitegen.content.math_options import macros_for
from sitegen.content.short_texts import plain_short_text
from sitegen.graph.companion_files import markdown_path
from sitegen.graph.urls import href
from sitegen.model import Artefact, Kind, Rank
from sitegen.outputs.markdown_copies import link_line
from sitegen.rendering.queries import CardQuery, PackedQuery, StaticFileQuery

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sitegen.model import ParsedPage, Site
    from sitegen.rendering.queries import QueryContext
    from sitegen.rendering.recorded_site import RecordedSite

__all__ = ["LLMS_FILE", "LlmsQuery"]

_NAME = "llms.txt"


class LlmsQuery(PackedQuery, frozen=True):
    """All pages of the site by the top-level sections that hold them."""

    kind: ClassVar[str] = "llms"
    follows_text: ClassVar[bool] = False

    def answer(self, context: QueryContext) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """Return the key of each page and the URL of its copy, by the keys of sections.

        Pages outside of sections have the empty key.
        """
        site = context.site
        found: dict[str, list[tuple[str, str]]] = {"": []}
        for key in (*site.sections, *site.regular_pages):
            page = site.pages[key]
            top = _top_section(site, key)
            copy = href(site.config.base_path, str(markdown_path(page.output)))
            found.setdefault(top, []).append((key, copy))
        return {section: tuple(pages) for section, pages in found.items() if pages}

    def describe(self, context: QueryContext) -> str:  # noqa: ARG002  # as every query
        """Name the pages."""
        return "the list of all pages"


class _LlmsFile:
    """The file, if the site wants it and has none of its own."""

    name = "llms"

    def paths(self, pages: Iterable[ParsedPage]) -> Iterable[str]:  # noqa: ARG002  # as every output
        """Return nothing: the file is for programs."""
        return ()

    def render(self, site: RecordedSite) -> Iterator[Artefact]:
        """Yield the file."""
        if site.config.outputs.llms and not site.ask(StaticFileQuery(_NAME)):
            text = "\n\n".join(_blocks(site))
            path = PurePosixPath(_NAME)
            yield Artefact(path=path, data=f"{text}\n".encode(), rank=Rank.INDEX, source=_NAME)


LLMS_FILE = _LlmsFile()


def _blocks(site: RecordedSite) -> Iterator[str]:
    config = site.config
    yield f"# {escape_markdown(config.title)}"
    if config.description:
        yield f"> {escape_markdown(plain_short_text(config.description, macros_for(config.math)))}"
    for section, pages in site.ask(LlmsQuery()).items():
        top = site.ask(CardQuery(section)) if section else None
        yield f"## {escape_markdown(top.title) if top else 'Pages'}"
        lines = []
        for key, copy in pages:
            card = site.ask(CardQuery(key))
            if card:
                url = copy if config.outputs.markdown else card.url
                lines.append(link_line(card, config.origin + url))
        yield "\n".join(lines)


def _top_section(site: Site, key: str) -> str:
    """Return the section directly below the home page that holds a page, or is it."""
    page = site.pages[key]
    above = [each for each in page.breadcrumbs if site.pages[each].card.kind is not Kind.HOME]
    if above:
        return above[0]
    return key if page.card.kind is Kind.SECTION else ""
