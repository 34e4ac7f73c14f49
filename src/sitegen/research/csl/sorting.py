"""Sort entries by the keys of a style, in the order of a language's alphabet.

Source: the CSL 1.0.2 specification, "Sorting". Entries without a value come last in either
direction. Nothing depends on the machine: letters are compared as `model.collation` does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.late_patterns import compile_late
from sitegen.model.collation import collation_key
from sitegen.research.csl.citation_labels import citation_label
from sitegen.research.csl.date_element import date_sort_key
from sitegen.research.csl.field_markup import strip_markup
from sitegen.research.csl.name_options import NameOptions
from sitegen.research.csl.person_text import person_text
from sitegen.research.csl.rich_text import plain_text
from sitegen.research.csl.scene import PLAINLY, Depth, Scene
from sitegen.research.csl_variables import NUMBERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sitegen.research.csl.entry_writer import EntryWriter
    from sitegen.research.csl.items import Item
    from sitegen.research.csl.style_reader import Layout, SortKey

__all__ = ["sort_items"]

_DIGITS = 10
_FEWEST = 2
#: Punctuation does not count, except for dashes.
_IGNORED = compile_late(r"[^\w\s\0-]")
#: The same for texts in ASCII, which is many times as fast.
_IGNORED_ASCII = {
    code: None
    for code in range(128)
    if not (chr(code).isalnum() or chr(code).isspace() or chr(code) in "_\0-")
}
_LOWEST = "\0"
_END, _NEXT = "\0\0", "\0\1"


def sort_items(
    items: Iterable[Item],
    layout: Layout,
    writer: EntryWriter,
    area: str,
    numbers: Mapping[str, int],
    depths: Mapping[str, Depth] | None = None,
) -> list[Item]:
    """Return items in the order of a layout's keys; those that are equal stay as they are.

    `numbers` are citation numbers by key of the item. The writer keeps what does not depend on
    them for the next time. `depths` are what tells cites apart, whose given names then count.
    """
    sorter = _Sorter(layout, writer, area, numbers, depths or {})
    return sorter.sort(list(items), 0)


class _Sorter:
    """Sorts with one layout. A later key is worked out only for items that earlier ones leave."""

    def __init__(
        self,
        layout: Layout,
        writer: EntryWriter,
        area: str,
        numbers: Mapping[str, int],
        depths: Mapping[str, Depth],
    ) -> None:
        self._layout = layout
        self._locale = writer.locale
        self._shapes = writer.shapes
        self._area = area
        self._numbers = numbers
        self._known = writer.sort_values
        self._depths = depths

    def sort(self, items: list[Item], which: int) -> list[Item]:
        """Return items sorted by a key and those after it."""
        keys = self._layout.sort_keys
        if which == len(keys) or len(items) < _FEWEST:
            return items
        values = self._values(keys[which], items)
        by_value = dict(zip(values, items, strict=True))
        if len(by_value) == len(items) and "" not in by_value:  # as most are
            return [by_value[value] for value in sorted(by_value, reverse=keys[which].descending)]
        groups: dict[str, list[Item]] = {}
        for item, value in zip(items, values, strict=True):
            if value in groups:
                groups[value].append(item)
            else:
                groups[value] = [item]
        empty = groups.pop("", [])
        ordered: list[Item] = []
        for value in sorted(groups, reverse=keys[which].descending):
            group = groups[value]
            ordered += self.sort(group, which + 1) if len(group) >= _FEWEST else group
        return ordered + self.sort(empty, which + 1)

    def _values(self, key: SortKey, items: Iterable[Item]) -> list[str]:
        if key.uses_number:
            return [self._written(key, item) for item in items]
        known = self._known[id(key)]
        values: list[str] = []
        for item in items:
            depth = self._depths.get(item.key, PLAINLY) if self._depths else PLAINLY
            place = item if depth is PLAINLY else (item, depth)
            value = known.get(place)
            if value is None:
                value = known[place] = self._written(key, item)
            values.append(value)
        return values

    def _written(self, key: SortKey, item: Item) -> str:
        if key.macro is None:
            text = _variable(key.variable, item, self._layout, self._numbers)
        else:
            scene = Scene(item, self._locale, self._area, self._shapes, sorting=True)
            scene.depth = self._depths.get(item.key, PLAINLY)
            scene.sort_names = key.names
            scene.number = self._numbers.get(item.key, 0)
            text = _without_ignored(plain_text(key.macro(scene))).strip()
        return _key(text, self._locale.language) if text else ""


def _key(text: str, language: str) -> str:
    """Return the key of a text whose parts are apart: one that ends comes before one that goes on.

    A collation key says the same text in several ways, one after another.
    """
    parts = collation_key(text, language).split(_LOWEST)
    count = text.count(_LOWEST) + 1
    ways = (parts[at : at + count] for at in range(0, len(parts), count))
    return _END.join(map(_NEXT.join, ways))


def _variable(variable: str, item: Item, layout: Layout, numbers: Mapping[str, int]) -> str:
    if variable == "citation-number":
        return f"{numbers.get(item.key, 0):0{_DIGITS}}"
    if variable in item.names:
        options = NameOptions(
            sort_order="all",
            sort_separator=_LOWEST,
            demote=layout.options.get("demote-non-dropping-particle", "display-and-sort"),
        )
        people = item.names[variable]
        each = (plain_text(person_text(one, options, 0, 0, sorting=True)) for one in people)
        return _without_ignored(f"{_LOWEST}{_LOWEST}".join(each))
    if variable in item.dates:
        return date_sort_key(item.dates[variable])
    text = item.texts.get(variable, "")
    if variable == "citation-label":
        text = citation_label(item)
    if variable in NUMBERS and text.isdecimal():
        return text.zfill(_DIGITS)
    return _without_ignored(strip_markup(text)).strip()


def _without_ignored(text: str) -> str:
    return text.translate(_IGNORED_ASCII) if text.isascii() else _IGNORED.sub("", text)
