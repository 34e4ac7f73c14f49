"""The YAML block at the head of a page -> plain values with their places.

python-frontmatter splits the file and calls the handler; around it stand the guards without which
it loses metadata in silence (unclosed block, `...` as closer, list instead of fields) and without
which YAML itself is a trap (aliases that explode, nesting that overflows, `NO` read as false).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler

from sitegen.content.text import find_invisible
from sitegen.diagnostics import Diagnostic, Location

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Field", "Split", "split_front_matter"]

MAX_DEPTH = 32
MAX_EVENTS = 20_000
_FENCE = re.compile(r"^(?:-{3,}|\.\.\.)[ \t]*$", re.MULTILINE)

_Parser: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Parser):  # type: ignore[misc]  # the base is chosen at run time
    """Scalars after YAML 1.2's core schema: `NO`, `0755`, `12:30:45` and dates stay text."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012  # PyYAML's own protocol

    @classmethod
    def allow(cls, tag: str, pattern: str, first: str) -> None:
        cls.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), list(first))


_Loader.allow("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF")
_Loader.allow("null", r"^(?:~|null|Null|NULL)$", "~nN")
_Loader.allow("int", r"^-?(?:0|[1-9][0-9]{0,17})$", "-0123456789")
_Loader.allow("float", r"^-?(?:0|[1-9][0-9]*)\.[0-9]+$", "-0123456789")
_Loader.yaml_implicit_resolvers.setdefault("", []).append(
    ("tag:yaml.org,2002:null", re.compile(r"^$"))
)


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
    """python-frontmatter's YAML handler with our fences and our loader."""

    FM_BOUNDARY = _FENCE

    def load(self, fm: str, **_: object) -> dict[str, Any]:
        text = fm.removeprefix("\n")
        _guard(text)
        return _read_fields(text)


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


def _guard(text: str) -> None:
    """Walk the event stream, which is safe for any input, before anything is composed."""
    depth = 0
    try:
        events: Iterable[Any] = yaml.parse(text, Loader=_Parser)
        for count, event in enumerate(events):
            place = (event.start_mark.line + 1, event.start_mark.column + 1)
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise _syntax("anchors (&) and aliases (*) are not allowed", *place)
            if getattr(event, "tag", None):
                raise _syntax(f"the tag '{event.tag}' is not allowed", *place)
            hidden = find_invisible(getattr(event, "value", ""))
            if hidden:
                raise _Refused("control-character", hidden, *place, "delete it")
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > MAX_DEPTH or count > MAX_EVENTS:
                message = "the front matter is too large or too deeply nested"
                raise _Refused("front-matter-syntax", message, *place)
    except yaml.YAMLError as error:
        raise _from_yaml(error, text) from error


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


def _read_fields(text: str) -> dict[str, Any]:
    loader: Any = _Loader(text)
    try:
        root: Any = loader.get_single_node()
        if root is None:
            return {}
        if not isinstance(root, yaml.MappingNode):
            message = "the front matter holds no fields such as 'title: Our work'"
            raise _Refused("front-matter-format", message, 1, 1, "write 'name: value' lines")
        _refuse_duplicates(root)
        return {
            _name(key): Field(
                value=_plain(value, loader),
                raw=value.value if isinstance(value, yaml.ScalarNode) else "",
                line=key.start_mark.line + 1,
                column=key.start_mark.column + 1,
            )
            for key, value in root.value
        }
    except yaml.YAMLError as error:
        raise _from_yaml(error, text) from error
    finally:
        loader.dispose()


def _refuse_duplicates(node: Any) -> None:
    if isinstance(node, yaml.SequenceNode):
        for child in node.value:
            _refuse_duplicates(child)
    elif isinstance(node, yaml.MappingNode):
        seen: dict[str, int] = {}
        for key, value in node.value:
            line, column = key.start_mark.line + 1, key.start_mark.column + 1
            name = _name(key)
            if name in seen:
                message = f"'{name}' stands here a second time"
                raise _Refused("duplicate-key", message, line, column, "keep one of them")
            seen[name] = line
            _refuse_duplicates(value)


def _name(key: Any) -> str:
    if not isinstance(key, yaml.ScalarNode):
        place = (key.start_mark.line + 1, key.start_mark.column + 1)
        raise _syntax("a field's name must be plain text", *place)
    return str(key.value)


def _plain(node: Any, loader: Any) -> Any:
    """Build lists, dicts and scalars; a number that would change its looks (`1.10`) stays text."""
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, loader) for child in node.value]
    if isinstance(node, yaml.MappingNode):
        return {_name(key): _plain(value, loader) for key, value in node.value}
    value = loader.construct_object(node)
    if isinstance(value, float) and repr(value) != node.value:
        return node.value
    return value
