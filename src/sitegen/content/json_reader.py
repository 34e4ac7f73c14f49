"""Read JSON strictly, and find the place of each name, which Python's reader does not tell."""

from __future__ import annotations

import bisect
import json
import re
from typing import Any

from sitegen.config.quoted_escapes import (
    JSON_QUOTES,
    find_lost_in,
    find_wrong_escape,
    is_of_escape,
)
from sitegen.content.text import position
from sitegen.content.toml_reader import refuse_long_number
from sitegen.content.yaml_reader import DUPLICATE_KEY, FLATTEN, MAX_DEPTH, Refused, Rules
from sitegen.diagnostics import Problem
from sitegen.late_patterns import compile_late

__all__ = ["find_json_end", "find_json_names", "find_json_places", "read_json"]

#: Names with their colons, other strings, numbers that only Python accepts, and brackets.
_TOKEN = compile_late(r'("[^"\\]*(?:\\.[^"\\]*)*")\s*(:?)|NaN|-?Infinity|[\[\]{},]', re.DOTALL)


def read_json(text: str, rules: Rules) -> Any:
    """Return the value that a text holds. Raises Refused."""
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        lost = find_wrong_escape(text, JSON_QUOTES) if is_of_escape(error.msg) else None
        if lost:
            place = position(text, lost.place)
            raise Refused(rules.code, lost.message, *place, lost.hint) from error
        hint = "put names and text in double quotes, and commas only between entries"
        message = f"not JSON: {error.msg.removesuffix(' at')}"
        raise Refused(rules.code, message, error.lineno, error.colno, hint) from error
    except RecursionError:
        value = None  # and _check says where
    except ValueError as error:
        raise refuse_long_number(text, rules) from error
    _check(text, rules)
    lost = find_lost_in(text, JSON_QUOTES)
    if lost:
        raise Refused(rules.code, lost.message, *position(text, lost.place), lost.hint)
    return value


def _check(text: str, rules: Rules) -> None:
    """Refuse what Python's own reader lets pass, or refuses without a place."""
    names: list[set[str]] = []
    for token in _TOKEN.finditer(text):
        problem = _check_token(token, names, rules)
        if problem:
            place = position(text, token.start())
            raise Refused(problem.code, problem.message, *place, problem.hint)


def _check_token(token: re.Match[str], names: list[set[str]], rules: Rules) -> Problem | None:
    """Return what is wrong with a token; `names` has the names so far of each open table."""
    mark = token[0][0]
    if mark in "[{":
        names.append(set())
        too_deep = f"{rules.noun} is too deeply nested"
        return Problem(rules.code, too_deep, FLATTEN) if len(names) > MAX_DEPTH else None
    if mark in "]}":
        names.pop()
    elif mark not in '",':
        message = f"not JSON: {token[0]} is not a number"
        return Problem(rules.code, message, "write null, or text in quotes")
    elif token[2]:
        name = json.loads(token[1])
        if name in names[-1]:
            return Problem(
                DUPLICATE_KEY, f"'{name}' appears here a second time", "keep one of them"
            )
        names[-1].add(name)
    return None


def find_json_end(text: str, start: int) -> int:
    """Return where the object that begins at `start` ends: with the text, if it is not closed."""
    depth = 0
    for token in _TOKEN.finditer(text, start):
        mark = token[0][0]
        depth += (mark in "[{") - (mark in "]}")
        if depth == 0:
            return token.end()
    return len(text)


def find_json_names(text: str, start: int) -> dict[str, int]:
    """Return where the names of the object at `start` begin, not those of objects in it."""
    names: dict[str, int] = {}
    depth = 0
    for token in _TOKEN.finditer(text, start):
        mark = token[0][0]
        depth += (mark in "[{") - (mark in "]}")
        if depth == 0:
            break
        if depth == 1 and token[2]:
            names[json.loads(token[1])] = token.start()
    return names


def find_json_places(text: str) -> dict[tuple[Any, ...], tuple[int, int]]:
    """Return line and column of each name by its path, such as `("menu", "main")`.

    An entry of a list has its number in the path, and has a place if it is a list or a table. The
    text is one that `read_json` has read.
    """
    places: dict[tuple[Any, ...], tuple[int, int]] = {}
    path: list[Any] = []
    starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def place(index: int) -> tuple[int, int]:
        line = bisect.bisect_right(starts, index)
        return line, index - starts[line - 1] + 1

    for token in _TOKEN.finditer(text):
        mark = token[0][0]
        if mark in "[{":
            if path and isinstance(path[-1], int):
                places[tuple(path)] = place(token.start())
            path.append(0 if mark == "[" else None)
        elif mark in "]}":
            path.pop()
        elif mark == "," and isinstance(path[-1], int):
            path[-1] += 1
        elif token[2]:
            path[-1] = json.loads(token[1])
            places[tuple(path)] = place(token.start())
    return places
