"""Make works of the entries of a BibTeX or BibLaTeX file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape

from sitegen.diagnostics import Diagnostic, Location, Problem, Severity, declare
from sitegen.late_patterns import compile_late
from sitegen.model import Name, PartialDate, Work, WorkLink
from sitegen.research.author_marks import check_annotations, has_marks, take_marks
from sitegen.research.bib_dates import (
    BIB_DATE,
    explain_letter,
    parse_bib_date,
    parse_issued,
    parse_year,
)
from sitegen.research.bib_fields import (
    DATES,
    KEEPS_CASE,
    LANGUAGES,
    NAMES,
    VARIABLES,
    VERBATIM,
    is_bookkeeping,
)
from sitegen.research.bibtex import BibEntry, read_bibtex
from sitegen.research.cite_keys import make_key
from sitegen.research.cited_bibtex import cited_bibtex
from sitegen.research.entry_excess import MOST_CHARACTERS, too_long
from sitegen.research.entry_types import TYPES
from sitegen.research.latex_text import convert_latex
from sitegen.research.name_lists import check_et_al, check_separators
from sitegen.research.names import parse_names
from sitegen.research.work_identifiers import IDENTIFIERS, Identified, identify
from sitegen.research.work_links import LINK_FIELDS, make_link, plain_address

__all__ = ["read_bibtex_works"]

BIBTEX_LATEX = declare("bibtex-latex", Severity.WARNING)

_KNOWN = "what it holds is shown; write the character itself"
#: Fields with the name of what a work is part of, by importance.
_CONTAINERS = ("journaltitle", "journal", "booktitle")
_PUBLISHERS = ("publisher", "institution", "school", "organization", "howpublished")
_GENRES = {
    "phdthesis": "PhD thesis",
    "mastersthesis": "Master’s thesis",
    "mathesis": "Master’s thesis",
    "bachelorsthesis": "Bachelor’s thesis",
    "bathesis": "Bachelor’s thesis",
    "techreport": "Technical report",
    "resreport": "Research report",
}
_EDITOR_TYPES = {"compiler", "director", "organizer"}
_PAGES = compile_late(r"\s*(?:-{2,3}|[‐‑–—])\s*|(?<=\d)\s*-\s*(?=\d)")
#: Fields that `_Reader` reads by their names, beside those of the tables.
_OWN_WAY = frozenset(
    {"author", "editor", "title", "subtitle", "titleaddon", "journal", "journaltitle"}
    | {"journalsubtitle", "booktitle", "booksubtitle", "booktitleaddon", "maintitle"}
    | {"mainsubtitle", "publisher", "institution", "school", "organization", "howpublished"}
    | {"number", "pages", "note", "addendum", "date", "year", "month", "day", "keywords"}
    | {"language", "langid", "origlanguage", "editortype", "editoratype", "editorbtype"}
    | {"editorctype", "entrysubtype", "issuetitle"}
)

_KNOWN_FIELDS = frozenset({*VARIABLES, *LINK_FIELDS, *DATES, *IDENTIFIERS}) | _OWN_WAY
#: Fields that are compared with the people and the files of a site, beside those that are its own.
_PLACED = frozenset({"author", "editor", *LINK_FIELDS})


def read_bibtex_works(text: str, path: str) -> tuple[tuple[Work, ...], tuple[Diagnostic, ...]]:
    """Return a work for each entry of a file, in their order, and what is wrong in the file."""
    entries, problems = read_bibtex(text, path)
    works = []
    found = list(problems)
    for entry in entries:
        reader = _Reader(entry, path)
        works.append(reader.read())
        found += reader.problems
    return tuple(works), tuple(found)


@dataclass(slots=True)
class _Reader:
    """Reads one entry: `texts` has its fields as plain text, `marked` as HTML if that differs."""

    entry: BibEntry
    path: str
    problems: list[Diagnostic] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    marked: dict[str, str] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)
    html: dict[str, str] = field(default_factory=dict)
    names: dict[str, tuple[Name, ...]] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    links: dict[str, list[str]] = field(default_factory=dict)

    def read(self) -> Work:
        """Return the work; what is wrong is in `problems`."""
        entry = self.entry
        self._read_texts()
        marks = self._read_names()
        title = self._title()
        self._set_container()
        self._set_variables()
        issued = self._issued()
        ids = self._identify()
        self._read_links(ids)
        own = self._own_fields()
        if marks and "author+an" not in own:
            own["author+an"] = marks
        key = entry.key or make_key(self.names, issued, title)
        return Work(
            key=key,
            type=self._type(ids),
            kind=entry.kind,
            title=title,
            names=self.names,
            others=tuple(dict.fromkeys(self.others)),
            issued=issued,
            dates=self._dates(),
            variables=self.variables,
            html=self.html,
            links=tuple(
                WorkLink(kind=kind, url=url) for kind, urls in self.links.items() for url in urls
            ),
            keywords=self._keywords(),
            fields=own,
            bibtex=cited_bibtex(key, entry.kind, entry.fields),
            path=self.path,
            line=entry.line,
            column=entry.column,
            places=self._places(own),
        )

    def _report(self, name: str, problem: Problem) -> None:
        line, column = self.entry.place_of(name)
        message = f"'{self.entry.key}': {problem.message}"
        place = Location(path=self.path, line=line, column=column)
        self.problems.append(Problem(problem.code, message, problem.hint).at(place))

    def _read_texts(self) -> None:
        for name, value in self.entry.fields.items():
            if name in NAMES or is_bookkeeping(name):
                continue
            written = self._cut(name, value)
            if name in VERBATIM or name in LINK_FIELDS:
                text = plain_address(written)
            else:
                converted = convert_latex(written, keep_case=name in KEEPS_CASE)
                text = converted.plain
                if converted.html != text and converted.html != escape(text, quote=False):
                    self.marked[name] = converted.html
                for command in converted.leftover:
                    message = f"the command {command} is not known"
                    self._report(name, Problem(BIBTEX_LATEX, message, _KNOWN))
            if text:
                self.texts[name] = text

    def _cut(self, name: str, value: str) -> str:
        problem = too_long(name, value, "shorten it; is a brace missing?")
        if problem is None:
            return value
        self._report(name, problem)
        return value[:MOST_CHARACTERS]

    def _read_names(self) -> str:
        """Read the names of all roles; return what marks stood behind those of authors."""
        marks = ""
        for name, value in self.entry.fields.items():
            role = NAMES.get(name)
            if role is None or (name == "holder" and "author" in self.entry.fields):
                continue
            found, more = parse_names(self._cut(name, value))
            if name == "author" and has_marks(value):
                found, marks = take_marks(found)
            if name == "editor" and self.texts.get("editortype", "") in _EDITOR_TYPES:
                role = self.texts["editortype"]
            for problem in (check_separators(found), check_et_al(value)):
                if problem:
                    self._report(name, problem)
            if found:
                self.names[role] = (*self.names.get(role, ()), *found)
            if more:
                self.others.append(role)
        return marks

    def _set(self, variable: str, *fields: str, separator: str = "") -> None:
        """Set a variable to the text of the first of some fields, or of all, if they are joined."""
        present = [name for name in fields if name in self.texts]
        if not present:
            return
        used = present if separator else present[:1]
        self.variables[variable] = separator.join(self.texts[name] for name in used)
        if any(name in self.marked for name in used):
            self.html[variable] = separator.join(map(self._html_of, used))

    def _html_of(self, name: str) -> str:
        return self.marked.get(name) or escape(self.texts[name], quote=False)

    def _set_title(self, variable: str, title: str, subtitle: str, addon: str = "") -> None:
        if title not in self.texts:
            self._set(variable, subtitle)
            return
        ends = self.texts[title].endswith((":", "?", "!", "–", "—"))
        self._set(variable, title, subtitle, separator=" " if ends else ": ")
        if addon in self.texts:
            html = self.html.get(variable) or escape(self.variables[variable], quote=False)
            if variable in self.html or addon in self.marked:
                self.html[variable] = f"{html}. {self._html_of(addon)}"
            self.variables[variable] += f". {self.texts[addon]}"

    def _title(self) -> str:
        self._set_title("title", "title", "subtitle", "titleaddon")
        return self.variables.pop("title", "")

    def _set_container(self) -> None:
        """Set what a work is part of: a journal, a book, proceedings, of several volumes or not."""
        if "maintitle" in self.texts and "booktitle" in self.texts:
            self._set_title("container-title", "maintitle", "mainsubtitle")
            self._set_title("volume-title", "booktitle", "booksubtitle")
            return
        container = next((name for name in _CONTAINERS if name in self.texts), "")
        if container == "booktitle":
            self._set_title("container-title", container, "booksubtitle", "booktitleaddon")
        elif container:
            self._set_title("container-title", container, "journalsubtitle")
        else:
            self._set("container-title", "maintitle")

    def _set_variables(self) -> None:
        for name in self.texts:
            variable = VARIABLES.get(name)
            if variable and variable not in self.variables:
                self._set(variable, name)
        publisher = next((name for name in _PUBLISHERS if name in self.texts), "")
        if publisher == "howpublished" and "://" in self.texts[publisher]:
            self.texts.setdefault("url", plain_address(self.texts[publisher]))
        elif publisher:
            self._set("publisher", publisher)
        self._set("note", "note", "addendum", separator=". ")
        self._set_number()
        self._set_pages()
        genre = self.variables.get("genre", "")
        self.variables |= {"genre": _GENRES.get(genre or self.entry.kind, genre)}
        language = self.texts.get("langid") or self.texts.get("language", "")
        self.variables["language"] = LANGUAGES.get(language.casefold(), language)
        self.variables = {name: text for name, text in self.variables.items() if text}

    def _set_number(self) -> None:
        """Tell the number of an issue from that in a series and that of the work itself."""
        if "number" not in self.texts:
            return
        if "journal" in self.texts or "journaltitle" in self.texts:
            self._set("issue", "number")
        elif "series" in self.texts:
            self._set("collection-number", "number")
        else:
            self._set("number", "number")

    def _set_pages(self) -> None:
        written = " ".join(self.entry.fields.get("pages", "").split())
        if "pages" not in self.texts:
            return
        plain = convert_latex(written.replace("--", "-").replace("--", "-")).plain
        self.variables["page"] = _PAGES.sub("-", plain)
        shown = _PAGES.sub("–", self.texts["pages"])
        if shown != self.variables["page"]:
            self.html["page"] = escape(shown, quote=False)

    def _issued(self) -> PartialDate | None:
        issued, name, problem = parse_issued(self.texts)
        if problem:
            self._report(name, problem)
        if issued is None and (status := self.texts.get("pubstate")):
            return PartialDate(literal=status)
        return issued

    def _dates(self) -> dict[str, PartialDate]:
        dates = {}
        for name, variable in DATES.items():
            if name in self.texts:
                written = self.texts[name]
                date = parse_bib_date(written) or parse_year(written)
                if date is None:
                    hint = "write it as '2024-03-15', '2024-03' or '2024'"
                    message = f"'{' '.join(written.split())[:60]}' is no date"
                    self._report(name, Problem(BIB_DATE, message, hint))
                elif problem := explain_letter(written):
                    self._report(name, problem)
                dates[variable] = date or PartialDate(literal=written)
        return dates

    def _identify(self) -> Identified:
        ids = identify(self.texts)
        for name, problem in ids.problems:
            self._report(name, problem)
        self.variables |= ids.variables
        return ids

    def _read_links(self, ids: Identified) -> None:
        for name, kind in LINK_FIELDS.items():
            value = ids.links.get(kind, "") if kind in IDENTIFIERS else self.texts.get(name, "")
            if not value:
                continue
            link = make_link(kind, value)
            if isinstance(link, Problem):
                self._report(name, link)
            elif link.url not in self.links.get(kind, ()) and not ids.is_same(kind, link.url):
                self.links.setdefault(kind, []).append(link.url)
        if "url" in self.links:
            self.variables["URL"] = self.links["url"][0]

    def _keywords(self) -> tuple[str, ...]:
        written = self.texts.get("keywords", "")
        found = (word.strip() for word in re.split(r"[,;]", written))
        return tuple(dict.fromkeys(word for word in found if word))

    def _own_fields(self) -> dict[str, str]:
        """Return the fields that are the site's: those of nobody's table."""
        own = {name: text for name, text in self.texts.items() if name not in _KNOWN_FIELDS}
        self.html |= {name: html for name, html in self.marked.items() if name in own}
        for problem in check_annotations(own, len(self.names.get("author", ()))):
            self._report(*problem)
        return own

    def _places(self, own: dict[str, str]) -> dict[str, tuple[int, int]]:
        """Return the places of what is only examined when other files are known."""
        indexes, place = self.entry.indexes, self.entry.lines.place
        return {
            LINK_FIELDS.get(name, name): place(indexes[name])
            for name in indexes
            if name in _PLACED or name in own
        }

    def _type(self, ids: Identified) -> str:
        """Return the type in CSL; what is only on a preprint server is an `article`."""
        kind = TYPES.get(self.entry.kind, TYPES["misc"]).csl
        if self.entry.kind in {"article", "misc", "unpublished", "online"} and ids.is_preprint:
            return "article"
        if kind == "article-journal":
            subtype = self.texts.get("entrysubtype", "").casefold()
            return {"magazine": "article-magazine", "newspaper": "article-newspaper"}.get(
                subtype, kind
            )
        return kind
