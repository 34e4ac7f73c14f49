"""Decide which pages are published: drafts, future and expired pages, and sections of these."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

import msgspec

from sitegen.graph.cascading import cascade_fields, find_cascades, folders_above
from sitegen.graph.sections import find_section_folders
from sitegen.model import CONTENT, LeftOut

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import PurePosixPath

    from sitegen.model import ParsedPage

__all__ = [
    "HeldBack",
    "Selected",
    "Selection",
    "apply_cascades",
    "count_left_out",
    "find_held_folder",
    "select_pages",
    "tell_kinds",
]

_HOME = str(CONTENT / "index.md")


class Selection(msgspec.Struct, frozen=True, kw_only=True):
    """What a build shows beside the published pages; `now` decides future and expired.

    The `date` of pages below the folders `undated` is not that of their publication: an event's is
    that of the event. Pages that are `unreadable`, by path, are not shown, whatever they say.
    """

    now: datetime
    drafts: bool = False
    future: bool = False
    expired: bool = False
    undated: frozenset[str] = frozenset()
    unreadable: frozenset[str] = frozenset()


class HeldBack(msgspec.Struct, frozen=True):
    """Why a page is not published: `kind` is a field of `LeftOut`, `reason` follows "it is".

    An empty `kind` is not counted. `hint` says how what links to it can be right.
    """

    kind: str
    reason: str
    hint: str = "publish that page or remove the link"


#: Shows all but drafts.
_ONLY_DRAFTS = Selection(now=datetime.min.replace(tzinfo=UTC), future=True, expired=True)
_UNREADABLE = HeldBack(
    "", "not shown as long as it has errors, for it may be a draft", "correct that page first"
)
_UNDERSCORED = HeldBack("underscored", "not published because of the '_' in its path")


class Selected(msgspec.Struct, frozen=True, kw_only=True):
    """The published pages, with the fields that sections give them, and why others are not.

    `pages` are all, `unpublished` has those that are not published by path, `folders` are those
    of which nothing is published.
    """

    pages: tuple[ParsedPage, ...]
    published: tuple[ParsedPage, ...]
    unpublished: Mapping[str, HeldBack] = msgspec.field(default_factory=dict)
    folders: Mapping[str, HeldBack] = msgspec.field(default_factory=dict)


def select_pages(
    parsed: tuple[ParsedPage, ...],
    selection: Selection,
    underscored: Iterable[PurePosixPath] = (),
    others: Mapping[str, str] = MappingProxyType({}),
) -> Selected:
    """Give pages the fields of their sections, and split them into published and other ones.

    A section that is not published by what its own file says holds back everything below it. The
    home page is no such section. `underscored` are pages that were not parsed, because of their
    names; `others` are files that are no pages of the site, with the reason.
    """
    pages = apply_cascades(parsed)
    folders = _held_folders(parsed, selection)
    if selection.drafts:
        pages = _mark_drafts(pages, parsed)
    unpublished = dict.fromkeys(map(str, underscored), _UNDERSCORED)
    unpublished |= {path: HeldBack("", reason) for path, reason in others.items()}
    published = []
    for page in pages:
        held = _why_held_back(page, selection)
        if held is None and folders:
            held = find_held_folder(page.key, folders)
        if held is None:
            published.append(page)
        else:
            unpublished[page.key] = held
    return Selected(
        pages=pages, published=tuple(published), unpublished=unpublished, folders=folders
    )


def apply_cascades(parsed: tuple[ParsedPage, ...]) -> tuple[ParsedPage, ...]:
    """Return all pages of a site with the fields that the sections above them give them."""
    cascades = find_cascades(parsed)
    if not cascades:
        return parsed
    asks_for_kind = any(each.kind for row in cascades.values() for each in row)
    kind_of = tell_kinds(page.key for page in parsed if asks_for_kind)
    return tuple(cascade_fields(page, cascades, kind_of) for page in parsed)


def tell_kinds(keys: Iterable[str]) -> Callable[[ParsedPage], str]:
    """Return what tells the kind of pages, in the words of a cascade's target; `keys` are all."""
    sections = {f"{folder}/index.md" for folder in find_section_folders(keys)}

    def kind_of(page: ParsedPage) -> str:
        if page.key == _HOME:
            return "home"
        return "section" if page.key in sections else "page"

    return kind_of


def count_left_out(selected: Selected) -> LeftOut:
    """Return how many pages were left out for what reason."""
    return LeftOut(**Counter(each.kind for each in selected.unpublished.values() if each.kind))


def _why_held_back(page: ParsedPage, selection: Selection) -> HeldBack | None:
    """Say why a page is left out; None if it is published.

    As in Hugo, a page without `publish_date` is published from its `date` on.
    """
    front = page.front
    from_date = front.publish_date or front.date
    if front.date and from_date is front.date and selection.undated:
        undated = not selection.undated.isdisjoint(folders_above(page.key))
        from_date = None if undated else from_date
    if str(page.path) in selection.unreadable:
        return _UNREADABLE
    if front.draft and not selection.drafts:
        return HeldBack("drafts", "a draft")
    if from_date and from_date.moment > selection.now and not selection.future:
        return HeldBack("future", f"not published before {from_date.written}")
    if front.expires and front.expires.moment <= selection.now and not selection.expired:
        return HeldBack("expired", f"expired since {front.expires.written}")
    return None


def _held_folders(parsed: tuple[ParsedPage, ...], selection: Selection) -> dict[str, HeldBack]:
    """Return the folders whose own page says that it is not published."""
    folders = {}
    for page in parsed:
        key = page.key
        if key.endswith("/index.md") and key != _HOME:
            held = _why_held_back(page, selection)
            if held:
                reason = f"in a section that is {held.reason}"
                folder = key.rpartition("/")[0]
                folders[folder] = msgspec.structs.replace(held, reason=reason)
    return folders


def _mark_drafts(
    pages: tuple[ParsedPage, ...], parsed: tuple[ParsedPage, ...]
) -> tuple[ParsedPage, ...]:
    """Return the pages, those of draft sections as drafts, so that a theme can say so."""
    folders = _held_folders(tuple(page for page in parsed if page.front.draft), _ONLY_DRAFTS)
    if not folders:
        return pages
    return tuple(
        msgspec.structs.replace(page, front=msgspec.structs.replace(page.front, draft=True))
        if find_held_folder(page.key, folders)
        else page
        for page in pages
    )


def find_held_folder(path: str, folders: Mapping[str, HeldBack]) -> HeldBack | None:
    """Return why the folder of a file, or one above it, is held back; None if none is."""
    return next((folders[each] for each in folders_above(path) if each in folders), None)
