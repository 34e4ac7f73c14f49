"""Load the values of source files: from the store, or parse them if they have changed.

Pages are not loaded here, but in `engine.page_parsing`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import msgspec

from sitegen.config import exceeds
from sitegen.content.page_codec import parse_key
from sitegen.content.source_kind import ParsedValue, value_kinds
from sitegen.diagnostics import Diagnostic, Location, Severity, declare
from sitegen.engine.page_limits import limit_reading
from sitegen.errors import LimitError
from sitegen.model import ParsedFile
from sitegen.model.codec import digest_bytes

if TYPE_CHECKING:
    from sitegen.config import Config
    from sitegen.content.source_kind import ValueKind
    from sitegen.model import SourceFile
    from sitegen.storage.sources import Sources
    from sitegen.storage.store import Store

__all__ = ["LoadedSources", "read_needed", "read_values"]

FILE_LIMIT = declare("file-limit", Severity.ERROR, needed=True)

_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(ParsedValue)


class LoadedSources(msgspec.Struct, frozen=True, kw_only=True):
    """Parsed files by kind and name, and what is wrong with the others."""

    files: Mapping[str, Mapping[str, ParsedFile]]
    problems: tuple[Diagnostic, ...]

    def rendered(self) -> dict[str, Mapping[str, ParsedFile]]:
        """Return what templates and outputs may read."""
        kinds = value_kinds()
        hidden = {k.name for k in kinds.values() if k.only_needed or k.only_assembled}
        return {name: files for name, files in self.files.items() if name not in hidden}


def read_values(sources: Sources, config: Config, store: Store) -> LoadedSources:
    """Return the values of all files of registered kinds; parse those that have changed.

    Kinds of which only needed files are read are left to `read_needed`. Raises MachineError.
    """
    files: dict[str, Mapping[str, ParsedFile]] = {}
    problems: list[Diagnostic] = []
    for name, kind in value_kinds().items():
        paths = () if kind.only_needed else sources.of_kind(kind)
        files[name], found = _read_kind(kind, paths, config, sources, store)
        problems += found
    return LoadedSources(files=files, problems=tuple(problems))


def read_needed(
    loaded: LoadedSources,
    sources: Sources,
    config: Config,
    store: Store,
    needed: Collection[PurePosixPath],
) -> LoadedSources:
    """Add the values of these files, which references need. Raises MachineError."""
    files, problems = dict(loaded.files), list(loaded.problems)
    for name, kind in value_kinds().items():
        if kind.only_needed:
            paths = filter(kind.matches, sorted(needed))
            files[name], found = _read_kind(kind, paths, config, sources, store)
            problems += found
    return LoadedSources(files=files, problems=tuple(problems))


def _parse(kind: ValueKind, source: SourceFile, options: str) -> bytes | ParsedValue | Diagnostic:
    """Parse a file; one that takes too much becomes a diagnostic."""
    try:
        with limit_reading(str(source.path), source.data):
            return kind.parse(source, options)
    except LimitError as error:
        return Diagnostic(
            code=FILE_LIMIT,
            message=f"reading this file {error}",
            location=Location(path=str(source.path)),
            hint="make it smaller or simpler",
        )


def _read_kind(
    kind: ValueKind, paths: Iterable[PurePosixPath], config: Config, sources: Sources, store: Store
) -> tuple[dict[str, ParsedFile], list[Diagnostic]]:
    options = kind.options(config)
    names, found = kind.name_files(path for path in paths if kind.is_read(path, options))
    problems = list(found)
    files: dict[str, ParsedFile] = {}
    fresh: list[tuple[str, bytes]] = []
    keys: set[str] = set()
    prefix = f"{kind.name} "
    for name, path in names.items():
        digest = sources.known_digest(path)
        source = None if digest else sources.read(path)
        key = prefix + parse_key(str(path), source.digest if source else digest, options)
        stored = store.read("sources", key)
        if stored is None:
            source = source or sources.read(path)
            key = prefix + parse_key(str(path), source.digest, options)
            parsed = _refuse_size(source, config) or _parse(kind, source, options)
            if isinstance(parsed, Diagnostic):
                problems.append(parsed)
                continue
            found_value = parsed if isinstance(parsed, ParsedValue) else ParsedValue(value=parsed)
            fresh.append((key, _ENCODER.encode(found_value)))
        else:
            found_value = _DECODER.decode(stored)
        keys.add(key)
        problems += found_value.problems
        value = found_value.value
        files[name] = ParsedFile(path=str(path), value=value, digest=digest_bytes(value))
    store.write("sources", fresh)
    if fresh:  # there are few, but they may be large
        store.trim("sources", frozenset(keys), prefix, spare=0)
    return files, problems


def _refuse_size(source: SourceFile, config: Config) -> Diagnostic | None:
    size, limit = len(source.data), config.limits.data_bytes
    if size <= limit:
        return None
    message = f"the file has {size:,} bytes, more than limits.data_bytes = {limit:,}"
    place = Location(path=str(source.path), line=1, column=1)
    return exceeds("data_bytes", message, "make several files of it").at(place)
