"""Scan BibTeX and BibLaTeX files into entries, with the place of each part.

The grammar is that of BibTeX 0.99d: text outside of entries is no part of the bibliography, values
are in braces or quotes, are numbers or names of strings, and are joined by `#`. Keys may hold
anything but commas and braces. The scanner never stops at a mistake: it keeps what it could read
of an entry, reports the rest, and goes on with the next line that begins with `@`.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

import msgspec

from sitegen.diagnostics import Problem, Severity, declare
from sitegen.late_patterns import compile_late

__all__ = [
    "BIBTEX_SYNTAX",
    "Lines",
    "RawEntry",
    "RawField",
    "RawString",
    "ScanMistake",
    "ValuePart",
    "scan_bibtex",
]

BIBTEX_SYNTAX = declare("bibtex-syntax", Severity.WARNING)

_START = compile_late(r"@[ \t]*([^\W\d][\w-]*)\s*([{(])")
#: A line like this inside a value means that a brace is missing above.
_NEXT_ENTRY = compile_late(
    r"^[ \t]*@[ \t]*[A-Za-z][\w-]*[ \t]*[{(][^={}()\n]*(?:,|=)", re.MULTILINE
)
_FIELD = compile_late(r"\s*([^\s,={}()\"#%'\\]+)\s*(=?)", re.UNICODE)
#: A field as nearly all are written; the others take the long way, with the same result.
_PLAIN_FIELD = compile_late(
    r"[\s,]*([A-Za-z][\w+:.-]*)\s*=\s*(?:\{([^{}]*)\}|\"([^\"{}]*)\"|(\d+))\s*(?=[,})])", re.ASCII
)
_BARE = compile_late(r"[^\s,={}()\"#%'\\]+")
#: Where a field begins, in a value that has swallowed it.
_NEXT_FIELD = compile_late(r",\s*([A-Za-z][\w-]*)\s*=\s*(?=[{\"\d])")
_SPACE = compile_late(r"(?:\s|%[^\n]*\n)*")
#: So much is kept of a value that is not closed.
_LONGEST_OPEN = 500_000
#: The group of a number in the pattern of plain fields.
_NUMBER = 4
_CLOSES = {"{": "}", "(": ")"}


class ValuePart(msgspec.Struct, frozen=True):
    """A literal text, a number, or the name of a string, at an index into the file."""

    kind: Literal["text", "number", "name"]
    text: str
    index: int


class RawField(msgspec.Struct, frozen=True):
    """A field of an entry; its value is its parts, joined."""

    name: str
    parts: tuple[ValuePart, ...]
    index: int


class RawEntry(msgspec.Struct, frozen=True):
    """An entry as it was written. `kind` is in lower case, `index` is that of its `@`."""

    kind: str
    key: str
    fields: tuple[RawField, ...]
    index: int
    key_index: int


class RawString(msgspec.Struct, frozen=True):
    """A definition such as `@string{acl = {Proceedings of ACL}}`."""

    definition: RawField


class ScanMistake(msgspec.Struct, frozen=True):
    """A problem at an index into the file."""

    index: int
    problem: Problem


class Lines:
    """Turns indices into lines and columns, both from 1."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def place(self, index: int) -> tuple[int, int]:
        """Return the line and the column of an index."""
        line = bisect.bisect_right(self._starts, index)
        return line, index - self._starts[line - 1] + 1

    def index(self, line: int, column: int) -> int:
        """Return the index of a line and a column; YAML counts more lines than there are here."""
        return self._starts[min(line, len(self._starts)) - 1] + column - 1


def scan_bibtex(text: str) -> Iterator[RawEntry | RawString | ScanMistake]:
    """Yield what a file holds, in its order; an entry's mistakes come before it."""
    at = 0
    while found := _START.search(text, at):
        kind = found[1].casefold()
        scanner = _Scanner(text, found, kind)
        if kind == "comment":
            at = scanner.skip_comment()
            continue
        item = scanner.scan()
        yield from scanner.mistakes
        if item is not None:
            yield item
        at = max(scanner.at, found.end())


class _BrokenEntryError(Exception):
    """The rest of an entry cannot be read."""


