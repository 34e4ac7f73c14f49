"""The YAML block at the head of a page -> plain values with their places.

python-frontmatter splits the file and calls the handler; around it stand the guards without which
it loses metadata in silence (unclosed block, `...` as closer, list instead of fields) and without
which YAML itself is a trap (aliases that explode, nesting that overflows, `NO` read as false).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler

from sitegen.content.text import find_invisible
from sitegen.diagnostics import Diagnostic, Location

__all__ = ["Field", "Split", "split_front_matter"]

MAX_DEPTH = 32
MAX_EVENTS = 20_000
_FENCE = re.compile(r"^(?:-{3,}|\.\.\.)[ \t]*$", re.MULTILINE)

_Parser: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


#: Plain scalars after YAML 1.2's core schema: `NO`, `0755`, `12:30:45` and dates stay text.
_WORDS = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
}
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field's value, its text when it is a plain scalar, and its place in the file."""

    value: Any
    raw: str
    line: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """A page's fields and its body; `body_line` is the body's first line in the file."""

    fields: dict[str, Field]
    body: str
    body_line: int
    diagnostics: tuple[Diagnostic, ...] = ()


class _Refused(Exception):  # noqa: N818  # a signal inside this module, not an error for callers
    """A block that will not be read."""

    def __init__(self, code: str, message: str, line: int, column: int, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.line = line
        self.column = column
        self.hint = hint


class _Handler(YAMLHandler):
    """python-frontmatter's YAML handler with our fences and our reading of the events."""

    FM_BOUNDARY = _FENCE

    def load(self, fm: str, **_: object) -> dict[str, Any]:
        return _read_fields(fm.removeprefix("\n"))


def split_front_matter(text: str, path: str) -> Split:
    """Split a page at its front matter; a mistake in it is a diagnostic and leaves no fields.

    A page without front matter is all body.
    """
    start = len(text) - len(text.lstrip())
    opening = _FENCE.match(text, start)
    if not opening or opening[0].startswith("."):
        return _without_front_matter(text, path, start)
    closing = _FENCE.search(text, opening.end())
    first_line = text.count("\n", 0, start) + 1
    if not closing:
        hint = "end it with a line '---'; for a rule in a page without front matter write '***'"
        message = "the front matter that begins here is never closed"
        return _failed(path, "", 1, _Refused("front-matter-unclosed", message, first_line, 1, hint))
    body = text[closing.end() :].removeprefix("\n")
    body_line = text.count("\n", 0, closing.end()) + 2
    handler: Any = _Handler()
    try:
        fields, _ = frontmatter.parse(text[opening.start() : closing.end()], handler=handler)
    except _Refused as refused:
        refused.line += first_line
        return _failed(path, body, body_line, refused)
    found = {name: value for name, value in fields.items() if isinstance(value, Field)}
    placed = {
        name: Field(value=f.value, raw=f.raw, line=f.line + first_line, column=f.column)
        for name, f in found.items()
    }
    return Split(fields=placed, body=body, body_line=body_line)


def _without_front_matter(text: str, path: str, start: int) -> Split:
    if text.startswith("+++", start):
        message = "the front matter is TOML (+++), sitegen reads YAML"
        refused = _Refused("front-matter-format", message, 1, 1, "write it between '---' lines")
        return _failed(path, "", 1, refused)
    return Split(fields={}, body=text, body_line=1)


def _failed(path: str, body: str, body_line: int, refused: _Refused) -> Split:
    place = Location(path=path, line=refused.line, column=refused.column)
    problem = Diagnostic(code=refused.code, message=str(refused), location=place, hint=refused.hint)
    return Split(fields={}, body=body, body_line=body_line, diagnostics=(problem,))


def _read_fields(text: str) -> dict[str, Any]:
    """Build the fields from YAML's events, which are safe for any input."""
    builder = _Builder()
    try:
        for count, event in enumerate(yaml.parse(text, Loader=_Parser)):
            builder.read(event)
            if len(builder.open) > MAX_DEPTH or count > MAX_EVENTS:
                message = "the front matter is too large or too deeply nested"
                raise _Refused("front-matter-syntax", message, *_place(event))
    except yaml.YAMLError as error:
        raise _from_yaml(error, text) from error
    return builder.fields


def _place(event: Any) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _syntax(message: str, line: int, column: int) -> _Refused:
    return _Refused("front-matter-syntax", message, line, column, "put quotes around the value")


def _from_yaml(error: yaml.YAMLError, text: str) -> _Refused:
    mark = getattr(error, "problem_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    problem = getattr(error, "problem", None) or str(error)
    hint = "a value that holds ': ' or begins with one of [{*&!%@ needs quotes"
    if mark and text.split("\n")[mark.line][mark.column :].startswith("\t"):
        hint = "indent with spaces, never with tabs"
    return _Refused("front-matter-syntax", f"not YAML: {problem}", line, column, hint)


@dataclass(slots=True)
class _Open:
    """A list or a mapping that is being read, and the mapping's name that waits for its value."""

    values: Any
    name: str | None = None
    place: tuple[int, int] = (1, 1)


class _Builder:
    """Takes events one by one; what is deep costs no recursion."""

    def __init__(self) -> None:
        self.fields: dict[str, Any] = {}
        self.open: list[_Open] = []

    def read(self, event: Any) -> None:
        if isinstance(event, yaml.CollectionEndEvent):
            self.open.pop()
        elif isinstance(event, yaml.NodeEvent):
            value = self._value(event)
            if self.open:
                self._put(event, value)
            elif not isinstance(value, dict):
                message = "the front matter holds no fields such as 'title: Our work'"
                raise _Refused("front-matter-format", message, 1, 1, "write 'name: value' lines")
            if isinstance(event, yaml.CollectionStartEvent):
                self.open.append(_Open(value))

    def _value(self, event: Any) -> Any:
        if event.anchor:  # an alias names its anchor, too
            raise _syntax("anchors (&) and aliases (*) are not allowed", *_place(event))
        if event.tag:
            raise _syntax(f"the tag '{event.tag}' is not allowed", *_place(event))
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event)
        return {} if isinstance(event, yaml.MappingStartEvent) else []

    def _put(self, event: Any, value: Any) -> None:
        parent = self.open[-1]
        if isinstance(parent.values, list):
            parent.values.append(value)
        elif parent.name is None:
            parent.place = _place(event)
            parent.name = self._name(event, parent)
        else:
            parent.values[parent.name] = value
            if len(self.open) == 1:
                line, column = parent.place
                raw = event.value if isinstance(event, yaml.ScalarEvent) else ""
                field = Field(value=value, raw=raw, line=line, column=column)
                self.fields[parent.name] = field
            parent.name = None

    def _name(self, event: Any, parent: _Open) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            raise _syntax("a field's name must be plain text", *parent.place)
        name = str(event.value)
        if name in parent.values:
            message = f"'{name}' stands here a second time"
            raise _Refused("duplicate-key", message, *parent.place, "keep one of them")
        return name


def _scalar(event: Any) -> Any:
    """Convert a scalar; a number that would change its looks (`1.10`) stays text."""
    text = event.value
    if not event.implicit[0]:  # in quotes, or a block; only quotes know escapes
        hidden = find_invisible(text)
        if hidden:
            raise _Refused("control-character", hidden, *_place(event), "delete it")
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text) and repr(float(text)) == text:
        return float(text)
    return text
