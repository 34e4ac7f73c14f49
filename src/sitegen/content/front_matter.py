"""Parse the YAML block at the top of a page, with the line of each value.

python-frontmatter splits the file and calls our handler, which reads YAML with `yaml_reader`. The
checks around it report what python-frontmatter would silently ignore: a block that is not closed or
is closed by `...`, and a list instead of fields.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import frontmatter
from frontmatter.default_handlers import YAMLHandler

from sitegen.content.yaml_reader import Field, Refused, Rules, read_yaml
from sitegen.diagnostics import Diagnostic, Severity, declare

__all__ = ["Split", "split_front_matter"]

FRONT_MATTER_FORMAT = declare("front-matter-format", Severity.ERROR, needed=True)
FRONT_MATTER_SYNTAX = declare("front-matter-syntax", Severity.ERROR, needed=True)
FRONT_MATTER_UNCLOSED = declare("front-matter-unclosed", Severity.ERROR, needed=True)

_FENCE = re.compile(r"^(?:-{3,}|\.\.\.)[ \t]*$", re.MULTILINE)
_RULES = Rules(noun="the front matter", code=FRONT_MATTER_SYNTAX, max_events=20_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """A page's fields and its body; `body_line` is the body's first line in the file."""

    fields: dict[str, Field]
    body: str
    body_line: int
    diagnostics: tuple[Diagnostic, ...] = ()


class _Handler(YAMLHandler):
    """python-frontmatter's YAML handler, with our fences and our YAML reader."""

    FM_BOUNDARY = _FENCE

    def load(self, fm: str, **_: object) -> dict[str, Any]:
        return _read_fields(fm.removeprefix("\n"))


def split_front_matter(text: str, path: str) -> Split:
    """Split a page at its front matter; a mistake in it is a diagnostic and leaves no fields.

    A page without front matter has only a body.
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
        return _failed(path, "", 1, Refused(FRONT_MATTER_UNCLOSED, message, first_line, 1, hint))
    body = text[closing.end() :].removeprefix("\n")
    body_line = text.count("\n", 0, closing.end()) + 2
    handler: Any = _Handler()
    try:
        fields, _ = frontmatter.parse(text[opening.start() : closing.end()], handler=handler)
    except Refused as refused:
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
        refused = Refused(FRONT_MATTER_FORMAT, message, 1, 1, "write it between '---' lines")
        return _failed(path, "", 1, refused)
    return Split(fields={}, body=text, body_line=1)


def _failed(path: str, body: str, body_line: int, refused: Refused) -> Split:
    return Split(fields={}, body=body, body_line=body_line, diagnostics=(refused.at(path),))


def _read_fields(text: str) -> dict[str, Any]:
    roots, fields = read_yaml(text, _RULES)
    if roots and not isinstance(roots[0], dict):
        message = "the front matter holds no fields such as 'title: Our work'"
        raise Refused(FRONT_MATTER_FORMAT, message, 1, 1, "write 'name: value' lines")
    return dict(fields)
