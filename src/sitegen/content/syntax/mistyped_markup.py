"""Markdown with a small mistake in it, which is shown as it was written: a warning for each.

Where an engine sees text, an author meant a heading, a link or a table. Only what hardly anybody
writes on purpose is told.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

from sitegen.content.attribute_lists import read_attributes
from sitegen.content.construct import Construct, Finding, Mistake
from sitegen.content.note_lines import read_note
from sitegen.content.rewriting.note_rewriting import NOTE_IN_ITEM
from sitegen.content.scanner import BLANKED
from sitegen.diagnostics import Problem, Severity, declare

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.scanner import MarkdownSource

__all__ = ["LINK_TARGET", "MISTYPED_CODE", "MISTYPED_MARKUP", "mistake"]

MISTYPED_CODE = declare("mistyped-markup", Severity.WARNING)

#: What begins with characters is found fast.
_UNSPACED = re.compile(r"##(?=[^\s#])")
#: `##Heading`; a single `#` may be a tag of social media.
_HEADING = re.compile(r"^[ >]{0,3}(?P<marks>#{2,6})[^\s#][^\n]*", re.MULTILINE)
#: An address that hardly anything else looks like.
LINK_TARGET = (
    r"(?:https?://|mailto:|#\w|\.{0,2}/|[\w./%-]+\.(?:md|qmd|ipynb|html?|pdf|csv|png|jpe?g|svg|webp)\b)"
    r"[^\s()\[\]]*"
)
#: `#Introduction`, alone in its paragraph or above a text; `#openscience #data` are tags.
_HASH = re.compile(r"#(?=[^\W\d_])")
_TITLE = re.compile(r"(?![^\n]*#)(?P<text>[^\n]*[^\n.,;:!?\s])[ \t]*(?:\n|\Z)")
_TAG = re.compile(r"\w+")
_UPPER = re.compile(r"[A-Z][a-z]+")
#: `#MeToo` at the head of a sentence.
_CAMEL = re.compile(r"\w*[a-z\d][A-Z]")
#: Items of which no list is made.
_ITEMS = re.compile(
    r"^[ >]{0,3}(?P<first>\((?P<number>\d{1,3})\))[ \t]+[^\s(][^\n]*"
    r"\n[ >]{0,3}\((?P<next>\d{1,3})\)[ \t]+\w",
    re.MULTILINE,
)
_SPACED_LINK = re.compile(rf"\[(?<!\\\[)(?![@^])[^\[\]\n]+\](?P<space> +)\({LINK_TARGET}\)")
_TURNED_LINK = re.compile(rf"\((?<![\]\\]\()(?P<text>[^()\n]+)\)\[(?P<target>{LINK_TARGET})\]")
_SPACED_STRONG = re.compile(r"\*\*(?<!\S\*\*)[ \t]++(?P<text>[^*\s][^*\n]*+)\*\*(?=[\s.,;:!?)]|\Z)")
#: The same at the other end, `**bold **`: what opens it stands behind no word.
_SPACED_END = re.compile(
    r"\*\*(?<![\w*\\]\*\*)\*?(?=[^\s*])(?P<text>[^*\n]*[^*\s])[ \t]++\*{2,3}(?=[\s.,;:!?)]|\Z)"
)
#: `*a word *`, if no other star of the line may end it.
_SPACED_EMPHASIS = re.compile(
    r"\*(?<![\w*\\]\*)(?=[^\W\d_])(?P<text>[^*\n]*\w)[ \t]+\*(?=[\s.,;:!?)]|\Z)(?![^*\n]*[^\s*]\*)"
)
#: In the outline with spaces.
_TWO_STARS = re.compile(r"\*[^*\n]* \*")
_SPACED_REFERENCE = re.compile(
    r"\[(?<![\\!\]]\[)(?![@^])(?P<text>[^\[\]\n]+)\] \[(?P<label>[^\[\]\n]+)\](?![(\[:{])"
)
#: Stars around the text of a link instead of around the link.
_STARRED_LINK = re.compile(
    r"(?<![\w*\\])(?P<stars>\*{1,2})\[(?P<text>[^\[\]\n]+)\](?P=stars)"
    rf"\((?P<target>{LINK_TARGET})\)"
)
_WORD = re.compile(r"[^\W\d_]{2}")
#: A key of a bibliography as most programs make it: a name and a year.
_KEY = re.compile(r"\[(?<![\]\\!@\w]\[)(?P<key>[A-Za-z]{2,}(?:19|20)\d\d[A-Za-z]*)\](?![\[({:])")
_ATTRIBUTES = re.compile(r"[ \t]+(\{:?[ \t]*[#.]\w[^{}\n]*\})")
_UNREAD = re.compile(r"(?<=\))\{:?[ \t]*(?:[#.]\w|\w+=)[^\n]{0,60}")
_ESCAPED = re.compile(r"\\[\"'\\]")
_DELIMITERS = re.compile(r"(?:\|[ \t]*:?-+:?[ \t]*)+\|")
_CELL_END = re.compile(r"(?<!\\)\|")
_FEWEST_COLUMNS = 2
_MOST_INDENT = 3
_SHOWN = 40


class _MistypedMarkup(Construct):
    source_marks = ("#", "\n(", "[", "*", "|", "!!!", "???")
    reads_leftovers = True

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield a mistake for each; nothing is replaced.

        What is prose is only asked for where something is found: most pages have no mistake.
        """
        outline, spaced = source.outlines
        if "##" in outline and _UNSPACED.search(source.text):
            yield from _headings(source)
        if "#" in outline:
            yield from _titles(source)
        if "()" in outline and "\n(" in source.text:
            yield from _items(source)
        if "[" in outline:
            yield from _links(source)
            yield from _keys(source)
        if "*" in outline:
            yield from _emphasis(source)
        if ") {" in spaced:
            yield from _attributes(source)
        if "){" in source.text:
            yield from _unread_attributes(source)
        if "|" in outline:
            yield from _tables(source)
        if "!!!" in outline or "???" in outline:
            yield from _notes(source)


