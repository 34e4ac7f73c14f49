"""Write resolved references into the slots of a page's HTML."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from sitegen.model.references import ShortcodeCall, ShortcodeClose, ShortcodeTextEnd
from sitegen.rendering.image_html import picture_html

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sitegen.model import HtmlContext, Listing, Picture, Resolved, ResolvedSlots
    from sitegen.rendering.layout import Layout

__all__ = ["AskTitle", "CallShortcode", "ListEntries", "needs_figures", "render_fragment"]


#: Returns the HTML of a list of entries.
ListEntries = Callable[["Listing"], str]
#: Returns the HTML of a shortcode, given that between its tags, that of its arguments by name, and
#: the place where it stands.
CallShortcode = Callable[["ShortcodeCall", str, "Mapping[str, str]", "HtmlContext"], str]
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


def _no_call(
    call: ShortcodeCall, content: str, texts: Mapping[str, str], place: HtmlContext
) -> str:
    """Refuse a shortcode where there can be none."""
    del content, texts, place
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
    around: list[_OpenCall] = []
    for value, part in zip(resolved, parts[1:], strict=True):
        if isinstance(value, ShortcodeCall) and value.has_text:
            around.append(_OpenCall(value, pieces))
            pieces = [part]
            continue
        inner = around[-1] if around else None
        if inner and isinstance(value, ShortcodeTextEnd) and inner.call.number == value.number:
            inner.texts[value.argument] = "".join(pieces).strip()
            pieces = [part]
            if value.argument == inner.call.last_text and not inner.call.has_content:
                pieces = around.pop().before
                pieces += (inner.html("", place), part)
        elif inner and isinstance(value, ShortcodeClose) and inner.call.number == value.number:
            content = "".join(pieces)
            pieces = around.pop().before
            pieces += (inner.html(content, place), part)
        else:
            pieces += (value.html(place), part)
        if value.has_image:
            place = others
    return "".join(pieces)


class _OpenCall(msgspec.Struct):
    """A shortcode whose texts are being written, what came before it, and the texts so far."""

    call: ShortcodeCall
    before: list[str]
    texts: dict[int, str] = msgspec.field(default_factory=dict)

    def html(self, content: str, place: _Place) -> str:
        return place.shortcode(self.call, content, self.call.named_texts(self.texts))


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

    def shortcode(self, call: ShortcodeCall, content: str, texts: Mapping[str, str]) -> str:
        return self.call_shortcode(call, content, texts, self)

    def fragment(self, parts: tuple[str, ...], slots: Sequence[Resolved]) -> str:
        return _join(parts, slots, self)

    def page_title(self, key: str) -> str:
        return self.ask_title(key)

    def picture(self, picture: Picture, *, lazy: bool, label: str = "") -> str:
        return picture_html(picture, self.layout, self.column, lazy=lazy, label=label)
