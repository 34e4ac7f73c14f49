"""Items: what a style formats, read from CSL-JSON or made of the site's works.

Sources: the CSL 1.0.2 specification, appendix IV, and csl-data.json of its schema. Whatever has
another type than the schema says is read as far as it makes sense, and left out otherwise.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import force_setattr, replace

from sitegen.late_patterns import compile_late
from sitegen.research.csl.date_values import DateValue, read_date
from sitegen.research.csl.directions import close_directions
from sitegen.research.csl.name_parsing import NameValue, read_names
from sitegen.research.csl_variables import DATES, NAMES, NUMBERS, TEXTS
from sitegen.research.csl_writer import csl_item
from sitegen.research.work_formulas import FORMULA_MARK, write_formulas

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sitegen.model import Work

__all__ = ["Item", "item_from_csl", "item_from_work"]

#: Old names of variables, and what they are called now.
_RENAMED = {"shortTitle": "title-short", "journalAbbreviation": "container-title-short"}
#: One variable under two names: `event` is that of CSL 1.0.1.
_SAME = (("event", "event-title"),)
_MOST_BITS = 14_000
_IN_NOTES = TEXTS | NUMBERS | DATES
_TYPED = DATES | NAMES
_SPACES = " \t\r\n"
_NOTE_LINE = compile_late(r"\s*(?P<name>[A-Za-z][A-Za-z_-]+)\s*:\s*(?P<value>\S.*)")
_FIRST_PAGE = compile_late(r"\s*((?:\\[–-]|[^\s,;&–-])+)")


class Item(msgspec.Struct, frozen=True, eq=False):
    """An entry: its type, and its variables by what they are; texts may have markup.

    `present` are the variables that have a value; the same set for all items that have these.
    """

    key: str
    type: str
    texts: Mapping[str, str] = msgspec.field(default_factory=dict)
    names: Mapping[str, tuple[NameValue, ...]] = msgspec.field(default_factory=dict)
    dates: Mapping[str, DateValue] = msgspec.field(default_factory=dict)
    present: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        present = _interned(frozenset((*self.texts, *self.names, *self.dates)))
        force_setattr(self, "present", present)

    @property
    def language(self) -> str:
        """The language of the entry, in lower case."""
        return self.texts.get("language", "").lower()


@lru_cache(maxsize=1 << 10)
def _interned(variables: frozenset[str]) -> frozenset[str]:
    """Return the set that was the first one with these variables: one is told by its identity."""
    return variables


def item_from_csl(data: Mapping[str, Any]) -> Item:
    """Return an item of CSL-JSON, such as `{"id": "a", "type": "book", "title": "A book"}`."""
    texts: dict[str, str] = {}
    names: dict[str, tuple[NameValue, ...]] = {}
    dates: dict[str, DateValue] = {}
    own = _from_note(data)
    for key, value in ({**data, **own} if own else data).items():
        name = _RENAMED.get(key, key)
        if name in {"id", "type"}:
            continue
        if type(value) is str and name not in _TYPED:  # as most are
            if text := value.strip(_SPACES):
                texts[name] = text
            continue
        kind = _kind(name, value)
        if kind == "date" and (date := read_date(value)) is not None:
            dates[name] = date
        elif kind == "names" and (people := read_names(value)):
            names[name] = people
        elif kind == "text" and (text := _text(value)):
            texts[name] = text
    _complete(texts)
    return Item(str(data.get("id", "")), _text(data.get("type")) or "document", texts, names, dates)


def _from_note(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the variables at the beginning of a note, each a line as `event-date: 2004-10-01`.

    Programs without a field for a variable keep it there. What the item has itself stays.
    """
    note = data.get("note")
    if not isinstance(note, str) or ":" not in note:
        return {}
    found: dict[str, Any] = {}
    left: list[str] = []
    in_front = True
    for line in note.splitlines():
        match = _NOTE_LINE.fullmatch(line)
        name = match["name"] if match else ""
        in_front = in_front and match is not None
        if match and in_front and name in _IN_NOTES and not data.get(name):
            found[name] = {"raw": match["value"]} if name in DATES else match["value"]
        else:
            left.append(line)
    return {**found, "note": "\n".join(left)} if found else {}


def _kind(name: str, value: object) -> str:
    """Tell what a variable is; of unknown ones, by their value."""
    if name in DATES:
        return "date"
    if name in NAMES:
        return "names"
    if isinstance(value, dict):
        return "date"
    is_list = isinstance(value, list) and any(isinstance(each, dict) for each in value)
    return "names" if is_list else "text"


def _complete(texts: dict[str, str]) -> None:
    """Add the variables that others stand for."""
    for one, other in _SAME:
        if one in texts or other in texts:
            texts.setdefault(one, texts.get(other, ""))
            texts.setdefault(other, texts[one])
    first = _FIRST_PAGE.match(texts.get("page", ""))
    if first:
        texts.setdefault("page-first", first[1])


def item_from_work(work: Work, links: Sequence[str] = ()) -> Item:
    """Return the item of a work of the site, under its key.

    `links` are the addresses of pages about its authors, in their order, each perhaps empty.
    Formulas are text, such as `ℓ₁`: styles change case and quotation marks, which breaks TeX.
    """
    if work.html and FORMULA_MARK in "".join(work.html.values()):
        texts = {name: write_formulas(text) for name, text in work.html.items()}
        work = replace(work, html=texts)
    item = item_from_csl(close_directions(csl_item(work)))
    authors = item.names.get("author", ())
    if not any(links) or len(authors) < len(links):
        return item
    linked = tuple(replace(a, link=url) for a, url in zip(authors, links, strict=False))
    return replace(item, names={**item.names, "author": (*linked, *authors[len(links) :])})


def _text(value: object) -> str:
    """Return a text or a number as text; lists are joined, and nothing else is a text."""
    if isinstance(value, str):
        return value.strip(_SPACES)
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, list):
        return ", ".join(
            filter(None, (_text(each) for each in value if not isinstance(each, list)))
        )
    return ""


def _number(value: float) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    # Python writes no integer of more digits, and none can come from JSON.
    is_long = isinstance(value, int) and value.bit_length() > _MOST_BITS
    return "" if is_long else repr(value)
