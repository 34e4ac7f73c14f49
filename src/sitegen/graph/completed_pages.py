"""Complete pages with what other files of the site say: names of authors, pictures beside them.

Pages name people by the names of their files, as Hugo Blox does, and a picture `featured.*` in
the folder of a page is that page's, as in Hugo.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from sitegen.content.page_names import index_folder, stem_of
from sitegen.graph.file_index import is_image
from sitegen.research.person_names import PersonName, parse_person_name

if TYPE_CHECKING:
    from pathlib import PurePosixPath

    from sitegen.model import ParsedPage

__all__ = ["complete_pages"]

_PICTURE = "featured"
#: In Hugo Blox, the photo of a person beside the file that describes them.
_PHOTO = "avatar"


def complete_pages(
    pages: tuple[ParsedPage, ...], files: Iterable[PurePosixPath], people: str
) -> tuple[ParsedPage, ...]:
    """Return the pages with the names of their authors and the pictures that lie beside them.

    `people` is the folder of people; empty if there is none.
    """
    names = _names_by_id(pages, people)
    pictures = _pictures_by_folder(files)
    if not names and not pictures:
        return pages
    return tuple(_complete(page, names, pictures, people) for page in pages)


def _complete(
    page: ParsedPage,
    names: Mapping[str, str],
    pictures: Mapping[tuple[str, str], str],
    people: str,
) -> ParsedPage:
    front, found = page.front, dict[str, Any]()
    if not names.keys().isdisjoint(front.authors):
        found["authors"] = tuple(names.get(each, each) for each in front.authors)
    terms = front.terms.get("authors", ())
    if not names.keys().isdisjoint(terms):
        found["terms"] = {**front.terms, "authors": tuple(names.get(each, each) for each in terms)}
    if pictures and not front.featured_image and "featured_image" not in front.explicit:
        picture = _picture_beside(page, pictures, people)
        if picture:
            found["featured_image"] = picture
    if not found:
        return page
    return msgspec.structs.replace(page, front=msgspec.structs.replace(front, **found))


def _picture_beside(
    page: ParsedPage, pictures: Mapping[tuple[str, str], str], people: str
) -> str | None:
    path = str(page.path)
    folder = index_folder(path)
    if not folder:
        return None
    is_person = bool(people) and path.startswith(f"{people}/")
    picture = pictures.get((folder, _PICTURE))
    return picture or (pictures.get((folder, _PHOTO)) if is_person else None)


def _pictures_by_folder(files: Iterable[PurePosixPath]) -> dict[tuple[str, str], str]:
    """Return the names of pictures that need not be named, by folder and stem."""
    found: dict[tuple[str, str], str] = {}
    for path in files:
        stem = path.stem.casefold()
        if stem in {_PICTURE, _PHOTO} and is_image(path) and path.suffix.casefold() != ".svg":
            key = (str(path.parent), stem)
            found[key] = min(found.get(key, path.name), path.name)
    return found


def _names_by_id(pages: Iterable[ParsedPage], people: str) -> dict[str, str]:
    """Return the names of people by the names of their files, where these are no names."""
    found: dict[str, str] = {}
    for page in pages if people else ():
        path = str(page.path)
        if not path.startswith(f"{people}/") or index_folder(path) == people or page.front.draft:
            continue
        name = index_folder(path).rpartition("/")[2] or stem_of(path)
        title = page.front.extra.get("name") or page.front.title or page.heading_text
        person = parse_person_name(title, page.front.language)
        if isinstance(person, PersonName) and person.name.full:
            found[str(page.front.extra.get("id") or name)] = person.name.full
    return found
