"""Decide which pages are published: drafts, future and expired pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from sitegen.model import FrontMatter, ParsedPage

__all__ = ["Selection", "select_pages"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What a build shows beside the published pages; `now` decides future and expired."""

    now: datetime
    drafts: bool = False
    future: bool = False
    expired: bool = False


def _why_unpublished(front: FrontMatter, selection: Selection) -> str:
    """Say why a page is left out, or nothing when it is published.

    As in Hugo, a page without `publish_date` is published from its `date` on.
    """
    from_date = front.publish_date or front.date
    if front.draft and not selection.drafts:
        return "a draft"
    if from_date and from_date.moment > selection.now and not selection.future:
        return f"not published before {from_date.written}"
    if front.expires and front.expires.moment <= selection.now and not selection.expired:
        return f"expired since {front.expires.written}"
    return ""


def select_pages(
    parsed: tuple[ParsedPage, ...], selection: Selection
) -> tuple[tuple[ParsedPage, ...], dict[str, str]]:
    """Split pages into the published ones and, by key, the reasons for the others."""
    reasons = {page.key: _why_unpublished(page.front, selection) for page in parsed}
    published = tuple(page for page in parsed if not reasons[page.key])
    return published, {key: reason for key, reason in reasons.items() if reason}
