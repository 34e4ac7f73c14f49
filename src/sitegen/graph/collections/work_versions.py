"""Tell which publications are versions of one work, such as a preprint and its article."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from sitegen.research.versions import FIELDS_OF_VERSIONS, find_versions

if TYPE_CHECKING:
    from sitegen.graph.collections.raw_entry import RawEntry
    from sitegen.model import Entry, Work

__all__ = ["put_versions"]


def put_versions(
    pairs: Sequence[tuple[RawEntry, Entry]],
) -> list[tuple[RawEntry, Entry]]:
    """Return the entries; those of works that have versions know them, and which one is shown."""
    works = {raw.key: _with_page_fields(raw, raw.work) for raw, _ in pairs if raw.work}
    keys = {work.key: key for key, work in works.items()}
    versions: dict[str, tuple[str, ...]] = {}
    for group in find_versions(works.values()):
        found = tuple(keys[each] for each in group)
        versions |= dict.fromkeys(found, found)
    return [(raw, _put(entry, versions.get(entry.key, ()))) for raw, entry in pairs]


def _with_page_fields(raw: RawEntry, work: Work) -> Work:
    """Return a work with the versions that its page names instead of those of its entry."""
    written = {
        name: _joined(raw.written[name]) for name in FIELDS_OF_VERSIONS if name in raw.written
    }
    if not written:
        return work
    return msgspec.structs.replace(work, fields={**work.fields, **written})


def _joined(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _put(entry: Entry, versions: tuple[str, ...]) -> Entry:
    if not versions:
        return entry
    others = tuple(key for key in versions if key != entry.key)
    shown = "" if versions[0] == entry.key else versions[0]
    return msgspec.structs.replace(entry, versions=others, version_of=shown)
