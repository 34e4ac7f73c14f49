"""Put the values of a page's field `substitutions` where its text names them: `{{ scanner }}`.

After https://myst-parser.readthedocs.io/en/latest/syntax/optional.html#substitutions-with-jinja2.
A value is Markdown. Nothing is replaced within it, so that no text grows without end.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sitegen.content.rewriting.rewritten_text import with_edits
from sitegen.content.scanner import BLANKED
from sitegen.content.shortcode_tags import ends_line
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.rewriting.rewritten_text import Edit
    from sitegen.content.scanner import MarkdownSource

__all__ = ["with_substitutions"]

_NAMED = compile_late(r"(?<!\{)\{\{[ \t]*(?P<name>\w[\w-]*)[ \t]*\}\}(?!\})")
_FIELD = "substitutions"
#: A text may grow by so many characters; what is named after that stays, and is told.
_MOST_WRITTEN = 100_000


def with_substitutions(source: MarkdownSource, fields: Mapping[str, object]) -> MarkdownSource:
    """Return the source with the values that the other fields of the page give to names in it.

    A value of several lines needs a line of its own. Names without a value stay as they are.
    """
    if "{{" not in source.text:
        return source
    project = fields.get("myst")
    given = fields.get(_FIELD) or (project.get(_FIELD) if isinstance(project, Mapping) else None)
    if not isinstance(given, Mapping) or not given:
        return source
    return with_edits(source, _edits(source, given))


def _edits(source: MarkdownSource, given: Mapping[object, object]) -> Iterator[Edit]:
    text, written = source.text, 0
    for found in _NAMED.finditer(text):
        start, end = found.span()
        value = given.get(found["name"])
        if source.prose[start] == BLANKED or value is None or isinstance(value, list | dict):
            continue
        shown = str(value).strip("\n")
        is_alone = text[start - 1 : start] in {"", "\n"} and ends_line(text, end)
        written += len(shown)
        if ("\n" in shown and not is_alone) or written > _MOST_WRITTEN:
            continue
        yield start, end, shown
