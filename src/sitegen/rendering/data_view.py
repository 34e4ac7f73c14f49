"""Show the files of `data/` to templates, and record which are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from sitegen.content.data_codec import unpack_data
from sitegen.rendering.queries import DataNamesQuery, DataQuery

if TYPE_CHECKING:
    from sitegen.model import DataFile
    from sitegen.rendering.page_index import PageIndex

__all__ = ["DataFolders", "DataView"]


class DataFolders:
    """Data files by name. A folder's name ends with a slash; that of `data/` itself is empty.

    A file's value is unpacked when a template first reads it.
    """

    def __init__(self, files: Mapping[str, DataFile]) -> None:
        self._files = files
        self._values: dict[str, Any] = {}
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
        """Return a file's path; without a suffix if there is no such file."""
        file = self._files.get(name)
        return file.path if file else f"data/{name}"

    def value(self, name: str) -> Any:
        """Return a file's value. Raises KeyError."""
        if name not in self._values:
            self._values[name] = unpack_data(self._files[name].value)
        return self._values[name]


class DataView(Mapping[str, Any]):
    """The files and folders of `data/`, or of a folder in it, by name."""

    def __init__(self, folders: DataFolders, page_index: PageIndex, folder: str = "") -> None:
        self._folders = folders
        self._page_index = page_index
        self._folder = folder

    def __repr__(self) -> str:
        # The default has a memory address, which differs from build to build.
        return f"data/{self._folder}"

    def __getitem__(self, name: str) -> Any:
        path = f"{self._folder}{name}"
        if self._page_index.ask(DataQuery(path)) == "/":
            return DataView(self._folders, self._page_index, f"{path}/")
        return self._folders.value(path)

    def __iter__(self) -> Iterator[str]:
        return iter(self._page_index.ask(DataNamesQuery(self._folder)) or ())

    def __len__(self) -> int:
        return len(list(iter(self)))
