"""Read what a site has already: its works, the files that they are in, its people's ORCID iDs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sitegen.config import Config, parse_config
from sitegen.content.front_matter import split_front_matter
from sitegen.errors import UsageError
from sitegen.model import Name, PartialDate, Work
from sitegen.research.bibtex import BibEntry, read_bibtex
from sitegen.research.entry_types import TYPES
from sitegen.research.identifiers import find_arxiv, parse_arxiv, parse_doi, parse_orcid
from sitegen.research.latex_text import convert_latex
from sitegen.research.names import parse_names
from sitegen.research.registered_records import fold_title
from sitegen.storage.author_files import AuthorFile, read_author_file
from sitegen.storage.source_files import find_config

__all__ = ["KnownWorks", "SiteWorks", "arxiv_of", "doi_of", "open_site_works"]

_DEFAULT = "publications.bib"
_PATTERNS = ("*.bib", "bibliography/**/*.bib", "data/**/*.bib", "content/**/*.bib")


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteWorks:
    """A site's works in the order of their files, and these files by their names in the site."""

    root: Path
    config: Config
    works: tuple[Work, ...]
    files: dict[str, AuthorFile]

    def choose_file(self, wanted: Path | None) -> AuthorFile:
        """Return the file for new entries: the wanted one, or the site's only one.

        Raises UsageError.
        """
        if wanted is None:
            names = list(self.files)
            if len(names) > 1 and _DEFAULT not in names:
                message = f"there are {len(names)} bibliographies; choose one with --file"
                raise UsageError(message)
            wanted = self.root / (names[0] if len(names) == 1 else _DEFAULT)
        path = wanted.resolve()
        if path.suffix.casefold() != ".bib":
            message = f"{wanted} is not a BibTeX file; its name has to end in .bib"
            raise UsageError(message)
        try:
            name = path.relative_to(self.root.resolve()).as_posix()
        except ValueError as error:
            message = f"{wanted} is not in the folder of the site"
            raise UsageError(message) from error
        return self.files.get(name) or read_author_file(path, name)

    def orcids(self) -> list[str]:
        """Return the ORCID iDs of the site's people, each once. Raises MachineError."""
        found: dict[str, None] = {}
        for path in sorted((self.root / "content" / "people").rglob("*.md")):
            page = read_author_file(path, path.relative_to(self.root).as_posix())
            field_ = split_front_matter(page.text, page.name).fields.get("orcid")
            orcid = parse_orcid(str(field_.value)) if field_ else ""
            if orcid and isinstance(orcid, str):
                found[orcid] = None
        return list(found)


@dataclass(slots=True)
class KnownWorks:
    """Works by what tells them apart. `add` makes one known."""

    by_doi: dict[str, Work] = field(default_factory=dict)
    by_identifier: dict[tuple[str, str], Work] = field(default_factory=dict)
    by_title: dict[str, list[Work]] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)

    def add(self, work: Work) -> None:
        """Make a work known."""
        self.keys.add(work.key.casefold())
        if doi := doi_of(work):
            self.by_doi.setdefault(doi, work)
        for identifier in _identifiers(work):
            self.by_identifier.setdefault(identifier, work)
        if title := fold_title(work.title):
            self.by_title.setdefault(title, []).append(work)

    def find(self, work: Work) -> Work | None:
        """Return the known work that has the same DOI, or else another identifier of a work."""
        doi = doi_of(work)
        if doi and doi in self.by_doi:
            return self.by_doi[doi]
        found = (self.by_identifier.get(each) for each in _identifiers(work))
        return next((each for each in found if each and not (doi and doi_of(each))), None)

    def with_title(self, work: Work) -> list[Work]:
        """Return the known works with the same title."""
        return self.by_title.get(fold_title(work.title), [])


def doi_of(work: Work) -> str:
    """Return a work's DOI in lower case; empty if it has none, or what is not one."""
    parsed = parse_doi(work.variables.get("DOI", "") or "-")
    return parsed.casefold() if isinstance(parsed, str) else ""


def arxiv_of(work: Work) -> str:
    """Return a work's identifier at arXiv, without version; empty if it has none."""
    candidates = [doi_of(work), *(link.url for link in work.links if link.kind == "arxiv")]
    if work.variables.get("archive", "").casefold() == "arxiv":
        candidates.append(work.variables.get("archive_location", ""))
    for each in candidates:
        parsed = parse_arxiv(each)
        if isinstance(parsed, str):
            return re.sub(r"v\d+$", "", parsed)
    return ""


def _identifiers(work: Work) -> Iterator[tuple[str, str]]:
    if arxiv := arxiv_of(work):
        yield "arxiv", arxiv
    if pmid := work.variables.get("PMID", ""):
        yield "pmid", pmid
    if work.type == "book" and (isbn := work.variables.get("ISBN", "")):
        yield "isbn", isbn.replace("-", "")


def open_site_works(site: Path) -> SiteWorks:
    """Read a site's configuration and bibliographies. Raises SitegenError."""
    config_file = find_config(site)
    config = parse_config(config_file.text, config_file.name)
    root = config_file.root
    files: dict[str, AuthorFile] = {}
    for pattern in _PATTERNS:
        for path in sorted(root.glob(pattern)):
            name = path.relative_to(root).as_posix()
            files.setdefault(name, read_author_file(path, name))
    works = [work for name, file in files.items() for work in _read_works(file.text, name)]
    return SiteWorks(root=root, config=config, works=tuple(works), files=files)


def _read_works(text: str, name: str) -> Iterator[Work]:
    entries, _ = read_bibtex(text, name)
    for entry in entries:
        yield _make_work(entry, name)


def _make_work(entry: BibEntry, name: str) -> Work:
    def plain(field_name: str) -> str:
        return convert_latex(entry.fields.get(field_name, "")).plain

    names: dict[str, tuple[Name, ...]] = {}
    for role in ("author", "editor"):
        found, _ = parse_names(entry.fields.get(role, ""))
        if found:
            names[role] = found
    year = re.search(r"\d{4}", plain("date") or plain("year"))
    doi = parse_doi(entry.fields.get("doi", "") or "-")
    eprint = entry.fields.get("eprint", "") or find_arxiv(plain("journal") or plain("note"))
    kind = entry.fields.get("archiveprefix", "") or entry.fields.get("eprinttype", "")
    arxiv = parse_arxiv(eprint)
    is_arxiv = isinstance(arxiv, str) and kind.casefold() in {"", "arxiv"}
    variables = {
        "DOI": doi if isinstance(doi, str) else "",
        "PMID": plain("pmid"),
        "ISBN": plain("isbn"),
        "archive": "arXiv" if is_arxiv else "",
        "archive_location": str(arxiv) if is_arxiv else "",
    }
    return Work(
        key=entry.key,
        type=TYPES.get(entry.kind, TYPES["misc"]).csl,
        kind=entry.kind,
        title=plain("title"),
        names=names,
        issued=PartialDate(year=int(year[0])) if year else None,
        variables={each: value for each, value in variables.items() if value},
        path=name,
        line=entry.line,
        column=entry.column,
    )
