"""Write what jekyll-scholar and al-folio read as it is written here.

    {% cite doe2024 --locator 23 %}        [@doe2024, p. 23]
    {% bibliography --cited %}             ::: {#refs} … :::
    {% details A *title* %}            →   ::: {.details title="A *title*"}
    <d-cite key="a,b"></d-cite>            [@a; @b]
    <d-footnote>A note.</d-footnote>       ^[A note.]

After https://github.com/inukshuk/jekyll-scholar and https://distill.pub/guide/. What has other
options stays, and is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.scanner import BLANKED
from sitegen.content.shortcode_tags import begins_line, ends_line
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from sitegen.content.rewriting.rewritten_text import Edit, Piece
    from sitegen.content.scanner import MarkdownSource

__all__ = ["MARKS", "find_scholar_tags"]

#: A text without these has none of them.
MARKS = ("{%", "<d-")
_KEY = r"[A-Za-z0-9_](?:[\w:.#$&+?~/-]*[\w/])?"
_TAG = compile_late(
    r"\{%-?\s*(?:"
    r"cite\s+(?P<cited>[^%{}\n]*[^%{}\s-])"
    r"|(?P<list>bibliography)(?P<here>(?:\s+--cited(?:_in_order)?)?)"
    r"|details\s+(?P<title>[^\n%]*[^\n%\s])"
    r"|(?P<end>enddetails)"
    r")\s*-?%\}"
)
_WORD = compile_late(rf"(?:--?(?P<option>[A-Za-z_]+)|(?P<key>{_KEY}))")
_DISTILL = compile_late(
    rf"<d-cite\s+(?:key|bibtex-key)=[\"'](?P<keys>{_KEY}(?:\s*,\s*{_KEY})*)[\"']\s*>\s*</d-cite>"
    r"|(?P<open><d-footnote>)(?P<note>(?:[^<\n]|\n(?![ \t>]*\n)|<(?!/?d-footnote))*)</d-footnote>"
    r"|(?P<math><d-math>)(?P<tex>[^<>\n]+)</d-math>"
)
_SPLIT = compile_late(r"[\s,]+")
_LOCATORS = frozenset({"l", "locator"})
_SUPPRESSED = frozenset({"A", "suppress_author"})
_LIST = "```{collection} publications"


def find_scholar_tags(source: MarkdownSource) -> Iterator[Edit]:
    """Yield an edit for each tag and element that is no code."""
    text, prose = source.text, source.prose
    depth = 0
    written: str | tuple[Piece, ...]
    for found in _TAG.finditer(text) if "{%" in text else ():
        start, end = found.span()
        if prose[start] == BLANKED:
            continue
        is_alone = begins_line(text, start) and ends_line(text, end)
        if found["cited"]:
            written = _citation(found["cited"].split())
        elif found["list"]:
            written = _listing(found, is_alone=is_alone)
        else:
            depth += 1 if found["title"] else -1
            written = _details(found) if is_alone and depth >= 0 else ()
            depth = max(depth, 0)
        if written:
            yield start, end, written
    if "<d-" in text:
        yield from _distill(source)


def _citation(words: list[str]) -> str:
    """Return a citation; nothing if it has options but for a page and to leave out the author."""
    keys: list[str] = []
    locator, sign, given = "", "", iter(words)
    for word in given:
        found = _WORD.fullmatch(word)
        if not found:
            return ""
        if found["key"]:
            keys.append(word)
        elif found["option"] in _LOCATORS:
            locator = f", p. {next(given, '')}"
        elif found["option"] in _SUPPRESSED:
            sign = "-"
        else:
            return ""
    return f"[{'; '.join(f'{sign}@{{{key}}}' for key in keys)}{locator}]" if keys else ""


def _listing(found: re.Match[str], *, is_alone: bool) -> str:
    """Return the list of what a page cites, or of all publications."""
    if not is_alone:
        return ""
    text, start = found.string, found.start()
    margin = text[text.rfind("\n", 0, start) + 1 : start]
    margin = "".join(each if each in "> \t" else " " for each in margin)
    if found["here"]:
        return f"::: {{#refs}}\n{margin}:::"
    return f"{_LIST}\n{margin}```"


def _details(found: re.Match[str]) -> str | tuple[Piece, ...]:
    if found["end"]:
        return ":::"
    mark = "'" if '"' in found["title"] else '"'
    if mark in found["title"]:
        return ()
    return f"::: {{.details title={mark}", found.span("title"), f"{mark}}}"


def _distill(source: MarkdownSource) -> Iterator[Edit]:
    tags = {start for start, _ in source.tags}
    for found in _DISTILL.finditer(source.text):
        start, end = found.span()
        if start not in tags:
            continue
        if found["keys"]:
            yield start, end, _citation(_SPLIT.split(found["keys"]))
        elif found["math"]:
            yield start, end, ("$`", found.span("tex"), "`$")
        elif _is_balanced(found["note"]):
            yield *found.span("open"), "^["
            yield found.end("note"), end, "]"


def _is_balanced(note: str) -> bool:
    return bool(note.strip()) and note.count("[") == note.count("]")
