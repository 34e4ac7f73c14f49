"""Decide which page is the index of its folder, and give every page its key.

A page's key is the path of its source. That of a folder's index is `index.md` in that folder
whatever its file is called, so that sections, menus and links know it without looking for it. A
page beside a folder of pages of the same name, such as `news.md` beside `news/`, is its index.
Without `content/index.md`, a page whose `url` is `/` is the home page, such as `about.md` of
al-folio.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import msgspec

from sitegen.content.notebooks.freezes import notebook_beside
from sitegen.content.page_names import PAGE_SUFFIXES, index_folder, index_rank, is_readme, stem_of
from sitegen.diagnostics import Location, Problem, Severity, declare
from sitegen.graph.urls import DUPLICATE_URL

if TYPE_CHECKING:
    from sitegen.diagnostics import Diagnostic
    from sitegen.model import ParsedPage, Site

__all__ = ["KeyedPages", "PageKeys", "assign_keys", "find_keys", "put_key"]

_HOME = "content/index.md"

README_LEFT_OUT = declare("readme-left-out", Severity.WARNING)


class PageKeys(msgspec.Struct, frozen=True):
    """The keys of the pages that are not called by them, and the pages whose place is taken.

    `keys` maps source paths to keys, `beside` those of other pages to the source of the page that
    has their place.
    """

    keys: Mapping[str, str]
    beside: Mapping[str, str]


class KeyedPages(msgspec.Struct, frozen=True):
    """Pages with their keys; those left out, by path, with the reason; what is wrong."""

    pages: tuple[ParsedPage, ...]
    left_out: Mapping[str, str]
    problems: tuple[Diagnostic, ...]


def find_keys(paths: Iterable[PurePosixPath | str]) -> PageKeys:
    """Return which of these pages have another key than their path."""
    names = [str(path) for path in paths]
    folders = _folders_of(names)
    rivals: dict[str, list[str]] = {}
    for path in names:
        key = _shared_key(path)
        if not key and _namesake(path) in folders:
            key = f"{_namesake(path)}/index.md"
        if key:
            rivals.setdefault(key, []).append(path)
    keys: dict[str, str] = {}
    beside: dict[str, str] = {}
    for key, found in rivals.items():
        first, *others = sorted(found, key=_preference)
        keys[first] = key
        beside |= dict.fromkeys(others, first)
    return PageKeys({path: key for path, key in keys.items() if path != key}, beside)


def assign_keys(parsed: Sequence[ParsedPage]) -> KeyedPages:
    """Give the pages their keys.

    A README beside another index is left out, with a warning. Two other indexes of one folder are
    an error. A notebook beside a page that has its cells only holds the outputs of that page. What
    else is wrong with a page that is left out is not said.
    """
    found = find_keys(page.path for page in parsed)
    home = _find_home(parsed)
    paired = _find_paired(parsed)
    if not found.keys and not found.beside and not home and not paired:
        return KeyedPages(tuple(parsed), {}, ())
    kept: list[ParsedPage] = []
    left_out: dict[str, str] = {}
    problems: list[Diagnostic] = []
    for page in parsed:
        path = str(page.path)
        if path in paired:
            left_out[path] = f"no page of its own, but the outputs of {paired[path]}"
        elif path in found.beside:
            left_out[path] = f"left out, since {found.beside[path]} is the index of its folder"
            if not page.front.draft:
                problem = _beside(path, found.beside[path])
                problems.append(problem.at(Location(path=path, line=1, column=1)))
        else:
            kept.append(_with_key(page, _HOME if path == home else found.keys.get(path, "")))
    return KeyedPages(tuple(kept), left_out, tuple(problems))


def _find_paired(parsed: Iterable[ParsedPage]) -> dict[str, str]:
    """Return the notebooks that would be beside pages with cells, by path, with these pages."""
    paths = (str(page.path) for page in parsed if page.has_cells)
    return {notebook_beside(path): path for path in paths}


def put_key(page: ParsedPage, site: Site) -> ParsedPage:
    """Give a published page the key that it has in an assembled site."""
    path = str(page.path)
    key = _shared_key(path) or f"{_namesake(path)}/index.md"
    for each in (key, _HOME, *_term_keys(path, site)):
        known = site.pages.get(each)
        if known and known.source == path:
            return _with_key(page, each)
    return _with_key(page, "")


def _term_keys(path: str, site: Site) -> Iterator[str]:
    """Yield the keys of the terms about which a page may be."""
    taxonomy = index_folder(path).split("/")[1:2]
    if taxonomy and taxonomy[0] in site.taxonomies:
        yield from site.taxonomies[taxonomy[0]].terms


def _find_home(parsed: Iterable[ParsedPage]) -> str:
    """Return the path of the first page that wants to be at `/`, if no page has to be there."""
    wanting = []
    for page in parsed:
        if _shared_key(str(page.path)) == _HOME:
            return ""
        if page.front.url == "/":
            wanting.append(str(page.path))
    return min(wanting, default="")


def _with_key(page: ParsedPage, key: str) -> ParsedPage:
    return msgspec.structs.replace(page, own_key=key) if key else page


def _shared_key(path: str) -> str:
    """Return the key that pages of several names may have; empty for a page with its own."""
    folder = path.rpartition("/")[0]
    if index_rank(path) is not None:
        return f"{folder}/index.md"
    return "content/404.md" if folder == "content" and stem_of(path) == "404" else ""


def _namesake(path: str) -> str:
    """Return the folder that is called as a page: `content/news` for `content/news.md`."""
    return path.rpartition(".")[0]


def _folders_of(paths: Iterable[str]) -> frozenset[str]:
    """Return the folders that hold pages, at any depth."""
    found: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return frozenset(found)


def _preference(path: str) -> tuple[object, ...]:
    """Put an index in its folder first, then a page beside the folder, then a README."""
    rank = index_rank(path)
    order = 2 if rank is None else 3 if is_readme(path) else rank
    return (order, PAGE_SUFFIXES.index(PurePosixPath(path).suffix.casefold()), path)


def _beside(path: str, other: str) -> Problem:
    if is_readme(path):
        message = f"{other} is the index of this folder, so this page is not published"
        return Problem(README_LEFT_OUT, message, "rename it to publish it, or write 'draft: true'")
    message = f"{other} has the same address"
    return Problem(DUPLICATE_URL, message, "keep one of them")
