"""Read a BibTeX or BibLaTeX file: every entry with its fields, and every mistake with its place.

Strings and months are put in, fields are inherited by `crossref` and `xdata`. A mistake never takes
more with it than what cannot be read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from sitegen.diagnostics import Diagnostic, Guesses, Location, Problem, Severity, declare
from sitegen.research.bibtex_scanner import (
    Lines,
    RawEntry,
    RawField,
    RawString,
    ScanMistake,
    scan_bibtex,
)
from sitegen.research.entry_types import MONTHS, TYPES, WHOLE_MONTHS
from sitegen.research.misspelt_fields import KNOWN_FIELDS, field_meant

__all__ = ["BibEntry", "read_bibtex"]

BIBTEX_STRING = declare("bibtex-string", Severity.WARNING)
BIB_TYPE = declare("bib-type", Severity.WARNING)
DUPLICATE_ENTRY = declare("duplicate-entry", Severity.WARNING)
INHERITED_ENTRY = declare("inherited-entry", Severity.WARNING)
MISSING_BIB_FIELD = declare("missing-bib-field", Severity.WARNING)
MISSPELT_BIB_FIELD = declare("misspelt-bib-field", Severity.WARNING)

_HOLDERS = frozenset({"xdata"})
#: Fields that an entry does not inherit: they say which entry it is, or from whom it inherits.
_OWN = frozenset({"crossref", "xdata", "xref", "ids", "label", "options", "keywords", "entryset"})
#: What a field of a whole is in its part, as in biblatex, appendix B.
_IN_PART = {"title": "booktitle", "subtitle": "booksubtitle", "titleaddon": "booktitleaddon"}
_IN_ARTICLE = {"title": "journaltitle", "subtitle": "journalsubtitle"}
_MOST_LEVELS = 8
#: So many characters strings may add to a file: each may hold the one before twice.
_MOST_ADDED = 10_000_000


#: An entry from which others inherit, and its fields.
_Lender = tuple[RawEntry, dict[str, str]]


class BibEntry(msgspec.Struct, frozen=True, kw_only=True):
    """An entry; `fields` has LaTeX source by the name in lower case, `line` is that of its `@`.

    `indexes` are those of the values of its fields in the file; those of inherited ones are in the
    entry from which they come.
    """

    key: str
    kind: str
    fields: Mapping[str, str]
    line: int
    column: int
    indexes: Mapping[str, int]
    lines: Lines

    def place_of(self, name: str) -> tuple[int, int]:
        """Return line and column of a field's value, or those of the entry if it has none."""
        index = self.indexes.get(name)
        return (self.line, self.column) if index is None else self.lines.place(index)


def read_bibtex(text: str, path: str) -> tuple[tuple[BibEntry, ...], tuple[Diagnostic, ...]]:
    """Return the entries of a file in their order, and what is wrong; never raises.

    Entries may share a key, and have none. Others inherit from the first one of a key.
    """
    reader = _Reader(text, path)
    return reader.read(), tuple(sorted(reader.problems, key=lambda each: each.location))


