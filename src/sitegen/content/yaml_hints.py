"""Say what to do about a mistake in YAML: libyaml tells what it expected, not what was meant."""

from __future__ import annotations

import re

__all__ = ["hint_for"]

_QUOTES = "a value that holds ': ' or begins with one of [{*&!%@ needs quotes"
_PLACED = re.compile(
    r"expected (?:key|'-' indicator|<block end>|<document start>)|sequence entries"
)
_UNCLOSED = re.compile(r"quoted scalar|end of stream|document indicator")
_COMPLETE = re.compile(r"\s*(?:- +)?[^\s#:][^#:]*: +[^\s#|>]")
_AFTER_QUOTE = re.compile(
    r"\s*(?:- +)?(?:[\w-]+: +)?(?:\"[^\"]*\"|'(?:[^']|'')*')[ \t]*[^\s#,:\]}]"
)
_TOML = re.compile(r"\s*([\w-]+) *= *(\S.*)")
#: A field with its whole value on one line, without quotation marks.
_FIELD = re.compile(r"(?P<name>[\w-]+): +(?P<value>[^\s\"'|>][^\"]*?)\s*")
_LONGEST = 60
_NO_SPACE = re.compile(r"\s*[\w-]+:[^\s/:]")


def hint_for(problem: str, lines: list[str], line: int, column: int) -> str:
    """Return a hint for libyaml's `problem` at a place; both numbers count from 1."""
    here = lines[line - 1] if 0 < line <= len(lines) else ""
    above = next((each for each in reversed(lines[: max(0, line - 1)]) if each.strip()), "")
    hint = _QUOTES
    as_toml = _TOML.match(above) or _TOML.match(here)
    is_misplaced = _PLACED.search(problem) is not None
    is_first_colon = "mapping values" in problem and ": " not in here[: column - 1]
    if here[column - 1 :].startswith("\t") or "\t" in here[: len(here) - len(here.lstrip())]:
        hint = "indent with spaces, never with tabs"
    elif _UNCLOSED.search(problem):
        hint = "close the quotes that were opened"
    elif _AFTER_QUOTE.match(here) or (is_misplaced and _AFTER_QUOTE.match(above)):
        hint = "put quotes around the whole value, or around none of it"
    elif is_first_colon and _indent(here) > _indent(above) and _COMPLETE.match(above):
        hint = f"begin the line with as many spaces as the one above: {_indent(above)}"
    elif "\uff1a" in here + above and ":" not in above:
        hint = "write ': ' in place of '\uff1a'"
    elif as_toml:
        hint = (
            f"write '{as_toml[1]}: {as_toml[2]}', or '+++' in place of '---' if all of it is TOML"
        )
    elif _NO_SPACE.match(here) or _NO_SPACE.match(above):
        hint = "write a space after the colon"
    elif is_misplaced and above and _indent(here) != _indent(above):
        hint = "the lines of one list or table begin with the same number of spaces"
    if hint == _QUOTES:
        hint = _quoted(here) or hint
    return hint


def _quoted(line: str) -> str:
    """Return a hint with the line as it should be; nothing if that is not plain."""
    found = _FIELD.fullmatch(line)
    if not found or len(line) > _LONGEST or not re.search(r": |^[\[{*&!%@`]", found["value"]):
        return ""
    return f'put quotes around the value: {found["name"]}: "{found["value"]}"'


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
