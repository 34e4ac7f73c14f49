"""Read YAML safely, with the line of each value.

The parser's events are read one by one, and PyYAML builds no values from them. So aliases cannot
multiply, deep nesting cannot overflow the stack, and `NO` is not read as false.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import yaml

from sitegen.config.quoted_escapes import explain_escape, find_lost_backslash
from sitegen.content.text import find_invisible
from sitegen.content.yaml_hints import hint_for
from sitegen.diagnostics import Diagnostic, Location, ProblemError, Severity, declare

__all__ = [
    "DUPLICATE_KEY",
    "FLATTEN",
    "INVALID_DATE",
    "MAX_DEPTH",
    "Field",
    "Refused",
    "Rules",
    "read_plain",
    "read_yaml",
]

DUPLICATE_KEY = declare("duplicate-key", Severity.ERROR, needed=True)
INVALID_DATE = declare("invalid-date", Severity.ERROR, protects=True)

MAX_DEPTH = 32
#: The hint where there are more levels.
FLATTEN = f"use at most {MAX_DEPTH} levels"

_Parser: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
#: Part of libyaml's message when it stops by itself, since 0.2.6 after 1,000 levels.
_TOO_DEEP = "nesting depth"

#: Plain scalars as in YAML 1.2's core schema: `NO`, `0755`, `12:30:45` and dates stay text.
_WORDS = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
}
#: An item of a list on a line of its own.
_ITEM = re.compile(r"\n[ \t]*(?P<item>- [^\n]*)")
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+")


def read_plain(text: str) -> Any:
    """Convert an unquoted scalar; a number that Python writes differently (`1.10`) stays text."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text) and repr(float(text)) == text:
        return float(text)
    return text


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """A field's value, its text when it is a plain scalar, and its place in the file.

    `inside` has the fields of a mapping by name, or those of a list.
    """

    value: Any
    raw: str
    line: int
    column: int
    inside: Any = None


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """How to read a text: its name in messages, the code of its mistakes, limits.

    `max_events` is 0 for no limit. `plain` converts scalars without quotes; if it raises a
    ValueError, the scalar is an invalid date.
    """

    noun: str
    code: str
    max_events: int = 0
    plain: Callable[[str], Any] = read_plain


class Refused(ProblemError):  # noqa: N818  # a signal inside this package, not an error for callers
    """Raised for a text that is refused; line and column count from 1, 0 for all of it."""

    def __init__(self, code: str, message: str, line: int, column: int, hint: str = "") -> None:
        super().__init__(code, message, hint)
        self.line = line
        self.column = column

    def at(self, path: str) -> Diagnostic:
        """Return the diagnostic for the file that contains the text."""
        return self.problem.at(Location(path=path, line=self.line or 1, column=self.column or 1))


def read_yaml(text: str, rules: Rules) -> tuple[list[Any], dict[str, Field]]:
    """Return the document's value in a list, empty if there is none, and its top-level fields.

    Those of a document that is a list are inside a field without a name. Raises Refused.
    """
    builder = _Builder(rules, text)
    try:
        for count, event in enumerate(_events(text)):
            builder.read(event)
            if len(builder.open) > MAX_DEPTH:
                raise builder.refuse(f"{rules.noun} is too deeply nested", event, FLATTEN)
            if 0 < rules.max_events < count:
                raise builder.refuse(f"{rules.noun} is too large", event)
    except yaml.YAMLError as error:
        if _TOO_DEEP in str(error) and (mark := getattr(error, "problem_mark", None)):
            # libyaml reads ahead, so it failed before it reported any level. Without the text after
            # that place, it reports them, and our own limit gives the message.
            read_yaml(text[: mark.index], rules)
        raise _from_yaml(error, text, rules.code) from error
    return builder.roots, builder.fields


def _events(text: str) -> Iterator[Any]:
    """Yield the parser's events, as `yaml.parse` does at twice the cost."""
    parser = _Parser(text)
    try:
        while (event := parser.get_event()) is not None:
            yield event
    finally:
        parser.dispose()


