"""Edit BibTeX files: add entries and fields, and leave every other byte as it is."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from functools import cached_property

from sitegen.research.bibtex import BibEntry, read_bibtex
from sitegen.research.bibtex_scanner import (
    Lines,
    RawEntry,
    RawField,
    ScanMistake,
    ValuePart,
    scan_bibtex,
)

__all__ = ["BibtexEdits", "diff_texts"]

_CONTEXT = 3
#: Line and column, from 1, of the `@` of an entry.
Place = tuple[int, int]


class BibtexEdits:
    """Texts to insert into a BibTeX file, which is `before` and becomes `after`."""

    def __init__(self, before: str) -> None:
        self.before = before
        self._new_line = "\r\n" if "\r\n" in before[: before.find("\n") + 1] else "\n"
        self._inside: dict[int, str] = {}
        self._at_end: list[str] = []

    @property
    def after(self) -> str:
        """The file with all insertions."""
        pieces: list[str] = []
        begin = 0
        for index, text in sorted(self._inside.items()):
            pieces += [self.before[begin:index], text]
            begin = index
        return "".join([*pieces, self.before[begin:], *self._at_end])

    def entry_at(self, place: Place) -> BibEntry | None:
        """Return the entry that begins at a place, with the fields that it inherits."""
        return self._entries.get(place)

    def append(self, entry: str) -> None:
        """Put an entry at the end of the file, after an empty line."""
        gap = self._new_line if self.before or self._at_end else ""
        if self.before and not self._at_end and not self.before.endswith("\n"):
            gap *= 2
        self._at_end.append(gap + entry.replace("\n", self._new_line))

    def complete(self, place: Place, fields: Mapping[str, str]) -> bool:
        """Put fields after the last one of the entry that begins at a place.

        Values are sources: `{text}` or the name of a string. Nothing happens, and the result is
        false, if the entry has mistakes, so that it is not certain where its fields end.
        """
        entry = self._whole.get(place)
        last = entry.fields[-1] if entry and entry.fields else None
        end = _end_of_value(self.before, last) if last else -1
        if last is None or end < 0:
            return False
        line_begin = self.before.rfind("\n", 0, last.index) + 1
        indent = self.before[line_begin : last.index]
        if indent.strip():  # the field does not begin its line
            indent = "  "
        rows = (f",{self._new_line}{indent}{name} = {value}" for name, value in fields.items())
        self._inside[end] = self._inside.get(end, "") + "".join(rows)
        return True

    @cached_property
    def _entries(self) -> dict[Place, BibEntry]:
        return {(each.line, each.column): each for each in read_bibtex(self.before, "")[0]}

    @cached_property
    def _whole(self) -> dict[Place, RawEntry]:
        """The entries without mistakes."""
        lines = Lines(self.before)
        found: dict[Place, RawEntry] = {}
        mistaken = False
        for item in scan_bibtex(self.before):  # mistakes come before their entry
            if isinstance(item, RawEntry) and not mistaken:
                found[lines.place(item.index)] = item
            mistaken = isinstance(item, ScanMistake)
        return found


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


def _end_of_value(text: str, field: RawField) -> int:
    """Return the index behind a value, -1 if it does not stand in the text as it was read."""
    last: ValuePart | None = field.parts[-1] if field.parts else None
    if last is None or text[last.index : last.index + len(last.text)] != last.text:
        return -1
    end = last.index + len(last.text)
    if last.kind != "text":
        return end
    return end + 1 if text[end : end + 1] in {"}", '"'} else -1
