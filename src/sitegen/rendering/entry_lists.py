"""Render the lists of entries that stand in a page's text, with the theme's templates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from markupsafe import escape

from sitegen.rendering.entry_views import EntryGroup, EntryList
from sitegen.rendering.queries import CollectionQuery, TemplateQuery

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
        return self._environment.get_template(_TEMPLATE).render(
            **self._values(),
            groups=self._group(listing, entries),
            group_by=listing.group_by,
            level=listing.level,
            style=listing.style,
            list_number=self._count,
        )

    def _group(self, listing: Listing, entries: EntryList) -> list[EntryGroup]:
        """Return the entries by a field; people by `group` as the list of people groups them."""
        if not listing.group_by:
            return [EntryGroup(None, entries)]
        index = (
            self._page_index.ask(CollectionQuery("people"))
            if (listing.collection, listing.group_by) == ("people", "group")
            else None
        )
        if not index or not index.groups:
            return entries.group_by(listing.group_by)
        groups = []
        for each in index.groups:
            members = frozenset(each.entries)
            keys = tuple(key for key in listing.entries if key in members)
            if keys:
                word = f"people.{each.name}" if each.name else ""
                groups.append(EntryGroup(each.title, EntryList(self._page_index, keys), word))
        return groups
