"""Plan what is written into bibliographies: new entries, and fields that entries lack."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from shlex import quote

from msgspec.structs import replace

from sitegen.diagnostics import Diagnostic, Location
from sitegen.model import Work
from sitegen.research.bib_completion import find_differences, missing_fields
from sitegen.research.bibtex import read_bibtex
from sitegen.research.bibtex_scanner import RawEntry, scan_bibtex
from sitegen.research.bibtex_writer import make_bibtex
from sitegen.research.cite_keys import make_free_key
from sitegen.research.work_comparison import doi_of, first_family
from sitegen.services.bibliography_edits import BibtexEdits, diff_texts
from sitegen.services.site_works import KnownWorks, SiteWorks, is_bibtex
from sitegen.storage.author_files import AuthorFile, replace_author_file

__all__ = ["BibPlan", "PlannedChange"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedChange:
    """What is planned for a reference.

    `key` is that of its entry in the file `path`; `fields` are those that an old entry gets. With
    `is_held_back`, that entry has the same title only, and nothing is planned.
    """

    reference: str
    key: str
    path: str
    is_new: bool = False
    is_held_back: bool = False
    fields: tuple[str, ...] = ()
    remark: str = ""

    def describe(self) -> str:
        """Say it in one line."""
        if self.is_new:
            what = f"new entry '{self.key}' in {self.path}"
        elif self.is_held_back:
            same = f"'{self.key}' in {self.path} has the same title, but not this DOI"
            what = f"not added: {same}; sitegen bib add {quote(self.reference)}"
        elif self.fields:
            names = ", ".join(self.fields)
            what = f"'{self.key}' in {self.path} gets what it lacks: {names}"
        else:
            what = f"'{self.key}' in {self.path} stays as it is"
        return f"{self.reference}: {what}{f'; {self.remark}' if self.remark else ''}"


@dataclass(slots=True)
class BibPlan:
    """The changes to a site's bibliographies; nothing is written before `write`.

    New entries go to the end of `target`. `problems` are differences between an entry and what a
    service says, which stay as they are.
    """

    site: SiteWorks
    target: AuthorFile
    changes: list[PlannedChange] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)
    known: KnownWorks = field(init=False)
    _edits: dict[str, BibtexEdits] = field(default_factory=dict)
    _touched: set[Location] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.known = KnownWorks()
        for work in self.site.works:
            self.known.add(work)

    def include(self, work: Work, reference: str, remark: str = "") -> None:
        """Plan a new entry for a work, or, if there is one, to complete that."""
        ours = self.known.find(work) or self._without_doi(work)
        if ours is None:
            self._add(work, reference, remark)
        else:
            self._complete(ours, work, reference, remark)

    def hold_back(self, ours: Work, reference: str) -> None:
        """Note that a work was not added, because an entry has its title."""
        change = PlannedChange(reference=reference, key=ours.key, path=ours.path, is_held_back=True)
        self.changes.append(change)

    def diff(self) -> str:
        """Return what would change, as a unified diff; empty if nothing would."""
        return "".join(
            diff_texts(file.text, text, file.name) for file, text in self._changed_files()
        )

    def write(self) -> None:
        """Write the files. Raises UsageError if one has changed meanwhile, MachineError."""
        for file, text in self._changed_files():
            replace_author_file(file, text)

    def _without_doi(self, work: Work) -> Work | None:
        """Return the one entry that is surely of this work, but has no DOI yet."""
        found = [each for each in self.known.with_title(work) if _is_surely(each, work)]
        return found[0] if len(found) == 1 else None

    def _add(self, work: Work, reference: str, remark: str) -> None:
        key = make_free_key(work, self.known.keys)
        entry = make_bibtex(work, key)
        others = [each.key for each in self.known.with_title(work)]
        if others:
            also = f"'{others[0]}' has the same title"
            remark = f"{also}; {remark}" if remark else also
        self._edits_of(self.target).append(entry)
        self.changes.append(
            PlannedChange(
                reference=reference, key=key, path=self.target.name, is_new=True, remark=remark
            )
        )
        self.known.add(replace(work, key=key, path=self.target.name))

    def _complete(self, ours: Work, work: Work, reference: str, remark: str) -> None:
        """Plan to add the fields that an entry lacks, and report what it says differently."""
        file = self.site.files.get(ours.path)
        place = Location(path=ours.path, line=ours.line, column=ours.column)
        fields: Mapping[str, str] = {}
        remarks = [remark] if remark else []
        if file and not is_bibtex(file.name):
            remarks.insert(0, "only entries in .bib files are completed")
        elif file and place not in self._touched:
            self._touched.add(place)
            fields = self._compare(file, place, ours.key, work)
        here = (ours.line, ours.column)
        if fields and file and not self._edits_of(file).complete(here, fields):
            missing = ", ".join(fields)
            remarks.insert(0, f"it lacks {missing}, but has mistakes: mend them first")
            fields = {}
        change = PlannedChange(
            reference=reference,
            key=ours.key,
            path=ours.path,
            fields=tuple(fields),
            remark="; ".join(remarks),
        )
        self.changes.append(change)

    def _compare(self, file: AuthorFile, place: Location, key: str, work: Work) -> dict[str, str]:
        """Return the sources of the fields that an entry lacks, and report its differences."""
        entry = self._edits_of(file).entry_at((place.line, place.column))
        if entry is None:
            return {}
        made = make_bibtex(work, key)
        theirs = read_bibtex(made, "")[0][0].fields
        for problem in find_differences(key, entry.fields, theirs):
            self.problems.append(problem.at(place))
        sources = dict(_field_sources(made))
        wanted = missing_fields(entry.fields, theirs)
        return {name: sources[name] for name in wanted if name in sources}

    def _changed_files(self) -> Iterator[tuple[AuthorFile, str]]:
        for name, edits in self._edits.items():
            if edits.after != edits.before:
                yield self.site.files.get(name, self.target), edits.after

    def _edits_of(self, file: AuthorFile) -> BibtexEdits:
        if file.name not in self._edits:
            self._edits[file.name] = BibtexEdits(file.text)
        return self._edits[file.name]


def _is_surely(ours: Work, work: Work) -> bool:
    """Tell whether an entry without DOI is of a work with the same title.

    A preprint and its article have one title, too: the years must be the same, and the kinds.
    """
    families = [first_family(each) for each in (ours, work)]
    same_first = bool(families[0]) and families[0] == families[1]
    years = [each.issued.year if each.issued else None for each in (ours, work)]
    return not doi_of(ours) and ours.type == work.type and same_first and years[0] == years[1]


def _field_sources(entry: str) -> Iterator[tuple[str, str]]:
    """Yield the fields of an entry that sitegen has written: names, and values with braces."""
    for item in scan_bibtex(entry):
        if isinstance(item, RawEntry):
            for each in item.fields:
                part = each.parts[0]
                yield each.name, part.text if part.kind == "name" else f"{{{part.text}}}"
