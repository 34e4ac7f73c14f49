"""Write resolved references into the slots of a page's HTML."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from sitegen.model.references import ShortcodeCall, ShortcodeClose
from sitegen.rendering.image_html import picture_html

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sitegen.model import HtmlContext, Listing, Picture, Resolved, ResolvedSlots
    from sitegen.rendering.layout import Layout

__all__ = ["AskTitle", "CallShortcode", "ListEntries", "needs_figures", "render_fragment"]


#: Returns the HTML of a list of entries.
ListEntries = Callable[["Listing"], str]
#: Returns the HTML of a shortcode, given that between its tags and the place where it stands.
CallShortcode = Callable[["ShortcodeCall", str, "HtmlContext"], str]
#: Returns the title of a page by its key.
AskTitle = Callable[[str], str]


def needs_figures(resolved: ResolvedSlots, column: int) -> bool:
    """Tell whether a page needs the stylesheet and the script for figures.

    `column` is the width of its text in pixels.
    """
    return any(each.needs_figures(column) for each in resolved.with_own("needs_figures"))


def _no_list(listing: Listing) -> str:
    """Refuse a list where there can be none, such as in a heading."""
    raise AssertionError(listing.collection)


def _no_call(call: ShortcodeCall, content: str, place: HtmlContext) -> str:
    """Refuse a shortcode where there can be none."""
    del content, place
    raise AssertionError(call.name)


def _no_title(key: str) -> str:
    raise AssertionError(key)


def render_fragment(
    parts: tuple[str, ...],
    resolved: Sequence[Resolved],
    layout: Layout,
    column: int,
    *,
    eager: bool = False,
    list_entries: ListEntries = _no_list,
    call_shortcode: CallShortcode = _no_call,
    page_title: AskTitle = _no_title,
) -> str:
    """Join literal HTML with that of what goes into the slots between.

    The text is at most `column` pixels wide. With `eager`, the first image is loaded at once; all
    others when they come near. `list_entries` renders lists of entries, `call_shortcode`
    shortcodes; `page_title` returns the titles of other pages.
    """
    place = _Place(layout, column, list_entries, call_shortcode, page_title, lazy=not eager)
    return _join(parts, resolved, place)


def _join(parts: tuple[str, ...], resolved: Sequence[Resolved], place: _Place) -> str:
    pieces = [parts[0]]
    others = msgspec.structs.replace(place, lazy=True)
    #: The shortcodes whose text is being written, each with what came before it.
    around: list[tuple[ShortcodeCall, list[str]]] = []
    for value, part in zip(resolved, parts[1:], strict=True):
        if isinstance(value, ShortcodeCall) and value.has_content:
            around.append((value, pieces))
            pieces = [part]
            continue
        if isinstance(value, ShortcodeClose) and around and around[-1][0].number == value.number:
            content = "".join(pieces)
            call, pieces = around.pop()
            pieces += (place.shortcode(call, content), part)
        else:
            pieces += (value.html(place), part)
        if value.has_image:
            place = others
    return "".join(pieces)


class _Place(msgspec.Struct, frozen=True):
    """Where a value is written: an `HtmlContext`."""

    layout: Layout
    column: int
    list_entries: ListEntries
    call_shortcode: CallShortcode
    ask_title: AskTitle
    lazy: bool

    def entries(self, listing: Listing) -> str:
        return self.list_entries(listing)

    def shortcode(self, call: ShortcodeCall, content: str) -> str:
        return self.call_shortcode(call, content, self)

    def fragment(self, parts: tuple[str, ...], slots: Sequence[Resolved]) -> str:
        return _join(parts, slots, self)

    def page_title(self, key: str) -> str:
        return self.ask_title(key)

    def picture(self, picture: Picture, *, lazy: bool, label: str = "") -> str:
        return picture_html(picture, self.layout, self.column, lazy=lazy, label=label)
