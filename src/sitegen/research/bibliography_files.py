"""Bibliographies in `data/`: BibTeX files, which templates read as `bibliographies.NAME`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from sitegen.content.data_codec import pack_data
from sitegen.content.data_files import name_data
from sitegen.content.source_kind import ParsedValue, ValueKind
from sitegen.content.text import decode
from sitegen.diagnostics import Diagnostic, Location, Problem, Severity, declare
from sitegen.model import Name
from sitegen.research.bibtex import BibEntry, read_bibtex
from sitegen.research.entry_types import TYPES
from sitegen.research.identifiers import parse_doi
from sitegen.research.latex_text import convert_latex
from sitegen.research.names import parse_names

if TYPE_CHECKING:
    from sitegen.model import SourceFile

__all__ = ["BIBLIOGRAPHIES", "Bibliographies", "describe_entry"]

BIBTEX_LATEX = declare("bibtex-latex", Severity.WARNING)

#: Fields that hold names.
_NAMES = ("author", "editor", "translator")
#: Fields that are no text: they are kept as they are written.
_VENUES = ("journaltitle", "journal", "booktitle", "publisher", "institution", "school")
_KNOWN = "what it holds is shown; write the character itself"
_VERBATIM = re.compile(
    r"url|doi|eprint|file|pdf|html|code|isbn|issn|arxiv|hal|.*_id|website|slides"
)


class Bibliographies(ValueKind):
    """BibTeX files in `data/`; templates see them by folder and name, without suffix."""

    name = "bibliographies"

    def matches(self, path: PurePosixPath) -> bool:
        """Tell a bibliography by its folder and its suffix."""
        return path.parts[0] == "data" and path.suffix.casefold() == ".bib"

    def name_files(
        self, paths: Iterable[PurePosixPath]
    ) -> tuple[dict[str, PurePosixPath], tuple[Diagnostic, ...]]:
        """Return the files by name; report names that are taken twice."""
        return name_data(paths)

    def parse(self, source: SourceFile, options: str) -> ParsedValue | Diagnostic:
        """Return the entries in their order, packed, and every mistake."""
        del options
        path = str(source.path)
        text, unreadable = decode(source.data, path)
        if unreadable:
            return unreadable[0]
        entries, problems = read_bibtex(text, path)
        described = [describe_entry(entry, path) for entry in entries]
        values = [value for value, _ in described]
        leftover = (problem for _, found in described for problem in found)
        return ParsedValue(value=pack_data(values), problems=(*problems, *leftover))


BIBLIOGRAPHIES = Bibliographies()


def describe_entry(entry: BibEntry, path: str) -> tuple[dict[str, Any], list[Diagnostic]]:
    """Return an entry as templates see it, and what of its LaTeX is not understood.

    Texts are plain. `authors`, `editors` and `translators` are lists of names in their parts;
    `fields` has everything that was written, `type` is that of CSL.
    """
    leftover: list[str] = []

    def plain(source: str) -> str:
        converted = convert_latex(source)
        leftover.extend(converted.leftover)
        return converted.plain

    fields = {
        name: value.strip() if _VERBATIM.fullmatch(name) else plain(value)
        for name, value in entry.fields.items()
    }
    kind = TYPES.get(entry.kind, TYPES["misc"])
    value: dict[str, Any] = {"key": entry.key, "kind": entry.kind, "type": kind.csl}
    for name in _NAMES:
        names, more = parse_names(entry.fields.get(name, ""))
        value[f"{name}s"] = [_describe_name(each) for each in names]
        if more:
            value[f"more_{name}s"] = True
    for name in ("title", "doi", "url", "abstract"):
        value[name] = fields.get(name, "")
    value["year"] = _year(fields)
    value["venue"] = next((fields[n] for n in _VENUES if fields.get(n)), "")
    value["fields"] = fields
    place = Location(path=path, line=entry.line, column=entry.column)
    problems = [
        Problem(BIBTEX_LATEX, f"'{entry.key}': the command {command} is not known", _KNOWN).at(
            place
        )
        for command in dict.fromkeys(leftover)
    ]
    doi = parse_doi(fields["doi"]) if fields.get("doi") else ""
    if isinstance(doi, Problem):
        problems.append(doi.at(place))
    return value, problems


def _describe_name(name: Name) -> dict[str, str]:
    parts = ("family", "given", "particle", "suffix", "literal")
    return {"name": name.full, **{part: getattr(name, part) for part in parts}}


def _year(fields: Mapping[str, str]) -> str:
    found = re.match(r"-?\d{4}", fields.get("date", "")) or re.search(
        r"\d{4}", fields.get("year", "")
    )
    return found[0] if found else fields.get("year", "")