def mistake(place: int, written: str, hint: str) -> Mistake:
    """Return what tells that something is shown as it is written."""
    shown = written if len(written) <= _SHOWN else f"{written[: _SHOWN - 1]}…"
    return Mistake(place, Problem(MISTYPED_CODE, f"'{shown}' is shown as text", hint))


def _matches(
    pattern: re.Pattern[str], source: MarkdownSource, group: str | int = 0
) -> Iterator[re.Match[str]]:
    """Yield what a pattern finds in the prose of a page; `group` begins with a character of it."""
    for found in pattern.finditer(source.text):
        if source.prose[found.start(group)] != BLANKED:
            yield found


def _headings(source: MarkdownSource) -> Iterator[Mistake]:
    for found in _matches(_HEADING, source, "marks"):
        if source.prose[found.end("marks")] != BLANKED:
            hint = f"for a heading, write a space behind '{found['marks']}'"
            yield mistake(found.start("marks"), found[0].strip(" >"), hint)


def _titles(source: MarkdownSource) -> Iterator[Mistake]:
    """Find `#Introduction`: a title without a space, unless it looks like a tag."""
    text = source.text
    for mark in _HASH.finditer(text):
        at = mark.start()
        if text[at - 1 : at] not in {"", "\n", " "}:
            continue
        line = text.rfind("\n", 0, at) + 1
        if at - line > _MOST_INDENT or text[line:at].strip():
            continue
        above = text[text.rfind("\n", 0, max(line - 1, 0)) + 1 : max(line - 1, 0)]
        found = None if above.strip() else _TITLE.match(text, mark.end())
        if not found:
            continue
        written, below = found["text"], text[found.end() : found.end() + 1]
        is_alone, goes_on = below in {"", "\n"}, below.islower()
        is_title = _UPPER.fullmatch(written) if _TAG.fullmatch(written) else " " in written
        is_title = is_title and not goes_on and not _CAMEL.match(written)
        if is_title and (is_alone or written[0].isupper()) and source.prose[at] != BLANKED:
            hint = "for a heading, write a space behind '#'; for a tag, a backslash before it"
            yield mistake(at, f"#{written}", hint)


