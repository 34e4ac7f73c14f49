"""What templates and outputs see of source files that are not pages; what they read is recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from sitegen.content.source_kind import SourceValues
from sitegen.rendering.queries import SourceNamesQuery, SourceQuery

if TYPE_CHECKING:
    from sitegen.model import ParsedFile
    from sitegen.rendering.queries import Query

__all__ = ["DataFolders", "DataView"]


class DataFolders:
    """The files of one kind by name. A folder's name ends with a slash; the outermost is empty.

    A file's value is unpacked when it is first read.
    """

    def __init__(self, kind: str, files: Mapping[str, ParsedFile]) -> None:
        self.kind = kind
        self._files = files
        self._values = SourceValues(kind, files)
        self._names: dict[str, set[str]] = {"": set()}
        for name in files:
            *folders, last = name.split("/")
            above = ""
            for folder in folders:
                self._names.setdefault(above, set()).add(folder)
                above += f"{folder}/"
            self._names.setdefault(above, set()).add(last)

    def names(self, folder: str) -> list[str] | None:
        """Return the names in a folder in their order, or None if there is no such folder."""
        found = self._names.get(folder)
        return None if found is None else sorted(found)

    def digest(self, name: str) -> str | None:
        """Return a file's digest, a slash for a folder, or None if neither exists."""
        file = self._files.get(name)
        return file.digest if file else "/" if f"{name}/" in self._names else None

    def path(self, name: str) -> str:
        """Return a file's path; kind and name if there is no such file."""
        file = self._files.get(name)
        return file.path if file else f"{self.kind}/{name}"

    def value(self, name: str) -> Any:
        """Return a file's value. Raises KeyError."""
        return self._values[name]


class DataView(Mapping[str, Any]):
    """The files and folders of one kind, or of a folder of it, by name.

    `ask` records a question and answers it. Messages about templates call this "Data".
    """

    def __init__(
        self, folders: DataFolders, ask: Callable[[Query[Any]], Any], folder: str = ""
    ) -> None:
        self._folders = folders
        self._ask = ask
        self._folder = folder

    def __repr__(self) -> str:
        # The default has a memory address, which differs from build to build.
        return f"{self._folders.kind}/{self._folder}"

    def __getitem__(self, name: str) -> Any:
        path = f"{self._folder}{name}"
        if self._ask(SourceQuery(self._folders.kind, path)) == "/":
            return DataView(self._folders, self._ask, f"{path}/")
        return self._folders.value(path)

    def __iter__(self) -> Iterator[str]:
        return iter(self._ask(SourceNamesQuery(self._folders.kind, self._folder)) or ())

    def __len__(self) -> int:
        return len(list(iter(self)))
