"""Questions about source files that are not pages, such as those in `data/`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from sitegen.rendering.queries.query import PackedQuery

if TYPE_CHECKING:
    from sitegen.rendering.queries.query import QueryContext

__all__ = ["SourceNamesQuery", "SourceQuery"]


class SourceQuery(PackedQuery, frozen=True):
    """What the file or folder of this name, such as `lab/devices`, of a kind holds."""

    kind: ClassVar[str] = "source"
    follows_text: ClassVar[bool] = False

    source_kind: str
    name: str

    def answer(self, context: QueryContext) -> str | None:
        """Return a file's digest, which stands for its value, and a slash for a folder."""
        folders = context.sources.get(self.source_kind)
        return folders.digest(self.name) if folders else None

    def describe(self, context: QueryContext) -> str:
        """Name the file with its suffix."""
        folders = context.sources.get(self.source_kind)
        path = folders.path(self.name) if folders else self.name
        return f"the {self.source_kind} file {path}"


class SourceNamesQuery(PackedQuery, frozen=True):
    """Which files and folders a folder of a kind has; its name ends with a slash."""

    kind: ClassVar[str] = "source-names"
    follows_text: ClassVar[bool] = False

    source_kind: str
    folder: str

    def answer(self, context: QueryContext) -> list[str] | None:
        """Return their names, sorted."""
        folders = context.sources.get(self.source_kind)
        return folders.names(self.folder) if folders else None

    def describe(self, context: QueryContext) -> str:
        """Name the folder."""
        del context
        return f"the list of {self.source_kind}/{self.folder}"