@dataclass(slots=True)
class _Scanner:
    """Scans one entry, from its `@`. `at` is the index up to which the text was read."""

    text: str
    start: re.Match[str]
    kind: str
    at: int = 0
    mistakes: list[ScanMistake] = field(default_factory=list)
    _end: int = 0
    _fields: list[RawField] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.at = self.start.end()
        following = _NEXT_ENTRY.search(self.text, self.at)
        self._end = following.start() if following else len(self.text)

    def skip_comment(self) -> int:
        """Return the index after a comment: its closing brace, or the end of its line."""
        end = _matching(self.text, self.at - 1, self._end)
        if end >= 0:
            return end + 1
        line_end = self.text.find("\n", self.at)
        return len(self.text) if line_end < 0 else line_end

    def scan(self) -> RawEntry | RawString | None:
        """Return the entry or string, as far as it could be read."""
        key, key_index = "", self.at
        try:
            if self.kind == "preamble":
                self._value()
                self._close()
                return None
            if self.kind != "string":
                key, key_index = self._key()
            self._read_fields()
        except _BrokenEntryError:
            self.at = self._end
        if self.kind == "string":
            return RawString(self._fields[0]) if self._fields else None
        if not key and not self._fields:
            return None
        return RawEntry(self.kind, key, tuple(self._fields), self.start.start(), key_index)

    def _key(self) -> tuple[str, int]:
        """Read the key, which ends at a comma or at the end of the entry."""
        begin = _SPACE.match(self.text, self.at).end()  # type: ignore[union-attr]  # matches ""
        found = re.compile(r"[^,{}()=\"\n]*").match(self.text, begin)
        end = found.end() if found else begin
        mark = self.text[end : end + 1]
        if mark == "=":
            self._report(
                begin, "this entry has no key", "write a key and a comma before its fields"
            )
            return "", begin
        key = self.text[begin:end].strip()
        if mark == "(":  # part of a key such as `smith(2020)`
            end = self._end_of_key(begin)
            key, mark = self.text[begin:end].strip(), self.text[end : end + 1]
        self.at = end
        if not key:
            self._report(
                begin, "this entry has no key", "write a key and a comma before its fields"
            )
        if mark == ",":
            self.at += 1
        elif mark not in {"}", ")"}:
            self._report(end, f"no comma follows the key '{key[:60]}'", "write one")
        return key, begin

    def _end_of_key(self, begin: int) -> int:
        found = re.compile(r"[,}\n]").search(self.text, begin, self._end)
        return found.start() if found else self._end

    def _read_fields(self) -> None:
        while True:
            self._read_plain_fields()
            self._skip(",")
            if self._closes():
                return
            if self.at < self._end:
                self._read_field()
            elif not self._split_value():
                self._unclosed()

    def _read_plain_fields(self) -> None:
        while found := _PLAIN_FIELD.match(self.text, self.at, self._end):
            group = found.lastindex or 0
            kind: Literal["text", "number"] = "number" if group == _NUMBER else "text"
            part = ValuePart(kind, found[group], found.start(group))
            self._fields.append(RawField(found[1].casefold(), (part,), found.start(1)))
            self.at = found.end()

    def _read_field(self) -> None:
        found = _FIELD.match(self.text, self.at, self._end)
        if not found:
            self._report(self.at, f"'{self.text[self.at : self.at + 20].strip()}' is no field", "")
            self._resume()
            return
        name, index = found[1], found.start(1)
        self.at = found.end()
        if not found[2]:
            message = f"the field '{name[:60]}' has no value"
            self._report(index, message, "write 'name = {value},'")
            self._resume()
            return
        parts = self._value()
        if not parts:
            message = f"the field '{name[:60]}' has no value"
            self._report(index, message, "write 'name = {value},'")
            self._resume()
            return
        self._fields.append(RawField(name.casefold(), parts, index))
        self._skip("")
        if self.at < self._end and self.text[self.at] not in ",})":
            self._report(self.at, f"no comma follows the field '{name[:60]}'", "write one")
            if self.text[self.at] in '{"#':
                self._resume()

    def _split_value(self) -> bool:
        """End the last value where the next field seems to begin, since no brace ended it.

        So one missing brace costs no field. Return whether there was such a place.
        """
        last = self._fields[-1] if self._fields else None
        part = last.parts[-1] if last else None
        if last is None or part is None or part.kind != "text":
            return False
        found = _NEXT_FIELD.search(self.text, part.index, self._end)
        if not found:
            return False
        message = f"a brace is missing in the field '{last.name}'"
        self._report(part.index, message, f"it was read up to '{found[1]} ='")
        text = _balanced(self.text[part.index : found.start()].strip().rstrip("}"))
        cut = ValuePart("text", text, part.index)
        self._fields[-1] = RawField(last.name, (*last.parts[:-1], cut), last.index)
        self.at = found.start() + 1
        return True

    def _resume(self) -> None:
        """Go on after the next comma at the end of a line, or at the end of the entry."""
        found = re.compile(r",[ \t]*\n|\n[ \t]*[})][ \t]*(?:\n|\Z)").search(
            self.text, self.at, self._end
        )
        if not found:
            raise _BrokenEntryError
        self.at = found.end() if found[0].startswith(",") else found.start()

    def _value(self) -> tuple[ValuePart, ...]:
        parts: list[ValuePart] = []
        while True:
            self._skip("")
            part = self._part()
            if part is None:
                return tuple(parts)
            parts.append(part)
            self._skip("")
            if self.at >= self._end or self.text[self.at] != "#":
                return tuple(parts)
            self.at += 1

    def _part(self) -> ValuePart | None:
        index = self.at
        mark = self.text[index : index + 1]
        if mark == "{":
            end = _matching(self.text, index, self._end)
            if end < 0:
                return self._open_value(index)
            self.at = end + 1
            return ValuePart("text", self.text[index + 1 : end], index + 1)
        if mark == '"':
            end = _closing_quote(self.text, index, self._end)
            if end < 0:
                return self._open_value(index)
            self.at = end + 1
            return ValuePart("text", self.text[index + 1 : end], index + 1)
        found = _BARE.match(self.text, index, self._end)
        if not found:
            return None
        self.at = found.end()
        kind: Literal["number", "name"] = "number" if found[0].isdecimal() else "name"
        return ValuePart(kind, found[0], index)

    def _open_value(self, index: int) -> ValuePart:
        """Recover a value that is not closed: it is taken to end with its line."""
        end = self.text.find("\n", index, self._end)
        end = self._end if end < 0 else end
        written = self.text[index + 1 : end].rstrip()
        value = written.rstrip(",").rstrip()
        mark = "brace" if self.text[index] == "{" else "quotation mark"
        message = f"the {mark} that opens this value is never closed"
        self._report(index, message, f"close it; '{value[:40]}' was read")
        self.at = index + 1 + len(value) if value != written else end  # before the comma
        return ValuePart("text", _balanced(value[:_LONGEST_OPEN]), index + 1)

    def _closes(self) -> bool:
        close = _CLOSES[self.start[2]]
        if self.text[self.at : self.at + 1] == close and self.at < self._end:
            self.at += 1
            return True
        if self.at < self._end and self.text[self.at] in "})":
            self._report(self.at, f"'{close}' should close this entry", "")
            self.at += 1
            return True
        return False

    def _close(self) -> None:
        self._skip("")
        if not self._closes():
            self._unclosed()

    def _unclosed(self) -> None:
        close = _CLOSES[self.start[2]]
        message = f"this entry is never closed; {len(self._fields)} of its fields were read"
        self._report(self.start.start(), message, f"write '{close}' after its last field")
        raise _BrokenEntryError

    def _skip(self, more: str) -> None:
        """Skip spaces, comments and the characters of `more`."""
        text, at, end = self.text, self.at, self._end
        while at < end:
            if text[at] == "%" or text[at].isspace():
                at = _SPACE.match(text, at, end).end()  # type: ignore[union-attr]  # matches ""
            if not more or at >= end or text[at] not in more:
                break
            at += 1
        self.at = at

    def _report(self, index: int, message: str, hint: str) -> None:
        self.mistakes.append(ScanMistake(index, Problem(BIBTEX_SYNTAX, message, hint)))


