"""Make works of CSL-JSON and CSL-YAML, as Zotero, Mendeley, Pandoc and Crossref write them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from typing import Any

from sitegen.content.escapes import check_text
from sitegen.content.json_reader import find_json_end, read_json
from sitegen.content.yaml_reader import Refused, Rules, read_plain, read_yaml
from sitegen.diagnostics import (
    Diagnostic,
    Location,
    Problem,
    Severity,
    declare,
    did_you_mean,
)
from sitegen.late_patterns import compile_late
from sitegen.model import Name, PartialDate, Work, WorkLink
from sitegen.research.bib_dates import BIB_DATE, explain_letter
from sitegen.research.bibtex import BIB_TYPE, MISSING_BIB_FIELD
from sitegen.research.bibtex_scanner import Lines
from sitegen.research.cite_keys import make_key
from sitegen.research.csl_names import read_csl_date, read_csl_names
from sitegen.research.csl_oddities import CSL_VALUE, odd_names, odd_value
from sitegen.research.csl_places import ItemPlaces
from sitegen.research.csl_text import convert_csl
from sitegen.research.csl_variables import DATES, NAMES, NUMBERS, TEXTS, TYPES
from sitegen.research.entry_excess import MOST_CHARACTERS, too_long, too_many_entries
from sitegen.research.work_identifiers import identify
from sitegen.research.work_links import LINK_FIELDS, make_link

__all__ = ["read_csl_works"]

#: An item, and where it and its variables are.
_Placed = tuple[Any, ItemPlaces]

BIBLIOGRAPHY_SYNTAX = declare("bibliography-syntax", Severity.ERROR, needed=True)

_RULES = Rules(noun="the bibliography", code=BIBLIOGRAPHY_SYNTAX, plain=read_plain)
#: Variables of CSL that identify a work, by the field of BibTeX that has the same.
_IDENTIFIERS = {
    "DOI": "doi",
    "URL": "url",
    "PMID": "pmid",
    "PMCID": "pmcid",
    "ISBN": "isbn",
    "ISSN": "issn",
    "container-title": "journal",
    "note": "note",
    "number": "number",
}
_VARIABLES = {name: variable for variable, name in _IDENTIFIERS.items()}
_FROM_NOTE = compile_late(r"^\s*(PMID|PMCID|DOI|ISBN|ISSN|arXiv)\s*:\s*(\S+)[ \t]*$", re.MULTILINE)
#: Where a list of items may be in a table.
_LISTS = ("references", "items")
_JSON_LIST = compile_late(r'"(?:references|items)"\s*:\s*\[')
#: An item that is no table: a text, a list, a number or a word.
_JSON_ITEM = compile_late(r'"(?:[^"\\]|\\.)*"|\[(?=[^{]*\])|[\w.+-]+')
_IS_LIST = "a bibliography is a list of items, or has one under 'references' or 'items'"


def read_csl_works(
    text: str, path: str, *, is_json: bool, most: int = 0, limit: str = ""
) -> tuple[tuple[Work, ...], tuple[Diagnostic, ...]]:
    """Return a work for each item of a file, in their order, and what is wrong in the file.

    Of a file of more than `most` items, if that is not 0, only this is returned; `limit` is the
    name of that setting.
    """
    try:
        items = _read_json_items(text) if is_json else _read_yaml_items(text)
    except Refused as refused:
        return (), (refused.at(path),)
    if most and len(items) > most:
        place = _location(path, items[most][1])
        return (), (too_many_entries(most, limit).at(place),)
    works = []
    problems: list[Diagnostic] = []
    for item, places in items:
        if not isinstance(item, dict):
            problem = Problem(BIBLIOGRAPHY_SYNTAX, "this item is no table of variables", _IS_LIST)
            problems.append(problem.at(_location(path, places)))
            continue
        reader = _Reader(item, path, places)
        works.append(reader.read())
        problems += reader.problems
    return tuple(works), tuple(problems)


def _location(path: str, places: ItemPlaces, name: str = "") -> Location:
    line, column = places.of(name) if name else (places.line, places.column)
    return Location(path=path, line=line, column=column)


def _read_json_items(text: str) -> list[_Placed]:
    value = read_json(text, _RULES)
    if "\\" in text:
        _check_escapes(value, text)
    items = _items_of(value)
    lines = Lines(text)
    found = _JSON_LIST.search(text) if isinstance(value, dict) else None
    at = found.end() if found else 0
    placed: list[_Placed] = []
    for item in items:
        if not isinstance(item, dict):
            found = _JSON_ITEM.search(text, at)
            begin, at = found.span() if found else (at, at)
            at = find_json_end(text, begin) if isinstance(item, list) else at
            placed.append((item, ItemPlaces(text, lines, *lines.place(begin))))
            continue
        begin = text.find("{", at)
        at = find_json_end(text, begin)
        placed.append((item, ItemPlaces(text, lines, *lines.place(begin))))
    return placed


def _check_escapes(value: Any, text: str) -> None:
    """Refuse characters that no page can hold; only escapes bring them in. Raises Refused."""
    if isinstance(value, str):
        check_text(value, text)
    elif isinstance(value, list):
        for each in value:
            _check_escapes(each, text)
    elif isinstance(value, dict):
        for name, each in value.items():
            check_text(name, text)
            _check_escapes(each, text)


def _read_yaml_items(text: str) -> list[_Placed]:
    # Pandoc puts lines of hyphens around the document, of which the second would begin another.
    roots, fields = read_yaml(re.sub(r"\n---\s*\Z", "\n", text), _RULES)
    if not roots or roots[0] is None:
        return []
    items = _items_of(roots[0])
    name = next(name for name in ("", *_LISTS) if name in fields)
    lines = Lines(text)
    return [
        (item, ItemPlaces(text, lines, each.line, each.column, inside=each.inside))
        for item, each in zip(items, fields[name].inside, strict=True)
    ]


def _items_of(value: Any) -> list[Any]:
    if isinstance(value, dict):
        value = next((value[name] for name in _LISTS if name in value), value)
    if not isinstance(value, list):
        raise Refused(BIBLIOGRAPHY_SYNTAX, "no list of items is in this file", 1, 1, _IS_LIST)
    return value


@dataclass(slots=True)
class _Reader:
    """Reads one item."""

    item: dict[str, Any]
    path: str
    places: ItemPlaces
    problems: list[Diagnostic] = field(default_factory=list)
    html: dict[str, str] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)
    names: dict[str, tuple[Name, ...]] = field(default_factory=dict)
    dates: dict[str, PartialDate] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    links: list[WorkLink] = field(default_factory=list)
    own: dict[str, str] = field(default_factory=dict)
    #: Variables about which assembling may have something to say.
    named: list[str] = field(default_factory=list)
    key: str = ""

    def read(self) -> Work:
        """Return the work; what is wrong is in `problems`."""
        written = self.item.get("id", "")
        self.key = str(written) if isinstance(written, str | int) else ""
        for name, value in self._flat().items():
            self._read(name, value)
        title = self.variables.pop("title", "")
        issued = self.dates.pop("issued", None)
        if not title:
            self._report(MISSING_BIB_FIELD, "there is no 'title'", "add it")
        if not self.key:
            missing = "'id' is no text" if written else "there is no 'id'"
            self._report(MISSING_BIB_FIELD, missing, "write one" if written else "add it")
            self.key = make_key(self.names, issued, title)
        is_preprint = self._identify()
        kind = self._kind()
        if kind == "article-journal" and is_preprint:
            kind = "article"
        if "page" in self.variables:
            self._set_pages()
        return Work(
            key=self.key,
            type=kind,
            kind=str(self.item.get("type", "")),
            title=title,
            names=self.names,
            others=tuple(self.others),
            issued=issued,
            dates=self.dates,
            variables=self.variables,
            html=self.html,
            links=tuple(dict.fromkeys(self.links)),
            keywords=self._keywords(),
            fields=self.own,
            path=self.path,
            line=self.places.line,
            column=self.places.column,
            places={name: self.places.of(name) for name in self.named},
        )

    def _flat(self) -> dict[str, Any]:
        """Return the item's variables, with those that are under `custom`."""
        custom = self.item.get("custom")
        return {**(custom if isinstance(custom, dict) else {}), **self.item}

    def _report(self, code: str, message: str, hint: str, name: str = "") -> None:
        """Report a problem of a variable, or of the whole item."""
        problem = Problem(code, f"'{self.key}': {message}" if self.key else message, hint)
        self.problems.append(problem.at(_location(self.path, self.places, name)))

    def _read(self, name: str, value: Any) -> None:
        if name in {"id", "type", "categories", "citation-key"}:
            return
        if name in {"custom", "keyword"}:
            self._check_own(name, value)
        elif name in NAMES:
            self._read_names(name, value)
        elif name in DATES:
            self._read_date(name, value)
        else:
            self._read_text(name, value)

    def _read_date(self, name: str, value: Any) -> None:
        date = read_csl_date(value)
        if date:
            self.dates[name] = date
            parts = value if isinstance(value, dict) else {"raw": value}
            written = parts.get("raw") or parts.get("literal")
            if isinstance(written, str) and not date.literal and (odd := explain_letter(written)):
                self._tell(odd, name)
        elif value not in (None, "", {}, []):
            hint = "write '2024-03-15', '2024-03' or '2024'"
            self._report(BIB_DATE, f"'{name}' is no date", hint, name)

    def _read_text(self, name: str, value: Any) -> None:
        odd = odd_value(name, value)
        if odd is not None:
            self._tell(odd, name)
        text = self._cut(name, _text_of(value))
        if not text:
            return
        converted = convert_csl(text)
        if name in TEXTS or name in NUMBERS:
            self._keep(name, converted.plain, converted.html, self.variables)
        elif name in LINK_FIELDS:
            self._link(LINK_FIELDS[name], text.strip(), name)
            self.named.append(name)
        else:
            self._keep(name, converted.plain, converted.html, self.own)
            self.named.append(name)

    def _check_own(self, name: str, value: Any) -> None:
        """Report a value of `custom` that is no table, and one of `keyword` that is one."""
        fits = isinstance(value, dict) if name == "custom" else isinstance(value, str | list)
        if not fits and value is not None:
            kind = "no table" if name == "custom" else "neither a text nor a list"
            problem = Problem(CSL_VALUE, f"'{name}' is {kind}, and is left out", "correct it")
            self._tell(problem, name)

    def _cut(self, name: str, text: str) -> str:
        problem = too_long(name, text, "shorten it")
        if problem is None:
            return text
        self._tell(problem, name)
        return text[:MOST_CHARACTERS]

    def _tell(self, problem: Problem, name: str) -> None:
        self._report(problem.code, problem.message, problem.hint, name)

    def _keep(self, name: str, plain: str, html: str, where: dict[str, str]) -> None:
        where[name] = plain
        if html not in {plain, escape(plain, quote=False)}:
            self.html[name] = html

    def _read_names(self, role: str, value: Any) -> None:
        found = read_csl_names(value)
        if found is None:
            hint = "write a list of names, each with 'family' and 'given' or with 'literal'"
            self._report(BIBLIOGRAPHY_SYNTAX, f"'{role}' is no list of names", hint, role)
            return
        names, ids = found
        for problem in odd_names(role, value):
            self._tell(problem, role)
        if any(name.literal.casefold() in {"others", "et al."} for name in names):
            self.others.append(role)
            names = tuple(n for n in names if n.literal.casefold() not in {"others", "et al."})
        if names:
            self.names[role] = names
        if role == "author" and any(ids):
            marks = (f'{number}="{orcid}"' for number, orcid in enumerate(ids, start=1) if orcid)
            self.own["author+an:orcid"] = "; ".join(marks)

    def _link(self, kind: str, value: str, name: str) -> None:
        link = make_link(kind, value)
        if isinstance(link, Problem):
            self._tell(link, name)
        else:
            self.links.append(link)

    def _identify(self) -> bool:
        """Check the identifiers and make links of them; tell whether the work is a preprint."""
        texts = {
            name: self.variables[variable]
            for variable, name in _IDENTIFIERS.items()
            if variable in self.variables
        }
        for name, value in _FROM_NOTE.findall(str(self.item.get("note", ""))):
            texts.setdefault(name.casefold(), value)
        ids = identify(texts)
        for name, problem in ids.problems:
            variable = _VARIABLES.get(name, name)
            of = variable if variable in self.item else "note"
            self._report(problem.code, problem.message, problem.hint, of)
        for variable in ("DOI", "PMID", "PMCID", "ISBN", "ISSN"):
            self.variables.pop(variable, None)
        self.variables |= ids.variables
        own = self.links
        self.links = []
        for kind, value in ids.links.items():
            self._link(kind, value, _VARIABLES.get(kind, kind))
        self.links += own
        url = self.variables.pop("URL", "")
        if url and not ids.is_same("url", url):
            before = len(self.links)
            self._link("url", url, "URL")
            if len(self.links) > before:
                self.variables["URL"] = self.links[-1].url
        return ids.is_preprint and "container-title" not in self.variables

    def _kind(self) -> str:
        written = self.item.get("type")
        if isinstance(written, str) and written in TYPES:
            return written
        if not written:
            self._report(
                MISSING_BIB_FIELD, "there is no 'type'", "add it, such as 'article-journal'"
            )
            return "document"
        if written == "journal-article":  # as Crossref calls it
            return "article-journal"
        hint = did_you_mean(str(written), TYPES)
        message = f"there is no type '{written}'; it counts as 'document'"
        self._report(BIB_TYPE, message, hint, "type")
        return "document"

    def _set_pages(self) -> None:
        plain = re.sub(r"\s*[‐‑–—]\s*|-{2,}", "-", self.variables["page"])
        shown = re.sub(r"(?<=\d)\s*-\s*(?=\w)", "–", plain)
        self.variables["page"] = plain
        if shown != plain:
            self.html["page"] = escape(shown, quote=False)

    def _keywords(self) -> tuple[str, ...]:
        written = self.item.get("keyword", "")
        words = written if isinstance(written, list) else re.split(r"[,;]", _text_of(written))
        plain = (convert_csl(_text_of(word)).plain for word in words)
        return tuple(dict.fromkeys(word for word in plain if word))


def _text_of(value: Any) -> str:
    """Return a text, number or boolean as text, and the first entry of a list."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str | int | float) else ""
