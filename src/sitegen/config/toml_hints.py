"""Say what to do about a mistake in TOML: tomllib tells what it expected, not what was meant."""

from __future__ import annotations

import re

__all__ = ["explain_mistake"]

_TWICE = re.compile(r"Cannot declare \((?P<names>.*)\) twice|Cannot overwrite a value")
_NAME = re.compile(r"'([^']*)'")
_COLON = re.compile(r"\s*(?P<name>[\w.-]+)[ \t]*:[ \t]*(?P<value>\S.*)")
#: What tomllib says of a text that nothing closes on its line, or before the end of the file.
_UNCLOSED = {
    "Illegal character '\\n'": ("the text is not closed", 'add " at its end'),
    "Unterminated string": ("the text is not closed", 'add " at its end'),
    'Expected "\'"': ("the text is not closed", "add ' at its end"),
}
_CURLY = re.compile("[\u201c\u201d\u201e]")


def explain_mistake(message: str, line: str) -> tuple[str, str]:
    """Return what tomllib says about a line in plain words, and a hint, which may be empty."""
    twice = _TWICE.match(message)
    if twice and twice["names"]:
        name = ".".join(_NAME.findall(twice["names"]))
        return f"there is a second table [{name}]", "write all its settings below the first one"
    if twice:
        return "a setting of that name is there already", "keep one of them"
    if message in _UNCLOSED:
        return _UNCLOSED[message]
    if _CURLY.search(line):
        return message, 'write straight quotation marks: "'
    if message == "Invalid value":
        return message, 'text needs quotes: title = "Imaging Lab"'
    colon = _COLON.fullmatch(line)
    if colon and "Expected '='" in message:
        value = colon["value"].strip()
        quoted = value if value.startswith(('"', "'", "[", "{")) else f'"{value}"'
        return message, f"write {colon['name']} = {quoted}"
    return message, ""