_BRACE = compile_late(r"[{}]")
_QUOTE = compile_late(r"[{}\"]")


def _matching(text: str, index: int, end: int) -> int:
    """Return the index of the brace that closes the one at `index`, -1 if there is none."""
    if text[index] == "(":
        return text.find(")", index, end)
    if text.find("}", index, end) < 0:
        return -1
    depth = 0
    for found in _BRACE.finditer(text, index, end):
        depth += 1 if found[0] == "{" else -1
        if depth == 0:
            return found.start()
    return -1


def _closing_quote(text: str, index: int, end: int) -> int:
    """Return the index of the quotation mark that closes the one at `index`, outside of braces."""
    depth = 0
    for found in _QUOTE.finditer(text, index + 1, end):
        if found[0] == '"':
            if depth <= 0:
                return found.start()
        else:
            depth += 1 if found[0] == "{" else -1
    return -1


def _balanced(value: str) -> str:
    """Return a value without the braces that nothing closes or opens."""
    if "}" not in value:
        return value.replace("{", "")
    opened: list[int] = []
    drop: list[int] = []
    for found in _BRACE.finditer(value):
        if found[0] == "{":
            opened.append(found.start())
        elif opened:
            opened.pop()
        else:
            drop.append(found.start())
    kept, at = [], 0
    for place in sorted((*drop, *opened)):
        kept.append(value[at:place])
        at = place + 1
    return "".join([*kept, value[at:]])
