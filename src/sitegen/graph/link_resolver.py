"""Resolve links and images, as their authors wrote them, to URLs and files."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from sitegen.content.page_names import PAGE_SUFFIXES, index_rank
from sitegen.diagnostics import (
    Guesses,
    ProblemError,
    Severity,
    declare,
    documentation,
)
from sitegen.graph.companion_files import companion_names
from sitegen.graph.file_index import candidate_paths, file_name
from sitegen.graph.label_search import MISSING_ANCHOR
from sitegen.graph.missing_targets import MissingTargets
from sitegen.graph.selection import find_held_folder
from sitegen.graph.urls import href, nfc
from sitegen.model import CONTENT, STATIC, Anchors

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from sitegen.graph.file_index import FileIndex
    from sitegen.graph.published_urls import PublishedUrls
    from sitegen.graph.selection import HeldBack
    from sitegen.model import Entry, EntryRelations

__all__ = ["LinkResolver"]

CONTENT_TYPE = declare("content-type", Severity.ERROR)
DRAFT_LINK = declare("draft-link", Severity.ERROR, protects=True)
OWN_ADDRESS = declare("own-address", Severity.WARNING)

#: What follows the path of a notebook in a link to the file, not to its page.
_DOWNLOAD = "?download"
#: Those of the pages that other generators publish at an address with another suffix, or none.
_SUFFIXES = (".md", ".ipynb", ".qmd", ".Rmd")
_ABSOLUTE = re.compile(r"(?:https?:)?//", re.IGNORECASE)


def _page_files(path: str) -> Iterator[str]:
    """Yield the source files of pages that a path may name."""
    yield path
    yield f"{path}/index.md"
    if index_rank(path) is not None and path.endswith(PAGE_SUFFIXES):
        yield f"{path.rpartition('/')[0]}/index.md"
    if path.endswith((".html", ".htm")):  # what other generators make of a page
        yield from _files_without_suffix(path.rpartition(".")[0])


def _files_without_suffix(path: str) -> Iterable[str]:
    """Return the files of pages that a path without a suffix may name, as in MyST and Quarto."""
    return (path + suffix for suffix in _SUFFIXES)


@dataclass(slots=True)
class LinkResolver:
    """Resolves the links of all pages; `linked` collects the files to publish for them.

    `base_url` is that of the site, `base_path` its path. `pages` maps the keys of pages to URLs,
    `unpublished` keys to the reason, `held_folders` folders of which nothing is published; `keys`
    has the keys of files that are not called so, `notebooks` those of the pages whose outputs a
    notebook has. `published` is the finished site. `bibliographies`
    are the files that are read as such, `entries` those of all collections by the keys of their
    pages and `relations` what belongs to them, as soon as they are known. `entry_ids` returns the
    ids in the bibliography of what a page cites.
    """

    base_url: str
    base_path: str
    pages: Mapping[str, str]
    published: PublishedUrls
    anchors: Mapping[str, Anchors]
    unpublished: Mapping[str, HeldBack]
    files: FileIndex
    types: frozenset[str]
    held_folders: Mapping[str, HeldBack] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    notebooks: Mapping[str, str] = field(default_factory=dict)
    bibliographies: Collection[str] = ()
    entries: Mapping[str, Entry] = field(default_factory=dict)
    relations: Mapping[str, EntryRelations] = field(default_factory=dict)
    linked: dict[PurePosixPath, str] = field(default_factory=dict)
    entry_ids: Callable[[str], Collection[str]] = lambda _: ()
    _sources: dict[str, str] = field(init=False)
    _files: dict[str, str] = field(init=False)
    missing: MissingTargets = field(init=False)
    _guesses: Guesses = field(default_factory=Guesses)

    def __post_init__(self) -> None:
        known = {path: path for path in (*self.unpublished, *self.pages)}
        files = {path: key for path, key in self.keys.items() if key in known}
        self._files = {key: path for path, key in files.items()}
        self.missing = MissingTargets(
            self.files, lambda: [self._files.get(key, key) for key in self.pages]
        )
        sources = {**known, **files, **self.notebooks}
        self._sources = {nfc(path): key for path, key in sources.items()}

    def link(self, page: PurePosixPath, target: str) -> str:
        """Return the URL of a link's target. Raises ProblemError.

        A relative path is that of a source file; if there is none, it is the way from the page's
        URL, as a browser takes it, or else that of a page without its suffix. A query and an anchor
        are kept.
        """
        if _ABSOLUTE.match(target):
            return self._own_address(target)
        name, rest = file_name(target), _after_path(target)
        source = self._page_source(page, name) if name else self._key(page)
        if source in self.pages:
            if rest == _DOWNLOAD and (file := self._notebook(source, name)):
                return self._offer(PurePosixPath(file))
            return self._page_url(source, target)
        found = self.files.locate(page, target)
        if found is None:
            url = self._on_site(self._paths_on_site(page, name), target)
            if url is None:
                source = self._page_source(page, name, _files_without_suffix)
                url = self._page_url(source, target) if source else None
            if url is None:
                raise self.missing.link(page, target)
            return url
        self._refuse_held(found, target)
        published = self.output_path(found)
        if str(found) in self.bibliographies and self._is_generated(published):
            return href(self.base_path, published) + rest
        if not self._is_published(found):
            message = f"files of the kind '{found.suffix}' are not published"
            hint = f"see files.types: {documentation('configuration')}"
            raise ProblemError(CONTENT_TYPE, message, hint)
        if unquote(target).endswith(found.name):
            rest = ""  # the mark belongs to the file's name
        self.linked[found] = published
        return self.base_path + quote(published) + rest

    def picture(self, page: PurePosixPath, target: str) -> PurePosixPath | None:
        """Return the image that a link leads to, unless it is published as it is.

        Raises ProblemError.
        """
        found = None if _ABSOLUTE.match(target) else self.files.linked_image(page, target)
        if found is None or self._is_published(found):
            return None
        self._refuse_held(found, target)
        return found

    def _is_published(self, path: PurePosixPath) -> bool:
        """Tell whether a file is published by a link to it, as it is."""
        return path.suffix.casefold().lstrip(".") in self.types or STATIC in path.parents

    def _notebook(self, key: str, name: str) -> str:
        """Return the notebook of which a page is made, or which has its outputs; or nothing."""
        file = self._files.get(key, key)
        if file.casefold().endswith(".ipynb"):
            return file
        if not name.casefold().endswith(".ipynb"):
            return ""
        return next((path for path, page in self.notebooks.items() if page == key), "")

    def _offer(self, notebook: PurePosixPath) -> str:
        """Return the URL of a notebook as a file, which is then published beside its page."""
        published = self.output_path(notebook)
        self.linked[notebook] = published
        return self.base_path + quote(published)

    def image(self, page: PurePosixPath, target: str) -> PurePosixPath:
        """Return the file of an image. Raises ProblemError."""
        found = self._located(page, target)
        if found is None:
            raise self.missing.image(page, target)
        return found

    def source_file(self, page: PurePosixPath, target: str) -> PurePosixPath:
        """Return a file that is shown in a page: as code, or as a table. Raises ProblemError."""
        found = self._located(page, target)
        if found is None:
            raise self.missing.source_file(page, target)
        return found

    def folder(self, page: PurePosixPath, target: str) -> tuple[PurePosixPath, ...]:
        """Return the files of a folder of images, without those below it. Raises ProblemError."""
        found = self.files.inside(page, target)
        if not found:
            raise self.missing.folder(page, target)
        self._refuse_held(found[0], target)
        return found

    def _located(self, page: PurePosixPath, target: str) -> PurePosixPath | None:
        """Return a file that may be published. Raises ProblemError for one that may not."""
        found = self.files.locate(page, target)
        if found:
            self._refuse_held(found, target)
        return found

    def output_path(self, path: PurePosixPath) -> str:
        """Return the path at which a linked file is published."""
        for folder in (CONTENT, STATIC):
            if folder in path.parents:
                return str(path.relative_to(folder))
        return str(path)

    def page_at(self, url: str) -> str:
        """Return the key of the page at a URL of the site, or nothing."""
        return self.published.page(file_name(url).removeprefix(self.base_path))

    def page_of(self, page: PurePosixPath, target: str) -> str:
        """Return the key of the page to which a link leads, or nothing."""
        name = file_name(target)
        try:
            source = self._page_source(page, name) if name else self._key(page)
        except ProblemError:
            return ""
        if source in self.pages:
            return source
        found = map(self.published.page, self._paths_on_site(page, name))
        return next(filter(None, found), "") or self._page_source(page, name, _files_without_suffix)

    def _key(self, page: PurePosixPath) -> str:
        return self.keys.get(str(page), str(page))

    def _own_address(self, address: str) -> str:
        """Return the URL of an absolute address of this site; it is left as it is otherwise.

        Other programs may answer at the same host, so a page that is not there is a warning.
        Raises ProblemError.
        """
        place = _ABSOLUTE.sub("", address)
        own = self.base_url.partition("://")[2]
        if f"{place}/" == own:
            place = own
        if not place.casefold().startswith(own.casefold()):
            return address
        target = place[len(own) :]
        url = self._on_site([file_name(target)], target)
        if url is None:
            message = f"'{address}' is an address of this site, at which nothing is published"
            raise ProblemError(OWN_ADDRESS, message, "link to the page's file, or mend the address")
        return url

    def _page_source(
        self,
        page: PurePosixPath,
        name: str,
        files: Callable[[str], Iterable[str]] = _page_files,
    ) -> str:
        """Find the page that a path names: its file or its folder."""
        for candidate in candidate_paths(page, name):
            for path in files(candidate):
                source = self._sources.get(path, "")
                if source in self.pages:
                    return source
                if source:
                    raise self._held_back(source, name)
        return ""

    def _refuse_held(self, path: PurePosixPath, target: str) -> None:
        """Raise ProblemError for a file in a section that is not published."""
        held = find_held_folder(str(path), self.held_folders) if self.held_folders else None
        if held:
            message = f"'{target}' is {held.reason}"
            raise ProblemError(DRAFT_LINK, message, "publish that section or move the file")

    def _held_back(self, source: str, name: str) -> ProblemError:
        held = self.unpublished[source]
        message = f"'{name}' is {held.reason}, its link would lead nowhere"
        return ProblemError(DRAFT_LINK, message, held.hint)

    def _page_url(self, source: str, target: str) -> str:
        if "#" not in target and "?" not in target:
            return self.pages[source]
        rest, mark, anchor = _after_path(target).partition("#")
        known = self._find_anchor(source, nfc(unquote(anchor)), target)  # composed, as ids are
        if known != unquote(anchor):
            anchor = quote(known)
        return self.pages[source] + rest + mark + anchor

    def _paths_on_site(self, page: PurePosixPath, name: str) -> Iterator[str]:
        """Yield the paths on the finished site that a name may mean."""
        if not name.startswith("/"):
            url = unquote(self.pages.get(self._key(page), self.base_path))
            name = posixpath.join(url, name)
            yield _normal(name).removeprefix(self.base_path)
            return
        yield _normal(name).lstrip("/")
        if name.startswith(self.base_path):  # with the base URL's path, as in the browser
            yield _normal(name).removeprefix(self.base_path)

    def _on_site(self, paths: Iterable[str], target: str) -> str | None:
        """Return the URL of a page or file at one of these paths. Raises ProblemError."""
        held_back = ""
        for path in paths:
            source = self.published.page(path)
            if source:
                return self._page_url(source, target)
            other = self.published.other(path)
            if other is None and self._is_companion(path):
                other = path
            if other is not None:
                return href(self.base_path, other) + _after_path(target)
            held_back = held_back or self.published.unpublished_page(path)
        if held_back:
            raise self._held_back(held_back, file_name(target))
        return None

    def _is_generated(self, path: str) -> bool:
        """Tell whether there is a generated file at a path.

        The citations of all works, which anybody may have, are published instead of a bibliography
        with the notes that somebody made in it.
        """
        return self.published.other(path) is not None or self._is_companion(path)

    def _is_companion(self, path: str) -> bool:
        """Tell whether a file at a path is made of the entry whose page it is beside."""
        folder, _, name = path.rpartition("/")
        key = self.published.page(f"{folder}/") or self.published.page(f"{folder}.html")
        entry = self.entries.get(key)
        return entry is not None and name in companion_names(entry, self.relations.get(key))

    def _find_anchor(self, source: str, anchor: str, target: str) -> str:
        """Return the id that an anchor means. Raises ProblemError."""
        known = self.anchors.get(source, Anchors()).find(anchor)
        if anchor and not known:
            if anchor in self.entry_ids(source):
                return anchor
            file = self._files.get(source, source)
            if source not in self.anchors:  # the page of a folder that has no file
                file = f"the list of {file.removesuffix('index.md')}"
            message = f"'{target}': there is no heading or id '{anchor}' in {file}"
            hint = self._guesses.did_you_mean(
                anchor, lambda: self.anchors.get(source, Anchors()), group=("anchors", source)
            )
            raise ProblemError(MISSING_ANCHOR, message, hint)
        return known


def _after_path(target: str) -> str:
    """Return the query and the anchor of a target, with their marks."""
    return target[len(target.partition("#")[0].partition("?")[0]) :]


def _normal(path: str) -> str:
    """Return a path without `.` and `..`, with its slash at the end."""
    whole = posixpath.normpath(path)
    return f"{whole}/" if path.endswith(("/", "/.", "/..")) and whole != "/" else whole
