"""Find the entries of collections that are not published, so that what names them can be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.page_names import index_folder, split_dated, stem_of
from sitegen.graph.collections.entry_sources import find_collection
from sitegen.model.words import nfc

if TYPE_CHECKING:
    from sitegen.graph.outline import Outline

__all__ = ["find_held_entries"]


def find_held_entries(outline: Outline) -> dict[str, dict[str, str]]:
    """Return why entries are not published, by collection and id: `a draft`."""
    unpublished = outline.inputs.unpublished
    if not unpublished:
        return {}
    fronts = {page.key: page.front for page in outline.inputs.parsed if page.key in unpublished}
    folders = {each.folder: each.name for each in outline.collections.values() if each.folder}
    found: dict[str, dict[str, str]] = {}
    for key, held in unpublished.items():
        collection = find_collection(key.rpartition("/")[0], folders)
        if collection:
            name = split_dated(index_folder(key).rpartition("/")[2] or stem_of(key))[1]
            written = fronts[key].extra.get("id") if key in fronts else None
            found.setdefault(collection, {})[nfc(str(written or name.lstrip("_")))] = held.reason
    return found
