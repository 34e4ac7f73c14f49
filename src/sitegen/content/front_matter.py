"""Find the front matter of a page and read it: YAML, TOML or JSON, with the place of each field.

python-frontmatter splits the file and calls our handler, which reads the fields. The checks around
it report what python-frontmatter would silently ignore: a block that is not closed or is closed by
`...`, a list instead of fields, and fields that are not between the lines of a block.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import frontmatter
import msgspec
from frontmatter.default_handlers import BaseHandler

from sitegen.content.field_places import place_fields
from sitegen.content.json_reader import find_json_end, find_json_places, read_json
from sitegen.content.toml_reader import find_toml_places, read_toml
from sitegen.content.unfenced_header import find_unfenced_header
from sitegen.content.yaml_reader import Field, Refused, Rules, read_plain, read_yaml
from sitegen.diagnostics import Diagnostic, Severity, declare
from sitegen.late_patterns import compile_late

__all__ = ["Split", "split_front_matter"]

FRONT_MATTER_FENCES = declare("front-matter-fences", Severity.ERROR, needed=True)
FRONT_MATTER_FORMAT = declare("front-matter-format", Severity.ERROR, needed=True)
FRONT_MATTER_SYNTAX = declare("front-matter-syntax", Severity.ERROR, needed=True)
FRONT_MATTER_UNCLOSED = declare("front-matter-unclosed", Severity.ERROR, needed=True)

#: The first line of front matter. `---toml` is Eleventy's, `;;;` is Hexo's.
_INDENTED_FENCE = re.compile(r"[ \t]+---[ \t]*$", re.MULTILINE)
_OPENING = re.compile(
    r"(-{3,}|\+\+\+|;;;)[ \t]*(ya?ml|toml|json|js|javascript|coffee|cson|ini)?[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_CLOSINGS = {
    "-": re.compile(r"^(?:-{3,}|\.\.\.)[ \t]*$", re.MULTILINE),
    "+": compile_late(r"^\+\+\+[ \t]*$", re.MULTILINE),
    ";": compile_late(r"^;;;[ \t]*$", re.MULTILINE),
}
_FORMATS = {"-": "yaml", "+": "toml", ";": "json"}
_WORDS = {"yaml": "yaml", "yml": "yaml", "toml": "toml", "json": "json"}
#: Where JSON begins, and not a note in braces or a template's expression.
_JSON = compile_late(
    r"\{(?:\s|//[^\n]*\n|/\*.*?\*/)*"
    r"(?:\"|'?(?:title|date|draft|published|publish|status|private|unlisted|pubDate)'?\s*:)",
    re.DOTALL,
)
#: The content of Hexo's `;;;`: an object, or what is inside one.
_MEMBERS = compile_late(r"\s*[{\"]")
_RULES = Rules(noun="the front matter", code=FRONT_MATTER_SYNTAX, max_events=20_000)


class Split(msgspec.Struct, frozen=True, kw_only=True):
    """A page's fields and its body; `body_line` is the body's first line in the file."""

    fields: dict[str, Field]
    body: str
    body_line: int
    diagnostics: tuple[Diagnostic, ...] = ()


class _Block(msgspec.Struct, frozen=True):
    """Front matter: its format, its text after as many empty lines as are above it, its end."""

    format: str
    text: str
    end: int


class _Handler(BaseHandler):
    """python-frontmatter's handler for one block, which has been found already."""

    def __init__(self, block: _Block) -> None:
        super().__init__(_OPENING)
        self._block = block

    def split(self, text: str) -> tuple[str, str]:
        del text
        return self._block.text, ""

    def load(self, fm: str, **_: object) -> dict[str, Any]:
        return dict(_READERS[self._block.format](fm))


def split_front_matter(text: str, path: str) -> Split:
    """Split a page at its front matter; a mistake in it is a diagnostic and leaves no fields.

    A page without front matter has only a body.
    """
    try:
        block = _find_block(text)
    except Refused as refused:
        return Split(fields={}, body="", body_line=1, diagnostics=(refused.at(path),))
    if block is None:
        return Split(fields={}, body=text, body_line=1)
    body = text[block.end :].removeprefix("\n")
    body_line = text.count("\n", 0, len(text) - len(body)) + 1
    fields: dict[str, Field] = {}
    problems: tuple[Diagnostic, ...] = ()
    try:
        read, _ = frontmatter.parse("", handler=_Handler(block))
        fields = {name: each for name, each in read.items() if isinstance(each, Field)}
    except Refused as refused:
        problems = (refused.at(path),)
    return Split(fields=fields, body=body, body_line=body_line, diagnostics=problems)


