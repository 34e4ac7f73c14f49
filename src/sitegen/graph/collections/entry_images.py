"""Find the images that entries name in their fields, before they are inspected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sitegen.config import Collection, Config
    from sitegen.graph.file_index import FileIndex
    from sitegen.model import ParsedPage, Work

__all__ = ["entry_image", "needed_entry_images"]

#: Folders in which other generators keep the pictures of publications.
_FOLDERS = ("assets/img/publication_preview", "assets/img")


def needed_entry_images(
    pages: Iterable[ParsedPage],
    rows: Mapping[str, Iterable[Mapping[str, Any]]],
    works: Mapping[str, Work],
    files: FileIndex,
    config: Config,
) -> set[PurePosixPath]:
    """Return the image files that fields of entries name; what is missing is reported later."""
    collections = {
        name: fields
        for name, each in config.all_collections.items()
        if (fields := _image_fields(each))
    }
    named = _named(pages, rows, works, config, collections)
    found = (files.locate(path, entry_image(files, path, target)) for path, target in named)
    return {path for path in found if path}


def entry_image(files: FileIndex, path: PurePosixPath, target: str) -> str:
    """Return an image that a file names, from the site's folder if it is where al-folio has it."""
    places = (target, *(f"/{folder}/{target.lstrip('/')}" for folder in _FOLDERS))
    return next((each for each in places if files.locate(path, each)), target)


def _image_fields(collection: Collection) -> tuple[str, ...]:
    return tuple(name for name, kind in collection.fields.items() if kind.kind == "image")


def _named(
    pages: Iterable[ParsedPage],
    rows: Mapping[str, Iterable[Mapping[str, Any]]],
    works: Mapping[str, Work],
    config: Config,
    collections: Mapping[str, tuple[str, ...]],
) -> Iterator[tuple[PurePosixPath, str]]:
    """Yield the images that are named, each with the file that names it."""
    every = config.all_collections
    folders = {every[name].folder: names for name, names in collections.items()}
    for page in pages:
        if page.front.extra:
            for folder, names in folders.items():
                if folder and page.key.startswith(f"{folder}/"):
                    yield from _texts(page.path, page.front.extra, names)
    for name, names in collections.items():
        for row in rows.get(every[name].data, ()):
            yield from _texts(PurePosixPath(every[name].data), row["fields"], names)
    for work in works.values():
        names = collections.get("publications", ())
        yield from _texts(PurePosixPath(work.path), work.fields, names)


def _texts(
    path: PurePosixPath, fields: Mapping[str, Any], names: Iterable[str]
) -> Iterator[tuple[PurePosixPath, str]]:
    for name in names:
        if isinstance(fields.get(name), str):
            yield path, fields[name]
