"""Edit BibTeX files: add entries and fields, and leave every other byte as it is."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sitegen.research.bibtex_scanner import (
    Lines,
    RawEntry,
    RawField,
    ScanMistake,
    ValuePart,
    scan_bibtex,
)

__all__ = ["Insertion", "append_entry", "apply_insertions", "diff_texts", "insert_fields"]

_CONTEXT = 3


@dataclass(frozen=True, slots=True, order=True)
class Insertion:
    """A text to put into a file at an index."""

    index: int
    text: str


def append_entry(before: str, entry: str) -> Insertion:
    """Return the insertion of an entry at the end of a file, after an empty line."""
    new_line = _new_line(before)
    gap = ""
    if before:
        gap = new_line if before.endswith("\n") else new_line * 2
    return Insertion(len(before), gap + entry.replace("\n", new_line))


def insert_fields(text: str, line: int, column: int, fields: Mapping[str, str]) -> Insertion | None:
    """Return the insertion of fields after the last one of the entry that begins at a place.

    Values are sources: `{text}` or the name of a string. None if the entry has mistakes, so that it
    is not certain where its fields end.
    """
    lines = Lines(text)
    mistaken = False
    for item in scan_bibtex(text):
        if isinstance(item, ScanMistake):
            mistaken = True
            continue
        if isinstance(item, RawEntry) and lines.place(item.index) == (line, column):
            return None if mistaken else _after_last_field(text, item, fields)
        mistaken = False
    return None


def apply_insertions(text: str, insertions: Iterable[Insertion]) -> str:
    """Return a text with the insertions; those at one index follow each other as they come."""
    pieces: list[str] = []
    begin = 0
    for each in sorted(insertions, key=lambda insertion: insertion.index):
        pieces += [text[begin : each.index], each.text]
        begin = each.index
    return "".join([*pieces, text[begin:]])


def diff_texts(before: str, after: str, name: str) -> str:
    """Return a unified diff; characters that a terminal would act on are replaced."""
    old, new = before.splitlines(), after.splitlines()
    same = 0
    while same < min(len(old), len(new)) and old[same] == new[same]:
        same += 1
    end = 0
    while end < min(len(old), len(new)) - same and old[-1 - end] == new[-1 - end]:
        end += 1
    # Comparing what is the same above and below would take most of the time in a long file.
    skipped = max(0, same - _CONTEXT - 1)
    rest = max(0, end - _CONTEXT - 1)
    old, new = (each[skipped : len(each) - rest] for each in (old, new))
    rows = difflib.unified_diff(old, new, name, name, n=_CONTEXT, lineterm="")
    shown = [_move(row, skipped) if row.startswith("@@ ") else row for row in rows]
    lines = ("".join(c if c.isprintable() or c == "\t" else "�" for c in row) for row in shown)
    return "".join(f"{line}\n" for line in lines)


def _move(row: str, lines: int) -> str:
    """Add skipped lines to the numbers in `@@ -1,4 +1,6 @@`."""
    words = row.split(" ")
    for place in (1, 2):
        sign, numbers = words[place][0], words[place][1:].split(",")
        words[place] = sign + ",".join([str(int(numbers[0]) + lines), *numbers[1:]])
    return " ".join(words)


def _after_last_field(text: str, entry: RawEntry, fields: Mapping[str, str]) -> Insertion | None:
    if not entry.fields:
        return None
    last = entry.fields[-1]
    end = _end_of_value(text, last)
    if end < 0:
        return None
    new_line = _new_line(text)
    line_begin = text.rfind("\n", 0, last.index) + 1
    indent = text[line_begin : last.index]
    if indent.strip():  # the field does not begin its line
        indent = "  "
    rows = (f"{indent}{name} = {value}" for name, value in fields.items())
    return Insertion(end, "".join(f",{new_line}{row}" for row in rows))


def _end_of_value(text: str, field: RawField) -> int:
    """Return the index behind a value, -1 if it does not stand in the text as it was read."""
    last: ValuePart | None = field.parts[-1] if field.parts else None
    if last is None or text[last.index : last.index + len(last.text)] != last.text:
        return -1
    end = last.index + len(last.text)
    if last.kind != "text":
        return end
    return end + 1 if text[end : end + 1] in {"}", '"'} else -1


def _new_line(text: str) -> str:
    first = text.find("\n")
    return "\r\n" if first > 0 and text[first - 1] == "\r" else "\n"
