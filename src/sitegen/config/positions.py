"""Find settings in the text of a configuration: tomllib keeps no positions."""

from __future__ import annotations

import re

from sitegen.diagnostics import Location

__all__ = ["find_setting", "find_value", "locate_setting"]


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


def locate_setting(text: str, path: str, name: str, value: str = "") -> Location:
    """Return the place of a setting, or of a text in it, in the configuration at `path`.

    That of a setting that is not there is its table's, or else the beginning of the file.
    """
    line, column = find_value(text, name, value)
    while not line and "." in name:
        name = name.rpartition(".")[0]
        line, column = find_setting(text, name)
    return Location(path=path, line=line or 1, column=column or 1)
