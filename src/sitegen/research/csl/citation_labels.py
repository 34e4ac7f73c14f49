"""Make labels such as `Knu84` of entries that have none, for styles that cite by label.

Four letters of one author, two of each of two; of more, two of the first and one of each; and two
digits of the year.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sitegen.research.csl.items import Item

__all__ = ["citation_label"]

#: How many letters each name gives, by the number of names.
_LETTERS = {1: (4,), 2: (2, 2), 3: (2, 1, 1), 4: (1, 1, 1, 1)}
_MOST_NAMES = 4
#: Whose names a label is made of: the first of these that there is.
_ROLES = (
    "author", "editor", "chair", "collection-editor", "compiler", "composer", "container-author",
    "contributor", "curator", "director", "editorial-director", "executive-producer", "guest",
    "host", "illustrator", "interviewer", "narrator", "organizer", "original-author", "performer",
    "producer", "recipient", "reviewed-author", "script-writer", "series-creator", "translator",
)  # fmt: skip


def citation_label(item: Item) -> str:
    """Return the label of an entry, without the letter that tells equal ones apart."""
    given = item.texts.get("citation-label")
    if given:
        return given
    people = next((item.names[role] for role in _ROLES if role in item.names), ())[:_MOST_NAMES]
    parts = zip(people, _LETTERS.get(len(people), ()), strict=True)
    label = "".join(_letters(person.family or person.literal, count) for person, count in parts)
    date = item.dates.get("issued")
    year = abs(date.start.year) if date is not None else 0
    return f"{label or _letters(item.texts.get('title', ''), 4)}{year % 100:02}"


def _letters(text: str, count: int) -> str:
    return "".join(filter(str.isalnum, text))[:count].capitalize()
