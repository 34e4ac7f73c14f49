"""Read inventories of other projects: `objects.inv` of Sphinx, `myst.xref.json` of MyST.

Sphinx: https://sphinx-doc.org/en/master/usage/extensions/intersphinx.html, versions 1 and 2 of the
file. MyST: https://mystmd.org/guide/website-metadata, version 1.
"""

from __future__ import annotations

import json
import zlib
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["InventoryEntry", "read_inventory"]

#: The inventory of Python has 1.5 MB when it is unpacked.
_LARGEST = 64_000_000
_LONGEST_LINE = 2_000
_LINE = compile_late(r"(?P<name>\S.*?)[ \t]+(?P<role>[\w-]+:[\w:.-]+)[ \t]+-?\d+[ \t]+(?P<rest>.*)")
_HEADER = compile_late(rb"# Sphinx inventory version ([12])[ \t]*\r?\n")
_HEADER_LINES = 4


class InventoryEntry(NamedTuple):
    """What a project has under a name: its kind, such as `py:class`, its path, and a text."""

    name: str
    role: str
    uri: str
    text: str


def read_inventory(data: bytes, most: int | None = None) -> list[InventoryEntry]:
    """Return the entries of an inventory, the first `most` of them if that is given.

    Raises ValueError, with what is wrong, if it is none.
    """
    found = _HEADER.match(data)
    if found:
        entries = _read_sphinx(data) if found[1] == b"2" else _read_first_version(data)
        return list(islice(entries, most))
    if data.lstrip()[:1] == b"{":
        return list(islice(_read_myst(data), most))
    message = "this is neither an objects.inv of Sphinx nor a myst.xref.json"
    raise ValueError(message)


def _read_sphinx(data: bytes) -> Iterator[InventoryEntry]:
    packed = data.split(b"\n", _HEADER_LINES)
    if len(packed) <= _HEADER_LINES:
        message = "the file ends within its first lines"
        raise ValueError(message)
    reader = zlib.decompressobj()
    try:
        text = reader.decompress(packed[-1], _LARGEST)
    except zlib.error as error:
        message = f"its compressed part is damaged: {error}"
        raise ValueError(message) from None
    if reader.unconsumed_tail:
        message = f"it has more than {_LARGEST:,} bytes when it is unpacked"
        raise ValueError(message)
    if not reader.eof:
        message = "its compressed part is not complete"
        raise ValueError(message)
    for line in text.decode("utf-8", "replace").splitlines():
        entry = _LINE.fullmatch(line) if len(line) <= _LONGEST_LINE else None
        if entry:
            uri, _, shown = entry["rest"].partition(" ")
            name = entry["name"]
            if uri.endswith("$"):
                uri = uri[:-1] + name
            shown = shown.strip()
            yield InventoryEntry(name, entry["role"], uri, name if shown in {"", "-"} else shown)


def _read_first_version(data: bytes) -> Iterator[InventoryEntry]:
    """Read version 1, which is not compressed and knows Python only."""
    for line in data.decode("utf-8", "replace").splitlines()[3:]:
        parts = line.split(None, 2)
        if len(parts) == 3:  # noqa: PLR2004  # name, kind, location
            name, kind, location = parts
            anchor = f"module-{name}" if kind == "mod" else name
            role = "py:module" if kind == "mod" else f"py:{kind}"
            yield InventoryEntry(name, role, f"{location}#{anchor}", name)


def _read_myst(data: bytes) -> Iterator[InventoryEntry]:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        message = f"it is not JSON: {error}"
        raise ValueError(message) from None
    entries = value.get("references") if isinstance(value, dict) else None
    if not isinstance(entries, list):
        message = "it has no list of 'references'"
        raise ValueError(message)  # noqa: TRY004  # one kind of error for every mistake
    for entry in entries:
        if isinstance(entry, dict):
            yield from _read_myst_entry(entry)


def _read_myst_entry(entry: dict[str, Any]) -> Iterator[InventoryEntry]:
    url, name = entry.get("url"), entry.get("identifier")
    kind, anchor = entry.get("kind"), entry.get("html_id")
    if not isinstance(url, str):
        return
    role = f"myst:{kind}" if isinstance(kind, str) else "myst:target"
    uri = url.lstrip("/")
    if not isinstance(name, str) or not name:
        name = uri or "index"
    elif kind != "page":
        uri = f"{uri}#{anchor if isinstance(anchor, str) and anchor else name}"
    text = entry.get("text")
    yield InventoryEntry(name, role, uri, text if isinstance(text, str) and text else name)