def _items(source: MarkdownSource) -> Iterator[Mistake]:
    """Find `(2)` above `(5)`: what does not count on is no list."""
    for found in _matches(_ITEMS, source, "first"):
        hint = "number the items of a list one after the other, or leave a blank line between them"
        yield mistake(found.start("first"), f"({found['number']}) … ({found['next']})", hint)


def _links(source: MarkdownSource) -> Iterator[Mistake]:
    spaced = source.outlines.spaced
    yield from _spaced_links(source, spaced)
    if ")[" in spaced:
        for found in _matches(_TURNED_LINK, source):
            if not _is_link(source, found.end() - 1):
                hint = f"write '[{found['text']}]({found['target']})'"
                yield mistake(found.start(), found[0], hint)
    for found in _matches(_STARRED_LINK, source) if "]*" in spaced else ():
        stars, text, target = found["stars"], found["text"], found["target"]
        yield mistake(found.start(), found[0], f"write '{stars}[{text}]({target}){stars}'")


def _spaced_links(source: MarkdownSource, spaced: str) -> Iterator[Mistake]:
    if "] (" in spaced:
        for found in _matches(_SPACED_LINK, source):
            if not _is_link(source, found.start()):
                place = found.start() - (source.text[found.start() - 1 : found.start()] == "!")
                written = source.text[place : found.end()]
                yield mistake(place, written, "remove the space between ']' and '('")
    if "] [" in spaced:
        for found in _matches(_SPACED_REFERENCE, source):
            if source.is_defined(found["label"]) and not source.is_defined(found["text"]):
                yield mistake(found.start(), found[0], "remove the space between ']' and '['")


def _emphasis(source: MarkdownSource) -> Iterator[Mistake]:
    spaced = source.outlines.spaced
    patterns = (_SPACED_STRONG, _SPACED_END) if "** " in spaced or " **" in spaced else ()
    if " *" in spaced and _TWO_STARS.search(spaced):
        patterns = (*patterns, _SPACED_EMPHASIS)
    for pattern in patterns:
        for found in _matches(pattern, source):
            if _WORD.search(found["text"]):
                hint = "write the stars directly beside the words, without a space"
                yield mistake(found.start(), found[0], hint)


def _keys(source: MarkdownSource) -> Iterator[Mistake]:
    for found in _matches(_KEY, source):
        if not source.is_defined(found["key"]) and not _is_link(source, found.start()):
            yield mistake(found.start(), found[0], f"to cite a work, write '[@{found['key']}]'")


def _is_link(source: MarkdownSource, place: int) -> bool:
    """Tell whether a place is in something that is a link already."""
    at = bisect_right(source.links, place, key=lambda link: link.start) - 1
    return at >= 0 and place < source.links[at].end


def _attributes(source: MarkdownSource) -> Iterator[Mistake]:
    """Find `![A knee](knee.png) {#fig-knee}`: with a space, the braces belong to nothing."""
    for link in source.links:
        found = _ATTRIBUTES.match(source.text, link.end)
        if not found or source.prose[found.start(1)] == BLANKED:
            continue
        line = source.text[source.text.rfind("\n", 0, link.start) + 1 : link.start].lstrip(" \t>")
        if line.startswith(("#", "|", ":")):
            continue  # the braces are those of the heading, the cell or the caption
        what = "image" if link.is_image else "link"
        hint = f"write it directly behind the {what}, without a space"
        yield mistake(found.start(1), found[1], hint)