@dataclass(slots=True)
class _Reader:
    text: str
    path: str
    problems: list[Diagnostic] = field(default_factory=list)
    _lines: Lines = field(init=False)
    _strings: dict[str, str] = field(default_factory=lambda: {**MONTHS, **WHOLE_MONTHS})
    _guesses: Guesses = field(default_factory=Guesses)
    _left: int = _MOST_ADDED

    def __post_init__(self) -> None:
        self._lines = Lines(self.text)

    def read(self) -> tuple[BibEntry, ...]:
        raw: list[tuple[RawEntry, dict[str, str]]] = []
        for item in scan_bibtex(self.text):
            if isinstance(item, ScanMistake):
                self._report(item.index, item.problem)
            elif isinstance(item, RawString):
                self._define(item.definition)
            else:
                raw.append((item, self._fields(item)))
        by_key: dict[str, _Lender] = {}
        for entry, fields in raw:
            by_key.setdefault(entry.key.casefold(), (entry, fields))
        return tuple(
            self._entry(entry, fields, by_key)
            for entry, fields in raw
            if entry.kind not in _HOLDERS
        )

    def _define(self, definition: RawField) -> None:
        self._strings[definition.name] = self._value(definition)

    def _fields(self, entry: RawEntry) -> dict[str, str]:
        fields: dict[str, str] = {}
        for each in entry.fields:
            if each.name in fields:
                message = f"'{entry.key}' has the field '{each.name}' twice; the first one counts"
                self._report(each.index, Problem(DUPLICATE_ENTRY, message, "delete one of them"))
            else:
                fields[each.name] = self._value(each)
        return fields

    def _value(self, raw: RawField) -> str:
        pieces = []
        for part in raw.parts:
            if part.kind != "name":
                pieces.append(part.text)
                continue
            known = self._strings.get(part.text.casefold())
            if known is None:
                message = f"there is no string '{part.text}'; its name is shown instead"
                otherwise = "define it with @string, or put the text in braces"
                hint = self._guesses.did_you_mean(part.text, lambda: self._strings, otherwise)
                self._report(part.index, Problem(BIBTEX_STRING, message, hint))
            elif len(known) > self._left:
                message = f"with '{part.text}', strings would make the file too long; "
                message += "its name is shown instead"
                hint = "make fewer strings of other strings"
                self._report(part.index, Problem(BIBTEX_STRING, message, hint))
                known = None
            else:
                self._left -= len(known)
            pieces.append(part.text if known is None else known)
        return "".join(pieces)

    def _inherit(
        self,
        entry: RawEntry,
        fields: dict[str, str],
        indexes: dict[str, int],
        by_key: Mapping[str, _Lender],
    ) -> dict[str, str]:
        """Return the fields with those that other entries lend; add the indexes of these."""
        if "xdata" not in fields and "crossref" not in fields:
            return fields
        whole = dict(fields)
        in_part = _IN_ARTICLE if entry.kind in {"article", "suppperiodical"} else _IN_PART
        seen = {entry.key.casefold()}
        for name in ("xdata", "crossref"):
            waiting = _keys(fields.get(name, ""))
            for _ in range(_MOST_LEVELS):
                if not waiting:
                    break
                key = waiting.pop(0)
                lender = by_key.get(key.casefold())
                if lender is None or key.casefold() in seen:
                    why = "is not in this file" if lender is None else "refers back to this entry"
                    message = f"'{entry.key}': the entry '{key}', named in '{name}', {why}"
                    hint = (
                        self._guesses.did_you_mean(key, lambda: by_key, group="key")
                        if lender is None
                        else ""
                    )
                    place = indexes.get(name, entry.index)
                    self._report(place, Problem(INHERITED_ENTRY, message, hint))
                    continue
                seen.add(key.casefold())
                places = _indexes(lender[0])
                for theirs, value in lender[1].items():
                    if theirs not in _OWN:
                        ours = in_part.get(theirs, theirs) if name == "crossref" else theirs
                        whole.setdefault(ours, value)
                        indexes.setdefault(ours, places[theirs])
                waiting += _keys(lender[1].get(name, ""))
        return whole

    def _entry(self, raw: RawEntry, own: dict[str, str], by_key: Mapping[str, _Lender]) -> BibEntry:
        indexes = _indexes(raw)
        fields = self._inherit(raw, own, indexes, by_key)
        kind = TYPES.get(raw.kind)
        if kind is None:
            message = f"'{raw.key}': there is no type '{raw.kind}'; it counts as 'misc'"
            hint = self._guesses.did_you_mean(raw.kind, lambda: TYPES, group="type")
            self._report(raw.index, Problem(BIB_TYPE, message, hint))
        misspelt = self._misspelt(raw, fields)
        for names in (kind or TYPES["misc"]).needs:
            if not any(fields.get(name, "").strip() or name in misspelt for name in names):
                message = f"'{raw.key}' has no {' or '.join(repr(name) for name in names[:2])}"
                self._report(raw.index, Problem(MISSING_BIB_FIELD, message, "add it"))
        line, column = self._lines.place(raw.index)
        return BibEntry(
            key=raw.key,
            kind=raw.kind,
            fields=fields,
            line=line,
            column=column,
            indexes=indexes,
            lines=self._lines,
        )

    def _misspelt(self, raw: RawEntry, fields: Mapping[str, str]) -> set[str]:
        """Report fields whose names are almost those of others, and return what they mean."""
        meant: set[str] = set()
        for each in raw.fields:
            name = "" if each.name in KNOWN_FIELDS else field_meant(each.name)
            if name and name not in fields and name not in meant:
                message = f"'{raw.key}' has a field '{each.name}', which means nothing"
                hint = f"did you mean '{name}'?"
                self._report(each.index, Problem(MISSPELT_BIB_FIELD, message, hint))
                meant.add(name)
        return meant

    def _report(self, index: int, problem: Problem) -> None:
        line, column = self._lines.place(index)
        self.problems.append(problem.at(Location(path=self.path, line=line, column=column)))


def _indexes(raw: RawEntry) -> dict[str, int]:
    """Return where the values of an entry's fields begin; of two fields of a name, the first."""
    return {each.name: each.parts[0].index for each in reversed(raw.fields)}


def _keys(value: str) -> list[str]:
    return [key.strip() for key in value.split(",") if key.strip()]
