"""Find folders that have been copied from Hugo Blox under the names that they have there.

The pages of `content/publication/` are publications only in `content/publications/`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.diagnostics import Location, Problem, Severity, declare, documentation
from sitegen.model import CONTENT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sitegen.diagnostics import Diagnostic
    from sitegen.graph.outline import Outline

__all__ = ["check_foreign_folders"]

FOREIGN_FOLDER = declare("foreign-folder", Severity.WARNING)

_WORK = frozenset({"publication_types", "publication", "publication_short"})
_ALSO = frozenset({"external_link", "url_code", "url_pdf", "url_slides", "url_video", "slides"})
_EVENT = frozenset({"event", "event_url", "date_end", "all_day", "location", "address"})
_PERSON = frozenset(
    {"superuser", "user_groups", "organizations", "social", "profiles", "role", "bio", "interests"}
)
#: What it says of the picture of a page, in a table, whatever the page is.
_PICTURES = frozenset({"focal_point", "preview_only", "placement"})
#: What Hugo Blox keeps in folders of these names, the folder here, and fields of such pages.
_POST = frozenset(
    {"projects", "commentable", "show_related", "share", "reading_time", "pager", "cms_exclude"}
)
_FOLDERS = {
    "authors": ("people", "people", _PERSON),
    "author": ("people", "people", _PERSON),
    "publication": ("publications", "publications", _WORK | _ALSO),
    "project": ("projects", "projects", _ALSO | {"featured"}),
    "event": ("events", "events", _EVENT | _ALSO),
    "post": ("posts", "news", _POST | _ALSO),
    "talk": ("talks", "talks", _EVENT | _ALSO),
}


def check_foreign_folders(outline: Outline) -> Iterator[Diagnostic]:
    """Yield a warning for each folder whose pages would be entries under another name."""
    used = {each.folder for each in outline.collections.values()}
    for name, (what, instead, fields) in _FOLDERS.items():
        folder = str(CONTENT / name)
        if folder in used or not _is_foreign(outline, folder, fields):
            continue
        message = f"Hugo Blox keeps {what} in this folder; here, its pages are ordinary pages"
        hint = f"rename it to {CONTENT / instead}: {documentation('moving')}"
        yield Problem(FOREIGN_FOLDER, message, hint).at(Location(path=folder))


def _is_foreign(outline: Outline, folder: str, fields: frozenset[str]) -> bool:
    """Tell whether pages that are folders of their own have fields as in Hugo Blox."""
    inside = (each for each in outline.inputs.parsed if str(each.path).startswith(f"{folder}/"))
    return any(
        each.path.stem in {"index", "_index"}
        and str(each.path.parent) != folder
        and (not fields.isdisjoint(each.front.places) or _has_picture(each.front.extra))
        for each in inside
    )


def _has_picture(extra: Mapping[str, object]) -> bool:
    """Tell whether a page has a picture as Hugo Blox writes it."""
    image = extra.get("image")
    return isinstance(image, dict) and not _PICTURES.isdisjoint(image)
