"""Turn a table of TOML or JSON into front matter fields with their places."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from sitegen.content.escapes import check_text
from sitegen.content.yaml_reader import FLATTEN, MAX_DEPTH, Field, Refused, Rules

__all__ = ["place_fields"]

Place = tuple[int, int]
#: Larger numbers are text, as in YAML front matter.
_LARGEST = 10**18


def place_fields(
    table: Mapping[str, Any], places: Mapping[tuple[Any, ...], Place], text: str, rules: Rules
) -> dict[str, Field]:
    """Return the fields of a table; `places` has line and column of its names by path.

    Dates and times become text, as in YAML front matter. What has no place of its own gets that of
    what holds it. `text` is the source. Raises Refused.
    """
    field = _Placing(places, text, rules).field(table, (), (1, 1))
    fields: dict[str, Field] = field.inside
    return fields


class _Placing:
    def __init__(self, places: Mapping[tuple[Any, ...], Place], text: str, rules: Rules) -> None:
        self._places = places
        self._text = text
        self._rules = rules

    def field(self, value: Any, path: tuple[Any, ...], above: Place) -> Field:
        place = self._places.get(path, above)
        if isinstance(value, dict | list) and len(path) == MAX_DEPTH:
            message = f"{self._rules.noun} is too deeply nested"
            raise Refused(self._rules.code, message, *place, FLATTEN)
        if isinstance(value, dict):
            for name in value:
                check_text(name, self._text)
            inside = {name: self.field(v, (*path, name), place) for name, v in value.items()}
            plain: Any = {name: each.value for name, each in inside.items()}
            return Field(value=plain, raw="", line=place[0], column=place[1], inside=inside)
        if isinstance(value, list):
            entries = [self.field(v, (*path, n), place) for n, v in enumerate(value)]
            plain = [each.value for each in entries]
            return Field(value=plain, raw="", line=place[0], column=place[1], inside=entries)
        settled = self._settle(value)
        return Field(value=settled, raw=_written(settled), line=place[0], column=place[1])

    def _settle(self, value: Any) -> Any:
        if isinstance(value, date | datetime | time):
            return value.isoformat()
        if isinstance(value, str):
            check_text(value, self._text)
        if type(value) is int and abs(value) >= _LARGEST:
            return str(value)
        return value


def _written(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
