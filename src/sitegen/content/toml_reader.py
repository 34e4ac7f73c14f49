"""Read TOML, and find the place of each name, which tomllib does not tell."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from typing import Any

from sitegen.config import MOST_PARTS, explain_toml, find_deep_name
from sitegen.config.quoted_escapes import (
    TOML_QUOTES,
    find_lost_in,
    find_wrong_escape,
    is_of_escape,
)
from sitegen.content.text import position
from sitegen.content.yaml_reader import DUPLICATE_KEY, FLATTEN, Refused, Rules
from sitegen.late_patterns import compile_late

__all__ = ["find_toml_places", "read_toml", "refuse_long_number"]

_TWICE = compile_late(r"Cannot (?:declare|overwrite|mutate|redefine)|Duplicate")
_LONG_NUMBER = compile_late(r"(?<![0-9_])[0-9_]{4000,}")

_NAME = r"(?:\"(?:\\.|[^\"\\\n])*\"|'[^'\n]*'|[A-Za-z0-9_-]+)"
_NAMES = rf"({_NAME}(?:[ \t]*\.[ \t]*{_NAME})*)"
_BLANK = compile_late(r"(?:\s|#[^\n]*)*")
_HEADER = compile_late(rf"\[(\[?)[ \t]*{_NAMES}[ \t]*\]+")
_ASSIGNED = compile_late(rf"{_NAMES}[ \t]*=")
_ONE_NAME = compile_late(_NAME)
#: What may hold a line feed, a bracket or a number sign inside a value.
_TOKEN = compile_late(
    r'"""(?:\\.|[^\\])*?"""(?!")|\'\'\'.*?\'\'\'(?!\')'
    r'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*|[\[\]{}\n]',
    re.DOTALL,
)


_YAML = compile_late(r"[\w-]+:(?: |$)")


def read_toml(text: str, rules: Rules, parse_float: Callable[[str], Any] = float) -> dict[str, Any]:
    """Return the table that a text holds. Raises Refused."""
    deep = find_deep_name(text)
    if deep >= 0:
        message = f"this name has more than {MOST_PARTS} parts"
        raise Refused(rules.code, message, *position(text, deep), FLATTEN)
    try:
        table = tomllib.loads(text, parse_float=parse_float)
    except (ValueError, RecursionError) as error:
        raise _refuse(text, rules, error) from error
    lost = find_lost_in(text, TOML_QUOTES)
    if lost:
        raise Refused(rules.code, lost.message, *position(text, lost.place), lost.hint)
    return table


def _refuse(text: str, rules: Rules, error: Exception) -> Refused:
    """Return why a text cannot be read."""
    if isinstance(error, RecursionError):
        return Refused(rules.code, f"{rules.noun} is too deeply nested", 0, 0, FLATTEN)
    if not isinstance(error, tomllib.TOMLDecodeError):
        return refuse_long_number(text, rules)
    message, line, column = explain_toml(error)
    lost = find_wrong_escape(text, TOML_QUOTES) if is_of_escape(message) else None
    if lost:
        return Refused(rules.code, lost.message, *position(text, lost.place), lost.hint)
    if "end of document" in str(error):
        line, column = text.rstrip("\n").count("\n") + 1, 0
    if _TWICE.match(message):
        message = f"{_name_on(text, line)} appears here a second time"
        return Refused(DUPLICATE_KEY, message, line, column, "keep one of them")
    hint = "look for a missing quotation mark, bracket or '='"
    here = text.split("\n")[line - 1 : line] or [""]
    if _YAML.match(here[0]):
        hint = "write 'name = value'; YAML is between two lines '---'"
    if message.startswith("Invalid"):
        hint = 'text needs quotes: name = "Ada"'
    return Refused(rules.code, f"not TOML: {message}", line, column, hint)


def _name_on(text: str, line: int) -> str:
    found = re.match(r"[\s\[{]*+([^=\]]++)[=\]]", text.split("\n")[line - 1])
    return f"'{found[1].rstrip()}'" if found else "a name"


def refuse_long_number(text: str, rules: Rules) -> Refused:
    """Return the refusal of a number that Python takes too long to read."""
    found = _LONG_NUMBER.search(text)
    line, column = position(text, found.start()) if found else (0, 0)
    return Refused(rules.code, "this number is too long", line, column, "put quotes around it")


def find_toml_places(text: str) -> dict[tuple[Any, ...], tuple[int, int]]:
    """Return line and column of each name by its path, such as `("menu", "main")`.

    An entry of an array of tables has its number in the path. The names of inline tables are left
    out. The text is one that `read_toml` has read.
    """
    places: dict[tuple[Any, ...], tuple[int, int]] = {}
    arrays: dict[tuple[Any, ...], int] = {}
    table: tuple[Any, ...] = ()
    index = _skip(text, 0)
    while index < len(text):
        header = _HEADER.match(text, index)
        found = header or _ASSIGNED.match(text, index)
        if found is None:  # pragma: no cover  # tomllib has read the text
            break
        names = _split(found[2] if header else found[1])
        path = _resolve(names, arrays) if header else (*table, *names)
        place = position(text, index)
        for end in range(1, len(path) + 1):
            places.setdefault(path[:end], place)
        if header:
            if header[1]:
                arrays[path] = arrays.get(path, -1) + 1
                path = (*path, arrays[path])
                places[path] = place
            table = path
        index = _skip(text, found.end() if header else _end_of_value(text, found.end()))
    return places


def _skip(text: str, index: int) -> int:
    found = _BLANK.match(text, index)
    return found.end() if found else index


def _split(names: str) -> tuple[str, ...]:
    """Return the parts of a dotted name without their quotes."""
    parts = _ONE_NAME.findall(names)
    return tuple(str(next(iter(tomllib.loads(f"{part}=1")))) for part in parts)


def _resolve(names: tuple[str, ...], arrays: dict[tuple[Any, ...], int]) -> tuple[Any, ...]:
    """Return the path of a table's name, which may go through the last entry of an array."""
    path: tuple[Any, ...] = ()
    for number, name in enumerate(names, start=1):
        path = (*path, name)
        if path in arrays and number < len(names):
            path = (*path, arrays[path])
    return path


def _end_of_value(text: str, index: int) -> int:
    depth = 0
    for token in _TOKEN.finditer(text, index):
        if token[0] in "[{":
            depth += 1
        elif token[0] in "]}":
            depth -= 1
        elif token[0] == "\n" and depth == 0:
            return token.end()
    return len(text)
