"""Render the lists of entries that stand in a page's text, with the theme's templates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from markupsafe import escape

from sitegen.rendering.entry_views import EntryGroup, EntryList
from sitegen.rendering.queries import TemplateQuery

if TYPE_CHECKING:
    import jinja2

    from sitegen.model import Listing
    from sitegen.rendering.page_index import PageIndex

__all__ = ["EntryLists"]

_TEMPLATE = "partials/entries/text-list.html"


class EntryLists:
    """The lists of one page, in their order; `values` returns what its templates see."""

    def __init__(
        self,
        environment: jinja2.Environment,
        page_index: PageIndex,
        values: Callable[[], Mapping[str, Any]],
    ) -> None:
        self._environment = environment
        self._page_index = page_index
        self._values = values
        self._count = 0

    def render(self, listing: Listing) -> str:
        """Return the HTML of the next list."""
        if not listing.entries:
            return f"<p>{escape(listing.empty)}</p>" if listing.empty else ""
        self._count += 1
        self._page_index.note(TemplateQuery(_TEMPLATE))
        entries = EntryList(self._page_index, listing.entries)
        field = listing.group_by
        return self._environment.get_template(_TEMPLATE).render(
            **self._values(),
            groups=entries.group_by(field) if field else [EntryGroup(None, entries)],
            group_by=field,
            level=listing.level,
            style=listing.style,
            list_number=self._count,
        )
