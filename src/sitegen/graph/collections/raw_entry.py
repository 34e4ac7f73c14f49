"""Entries as they are written, before their fields are read."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import msgspec

from sitegen.diagnostics import Location

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sitegen.config import Collection
    from sitegen.model import ParsedPage, Work

__all__ = ["RawEntry"]


class RawEntry(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of a page, of a row of a data file, or of a bibliography; a work may have a page.

    `written` are its fields by name, `places` their lines and columns in `path`.
    """

    collection: Collection
    key: str
    id: str
    path: str
    line: int = 0
    column: int = 0
    page: ParsedPage | None = None
    work: Work | None = None
    written: Mapping[str, Any] = msgspec.field(default_factory=dict)
    places: Mapping[str, tuple[int, int]] = msgspec.field(default_factory=dict)

    @property
    def file(self) -> PurePosixPath:
        """The file, from which paths in its fields start."""
        return PurePosixPath(self.path)

    @property
    def location(self) -> Location:
        """The place of the entry."""
        return Location(path=self.path, line=self.line, column=self.column)

    def place_of(self, name: str) -> Location:
        """Return the place of a field, that of the entry if it has none."""
        if name not in self.places and self.work and name in self.work.places:
            line, column = self.work.places[name]
            return Location(path=self.work.path, line=line, column=column)
        line, column = self.places.get(name, (self.line, self.column))
        return Location(path=self.path, line=line, column=column)
