"""Read what bookdown adds to a document beside its cells: parts of a book, and texts with names.

`# (PART) Methods {-}` divides a book, and is left out. `(ref:knee) A knee`, a paragraph of its own,
is a text for which `(ref:knee)` stands, such as in the caption of a cell.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.content.notebooks.prose_matches import find_in_prose
from sitegen.diagnostics import Problem
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["fill_text_references", "take_parts"]

_PART = compile_late(
    r"^#[ \t]*(?P<name>\((?:PART|APPENDIX)\\?\*?\)[^\n{]*+)(?:\{[^}\n]*+\})?+[ \t]*+$",
    re.MULTILINE,
)
_DEFINITION = compile_late(
    r"(?:\A|(?<=\n\n))\(ref:(?P<name>[\w-]++)\)[ \t]++(?P<text>[^\n]++)(?=\n[ \t]*(?:\n|\Z)|\Z)"
)
_USE = compile_late(r"\(ref:(?P<name>[\w-]++)\)")
#: Of what stands for names, so many characters at most: a small file may ask for any number.
_MOST_FILLED = 1_000_000


def take_parts(text: str) -> tuple[str, list[tuple[int, Problem]]]:
    """Return a text with empty lines in place of headings that are names of parts.

    Also return the line of each, and what it is.
    """
    if "(PART" not in text and "(APPENDIX" not in text:
        return text, []
    edits, problems = [], []
    line, done = 1, 0
    hint = "put the chapters of a part into a folder, whose index.md has this title"
    for found in find_in_prose(_PART, text):
        start, end = found.span()
        line += text.count("\n", done, start)
        done = start
        name = found["name"].strip()
        message = f"'{name}' is the name of a part of a book (bookdown), and is left out"
        problems.append((line, Problem("foreign-syntax", message, hint)))
        edits.append((start, end, ""))
    return _edited(text, edits), problems


def fill_text_references(text: str) -> str:
    """Return a text with what names stand for, and empty lines in place of the definitions.

    A definition to which nothing refers stays, and so does another one with the same name.
    """
    if "(ref:" not in text:
        return text
    definitions = {found.start(): found for found in find_in_prose(_DEFINITION, text)}
    uses, defined_to = [], 0
    for found in find_in_prose(_USE, text) if definitions else ():
        if found.start() in definitions:
            defined_to = definitions[found.start()].end()
        elif found.start() >= defined_to:
            uses.append(found)
    used = {found["name"] for found in uses}
    known: dict[str, str] = {}
    edits: list[tuple[int, int, str]] = []
    for found in definitions.values():
        if found["name"] in used and found["name"] not in known:
            known[found["name"]] = found["text"].strip()
            edits.append((*found.span(), ""))
    left = _MOST_FILLED
    for found in uses:
        filled = known.get(found["name"])
        if filled is not None and len(filled) <= left:
            left -= len(filled)
            edits.append((*found.span(), filled))
    return _edited(text, edits)


def _edited(text: str, edits: Iterable[tuple[int, int, str]]) -> str:
    """Return a text with others in place of some parts of it."""
    pieces, done = [], 0
    for start, end, other in sorted(edits):
        pieces += [text[done:start], other]
        done = end
    return "".join((*pieces, text[done:]))