def _unread_attributes(source: MarkdownSource) -> Iterator[Mistake]:
    """Find `![A](a.png){#fig-a caption=it's}`, in which not all is an attribute."""
    text = source.text
    for link in source.links:
        found = _UNREAD.match(text, link.end)
        if found and source.prose[link.end] != BLANKED:
            hint = "end the attributes with '}', and write no '{' or '}' in them"
            yield mistake(link.end, found[0], hint)
        at = text.rfind("){", link.target, link.end) + 1 if text[link.end - 1] == "}" else 0
        inner = text[at + 1 : link.end - 1].removeprefix(":") if at else ""
        if "=" in inner and not read_attributes(_ESCAPED.sub("", inner)):
            quotes = inner.count('"') - inner.count('\\"')
            hint = 'write each as name="value"'
            if quotes > 2 * inner.count("="):
                hint += r"; in a value, write \" for a quotation mark"
            yield mistake(at, text[at : link.end], hint)


def _tables(source: MarkdownSource) -> Iterator[Mistake]:
    """Find tables without a line of dashes below the head, or with one that does not fit it."""
    for place, first, place_below, second in _first_rows(source.text):
        count = _columns(first)
        is_table = _DELIMITERS.fullmatch(second) and _columns(second) == count
        if count < _FEWEST_COLUMNS or is_table or source.prose[place] == BLANKED:
            continue
        dashes = f"'{'|---' * count}|'"
        if not _DELIMITERS.fullmatch(second):
            hint = f"write {dashes} below the first line of the table"
            yield mistake(place, first, hint)
        else:
            hint = f"the table has {count} columns: write {dashes}"
            yield mistake(place_below, second, hint)


def _first_rows(text: str) -> Iterator[tuple[int, str, int, str]]:
    """Yield the first two lines of each paragraph, with their places, if both are between bars.

    A pattern for them would be tried at each character of a page that has no more than a bar.
    """
    place = text.find("|")
    while place >= 0 and (end := text.find("\n", place)) >= 0:
        start = text.rfind("\n", 0, place) + 1
        above = text[text.rfind("\n", 0, start - 1) + 1 : start - 1] if start else ""
        first = "" if above.strip(" \t>") else _row(text[start:end])
        if first:
            below_end = text.find("\n", end + 1)
            below = text[end + 1 : below_end if below_end >= 0 else len(text)]
            second = _row(below)
            if second:
                yield place, first, end + 1 + below.index("|"), second
        place = text.find("|", end)


def _row(line: str) -> str:
    """Return a line that begins and ends with a bar, without what is around them."""
    row = line.lstrip(" >").rstrip(" \t")
    indent = line.find("|")
    is_row = row.startswith("|") and row.endswith("|") and len(row) > 1
    return row if is_row and indent <= _MOST_INDENT else ""


def _columns(row: str) -> int:
    return len(_CELL_END.findall(row.strip().strip("|"))) + 1


def _notes(source: MarkdownSource) -> Iterator[Mistake]:
    """Find notes whose text is not indented, so that it is not in them."""
    starts = frozenset(source.blocks.notes)
    for line, below in pairwise(source.blocks.lines):
        note = read_note(source.text, line.content) if line.content in starts else None
        if note and not note.is_tab and below.kind == "text" and below.depth <= line.depth:
            written = source.text[line.content : line.end].strip()
            message = f"the note '{written}' is empty: what is below it is not indented"
            hint = "indent its text by four spaces"
            yield Mistake(line.content, Problem(MISTYPED_CODE, message, hint))
    if source.engine == "commonmark":
        yield from _notes_in_items(source, starts)


def _notes_in_items(source: MarkdownSource, starts: frozenset[int]) -> Iterator[Mistake]:
    """Find notes in list items and quotations that have no text."""
    for line in source.blocks.lines:
        head = NOTE_IN_ITEM.match(source.text, line.start, line.end)
        place = head.end() if head else line.content
        is_text = line.kind == "text" and place not in starts and not line.goes_on
        if is_text and read_note(source.text, place) and source.prose[place] != BLANKED:
            written = source.text[place : line.end].rstrip()
            yield mistake(place, written, "indent its text by four spaces")


MISTYPED_MARKUP = _MistypedMarkup()
