"""Write what Material for MkDocs adds to lines of text as it is written here.

    `#!python print(1)`             →   `print(1)`
    ^^inserted^^                    →   <ins>inserted</ins>
    ![A knee](knee.png#only-dark)   →   ![A knee](knee.png){.only-dark}

GitHub's `#gh-dark-mode-only` is the same as the last one. See
https://squidfunk.github.io/mkdocs-material/reference/.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.rewriting.rewritten_text import with_edits
from sitegen.content.scanner import BLANKED
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.rewriting.rewritten_text import Edit
    from sitegen.content.scanner import MarkdownSource

__all__ = ["with_material_marks"]

#: A language at the head of code; a shebang is a path, `#!/bin/sh`.
_LANGUAGE = compile_late(r"(?<!`)`(?P<mark>#!(?P<name>[a-z][\w+-]*)[ \t]+)(?=[^\s`])[^`\n]*`(?!`)")
_INSERTED = compile_late(
    r"(?<![\w\^\\])\^\^(?=[^\s^])(?P<text>[^\n^|\x1a]{1,200})(?<=\S)\^\^(?![\w^])"
)
_MODE = compile_late(r"#(?:gh-(?P<github>light|dark)-mode-only|only-(?P<own>light|dark))\Z")
_MODES = ("#only-", "#gh-")


def with_material_marks(source: MarkdownSource) -> MarkdownSource:
    """Return the source with all of this; places are known."""
    text, outline = source.text, source.outline
    edits: list[Edit] = []
    if "`#!" in outline:
        edits += _languages(source)
    if "^^" in outline:
        edits += _inserted(source)
    if "![" in outline and any(mark in text for mark in _MODES):
        edits += _modes(source)
    return with_edits(source, edits) if edits else source


def _languages(source: MarkdownSource) -> Iterator[Edit]:
    text, prose = source.text, source.prose
    for start, end in source.paragraphs:
        for found in _LANGUAGE.finditer(text, start, end):
            place = found.start()
            if prose[place] == BLANKED and (place == start or prose[place - 1] != BLANKED):
                yield *found.span("mark"), ""


def _inserted(source: MarkdownSource) -> Iterator[Edit]:
    for start, end in source.paragraphs:
        for found in _INSERTED.finditer(source.prose, start, end):
            yield found.start(), found.start("text"), "<ins>"
            yield found.end("text"), found.end(), "</ins>"


def _modes(source: MarkdownSource) -> Iterator[Edit]:
    """Yield the class in place of the end of an address."""
    text = source.text
    for link in source.links:
        found = _MODE.search(link.address) if link.is_image else None
        if not found or not text.startswith(link.address, link.target):
            continue
        end = link.target + len(link.address)
        yield link.target + found.start(), end, ""
        name = f".only-{found['github'] or found['own']}"
        braces = text.rfind("{", end, link.end) if text[link.end - 1] == "}" else -1
        if braces >= 0:
            yield braces + 1, braces + 1, f"{name} "
        else:
            yield link.end, link.end, f"{{{name}}}"
