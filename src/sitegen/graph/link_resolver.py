"""Resolve links and images, as their authors wrote them, to URLs and files."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from itertools import chain
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from sitegen.content.slots import MISSING_ANCHOR
from sitegen.content.syntax.figures import IMAGE_GALLERY
from sitegen.diagnostics import Guesses, ProblemError, Severity, declare
from sitegen.graph.file_index import candidate_paths, file_name, is_image
from sitegen.graph.urls import nfc
from sitegen.model import CONTENT, STATIC

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sitegen.graph.file_index import FileIndex

__all__ = ["BROKEN_LINK", "IMAGE_MISSING", "PATH_OUTSIDE_SITE", "LinkResolver"]

BROKEN_LINK = declare("broken-link", Severity.ERROR)
PATH_OUTSIDE_SITE = declare("path-outside-site", Severity.ERROR, protects=True)
CONTENT_TYPE = declare("content-type", Severity.ERROR)
DRAFT_LINK = declare("draft-link", Severity.ERROR, protects=True)
IMAGE_MISSING = declare("image-missing", Severity.ERROR)


@dataclass(slots=True)
class LinkResolver:
    """Resolves the links of all pages; `linked` collects the files to publish for them.

    `pages` maps source paths to URLs, `addresses` URLs to source paths, `unpublished` source paths
    to the reason. `generated` has the URLs of what is made without a source file.
    """

    base_path: str
    pages: Mapping[str, str]
    addresses: Mapping[str, str]
    generated: frozenset[str]
    anchors: Mapping[str, frozenset[str]]
    unpublished: Mapping[str, str]
    files: FileIndex
    types: frozenset[str]
    linked: dict[PurePosixPath, str] = field(default_factory=dict)
    _sources: dict[str, str] = field(init=False)
    _guesses: Guesses = field(default_factory=Guesses)

    def __post_init__(self) -> None:
        self._sources = {nfc(path): path for path in (*self.unpublished, *self.pages)}

    def link(self, page: PurePosixPath, target: str) -> str:
        """Return the URL of a link's target. Raises ProblemError."""
        path, mark, anchor = target.partition("#")
        name = file_name(target)
        if path.startswith("/") and self.base_path + path.lstrip("/") in self.generated:
            return self.base_path + path.lstrip("/")
        source = self._page_source(page, name)
        if source:
            self._check_anchor(source, unquote(anchor), target)
            return self.pages[source] + mark + anchor
        found = self._file(page, target)
        if found.suffix.casefold().lstrip(".") not in self.types:
            message = f"files of the kind '{found.suffix}' are not published"
            raise ProblemError(CONTENT_TYPE, message, "see files.types in docs/configuration.md")
        if "#" in found.name and unquote(target).endswith(found.name):
            mark = anchor = ""
        published = self.published(found)
        self.linked[found] = published
        return self.base_path + quote(published) + mark + anchor

    def image(self, page: PurePosixPath, target: str) -> PurePosixPath:
        """Return the file of an image. Raises ProblemError."""
        found = self.files.locate(page, target)
        if found:
            return found
        name = file_name(target)
        _refuse_outside(page, target, "file")
        hint = "paths are relative to the page's file, or from the site's folder"
        near = self._nearest(PurePosixPath(name).name, (path.name for path in self.files.paths))
        if near:
            path = min(path for path in self.files.paths if path.name == near)
            hint = f"did you mean '{posixpath.relpath(str(path), str(page.parent))}'?"
        raise ProblemError(IMAGE_MISSING, f"there is no file '{target}'", hint)

    def folder(self, page: PurePosixPath, target: str) -> tuple[PurePosixPath, ...]:
        """Return the files of a folder of images, without those below it. Raises ProblemError."""
        found = self.files.inside(page, target)
        if found:
            return found
        _refuse_outside(page, target, "folder")
        known = (
            f"{posixpath.relpath(folder, str(page.parent))}/"
            for folder, inside in self.files.by_folder.items()
            if any(map(is_image, inside))
        )
        otherwise = "a gallery shows the images directly in its folder"
        hint = self._guesses.did_you_mean(target, known, otherwise)
        raise ProblemError(IMAGE_GALLERY, f"there are no images in '{target}'", hint)

    def published(self, path: PurePosixPath) -> str:
        """Return the path at which a linked file is published."""
        for folder in (CONTENT, STATIC):
            if folder in path.parents:
                return str(path.relative_to(folder))
        return str(path)

    def _page_source(self, page: PurePosixPath, name: str) -> str:
        """Find the page that a path names: its file, its folder or its URL."""
        if name.startswith("/") and self.base_path + name.lstrip("/") in self.addresses:
            return self.addresses[self.base_path + name.lstrip("/")]
        for candidate in candidate_paths(page, name):
            for path in (candidate, f"{candidate}/index.md"):
                source = self._sources.get(path, "")
                if source in self.pages:
                    return source
                if source:
                    message = f"'{name}' is {self.unpublished[source]}, its link would lead nowhere"
                    hint = "publish that page or remove the link"
                    raise ProblemError(DRAFT_LINK, message, hint)
        return ""

    def _file(self, page: PurePosixPath, target: str) -> PurePosixPath:
        found = self.files.locate(page, target)
        if found:
            return found
        name = file_name(target)
        _refuse_outside(page, target, "file")
        message = f"there is no page or file '{name}'"
        if name.startswith("www."):
            raise ProblemError(BROKEN_LINK, message, f"write 'https://{name}'")
        folder, known = str(page.parent), chain(self.pages, map(str, self.files.paths))
        near = self._nearest(name, (posixpath.relpath(path, folder) for path in known))
        hint = f"did you mean '{near}'?" if near else "links are paths from the page's file"
        raise ProblemError(BROKEN_LINK, message, hint)

    def _nearest(self, wanted: str, known: Iterable[str]) -> str:
        """Return the path most like this one, or nothing; suffixes, much alike, do not count."""
        by_stem: dict[str, str] = {}

        def stems() -> Iterator[str]:
            for path in sorted(known):
                by_stem.setdefault(posixpath.splitext(path)[0], path)
            yield from by_stem

        near = self._guesses.nearest(posixpath.splitext(wanted)[0], stems())
        return by_stem[near] if near else ""

    def _check_anchor(self, source: str, anchor: str, target: str) -> None:
        if anchor and anchor not in self.anchors.get(source, frozenset()):
            message = f"'{target}': there is no heading or id '{anchor}' in {source}"
            hint = self._guesses.did_you_mean(anchor, self.anchors.get(source, ()))
            raise ProblemError(MISSING_ANCHOR, message, hint)


def _refuse_outside(page: PurePosixPath, target: str, kind: str) -> None:
    """Raise ProblemError for a file or folder that is not in the site."""
    whole = posixpath.normpath(posixpath.join(str(page.parent), file_name(target).lstrip("/")))
    if whole.startswith(".."):
        raise ProblemError(
            PATH_OUTSIDE_SITE, f"'{target}' leaves the site", f"copy the {kind} into assets/"
        )
