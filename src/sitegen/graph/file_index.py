"""Index the files that are not pages, and find them by what authors write."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote

import msgspec

from sitegen.content.captions import is_captions_file
from sitegen.content.notebooks.image_paths import split_image_path
from sitegen.content.page_names import NOTEBOOK_SUFFIXES
from sitegen.graph.urls import nfc
from sitegen.images.signatures import IMAGE_SUFFIXES
from sitegen.model import STATIC

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sitegen.model import ParsedPage, Reference

__all__ = [
    "FileIndex",
    "candidate_paths",
    "file_name",
    "find_embedded_images",
    "index_files",
    "is_image",
    "needed_files",
    "needed_images",
]


class FileIndex(msgspec.Struct, frozen=True):
    """Files by path and by folder; names are composed (NFC), paths as the disk has them."""

    paths: frozenset[PurePosixPath]
    by_name: Mapping[str, PurePosixPath]
    by_folder: Mapping[str, tuple[PurePosixPath, ...]]

    def locate(self, page: PurePosixPath, target: str) -> PurePosixPath | None:
        """Find a file named relative to the page, from the site's root, or by its path on the site.

        The last is what `/images/knee.png` means if it is copied from `assets/static/`. At last,
        the path may begin in `assets/`, as in generators that keep pictures beside `_config.yml`.
        """
        for name in _possible_names(target):
            for candidate in _candidate_files(page, name):
                if candidate in self.by_name:
                    return self.by_name[candidate]
        return None

    def linked_image(self, page: PurePosixPath, target: str) -> PurePosixPath | None:
        """Find an image that a link leads to; None for another file."""
        name = target.partition("#")[0].partition("?")[0]
        if f".{name[-6:].rpartition('.')[2].casefold()}" not in IMAGE_SUFFIXES:
            return None
        return self.locate(page, target)

    def asset(self, name: str) -> PurePosixPath:
        """Return the path of a file in `assets/`, also if there is none."""
        path = PurePosixPath("assets", name)
        return self.by_name.get(nfc(path), path)

    def inside(self, page: PurePosixPath, target: str) -> tuple[PurePosixPath, ...]:
        """Return the files of a folder, without those in folders below; none if it has no image."""
        for name in _possible_names(target):
            for candidate in _candidate_files(page, name):
                inside = self.by_folder.get(candidate.rstrip("/"), ())
                if any(map(is_image, inside)):
                    return inside
        return ()

    def images_in(self, page: PurePosixPath, target: str) -> Iterable[PurePosixPath]:
        """Return the images of a folder, without those in folders below it."""
        return filter(is_image, self.inside(page, target))

    def captions_in(self, page: PurePosixPath, target: str) -> Iterable[PurePosixPath]:
        """Return the captions files of a folder that holds images."""
        return filter(is_captions_file, self.inside(page, target))


def index_files(paths: Iterable[PurePosixPath]) -> FileIndex:
    """Return the index of these files."""
    known = frozenset(paths)
    by_folder: dict[str, list[PurePosixPath]] = {}
    for path in sorted(known, key=str):
        by_folder.setdefault(nfc(str(path).rpartition("/")[0]), []).append(path)
    folders = {folder: tuple(inside) for folder, inside in by_folder.items()}
    return FileIndex(known, {nfc(path): path for path in known}, folders)


def is_image(path: PurePosixPath) -> bool:
    """Tell an image by its name."""
    return path.suffix.casefold() in IMAGE_SUFFIXES


def file_name(target: str) -> str:
    """Return the file's name in what an author wrote as a target, without query and anchor."""
    return unquote(target.partition("#")[0].partition("?")[0])


def candidate_paths(page: PurePosixPath, name: str) -> Iterable[str]:
    """Yield the paths that a name may stand for, composed. Text, not paths: there are thousands."""
    rooted = name.lstrip("/")
    if not name.startswith("/"):
        folder = str(page).rpartition("/")[0]
        yield nfc(posixpath.normpath(f"{folder}/{name}"))
    if rooted and ".." not in rooted.split("/"):
        plain = nfc(posixpath.normpath(rooted))
        yield plain
        yield f"content/{plain}" if plain != "." else "content"


def _candidate_files(page: PurePosixPath, name: str) -> Iterable[str]:
    """Yield the paths of files that a name may stand for, those in `assets/` last."""
    yield from candidate_paths(page, name)
    if ".." in name.split("/"):
        return
    if name.startswith("/"):
        yield nfc(f"{STATIC}{name}")
    if "/" in name.strip("/"):
        yield nfc(posixpath.normpath(f"assets/{name.lstrip('/')}"))


def needed_images(
    pages: Iterable[ParsedPage], files: FileIndex, logo: str = ""
) -> frozenset[PurePosixPath]:
    """Return the image files that these pages show; what is missing is reported later."""
    needed = {
        path
        for page, reference in _references_with_own("needed_images", pages)
        for path in reference.needed_images(page.path, files)
    }
    for page in pages:
        if page.front.featured_image:
            path = files.locate(page.path, page.front.featured_image)
            needed |= {path} if path else set()
    path = files.asset(logo) if logo else None
    if path in files.paths:
        needed.add(path)
    return frozenset(needed)


def needed_files(pages: Iterable[ParsedPage], files: FileIndex) -> frozenset[PurePosixPath]:
    """Return the files beside images that references on these pages need, such as captions."""
    return frozenset(
        path
        for page, reference in _references_with_own("needed_files", pages)
        for path in reference.needed_files(page.path, files)
    )


def find_embedded_images(pages: Iterable[ParsedPage]) -> Iterator[PurePosixPath]:
    """Yield the paths of the pictures inside notebooks that their pages show."""
    for page in pages:
        if not page.has_cells and page.path.suffix.casefold() not in NOTEBOOK_SUFFIXES:
            continue
        for fragment in (page.heading, page.body):
            for reference in fragment.references if fragment else ():
                target = unquote(reference.target)
                if split_image_path(target):
                    rooted = PurePosixPath(target.lstrip("/"))
                    yield rooted if target.startswith("/") else page.path.parent / target


def _references_with_own(
    name: str, pages: Iterable[ParsedPage]
) -> Iterator[tuple[ParsedPage, Reference]]:
    """Yield the references whose class has this method, with their pages."""
    for page in pages:
        for fragment in (page.heading, page.body):
            for reference in fragment.references.with_own(name) if fragment else ():
                yield page, reference


def _possible_names(target: str) -> Iterator[str]:
    """Yield the names that a target may stand for; what looks like an anchor may belong to one."""
    if "#" in target or "?" in target or "%" in target:
        yield target
        yield unquote(target)
    yield file_name(target)
