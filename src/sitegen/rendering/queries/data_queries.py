"""Queries for the files in `data/`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from sitegen.rendering.queries.query import NamedQuery

if TYPE_CHECKING:
    from sitegen.rendering.queries.query import QueryContext

__all__ = ["DataNamesQuery", "DataQuery"]


class DataQuery(NamedQuery, frozen=True):
    """What the data file or folder of this name, such as `lab/devices`, holds."""

    kind: ClassVar[str] = "data"
    follows_text: ClassVar[bool] = False

    def answer(self, context: QueryContext) -> str | None:
        """Return a file's digest, which stands for its value, and a slash for a folder."""
        return context.data.digest(self.name)

    def describe(self, context: QueryContext) -> str:
        """Name the file with its suffix."""
        return f"the data file {context.data.path(self.name)}"


class DataNamesQuery(NamedQuery, frozen=True):
    """Which files and folders a folder of `data/` has; its name ends with a slash."""

    kind: ClassVar[str] = "names"
    follows_text: ClassVar[bool] = False

    def answer(self, context: QueryContext) -> list[str] | None:
        """Return their names, sorted."""
        return context.data.names(self.name)

    def describe(self, context: QueryContext) -> str:
        """Name the folder."""
        return f"the list of data/{self.name}"
