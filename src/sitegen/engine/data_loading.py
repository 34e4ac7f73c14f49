"""Load the files of `data/`: from the cache, or parse them if they have changed.

Captions files beside images are read, too: they are few and small, and parsed in every whole build.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sitegen.content.captions import parse_captions
from sitegen.content.data_files import DATA_SUFFIXES, name_data, parse_data
from sitegen.content.page_codec import parse_key
from sitegen.diagnostics import Diagnostic
from sitegen.model import Captions, DataFile
from sitegen.model.codec import digest_bytes

if TYPE_CHECKING:
    from sitegen.storage.sources import Sources
    from sitegen.storage.store import Store

__all__ = ["Data", "read_captions", "read_data"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Data:
    """Data files by name, and what is wrong with the others."""

    files: Mapping[str, DataFile]
    problems: tuple[Diagnostic, ...]


def read_captions(
    sources: Sources, paths: Iterable[PurePosixPath]
) -> dict[PurePosixPath, Captions]:
    """Return what captions files say. Raises MachineError."""
    return {path: parse_captions(sources.read(path)) for path in sorted(paths)}


def read_data(sources: Sources, zone: tzinfo, store: Store) -> Data:
    """Return the data files of a site; parse those that have changed. Raises MachineError."""
    names, found = name_data(sources.data(DATA_SUFFIXES))
    problems = list(found)
    files: dict[str, DataFile] = {}
    fresh: list[tuple[str, bytes]] = []
    keys: set[str] = set()
    for name, path in names.items():
        digest = sources.known_digest(path)
        source = None if digest else sources.read(path)
        key = parse_key(str(path), source.digest if source else digest, str(zone))
        value = store.read("data", key)
        if value is None:
            source = source or sources.read(path)
            key = parse_key(str(path), source.digest, str(zone))
            parsed = parse_data(source, zone)
            if isinstance(parsed, Diagnostic):
                problems.append(parsed)
                continue
            value = parsed
            fresh.append((key, value))
        keys.add(key)
        digest = digest_bytes(value)
        files[name] = DataFile(path=str(path), value=value, digest=digest)
    store.write("data", fresh)
    if fresh:
        store.trim("data", frozenset(keys), spare=0)  # there are few, but they may be large
    return Data(files=files, problems=tuple(problems))
