"""Arrange items that are known, and that nothing needs to tell apart, as those of most pages.

What `sorting` and `disambiguation` have found of each item tells whether its place among others is
plain, and whether its cites read as if it was alone: then neither has to run again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sitegen.research.csl.entry_writer import EntryWriter
    from sitegen.research.csl.items import Item
    from sitegen.research.csl.style_reader import Style

__all__ = ["KnownItems", "names_everybody"]

#: The people of items of a style that does not tell people apart.
_NOBODY = (frozenset[tuple[str, str, str]](), frozenset[str]())


class _Known(NamedTuple):
    """An item, and what is known of it on a page on which nothing is like it.

    `value` is what it is sorted by first, `text` how its cites read. `persons` and `families` are
    those whom its cites may name, if the style tells people apart.
    """

    item: Item
    value: str
    text: str
    persons: frozenset[tuple[str, str, str]]
    families: frozenset[str]


def names_everybody(style: Style) -> bool:
    """Tell whether given names tell people apart although their cites do not clash."""
    options = style.citation.options if style.citation is not None else {}
    rule = options.get("givenname-disambiguation-rule", "by-cite")
    return options.get("disambiguate-add-givenname") == "true" and rule != "by-cite"


class KnownItems:
    """The items that have been arranged before with a style, by key.

    Of a style that sorts nothing, or by numbers, none is known.
    """

    def __init__(self, style: Style) -> None:
        layout = style.bibliography
        keys = layout.sort_keys if layout is not None and style.citation is not None else ()
        self._first = keys[0] if keys and not keys[0].uses_number else None
        self._tells_people = names_everybody(style)
        self._known: dict[str, _Known] = {}

    def arrange(self, keys: Iterable[str]) -> list[Item] | None:
        """Return the items with these keys in the order of the bibliography.

        Return None if one is not known, or if two have anything in common that counts.
        """
        known = self._known
        try:
            found = [known[key] for key in keys]
        except KeyError:
            return None
        if self._first is None or len({each.text for each in found}) < len(found):
            return None
        by_value = {each.value: each.item for each in found}
        if len(by_value) < len(found):
            return None
        if self._tells_people:
            families = frozenset().union(*[each.families for each in found])
            if len(families) < len(frozenset().union(*[each.persons for each in found])):
                return None
        return [by_value[value] for value in sorted(by_value, reverse=self._first.descending)]

    def remember(self, items: Iterable[Item], writer: EntryWriter) -> None:
        """Keep what has been found of items that were arranged in another way, if all of it is."""
        if self._first is None:
            return
        values = writer.sort_values[id(self._first)]
        for item in items:
            if item.key in self._known:
                continue
            people = writer.people.get(item) if self._tells_people else _NOBODY
            value, text = values.get(item), writer.plain_texts.get(item)
            if value and text is not None and people is not None:
                self._known[item.key] = _Known(item, value, text, *people)