def _find_block(text: str) -> _Block | None:
    """Find the front matter; None if there is none. Raises Refused."""
    start = len(text) - len(text.lstrip())
    begins_line = start == 0 or text[start - 1] == "\n"
    opening = _OPENING.match(text, start) if begins_line else None
    if opening and (opening[1] != ";;;" or _MEMBERS.match(text, opening.end())):
        return _find_fenced(text, opening)
    if not text[:start].rpartition("\n")[2].strip(" ") and _JSON.match(text, start):
        end = find_json_end(text, start)
        return _Block("json", _below(text, start, end), _after_spaces(text, end))
    is_heading = begins_line and text.startswith("#", start) and not text.startswith("#+", start)
    header = None if is_heading else find_unfenced_header(text)
    if header is None:
        return None
    line, field = header
    message = f"'{field}' looks like front matter, but is not between two lines '---'"
    if _INDENTED_FENCE.match(text, text.rfind("\n", 0, start) + 1):
        raise Refused(FRONT_MATTER_FENCES, message, 1, 1, "remove the space before '---'")
    hint = (
        "write all fields as 'name: value' between two lines '---' at the top of the file; "
        "if they are text, begin the page with a heading"
    )
    raise Refused(FRONT_MATTER_FENCES, message, line, 1, hint)


def _find_fenced(text: str, opening: re.Match[str]) -> _Block:
    """Find the end of front matter between two lines, and its format."""
    fence, word = opening[1], (opening[2] or "").casefold()
    line = text.count("\n", 0, opening.start()) + 1
    kind = _WORDS.get(word) if word else _FORMATS[fence[0]]
    if kind is None:
        message = f"front matter in '{word}' is not read"
        raise Refused(FRONT_MATTER_FORMAT, message, line, 1, "write it as YAML, TOML or JSON")
    closing = _CLOSINGS[fence[0]].search(text, opening.end())
    if not closing:
        hint = f"end it with a line '{fence}'"
        if fence[0] == "-":
            hint += "; for a rule in a page without front matter write '***'"
        message = "the front matter that begins here is never closed"
        raise Refused(FRONT_MATTER_UNCLOSED, message, line, 1, hint)
    inner = _below(text, opening.end(), closing.start())
    if fence == ";;;" and not inner.lstrip().startswith("{"):
        # Not on a line of its own, so that places stay right.
        inner = inner[: line - 1] + "{" + inner[line - 1 :].rstrip() + "}"
    return _Block(kind, inner, closing.end())


def _after_spaces(text: str, index: int) -> int:
    while text[index : index + 1] in {" ", "\t"}:
        index += 1
    return index


def _below(text: str, start: int, end: int) -> str:
    """Return a part of the text after as many empty lines as there are above it.

    So whoever reads it finds places in the file.
    """
    part = text[start:end]
    return "\n" * text.count("\n", 0, start) + part


def _read_yaml(text: str) -> dict[str, Field]:
    roots, fields = read_yaml(text, _RULES)
    if roots and not isinstance(roots[0], dict):
        message = "the front matter holds no fields such as 'title: Our work'"
        line = len(text) - len(text.lstrip("\n")) + 1
        hint = "write 'name: value' lines"
        if re.search(r"^\s*[\w-]+ *= *\S", text, re.MULTILINE):
            hint = "write '+++' in place of '---' if it is TOML, or 'name: value' lines"
        raise Refused(FRONT_MATTER_FORMAT, message, line, 1, hint)
    return fields


def _read_toml(text: str) -> dict[str, Field]:
    table = read_toml(text, _RULES, read_plain)
    return place_fields(table, find_toml_places(text), text, _RULES)


def _read_json(text: str) -> dict[str, Field]:
    if not text.strip():
        return {}
    table = read_json(text, _RULES)
    if not isinstance(table, dict):
        message = 'the front matter is not an object such as {"title": "Our work"}'
        raise Refused(FRONT_MATTER_FORMAT, message, 1, 1, "write fields between braces")
    return place_fields(table, find_json_places(text), text, _RULES)


_READERS: dict[str, Callable[[str], dict[str, Field]]] = {
    "yaml": _read_yaml,
    "toml": _read_toml,
    "json": _read_json,
}
