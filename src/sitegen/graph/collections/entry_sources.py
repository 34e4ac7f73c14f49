"""Find the entries of collections: pages in their folders, rows of data files, works."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from sitegen.content.front_matter_fields import NO_EFFECT
from sitegen.content.page_names import index_folder, split_dated, stem_of
from sitegen.diagnostics import Location, Problem, Severity, declare
from sitegen.graph.collections.raw_entry import RawEntry
from sitegen.graph.outline import HOME, NOT_FOUND
from sitegen.research.other_fields import read_other_fields

if TYPE_CHECKING:
    from sitegen.config import Collection
    from sitegen.diagnostics import Diagnostic
    from sitegen.graph.outline import Outline
    from sitegen.model import ParsedPage, Work
    from sitegen.research.other_fields import OtherFields

__all__ = ["FoundEntries", "find_collection", "find_entries"]

DUPLICATE_ENTRY_ID = declare("duplicate-entry-id", Severity.ERROR)

#: Fields of pages that an entry may ask for under the same name.
_OF_PAGE = ("abstract", "description", "authors", "language")
_BOOLEANS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
#: Their entries follow from pages in this order, so that a `ref` finds a page before a row.
FoundEntries = dict[str, list[RawEntry]]


def find_entries(
    outline: Outline, rows: Mapping[str, Iterable[Mapping[str, Any]]]
) -> tuple[FoundEntries, list[Diagnostic]]:
    """Return the entries of every collection that has any, in the order of their keys.

    `rows` are those of data files by path, as `content.entry_files` reads them. The second of two
    entries with one id is reported, and kept under its key.
    """
    collections = outline.collections
    pages = _pages_by_collection(outline, collections.values())
    found: FoundEntries = {}
    problems = list(_report_lists(outline))
    for name, collection in collections.items():
        entries = [_of_page(collection, page, outline) for page in pages.get(name, ())]
        entries += _of_rows(collection, rows.get(collection.data, ()))
        if entries:
            found[name] = entries
            problems += _report_ids(entries)
    return found, problems


def _pages_by_collection(
    outline: Outline, collections: Iterable[Collection]
) -> dict[str, list[ParsedPage]]:
    """Return the published pages below the folders of collections; the deepest folder counts."""
    folders = {each.folder: each.name for each in collections if each.folder}
    found: dict[str, list[ParsedPage]] = {}
    known: dict[str, str] = {}
    for key in sorted(outline.sources):
        is_list = outline.tree.is_section(key) and key not in outline.inputs.works
        if is_list or key in {HOME, NOT_FOUND}:
            continue
        folder = key.rpartition("/")[0]
        if folder not in known:
            known[folder] = find_collection(folder, folders)
        if known[folder]:
            found.setdefault(known[folder], []).append(outline.sources[key])
    return found


def _report_lists(outline: Outline) -> Iterator[Diagnostic]:
    """Report fields of an entry in the index of a folder that has other pages: it is a list."""
    folders = {each.folder: each.name for each in outline.collections.values() if each.folder}
    for key, page in outline.sources.items():
        folder = index_folder(key)
        name = find_collection(folder.rpartition("/")[0], folders) if folder else ""
        if not name or folder in folders or not outline.tree.is_section(key):
            continue
        if key in outline.inputs.works:
            continue
        fields = outline.collections[name].fields
        read = read_other_fields(name, dict(page.front.extra), fields)
        written = [read.names.get(each, each) for each in read.fields if each in fields]
        if written:
            first = min(written, key=lambda each: page.front.places.get(each, (1, 1)))
            line, column = page.front.places.get(first, (1, 1))
            more = f" and {len(written) - 1} more" if len(written) > 1 else ""
            message = (
                f"'{first}'{more} do{'' if more else 'es'} nothing: the folder has other pages, "
                f"so this page is a list of them, and no entry of {name}"
            )
            hint = "move the other pages out of the folder"
            place = Location(path=str(page.path), line=line, column=column)
            yield Problem(NO_EFFECT, message, hint).at(place)


def find_collection(folder: str, folders: Mapping[str, str]) -> str:
    """Return the collection of a folder: the nearest one above it of `folders`, or nothing."""
    while folder and folder not in folders:
        folder = folder.rpartition("/")[0]
    return folders.get(folder, "")


def _of_page(collection: Collection, page: ParsedPage, outline: Outline) -> RawEntry:
    front = page.front
    written = dict(front.extra)
    for name in _OF_PAGE:
        if name in collection.fields and (value := getattr(front, name)):
            written.setdefault(name, value)
    if "start" in collection.required and front.date:  # an event's date is that of the event
        written.setdefault("start", front.date.written)
    work = outline.inputs.works.get(page.key)
    read = read_other_fields(collection.name, written, collection.fields)
    written = {**(_fields_of(work, collection) if work else {}), **read.fields}
    name = index_folder(page.key).rpartition("/")[2] or stem_of(page.key)
    identity = str(written.pop("id", "")) or (work.key if work else split_dated(name)[1])
    where = (work.path, work.line, work.column) if work and page.made else (str(page.path), 1, 1)
    return RawEntry(
        collection=collection,
        key=page.key,
        id=identity,
        path=where[0],
        line=where[1],
        column=where[2],
        page=page,
        work=work,
        written=written,
        places=_places(front.places, read),
    )


def _fields_of(work: Work, collection: Collection) -> dict[str, Any]:
    """Return the fields of a publication that its entry in a bibliography gives."""
    found: dict[str, Any] = {
        name: value for name, value in work.fields.items() if name in collection.fields
    }
    for name, value in found.items():
        if collection.fields[name].kind == "boolean":
            found[name] = _BOOLEANS.get(value.casefold(), value)
    return found


def _of_rows(collection: Collection, rows: Iterable[Mapping[str, Any]]) -> Iterator[RawEntry]:
    for row in rows:
        read = read_other_fields(collection.name, row["fields"], collection.fields)
        places = {name: (line, column) for name, (line, column) in row["places"].items()}
        yield RawEntry(
            collection=collection,
            key=f"{collection.name}:{row['id']}",
            id=row["id"],
            path=collection.data,
            line=row["line"],
            column=row["column"],
            written=read.fields,
            places=_places(places, read),
        )


def _places(
    places: Mapping[str, tuple[int, int]], read: OtherFields
) -> Mapping[str, tuple[int, int]]:
    """Return the places of fields, also under the names that they have here."""
    moved = {name: places[old] for name, old in read.names.items() if old in places}
    return {**places, **moved} if moved else places


def _report_ids(entries: Iterable[RawEntry]) -> Iterator[Diagnostic]:
    first: dict[str, RawEntry] = {}
    for entry in entries:
        # Two keys are reported where bibliographies are checked; news may repeat a name.
        if entry.work or entry.collection.dated:
            first.setdefault(entry.id, entry)
            continue
        known = first.setdefault(entry.id, entry)
        if known is not entry:
            message = f"'{entry.id}' is also the id of {known.location}"
            hint = "rename the file, or write 'id: …' in one of them"
            yield Problem(DUPLICATE_ENTRY_ID, message, hint).at(entry.location)
