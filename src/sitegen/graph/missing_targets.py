"""Say what an author probably meant by a page, file or folder that there is not."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sitegen.content.mistaken_targets import explain_target
from sitegen.content.syntax.figures import IMAGE_GALLERY
from sitegen.diagnostics import (
    Guesses,
    ProblemError,
    Severity,
    declare,
    did_you_mean,
    nearest_name,
)
from sitegen.graph.file_index import candidate_paths, file_name, is_image

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from sitegen.graph.file_index import FileIndex

__all__ = [
    "BROKEN_LINK",
    "FILE_MISSING",
    "FROM_PAGE",
    "IMAGE_MISSING",
    "PATH_OUTSIDE_SITE",
    "MissingTargets",
]

BROKEN_LINK = declare("broken-link", Severity.ERROR)
PATH_OUTSIDE_SITE = declare("path-outside-site", Severity.ERROR, protects=True)
FILE_MISSING = declare("file-missing", Severity.ERROR)
IMAGE_MISSING = declare("image-missing", Severity.ERROR)

#: The hint for a link to a file like which there is none.
FROM_PAGE = "links are paths from the page's file"


@dataclass(slots=True)
class MissingTargets:
    """Makes the errors for what is missing in one site.

    `list_pages` returns the paths of the files that are pages.
    """

    files: FileIndex
    list_pages: Callable[[], Collection[str]]
    _guesses: Guesses = field(default_factory=Guesses)
    _by_stem: dict[str, str] = field(default_factory=dict)

    def link(self, page: PurePosixPath, target: str) -> ProblemError:
        """Return the error for a link of a page to something that there is not."""
        known = _explained(BROKEN_LINK, page, target, "file")
        if known:
            return known
        name = file_name(target)
        near = self._near_path(page, name)
        hint = f"did you mean '{near}'?" if near else FROM_PAGE
        return ProblemError(BROKEN_LINK, f"there is no page or file '{name}'", hint)

    def image(self, page: PurePosixPath, target: str) -> ProblemError:
        """Return the error for an image on a page that there is not."""
        known = _explained(IMAGE_MISSING, page, target, "file")
        if known:
            return known
        name = PurePosixPath(file_name(target)).name
        hint = "paths are relative to the page's file, or from the site's folder"
        near = self._guesses.nearest(_stem(name), self._image_names, "images")
        if near:
            called = (path for path in self.files.paths if _is_image_called(path, near))
            path = min(called, key=lambda each: (each.parent != page.parent, each))
            hint = f"did you mean '{posixpath.relpath(str(path), str(page.parent))}'?"
        return ProblemError(IMAGE_MISSING, f"there is no file '{target}'", hint)

    def source_file(self, page: PurePosixPath, target: str) -> ProblemError:
        """Return the error for a file that a page shows, as code or as a table."""
        known = _explained(FILE_MISSING, page, target, "file")
        if known:
            return known
        names = {path.name: path for path in sorted(self.files.paths, reverse=True)}
        name = PurePosixPath(file_name(target)).name
        near = name if name in names else nearest_name(name, names)
        hint = "it has to be in content/, data/ or assets/; paths are relative to the page's file"
        if near:
            hint = f"did you mean '{posixpath.relpath(str(names[near]), str(page.parent))}'?"
        return ProblemError(FILE_MISSING, f"there is no file '{target}'", hint)

    def folder(self, page: PurePosixPath, target: str) -> ProblemError:
        """Return the error for a folder of images on a page that there is not."""
        known = _explained(IMAGE_GALLERY, page, target, "folder")
        if known:
            return known
        alike = {
            f"{posixpath.relpath(folder, str(page.parent))}/"
            for folder in self._similar(page, target, self._image_folders, "folders")
        }
        otherwise = "a gallery shows the images directly in its folder"
        hint = did_you_mean(target, alike, otherwise)
        return ProblemError(IMAGE_GALLERY, f"there are no images in '{target}'", hint)

    def _near_path(self, page: PurePosixPath, name: str) -> str:
        """Return the path most like this one, or nothing; suffixes, much alike, do not count."""
        folder, wanted = str(page.parent), _stem(name)
        for candidate in candidate_paths(page, wanted):  # a page that became a folder, or was one
            for stem in (f"{candidate}/index", candidate.removesuffix("/index")):
                if stem in self._stems():
                    return posixpath.relpath(self._stems()[stem], folder)
        paths = self._similar(page, wanted, self._stems, "paths")
        from_page = {posixpath.relpath(each, folder): each for each in paths}
        from_site = set(self._guesses.similar(wanted, self._stems, "paths"))
        alike = (each for each in (*from_page, *from_site) if _is_name_alike(wanted, each))
        near = nearest_name(wanted, alike)
        if near in from_page:
            return posixpath.relpath(self._stems()[from_page[near]], folder)
        return self._stems()[near] if near else ""

    def _similar(
        self,
        page: PurePosixPath,
        target: str,
        known: Callable[[], Collection[str]],
        group: str,
    ) -> list[str]:
        """Return those of the site's paths that are like one that is relative to a page."""
        whole = posixpath.normpath(posixpath.join(str(page.parent), target))
        return self._guesses.similar(whole, known, group)

    def _stems(self) -> Mapping[str, str]:
        """Return the paths of all pages and files by their paths without suffixes."""
        if not self._by_stem:
            for path in sorted((*self.list_pages(), *map(str, self.files.paths))):
                self._by_stem.setdefault(_stem(path), path)
        return self._by_stem

    def _image_names(self) -> Iterator[str]:
        return (_stem(path.name) for path in self.files.paths if is_image(path))

    def _image_folders(self) -> list[str]:
        folders = self.files.by_folder.items()
        return [folder for folder, inside in folders if any(map(is_image, inside))]


def _explained(code: str, page: PurePosixPath, target: str, kind: str) -> ProblemError | None:
    """Return the error for an address that is no path, or for a path out of the site."""
    meant = explain_target(target)
    if meant:
        return ProblemError(code, *meant)
    whole = posixpath.normpath(posixpath.join(str(page.parent), file_name(target).lstrip("/")))
    if whole.startswith(".."):
        message = f"'{target}' leaves the site"
        return ProblemError(PATH_OUTSIDE_SITE, message, f"copy the {kind} into assets/")
    return None


def _is_image_called(path: PurePosixPath, stem: str) -> bool:
    return is_image(path) and _stem(path.name) == stem


def _stem(path: str) -> str:
    return posixpath.splitext(path)[0]


def _is_name_alike(wanted: str, known: str) -> bool:
    """Tell whether the last names of two paths are alike, not only their folders.

    An index has the name of its folder, too.
    """
    name, folder = posixpath.basename(wanted.rstrip("/")), posixpath.dirname(known)
    names = [posixpath.basename(known)]
    if names[0] in ("index", "_index"):
        names.append(posixpath.basename(folder))
    return any(nearest_name(name, (each,)) for each in names)
