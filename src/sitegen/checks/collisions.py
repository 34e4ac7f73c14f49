"""Find output files that a server or a file system could not tell apart."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING

from sitegen.content.page_files import is_markdown
from sitegen.diagnostics import Diagnostic, Location
from sitegen.graph.urls import DUPLICATE_URL, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sitegen.checks.check import CheckedSite

    _Places = Mapping[str, Mapping[str, tuple[int, int]]]

__all__ = ["COLLISIONS", "CollisionCheck", "check_collisions", "place_of_address"]


_PAGE = "/index.html"
_NEW_KEY = "rename one of them: the address of a publication is its key"


class CollisionCheck:
    """Find files of the output that a server or a file system could not tell apart."""

    name = "collisions"
    runs_in_build = True

    def run(self, site: CheckedSite) -> Iterator[Diagnostic]:
        """Yield an error for each path that two sources claim."""
        aliases = {str(each.output): each.source for each in site.site.redirects}
        found = tuple(check_collisions(site.outputs, aliases, site.addresses))
        works = _places_of_works(site) if found else {}
        for each in found:
            place = works.get(each.location.path)
            yield replace(each, location=place, hint=_NEW_KEY) if place else each


COLLISIONS = CollisionCheck()


def _places_of_works(site: CheckedSite) -> dict[str, Location]:
    """Return where publications are written whose pages are made, by what their outputs name."""
    pages = site.site.pages
    return {
        pages[key].card.url: Location(path=work.path, line=work.line, column=work.column)
        for key, work in site.works.items()
        if key in pages and not pages[key].source
    }


def check_collisions(
    outputs: Iterable[tuple[str, str]],
    aliases: Mapping[str, str] = MappingProxyType({}),
    addresses: _Places = MappingProxyType({}),
) -> Iterator[Diagnostic]:
    """Yield an error that names both sources for each output path with two of them.

    `aliases` maps the paths of old addresses to the pages that have them, `addresses` is as in
    `CheckedSite`. Paths are compared in NFC and case-folded: macOS and Windows keep only one of
    `/A/` and `/a/`.
    """
    claimed: dict[str, str] = {}
    ordered = sorted(outputs)
    twice: list[tuple[str, str, str]] = []
    for path, source in ordered:
        folded = fold(path)
        if folded in claimed:
            twice.append((path, source, claimed[folded]))
        claimed.setdefault(folded, source)
    # Files beside a page, such as its citations, are told apart with the pages.
    pages = {path.rpartition("/")[0] for path, *_ in twice if path.endswith(_PAGE)}
    for path, source, other in twice:
        if path.endswith(_PAGE) or path.rpartition("/")[0] not in pages:
            yield _collision(path, source, other, aliases, addresses)
    free: set[str] = {""}
    for path, source in ordered:
        above = fold(path).rpartition("/")[0]
        while above not in free:
            if above in claimed:
                yield _collision(path, source, claimed[above], aliases, addresses)
                break
            free.add(above)
            above = above.rpartition("/")[0]


def _collision(
    path: str, source: str, other: str, aliases: Mapping[str, str], addresses: _Places
) -> Diagnostic:
    if aliases.get(path) == other:
        source, other = other, source  # the alias is easier to give up
    url = "/" + path.removesuffix("index.html")
    owner = f"the generated page {other}" if other.startswith("/") else other
    message = f"'{url}' is also the address of {owner}"
    hint = "give one of them another name, 'slug' or 'url'"
    fields: tuple[str, ...] = ("url", "slug")
    if aliases.get(path) == source:
        hint = f"remove the alias in {source}, or give the other one another name"
        fields = ("aliases",)
    if source == other:
        message, hint = f"'{url}' is its address twice", "remove the alias"
        if source == url:
            message, hint = f"two lists have the address '{url}'", "give one another 'url'"
    place = place_of_address(source, fields, addresses)
    return Diagnostic(code=DUPLICATE_URL, message=message, location=place, hint=hint)


def place_of_address(source: str, fields: tuple[str, ...], addresses: _Places) -> Location:
    """Return the place of the field that sets an address, or of the page."""
    if not is_markdown(PurePosixPath(source)):
        return Location(path=source)
    known = addresses.get(source, {})
    line, column = next((known[name] for name in fields if name in known), (1, 1))
    return Location(path=source, line=line, column=column)
