"""Read the tables of a configuration key by key, and collect what is wrong with them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin, get_type_hints

import msgspec

from sitegen.config.collections import CollectionConfig
from sitegen.config.positions import locate_setting
from sitegen.diagnostics import (
    Diagnostic,
    Location,
    Severity,
    declare,
    did_you_mean,
    documentation,
    report,
)
from sitegen.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["INVALID_SETTING", "MISSING_SETTING", "UNKNOWN_SETTING", "SettingReader"]

INVALID_SETTING = declare("invalid-setting", Severity.ERROR, needed=True)
MISSING_SETTING = declare("missing-setting", Severity.ERROR, needed=True)
UNKNOWN_SETTING = declare("unknown-setting", Severity.ERROR, needed=True)

_DIAGNOSTICS = "diagnostics."
_LEVELS = ("error", "warning", "off")
#: To find the places of very many mistakes takes very long.
_MOST_PROBLEMS = 100


class SettingReader:
    """Converts table by table and key by key, so that one mistake does not hide the next."""

    def __init__(self, path: str, text: str, base_url: str) -> None:
        self.path = path
        self.base_url = base_url
        self.text = text
        self.lines = text.splitlines()
        self.problems: list[Diagnostic] = []
        self.reported: set[tuple[str, str, str]] = set()

    def read(self, shape: type[Any], table: Mapping[str, object], prefix: str) -> Any:
        hints = _hints_of(shape)  # type: ignore[arg-type]  # classes are hashable
        names = set(shape.__struct_fields__)
        values: dict[str, Any] = {}
        for key, value in table.items():
            name = f"{prefix}{key}"
            if key not in names:
                usual = f"{documentation('configuration')} lists the settings"
                if prefix == _DIAGNOSTICS and value in _LEVELS:
                    usual = f'write {key} = "{value}" below [diagnostics.levels]'
                hint = did_you_mean(key, names, usual)
                self.report(UNKNOWN_SETTING, name, f"no setting '{name}'", hint)
            else:
                found = self.read_value(hints[key], value, name)
                if found is not None:
                    values[key] = found
        return shape(**values)

    def read_value(self, hint: Any, value: object, name: str) -> Any:
        """Return the value of a setting; None if it is wrong, which is reported."""
        if _is_table(hint) and isinstance(value, dict):
            return self.read(hint, value, f"{name}.")
        if hint == dict[str, CollectionConfig] and isinstance(value, dict):
            return self.read_collections(value, name)
        try:
            return msgspec.convert(value, hint)
        except msgspec.ValidationError as error:
            self.invalid(name, *_explain(value, hint, error))
            return None

    def read_collections(self, table: Mapping[str, object], name: str) -> dict[str, Any]:
        """Return the collections; a mistake is reported at its own setting or field."""
        hints = _hints_of(CollectionConfig)
        found = {}
        for each, settings in table.items():
            place = f"{name}.{each}"
            if not isinstance(settings, dict):
                self.read_value(dict[str, Any], settings, place)
                continue
            known = {key: value for key, value in settings.items() if key in hints}
            for key in ("fields", "groups"):
                of_each = get_args(hints[key])[1]
                if isinstance(known.get(key), dict):
                    for inner, value in known[key].items():
                        if self.read_value(of_each, value, f"{place}.{key}.{inner}") is None:
                            known[key] = {}
            found[each] = self.read(CollectionConfig, known, f"{place}.")
        return found

    def raise_problems(self) -> None:
        if self.problems:
            raise ConfigError(report(self.problems))

    def invalid(self, name: str, message: str, hint: str = "") -> None:
        self.report(INVALID_SETTING, name, f"'{name}': {message}", hint)

    def report(self, code: str, name: str, message: str, hint: str = "", value: str = "") -> None:
        """Report a problem at a setting, or at a text in it; at last, only that there are more."""
        if len(self.problems) > _MOST_PROBLEMS or (name, message, value) in self.reported:
            return
        self.reported.add((name, message, value))
        if len(self.problems) == _MOST_PROBLEMS:
            message, hint = "there are more mistakes than these", "correct these first"
        place = locate_setting(self.text, self.path, name, value)
        if name == "base_url" and self.base_url:
            place = Location(path="--base-url")
        problem = Diagnostic(code=code, message=message, location=place, hint=hint)
        if problem not in self.problems:
            self.problems.append(problem)

    def place_of(self, words: tuple[str, ...]) -> Location:
        """Return where the last of these words is, each searched for behind the one before."""
        line = column = 0
        for word in words:
            for number, text in enumerate(self.lines[max(line - 1, 0) :], start=max(line, 1)):
                found = re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text)
                if found and not text.lstrip().startswith("#"):
                    line, column = number, found.start() + 1
                    break
        return Location(path=self.path, line=line, column=column)


def _is_table(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, msgspec.Struct)


def _explain(value: object, hint: Any, error: msgspec.ValidationError) -> tuple[str, str]:
    """Return what is wrong with the value of a setting, and what to write instead."""
    choices, limits = _choices(hint), _limits(hint)
    if choices:
        several = value if isinstance(value, list) else [value]
        unknown = next((each for each in several if each not in choices), value)
        return f"there is no '{unknown}'", f"write {' or '.join(map(repr, choices))}"
    if value == []:
        return "must not be empty", ""
    if limits and ", got " not in str(error):  # the type is right
        return f"must be from {limits.ge} to {limits.le}", ""
    hint_of_list = ""
    if isinstance(value, str) and str(error).startswith("Expected `array`"):
        hint_of_list = f'write ["{value}"]'
    return _lower(str(error)), hint_of_list


def _choices(hint: Any) -> tuple[str, ...]:
    """Return the values that a setting, or each entry of its list, may have, if they are listed."""
    of_each = get_args(hint)[0] if get_origin(hint) is tuple else hint
    return get_args(of_each) if get_origin(of_each) is Literal else ()


def _limits(hint: Any) -> msgspec.Meta | None:
    """Return the limits of a setting that is a number, or a list of numbers."""
    while get_args(hint):
        for note in getattr(hint, "__metadata__", ()):
            if note.ge is not None:
                limits: msgspec.Meta = note
                return limits
        hint = get_args(hint)[0]
    return None


def _lower(message: str) -> str:
    """Rewrite a message of msgspec without the names of Python's types."""
    words = {
        "`str | object`": "text or a table",
        "`bool | null`": "true or false",
        "`int`": "a whole number",
        "`str`": "text",
        "`bool`": "true or false",
    }
    words |= {"`array`": "a list", "`object`": "a table", "`float`": "a number"}
    for code, word in words.items():
        message = message.replace(code, word)
    message = re.sub(r"^Invalid enum value ('[^']*').*", r"there is no \1", message)
    found = re.fullmatch(r"(.*) - at `\$\[(\d+)\]`", message)
    if found:
        message = f"{found[1]} as entry {int(found[2]) + 1}"
    message = message.removesuffix(" - at `$[...]`")
    return message[:1].lower() + message[1:]


@cache
def _hints_of(shape: type[Any]) -> Mapping[str, Any]:
    """Return the types of a table's settings: there are few tables, and every build reads them."""
    return get_type_hints(shape, include_extras=True)
