"""Inventories of other projects as source files: those that `[references.NAME]` names.

Assembling gets them as `Inputs.sources["inventories"]`, lists of entries by the paths of files.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from sitegen.config import exceeds
from sitegen.content.inventory_formats import InventoryEntry, read_inventory
from sitegen.content.source_kind import ValueKind
from sitegen.diagnostics import Diagnostic, Location, Severity, declare
from sitegen.model.codec import encode_msgpack, msgpack_decoder

if TYPE_CHECKING:
    from sitegen.config import Config
    from sitegen.model import SourceFile

__all__ = ["INVENTORIES", "INVENTORY"]

INVENTORY = declare("inventory", Severity.ERROR)

_DECODER = msgpack_decoder(list[InventoryEntry])


class _Inventories(ValueKind):
    """Inventories by their paths."""

    name = "inventories"
    only_assembled = True

    def matches(self, path: PurePosixPath) -> bool:
        """Tell what may be an inventory, by its folder and suffix."""
        return path.parts[0] == "data" and path.suffix.casefold() in {".inv", ".json"}

    def options(self, config: Config) -> str:
        """Return how many entries a file may have, and the files that the configuration names."""
        files = sorted(each.inventory for each in config.references.values())
        return "\n".join((str(config.limits.inventory_entries), *files))

    def is_read(self, path: PurePosixPath, options: str) -> bool:
        """Tell whether the configuration names a file."""
        return str(path) in options.split("\n")[1:]

    def parse(self, source: SourceFile, options: str) -> bytes | Diagnostic:
        """Return the entries, packed, or what is wrong with the file."""
        most = int(options.partition("\n")[0])
        try:
            entries = read_inventory(source.data, most + 1)
        except ValueError as error:
            return Diagnostic(
                code=INVENTORY,
                message=f"this inventory cannot be read: {error}",
                location=Location(path=str(source.path), line=1, column=1),
                hint="download objects.inv or myst.xref.json of the project again",
            )
        if len(entries) > most:
            message = "the inventory has too many entries, more than limits.inventory_entries"
            place = Location(path=str(source.path), line=1, column=1)
            return exceeds("inventory_entries", f"{message} = {most:,}").at(place)
        return encode_msgpack(entries)

    def unpack(self, data: bytes) -> Any:
        """Return the entries."""
        return _DECODER.decode(data)


INVENTORIES = _Inventories()
