"""Pages at old URLs that redirect to the pages that have moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from sitegen.graph.urls import alias_path
from sitegen.rendering.queries import PackedQuery

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sitegen.diagnostics import Diagnostic
    from sitegen.model import Artefact, ParsedPage, Redirect
    from sitegen.rendering.queries import QueryContext
    from sitegen.rendering.recorded_site import RecordedSite

__all__ = ["REDIRECTS", "RedirectsQuery"]


class RedirectsQuery(PackedQuery, frozen=True):
    """All old URLs, and where they lead."""

    kind: ClassVar[str] = "redirects"
    follows_text: ClassVar[bool] = False

    def answer(self, context: QueryContext) -> tuple[Redirect, ...]:
        """Return the redirects."""
        return context.site.redirects

    def describe(self, context: QueryContext) -> str:  # noqa: ARG002  # as every query
        """Name the old URLs."""
        return "the old URLs of pages"


class _Redirects:
    """One page for each old URL, by the template `redirect.html`."""

    name = "redirects"

    def paths(self, pages: Iterable[ParsedPage]) -> Iterable[str]:
        """Return the old addresses."""
        return [alias_path(alias) for page in pages for alias in page.front.aliases]

    def render(self, site: RecordedSite) -> Iterator[Artefact | Diagnostic]:
        """Yield the pages."""
        for redirect in site.ask(RedirectsQuery()):
            yield site.render(
                "redirect.html",
                redirect.output,
                redirect.source,
                target=redirect.target,
                canonical_url=site.config.origin + redirect.target,
            )


REDIRECTS = _Redirects()
