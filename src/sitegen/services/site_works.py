"""Read what a site has already: its works, and the files that they are in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from sitegen.config import Config, parse_config
from sitegen.config.bibliography_paths import BIBTEX_SUFFIX
from sitegen.errors import UsageError
from sitegen.model import Work
from sitegen.research.bibliography_files import BIBLIOGRAPHIES
from sitegen.research.bibtex_works import read_bibtex_works
from sitegen.research.csl_works import read_csl_works
from sitegen.research.work_comparison import arxiv_of, doi_of, fold_text
from sitegen.storage.author_files import AuthorFile, read_author_file
from sitegen.storage.source_files import find_config, scan_site

__all__ = ["KnownWorks", "SiteWorks", "is_bibtex", "open_site_works"]

_DEFAULT = "publications.bib"


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteWorks:
    """A site's works in the order of their files, and these files by their names in the site."""

    root: Path
    config: Config
    works: tuple[Work, ...]
    files: dict[str, AuthorFile]

    @property
    def contact(self) -> str:
        """How services find who asks: the address of the site, and one for mail if there is one."""
        mailto = self.config.research.mailto
        return f"+{self.config.base_url}{f'; mailto:{mailto}' if mailto else ''}"

    def choose_file(self, wanted: Path | None) -> AuthorFile:
        """Return the file for new entries: the wanted one, or the site's only one.

        Raises UsageError.
        """
        if wanted is None:
            names = list(filter(is_bibtex, self.files))
            if len(names) > 1 and _DEFAULT not in names:
                message = f"there are {len(names)} bibliographies; choose one with --file"
                raise UsageError(message)
            wanted = self.root / (names[0] if len(names) == 1 else _DEFAULT)
        path = wanted.resolve()
        if not is_bibtex(path.name):
            message = f"{wanted} is not a BibTeX file; its name has to end in .bib"
            raise UsageError(message)
        try:
            name = path.relative_to(self.root.resolve()).as_posix()
        except ValueError as error:
            message = f"{wanted} is not in the folder of the site"
            raise UsageError(message) from error
        if not _is_read(PurePosixPath(name), self.config):
            message = f"{name} is not read: no pattern of 'research.bibliography' fits it"
            raise UsageError(message)
        return self.files.get(name) or read_author_file(self.root, name)


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
        if title := fold_text(work.title):
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
        return self.by_title.get(fold_text(work.title), [])


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
    paths = [path for path in map(PurePosixPath, scan_site(root).stats) if _is_read(path, config)]
    files = {str(path): read_author_file(root, str(path)) for path in sorted(paths)}
    works = [work for name, file in files.items() for work in _read_works(file.text, name)]
    return SiteWorks(root=root, config=config, works=tuple(works), files=files)


def _is_read(path: PurePosixPath, config: Config) -> bool:
    is_one = BIBLIOGRAPHIES.matches(path)
    return is_one and BIBLIOGRAPHIES.is_read(path, BIBLIOGRAPHIES.options(config))


def _read_works(text: str, name: str) -> tuple[Work, ...]:
    """Return the works in a file. What is wrong in it is told by a build."""
    if is_bibtex(name):
        works, _ = read_bibtex_works(text, name)
    else:
        works, _ = read_csl_works(text, name, is_json=name.casefold().endswith(".json"))
    return works


def is_bibtex(name: str) -> bool:
    """Tell whether a file is one that entries can be added to."""
    return name.casefold().endswith(BIBTEX_SUFFIX)
