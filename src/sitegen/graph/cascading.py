"""Give the pages below a section the fields of its `cascade`, as in Hugo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from sitegen.config.globs import compile_glob
from sitegen.model import FrontMatter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sitegen.diagnostics import Location
    from sitegen.model import Cascade, ParsedPage

__all__ = ["FieldPlaces", "cascade_fields", "find_cascades", "folders_above"]

_DEFAULTS = FrontMatter()
_FIELDS = frozenset(FrontMatter.__struct_fields__)


def find_cascades(pages: Iterable[ParsedPage]) -> dict[str, tuple[Cascade, ...]]:
    """Return the cascades among these pages by folder."""
    return {page.key.rpartition("/")[0]: page.front.cascade for page in pages if page.front.cascade}


def cascade_fields(
    page: ParsedPage,
    cascades: Mapping[str, tuple[Cascade, ...]],
    kind_of: Callable[[ParsedPage], str],
) -> ParsedPage:
    """Return a page with the fields that the sections above it give it.

    What the page itself says stays, and of several sections the nearest one has the last word.
    `kind_of` is only asked for cascades that are for pages of one kind.
    """
    if not cascades:
        return page
    front = page.front
    changes: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    terms: dict[str, tuple[str, ...]] = {}
    given = (each for folder in folders_above(page.key) for each in cascades.get(folder, ()))
    for cascade in (each for each in given if _is_meant(each, page, kind_of)):
        for name in cascade.names:
            if name in _FIELDS and name not in changes and _is_missing(front, name):
                changes[name] = getattr(cascade.fields, name)
            if name not in {*terms, *front.terms, *front.explicit}:
                terms[name] = cascade.fields.terms.get(name, ())
        extra = {**cascade.fields.extra, **extra}
    if extra:
        changes["extra"] = {**extra, **front.extra}
    if any(terms.values()):
        changes["terms"] = {**front.terms, **{name: each for name, each in terms.items() if each}}
    if not changes:
        return page
    return msgspec.structs.replace(page, front=msgspec.structs.replace(front, **changes))


def folders_above(path: str) -> Iterable[str]:
    """Yield a file's folder and those above it, the nearest first, up to `content`."""
    folder = path.rpartition("/")[0]
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]


class FieldPlaces:
    """Tells where the fields of pages are written: in the page, or in a section above it."""

    def __init__(self, pages: Iterable[ParsedPage]) -> None:
        self._sections = {page.key.rpartition("/")[0]: page for page in pages if page.front.cascade}

    def find(self, page: ParsedPage, field: str) -> Location:
        """Return the place of a field of a page, or of the cascade that gives it to the page."""
        if field not in page.front.places:
            wanted = getattr(page.front, field)
            for folder in folders_above(page.key):
                section = self._sections.get(folder)
                given = section.front.cascade if section else ()
                if section and any(
                    field in each.names and getattr(each.fields, field) == wanted for each in given
                ):
                    return section.place_of("cascade")
        return page.place_of(field)


def _is_missing(front: FrontMatter, name: str) -> bool:
    return name not in front.explicit and getattr(front, name) == getattr(_DEFAULTS, name)


def _is_meant(cascade: Cascade, page: ParsedPage, kind_of: Callable[[ParsedPage], str]) -> bool:
    if cascade.path and not compile_glob(cascade.path).fullmatch(_logical_path(page.key)):
        return False
    return not cascade.kind or cascade.kind == kind_of(page)


def _logical_path(path: str) -> str:
    """Return Hugo's path of a page: `/news/a` for `content/news/a.md`, `/news` for its index."""
    below = path.partition("/")[2].casefold()
    stem = below.rpartition(".")[0] or below
    folder, _, name = stem.rpartition("/")
    return f"/{folder}" if name == "index" else f"/{stem}"
