"""Read the ORCID iDs of a site's people: the entries of its collection `people`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from sitegen.config import Config
from sitegen.content.entry_files import ENTRY_FILES
from sitegen.content.front_matter import split_front_matter
from sitegen.content.page_names import MARKDOWN_SUFFIXES
from sitegen.content.source_kind import ParsedValue
from sitegen.content.text import decode
from sitegen.research.identifiers import parse_orcid
from sitegen.storage.source_files import read_source, scan_site

__all__ = ["read_orcids"]

_FIELDS = ("orcid", "orcid_id")


def read_orcids(root: Path, config: Config) -> list[str]:
    """Return the iDs, each once, in the order of files. Wrong ones are told by a build.

    Raises MachineError.
    """
    people = config.all_collections.get("people")
    if people is None:
        return []
    found: dict[str, None] = {}
    for path in sorted(map(PurePosixPath, scan_site(root).stats)):
        is_page = path.suffix.casefold() in MARKDOWN_SUFFIXES
        if is_page and people.folder and path.is_relative_to(people.folder):
            entries = _read_page(root, path)
        elif str(path) == people.data:
            entries = _read_rows(root, path, ENTRY_FILES.options(config))
        else:
            continue
        for fields in entries:
            for name in _FIELDS:
                orcid = parse_orcid(str(fields.get(name, "")))
                if isinstance(orcid, str):
                    found[orcid] = None
    return list(found)


def _read_page(root: Path, path: PurePosixPath) -> Iterator[Mapping[str, Any]]:
    text, unreadable = decode(read_source(root, path).data, str(path))
    if not unreadable:
        fields = split_front_matter(text, str(path)).fields
        yield {name: each.value for name, each in fields.items()}


def _read_rows(root: Path, path: PurePosixPath, options: str) -> Iterator[Mapping[str, Any]]:
    parsed = ENTRY_FILES.parse(read_source(root, path), options)
    if isinstance(parsed, ParsedValue):
        for row in ENTRY_FILES.unpack(parsed.value):
            yield row["fields"]
