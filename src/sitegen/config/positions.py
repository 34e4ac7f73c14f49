"""Find settings in the text of a configuration: tomllib keeps no positions."""

from __future__ import annotations

import re

__all__ = ["find_setting", "find_value"]


def find_setting(text: str, name: str) -> tuple[int, int]:
    """Return line and column of a setting such as `images.formats`, both 0 if it is not there.

    A table is found at its header. In a `pyproject.toml`, settings are below `tool.sitegen`.
    """
    *tables, key = name.split(".")
    header = re.compile(rf"\s*\[\[?\s*(tool\.sitegen\.)?{re.escape('.'.join(tables))}\s*\]")
    whole = re.compile(rf"\s*\[\[?\s*(tool\.sitegen\.)?{re.escape(name)}\s*\]")
    entry = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[=.]")
    dotted = re.compile(rf"\s*(tool\.sitegen\.)?{re.escape(name)}\s*=")
    inside = not tables
    at_top = True
    for number, line in enumerate(text.splitlines(), start=1):
        if whole.match(line) or (inside and entry.match(line)) or (at_top and dotted.match(line)):
            return number, len(line) - len(line.lstrip()) + 1
        if re.match(r"\s*\[", line):
            at_top = bool(re.match(r"\s*\[tool\.sitegen\]", line))
            inside = bool(header.match(line)) if tables else at_top
    return 0, 0


def find_value(text: str, name: str, value: str) -> tuple[int, int]:
    """Return line and column of a text in a setting, those of the setting if it is not there.

    In a list of tables, such as a menu, it may be in any of them.
    """
    line, column = find_setting(text, name)
    lines = text.splitlines()
    for number in range(max(1, line), len(lines) + 1):
        at = lines[number - 1].find(value) if value else -1
        if at >= 0 and line:
            return number, at + 1
    return line, column
