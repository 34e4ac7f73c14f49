"""Tell publications which others are versions of the same work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from sitegen.research.versions import FIELDS_OF_VERSIONS, find_versions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sitegen.model import Entry, Work

__all__ = ["put_versions"]


def put_versions(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries, those of works with their versions."""
    listed = list(entries)
    works = [(entry, entry.work) for entry in listed if entry.work]
    keys = {work.key: entry.key for entry, work in works}
    groups = find_versions(_with_page_fields(entry, work) for entry, work in works)
    found: dict[str, tuple[str, ...]] = {}
    for group in groups:
        own = tuple(keys[name] for name in group)
        found |= dict.fromkeys(own, own)
    return [
        _with_versions(entry, found[entry.key]) if entry.key in found else entry for entry in listed
    ]


def _with_page_fields(entry: Entry, work: Work) -> Work:
    """Return a work with what the page of its entry says of versions."""
    written = {name: entry.values[name] for name in FIELDS_OF_VERSIONS if entry.values.get(name)}
    if not written:
        return work
    texts = {name: ", ".join(map(str, names)) for name, names in written.items()}
    return msgspec.structs.replace(work, fields={**work.fields, **texts})


def _with_versions(entry: Entry, group: tuple[str, ...]) -> Entry:
    first, others = group[0], tuple(key for key in group if key != entry.key)
    version_of = "" if entry.key == first else first
    return msgspec.structs.replace(entry, versions=others, version_of=version_of)
