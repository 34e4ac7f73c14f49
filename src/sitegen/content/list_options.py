"""Read the options of a list of a collection's entries, in whichever syntax they are written.

docs/collections.md describes the options.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, get_args

import msgspec

from sitegen.diagnostics import Problem, did_you_mean
from sitegen.late_patterns import compile_late
from sitegen.model import Condition, Word
from sitegen.model.references.collection_reference import COLLECTION_LIST, EntryStyle

__all__ = ["LIST_OPTIONS", "ListOptions"]

_CONDITION = compile_late(
    r"\s*(?P<field>\w+)\s*(?P<sign>!?=)=?\s*(?P<values>(?:\"[^\"]*\"|[^\",])+)(?:,|\Z)"
)
_VALUE = compile_late(r"\s*(?:\"(?P<quoted>[^\"]*)\"|(?P<plain>[^\"|]+?))\s*(?:\||\Z)")
_LIMIT = compile_late(r"[1-9]\d{0,5}")
_FIELD = compile_late(r"\w+")
_STYLES = tuple(filter(None, get_args(EntryStyle)))
_EXAMPLE = "write 'projects = knee, selected = true'"


class ListOptions(msgspec.Struct):
    """The options of one list: `values` are fields of a `CollectionReference`.

    `word` returns a part of an option with its place, given where it begins; `report` is called
    with what is wrong there. `example` shows how an option is written, given its name and value.
    """

    word: Callable[[str, int], Word]
    report: Callable[[int, Problem], None]
    example: Callable[[str, str], str]
    values: dict[str, Any] = msgspec.field(default_factory=dict)

    def read(self, name: str, value: str, place: int) -> None:
        """Read one of `LIST_OPTIONS`; its value begins at `place`."""
        LIST_OPTIONS[name](self, value, place)

    def read_where(self, value: str, place: int) -> None:
        """Read conditions such as `projects = knee, selected = true`."""
        at, conditions = 0, []
        while at < len(value):
            found = _CONDITION.match(value, at)
            values = list(_read_values(found["values"])) if found else []
            if not found or not values:
                rest = value[at:].strip()
                self.refuse(place + at, f"the condition '{rest[:40]}' cannot be read", _EXAMPLE)
                break
            start = place + found.start("values")
            words = tuple(self.word(each, start + offset) for each, offset in values)
            asked = self.word(found["field"], place + found.start("field"))
            conditions.append(Condition(field=asked, values=words, negated=found["sign"] == "!="))
            at = found.end()
        self.values["conditions"] = (*self.values.get("conditions", ()), *conditions)

    def read_limit(self, value: str, place: int) -> None:
        """Read how many entries are shown at most."""
        if _LIMIT.fullmatch(value):
            self.values["limit"] = int(value)
        else:
            hint = f"write '{self.example('limit', '5')}'"
            self.refuse(place, f"the limit '{value}' is not a number", hint)

    def read_style(self, value: str, place: int) -> None:
        """Read how the entries are shown."""
        if value in _STYLES:
            self.values["style"] = value
        else:
            hint = did_you_mean(value, _STYLES, f"there are {', '.join(_STYLES)}")
            self.refuse(place, f"there is no style '{value}'", hint)

    def read_empty(self, value: str, place: int) -> None:
        """Read what is shown if there is no entry."""
        del place
        self.values["empty"] = value

    def read_field(self, name: str, value: str, place: int) -> None:
        """Read the name of a field."""
        if _FIELD.fullmatch(value.removeprefix("-" if name == "sort" else "")):
            self.values[name] = self.word(value, place)
        else:
            hint = f"write '{self.example(name, 'year')}'"
            self.refuse(place, f"'{value}' is not the name of a field", hint)

    def refuse(self, place: int, message: str, hint: str) -> None:
        """Report what cannot be read."""
        self.report(place, Problem(COLLECTION_LIST, message, hint))


def _read_values(written: str) -> Iterator[tuple[str, int]]:
    """Yield the values between `|`, each with its index; none where they cannot be read."""
    at, found = 0, []
    while at < len(written):
        value = _VALUE.match(written, at)
        if not value:
            return
        name = "plain" if value["quoted"] is None else "quoted"
        found.append((value[name], value.start(name)))
        at = value.end()
    yield from found


LIST_OPTIONS: dict[str, Callable[[ListOptions, str, int], None]] = {
    "where": ListOptions.read_where,
    "limit": ListOptions.read_limit,
    "sort": lambda options, value, place: options.read_field("sort", value, place),
    "group_by": lambda options, value, place: options.read_field("group_by", value, place),
    "style": ListOptions.read_style,
    "empty": ListOptions.read_empty,
}
