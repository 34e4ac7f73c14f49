"""What every format of a feed says of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

    from sitegen.model import PageSummary

__all__ = ["FeedItem"]


class FeedItem(NamedTuple):
    """A page of a feed, which has a date; `content` is HTML with absolute addresses, or empty."""

    card: PageSummary
    content: str

    @property
    def updated(self) -> datetime:
        """When the page was published or last changed."""
        dates = [date.moment for date in (self.card.published, self.card.updated) if date]
        if not dates:  # pragma: no cover  # only dated pages are in feeds
            raise AssertionError(self.card.key)
        return max(dates)

    @property
    def terms(self) -> tuple[str, ...]:
        """The tags of the page, and its terms of other taxonomies."""
        return tuple(name for names in self.card.terms.values() for name in names)
