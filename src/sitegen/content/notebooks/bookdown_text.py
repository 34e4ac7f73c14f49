"""Read what bookdown adds to a document beside its cells: parts of a book, and texts with names.

`# (PART) Methods {-}` divides a book, and is left out. `(ref:knee) A knee`, a paragraph of its own,
is a text for which `(ref:knee)` stands, such as in the caption of a cell.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.content.scanner import MarkdownSource
from sitegen.diagnostics import Problem
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["fill_text_references", "find_parts", "without_parts"]

_PART = compile_late(
    r"^#[ \t]*(?P<name>\((?:PART|APPENDIX)\\?\*?\)[^\n{]*)(?:\{[^}\n]*\})?[ \t]*$", re.MULTILINE
)
_DEFINITION = compile_late(
    r"(?:\A|(?<=\n\n))\(ref:(?P<name>[\w-]+)\)[ \t]+(?P<text>[^\n]+)(?=\n[ \t]*(?:\n|\Z)|\Z)"
)
_USE = compile_late(r"\(ref:(?P<name>[\w-]+)\)")


def find_parts(text: str) -> Iterator[tuple[int, Problem]]:
    """Yield the line of each heading that is the name of a part, and what it is."""
    for found in _parts(text):
        message = (
            f"'{found['name'].strip()}' is the name of a part of a book (bookdown), and is left out"
        )
        hint = "put the chapters of a part into a folder, whose index.md has this title"
        problem = Problem("foreign-syntax", message, hint)
        yield text.count("\n", 0, found.start()) + 1, problem


def without_parts(text: str) -> str:
    """Return a text with empty lines in place of these headings."""
    for found in reversed(list(_parts(text))):
        text = text[: found.start()] + text[found.end() :]
    return text


def _parts(text: str) -> Iterator[re.Match[str]]:
    if "(PART" not in text and "(APPENDIX" not in text:
        return
    fences = MarkdownSource(text, "commonmark").blocks.fences
    for found in _PART.finditer(text):
        if not any(fence.start <= found.start() < fence.end for fence in fences):
            yield found


def fill_text_references(text: str) -> str:
    """Return a text with what names stand for, and empty lines in place of the definitions.

    A definition to which nothing refers stays.
    """
    if "(ref:" not in text:
        return text
    used = {found["name"] for found in _USE.finditer(_DEFINITION.sub("", text))}
    known: dict[str, str] = {}

    def take(found: re.Match[str]) -> str:
        if found["name"] not in used:
            return found[0]
        known[found["name"]] = found["text"].strip()
        return ""

    text = _DEFINITION.sub(take, text)
    return _USE.sub(lambda found: known.get(found["name"], found[0]), text) if known else text
