"""Sort entries by the keys of a style, in the order of a language's alphabet.

Source: the CSL 1.0.2 specification, "Sorting". Entries without a value come last in either
direction. Nothing depends on the machine: letters are compared as `model.collation` does.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.model.collation import collation_key
from sitegen.research.csl.citation_labels import citation_label
from sitegen.research.csl.date_element import date_sort_key
from sitegen.research.csl.field_markup import strip_markup
from sitegen.research.csl.name_options import NameOptions
from sitegen.research.csl.person_text import person_text
from sitegen.research.csl.rich_text import plain_text
from sitegen.research.csl.scene import Scene
from sitegen.research.csl_variables import NUMBERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sitegen.research.csl.items import Item
    from sitegen.research.csl.locale import Locale
    from sitegen.research.csl.style_reader import Layout, SortKey

__all__ = ["sort_items"]

_DIGITS = 10
#: Punctuation does not count, except for dashes.
_IGNORED = re.compile(r"[^\w\s\0-]")
_LOWEST = "\0"


def sort_items(
    items: Iterable[Item], layout: Layout, locale: Locale, area: str, numbers: Mapping[str, int]
) -> list[Item]:
    """Return items in the order of a layout's keys; those that are equal stay as they are.

    `numbers` are citation numbers by key of the item.
    """
    ordered = list(items)
    for key in reversed(layout.sort_keys):
        ordered = _sort(ordered, _value_of(key, layout, locale, area, numbers), key, locale)
    return ordered


def _sort(
    items: Sequence[Item], value: Callable[[Item], str], key: SortKey, locale: Locale
) -> list[Item]:
    keyed: list[tuple[str, Item]] = []
    empty: list[Item] = []
    for item in items:
        text = value(item)
        if text:
            keyed.append((collation_key(text, locale.language), item))
        else:
            empty.append(item)
    keyed.sort(key=lambda pair: pair[0], reverse=key.descending)
    return [item for _, item in keyed] + empty


def _value_of(
    key: SortKey, layout: Layout, locale: Locale, area: str, numbers: Mapping[str, int]
) -> Callable[[Item], str]:
    macro = key.macro
    if macro is None:
        return lambda item: _variable(key.variable, item, layout, numbers)

    def value(item: Item) -> str:
        scene = Scene(item, locale, area)
        scene.sorting = True
        scene.sort_names = key.names
        scene.number = numbers.get(item.key, 0)
        return _IGNORED.sub("", plain_text(macro(scene))).strip()

    return value


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
        return _IGNORED.sub("", f"{_LOWEST}{_LOWEST}".join(each))
    if variable in item.dates:
        return date_sort_key(item.dates[variable])
    text = item.texts.get(variable, "")
    if variable == "citation-label":
        text = citation_label(item)
    if variable in NUMBERS and text.isdecimal():
        return text.zfill(_DIGITS)
    return _IGNORED.sub("", strip_markup(text)).strip()
