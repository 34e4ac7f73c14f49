"""What the filters of a long list need, in few bytes: which entries have which value.

A list of a thousand publications says this once for each choice of a filter instead of in each
entry, and its addresses begin where the list is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from sitegen.rendering.entry_views import EntryGroup, EntryView

__all__ = ["bare", "list_places", "url_from"]

#: What no attribute needs quotes for.
_BARE = compile_late(r"[\w.:/~-]*[\w.:~-]", re.ASCII)


def list_places(groups: Sequence[EntryGroup], name: str) -> dict[str, str]:
    """Return the values of a filter with the places of their entries, as `encode_places` writes.

    `groups` are shown one below the other, without what is a version of another entry; places
    count from 0 through all of them. `name` is `type`, `topic`, `project` or `person`: the first
    two in the order of the list and of the alphabet, the others by their anchors. People with pages
    are left out, since the entries link to these.
    """
    values = _VALUES[name]
    found: dict[str, tuple[str, list[int]]] = {}
    shown = (each for group in groups for each in group.entries if not each.version_of)
    for place, entry in enumerate(shown):
        for value in values(entry):
            places = found.setdefault(value.casefold(), (value, []))[1]
            if not places or places[-1] != place:
                places.append(place)
    order = sorted(found) if name == "topic" else found
    return {found[folded][0]: encode_places(found[folded][1]) for folded in order}


def encode_places(places: Iterable[int]) -> str:
    """Return ascending places as the steps between them, from -1, in digits of base 36.

    A step of 1 is left out: 0, 1, 5 and 16 are `,,4,b`.
    """
    last = -1
    steps = []
    for place in places:
        steps.append("" if place == last + 1 else _in_base_36(place - last))
        last = place
    return ",".join(steps)


def _in_base_36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits


def bare(value: str) -> Markup:
    """Return the value of an attribute: without quotes if it needs none, else in quotes.

    One that ends with `/` gets quotes, since `/>` ends a tag for those who read XML.
    """
    text = str(value)
    return Markup(text if _BARE.fullmatch(text) else f'"{escape(text)}"')  # noqa: S704  # no mark of HTML is in it


def url_from(url: str, page_url: str) -> str:
    """Return a URL of the site as a page above it may write it; another one stays as it is."""
    rest = url.removeprefix(page_url.rpartition("/")[0] + "/")
    # `key:1/` would be of the scheme `key`; nothing, `/` and the marks would lead elsewhere.
    return url if rest[:1] in "/?#" or ":" in rest else rest


def _types(entry: EntryView) -> Iterator[str]:
    if entry.work:
        yield entry.work.type


def _topics(entry: EntryView) -> Iterable[str]:
    return entry.work.keywords if entry.work else ()


def _projects(entry: EntryView) -> Iterator[str]:
    return (project.anchor for project in entry.related("projects"))


def _people(entry: EntryView) -> Iterator[str]:
    return (each.entry.anchor for each in entry.authors if each.entry and not each.entry.url)


_VALUES: dict[str, Callable[[EntryView], Iterable[str]]] = {
    "type": _types,
    "topic": _topics,
    "project": _projects,
    "person": _people,
}
