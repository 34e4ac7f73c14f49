"""Make labels such as `Knu84` of entries that have none, for styles that cite by label.

Four letters of one author, two of each of two or three, one of each of four; and two digits of
the year.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sitegen.research.csl.items import Item

__all__ = ["citation_label"]

#: How many letters each name gives, by the number of names.
_LETTERS = {1: 4, 2: 2, 3: 2}
_MOST_NAMES = 4
_ROLES = ("author", "editor", "translator", "director")


def citation_label(item: Item) -> str:
    """Return the label of an entry, without the letter that tells equal ones apart."""
    given = item.texts.get("citation-label")
    if given:
        return given
    people = next((item.names[role] for role in _ROLES if role in item.names), ())[:_MOST_NAMES]
    letters = _LETTERS.get(len(people), 1)
    label = "".join((person.family or person.literal)[:letters] for person in people)
    date = item.dates.get("issued")
    year = f"{abs(date.start.year) % 100:02}" if date is not None and date.start.year else ""
    if not label:
        label = item.texts.get("title", "")[:4]
    return label + year
