"""Find fields at the top of a page that are not between the lines of front matter.

Pelican and MultiMarkdown read `Title: …` lines at the top of a file as fields, Nikola reads
`.. title: …`, also in a comment, AsciiDoc `:title: …`, and Org `#+TITLE: …`. Front matter below a
comment, or below dashes that an editor has made one long dash, looks similar. All of it would be
published as text, also the line that says that the page is a draft.
"""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from sitegen.content.publication_fields import fold_word, is_publication_field, withholds
from sitegen.content.yaml_reader import Field, read_plain
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["find_unfenced_header", "find_withholding_field", "is_withholding"]

#: A line that may be meant as a fence: no letters and no digits, but for the name of a format.
_FENCE = compile_late(r"[^\w\n`~]{1,12}(?:yaml|toml|json)?\s*")
_END = compile_late(r"\s*|[^\w\n`~]{1,12}")
_FIELD = compile_late(
    r"[ ]{0,3}(?:\.\.[ ]|:|#\+)?\"?(?P<name>[A-Za-z_][A-Za-z0-9_ -]{0,30}?)\"?[ ]?"
    r"(?::(?:[ \t]+(?P<value>.*))?|=[ \t]*(?P<toml>\S.*))"
)
_GOES_ON = compile_late(r"[ \t]+\S|- ")
_ISO_DATE = compile_late(r"\d{4}-\d\d?(?:-\d\d?.*)?")
#: Names that sentences do not begin with.
_TELLING = frozenset({"title", "slug", "layout", "permalink", "template"})
_DATES = frozenset({"date", "modified", "updated", "lastmod"})
#: Names that sentences may begin with, but not as many sentences as these.
_COMMON = frozenset(
    {"author", "authors", "category", "categories", "keywords", "lang", "summary", "tags"}
)
_ENOUGH_COMMON = 3
_MOST_LINES = 80


def find_unfenced_header(text: str) -> tuple[int, str] | None:
    """Return the line, from 1, and the text of the field that gives such a header away.

    None if the page begins with something else: the lines up to the first empty one have to be
    fields, and one of them a field that generators know. As in Pelican, text may follow at once,
    if there are several fields or one that holds the page back. `text` is a page without front
    matter.
    """
    lines = text.split("\n", _MOST_LINES)[:_MOST_LINES]
    for start in _possible_starts(lines):
        found, is_whole = _read_fields(lines, start)
        telling = [each for each in found if _is_telling(each[1], each[2])]
        common = [each for each in found if fold_word(each[1]) in _COMMON]
        if len(common) >= _ENOUGH_COMMON:
            telling += common
        if telling:
            decisive = next((each for each in telling if _holds_back(each[1], each[2])), None)
            if is_whole or decisive or len(found) > 1:
                number = (decisive or telling[0])[0]
                return number + 1, lines[number].strip(" .:,")
    return None


def find_withholding_field(block: str) -> tuple[int, str] | None:
    """Return the place and the text of the field that holds a page back; `block` is all fields.

    None if there is none, or if a line is something else than a field.
    """
    lines = [line for line in block.split("\n") if line.strip()]
    found, is_whole = _read_fields(lines, 0)
    if not is_whole or not found:
        return None
    for number, name, value in found:
        if _holds_back(name, value):
            return block.index(lines[number]), lines[number].strip(" .:,")
    return None


def is_withholding(line: str) -> bool:
    """Tell whether a line is a field that keeps a page from being published as usual."""
    found, _ = _read_fields([line], 0)
    return any(withholds(name, _plain(value), UTC) for _, name, value in found)


def _possible_starts(lines: Sequence[str]) -> Iterator[int]:
    """Yield the lines at which fields may begin: the first one, or below a fence or a comment."""
    first = next((n for n, line in enumerate(lines) if line.strip()), len(lines))
    if first == len(lines):
        return
    yield first
    if lines[first].startswith("<!--"):
        yield first + 1
        if first + 1 < len(lines) and _FENCE.fullmatch(lines[first + 1]):
            yield first + 2
        ends = (n for n in range(first, len(lines)) if "-->" in lines[n])
        end = next(ends, len(lines)) + 1
        first = next((n for n in range(end, len(lines)) if lines[n].strip()), len(lines))
        yield first
    if first < len(lines) and _FENCE.fullmatch(lines[first]):
        yield first + 1


def _read_fields(lines: Sequence[str], start: int) -> tuple[list[tuple[int, str, str]], bool]:
    """Return the lines, names and values of the fields from a line on, up to what is none.

    The second value tells whether that is an empty line, a fence or the end.
    """
    found: list[tuple[int, str, str]] = []
    for number in range(start, len(lines)):
        field = _FIELD.fullmatch(lines[number])
        if field:
            value = (field["value"] or field["toml"] or "").strip(" \t,\"'")
            found.append((number, field["name"], value))
        elif found and _END.fullmatch(lines[number]):
            break
        elif not found or not _GOES_ON.match(lines[number]):
            return found, False
    return found, True


def _is_telling(name: str, value: str) -> bool:
    folded = fold_word(name)
    if folded in _TELLING:
        return True
    if folded in _DATES:
        return _ISO_DATE.fullmatch(value) is not None
    return _holds_back(name, value)


def _holds_back(name: str, value: str) -> bool:
    return is_publication_field(name, _plain(value), UTC)


def _plain(value: str) -> Field:
    return Field(value=read_plain(value), raw=value, line=1, column=1)