def _place(event: Any) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _from_yaml(error: yaml.YAMLError, text: str, code: str) -> Refused:
    mark = getattr(error, "problem_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    problem = getattr(error, "problem", None) or str(error)
    opened = getattr(error, "context_mark", None)
    is_open = "end of stream" in problem or "document indicator" in problem
    if opened and is_open and "quoted scalar" in (getattr(error, "context", None) or ""):
        line, column = opened.line + 1, opened.column + 1
        problem = "a quotation mark opens here, and none closes it"
    if mark and opened and ("escape" in problem or "hexdecimal" in problem):
        lost = explain_escape(text, opened.index, mark.index)
        return Refused(code, lost.message, line, column - (mark.index - lost.place), lost.hint)
    # YAML has more kinds of line ends than `str.split("\n")`, and counts lines by them.
    lines = text.splitlines() if mark else []
    whole = f"{getattr(error, 'context', None) or ''} {problem}"
    hint = hint_for(whole, lines, line, column)
    return Refused(code, f"not YAML: {problem}", line, column, hint)


class _Open(msgspec.Struct):
    """A list or a mapping that is being read; for a mapping, the name whose value comes next."""

    values: Any
    fields: Any
    is_list: bool
    name: str | None = None
    place: tuple[int, int] = (1, 1)

    def takes_name(self) -> bool:
        """Tell whether a name comes next."""
        return self.name is None and not self.is_list


class _Builder:
    """Builds values from events one by one, without recursion."""

    def __init__(self, rules: Rules, text: str) -> None:
        self.rules = rules
        self.text = text
        self.roots: list[Any] = []
        self.fields: dict[str, Field] = {}
        self.open: list[_Open] = []

    def refuse(self, message: str, event: Any, hint: str = "") -> Refused:
        return Refused(self.rules.code, message, *_place(event), hint)

    def read(self, event: Any) -> None:
        if isinstance(event, yaml.CollectionEndEvent):
            self.open.pop()
        elif isinstance(event, yaml.NodeEvent):
            self._check(event)
            parent = self.open[-1] if self.open else None
            if parent is not None and parent.takes_name():
                self._read_name(event, parent)
            elif isinstance(event, yaml.ScalarEvent):
                if parent is not None and parent.is_list:
                    self._check_item(event)
                value = self._scalar(event, self.rules.plain)
                # In a folded text, what was an empty line is only the end of a line.
                raw = event.value.replace("\n", "\n\n") if event.style == ">" else event.value
                self._put(event, parent, value, raw, None)
            elif isinstance(event, yaml.MappingStartEvent):
                self._open(event, parent, {}, {})
            else:
                self._open(event, parent, [], [])

    def _check_item(self, event: Any) -> None:
        """Refuse an item of a list that swallows the next one, which is indented by more."""
        start, end = event.start_mark, event.end_mark
        if event.style not in {None, ""} or start.line == end.line:
            return
        found = _ITEM.search(self.text, start.index, end.index)
        if found:
            line = start.line + 1 + self.text.count("\n", start.index, found.start("item"))
            column = found.start("item") - self.text.rfind("\n", 0, found.start("item"))
            item = found["item"][:40].rstrip()
            message = f"'{item}' is indented by more than the item above, and becomes its text"
            hint = "begin it in the column of the item above"
            raise Refused(self.rules.code, message, line, column, hint)

    def _check(self, event: Any) -> None:
        if event.anchor:  # set for an alias, too
            hint = "write the value out, or put quotes around it if it is text"
            raise self.refuse("anchors (&) and aliases (*) are not allowed", event, hint)
        if event.tag:
            hint = "put quotes around the value"
            raise self.refuse(f"the tag '{event.tag}' is not allowed", event, hint)

    def _open(self, event: Any, parent: _Open | None, value: Any, inside: Any) -> None:
        if parent is None and isinstance(value, dict):
            inside = self.fields
        self._put(event, parent, value, "", inside)
        self.open.append(_Open(value, inside, isinstance(value, list)))

    def _read_name(self, event: Any, parent: _Open) -> None:
        if not isinstance(event, yaml.ScalarEvent):
            hint = "put quotes around the value"
            raise self.refuse("a field's name must be plain text", event, hint)
        name = self._scalar(event, str)
        parent.place = _place(event)
        if name in parent.values:
            message = f"'{name}' appears here a second time"
            raise Refused(DUPLICATE_KEY, message, *parent.place, "keep one of them")
        parent.name = name

    def _put(self, event: Any, parent: _Open | None, value: Any, raw: str, inside: Any) -> None:
        """Put a value into what is open, or make it the root."""
        if parent is None:
            self._put_root(event, value, inside)
        elif parent.is_list:
            line, column = _place(event)
            parent.values.append(value)
            field = Field(value=value, raw=raw, line=line, column=column, inside=inside)
            parent.fields.append(field)
        else:
            line, column = parent.place
            parent.values[parent.name] = value
            field = Field(value=value, raw=raw, line=line, column=column, inside=inside)
            parent.fields[parent.name] = field
            parent.name = None

    def _put_root(self, event: Any, value: Any, inside: Any) -> None:
        if self.roots:
            raise self.refuse("a second document begins here", event, "keep only one")
        self.roots.append(value)
        if isinstance(value, list):
            line, column = _place(event)
            self.fields[""] = Field(value=value, raw="", line=line, column=column, inside=inside)

    def _check_escapes(self, event: Any) -> None:
        """Refuse TeX in double quotes, whose backslashes mean something else there."""
        start, end = event.start_mark, event.end_mark
        if self.text.find("\\", start.index, end.index) < 0:
            return
        lost = find_lost_backslash(self.text, start.index, end.index)
        if lost:
            line = start.line + 1 + self.text.count("\n", start.index, lost.place)
            column = lost.place - self.text.rfind("\n", 0, lost.place)
            raise Refused(self.rules.code, lost.message, line, column, lost.hint)

    def _scalar(self, event: Any, plain: Callable[[str], Any]) -> Any:
        text = event.value
        if event.implicit[0]:
            try:
                return plain(text)
            except ValueError as error:
                hint = "if it is text, put quotes around it"
                raise Refused(INVALID_DATE, str(error), *_place(event), hint) from error
        if event.style == '"':
            self._check_escapes(event)
        hidden = find_invisible(text)  # in quotes or a block; only quoted text can have escapes
        if hidden:
            raise Refused(hidden.code, hidden.message, *_place(event), hidden.hint)
        return text
