"""The door for kinds of source files: which files are of a kind, and what each of them holds.

A kind that a build parses to one value per file is a `ValueKind`. This one reads tasks, one a line:

    EMPTY_TASK = declare("empty-task", Severity.WARNING)

    class TaskLists(ValueKind):
        name = "tasks"

        def matches(self, path: PurePosixPath) -> bool:
            return path.suffix == ".todo"

        def parse(self, source: SourceFile, options: str) -> bytes | Diagnostic:
            lines = source.data.decode("utf-8", "replace").splitlines()
            if "" in lines:
                place = Location(path=str(source.path), line=lines.index("") + 1)
                return Problem(EMPTY_TASK, "this task is empty").at(place)
            return pack_data(lines)

    registry.SOURCES.register(TaskLists())

Templates then read `tasks["content/lab.todo"]`, and outputs `site.values("tasks")`; both are made
again when the value that they read has changed. Assembling gets all values in `Inputs.sources`.

The files have to lie in one of the site's folders (`storage.site_files.FOLDERS`): these are scanned
and watched. A file may be of several kinds. An edit of any file that is not a Markdown page alone
leads to a build of the whole site, in which only what has changed is parsed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Protocol, TypeGuard

from sitegen import registry
from sitegen.content.data_codec import unpack_data
from sitegen.diagnostics import Diagnostic
from sitegen.model.stored import Stored

if TYPE_CHECKING:
    from sitegen.config import Config
    from sitegen.model import ParsedFile, SourceFile

__all__ = ["ParsedValue", "SourceKind", "SourceValues", "ValueKind", "find_kinds", "value_kinds"]


class ParsedValue(Stored, frozen=True):
    """The value of a file as bytes, and what is wrong in the file nevertheless."""

    value: bytes
    problems: tuple[Diagnostic, ...] = ()


class SourceKind(Protocol):
    """Files of one kind; `name` is in lower case, different for each kind."""

    name: str

    def matches(self, path: PurePosixPath) -> bool:
        """Tell whether a file is of this kind. `path` is relative to the site."""
        ...


class ValueKind(SourceKind, Protocol):
    """A kind whose files are parsed to one value each; see the module. Its class inherits this one.

    Templates see the values under the `name` of the kind, so it has to be an identifier that no
    other variable of templates has. If it is `only_needed`, only those files are read that a
    reference on a published page needs (`Reference.needed_files`), and only assembling sees them.
    That only assembling sees them, `only_assembled` says of other kinds.
    """

    only_needed: bool = False
    only_assembled: bool = False

    def name_files(
        self, paths: Iterable[PurePosixPath]
    ) -> tuple[Mapping[str, PurePosixPath], tuple[Diagnostic, ...]]:
        """Return the files by the names under which their values are known, and what is wrong.

        Slashes in a name separate folders. Unless overridden, a name is the path.
        """
        return {str(path): path for path in paths}, ()

    def options(self, config: Config) -> str:
        """Return all that the value depends on beside path and bytes of the file, as text."""
        del config
        return ""

    def is_read(self, path: PurePosixPath, options: str) -> bool:
        """Tell whether a file of this kind is read at all; unless overridden, every one is."""
        del path, options
        return True

    def parse(self, source: SourceFile, options: str) -> bytes | ParsedValue | Diagnostic:
        """Return the file's value as bytes, or the mistake because of which it has none.

        A `ParsedValue` has mistakes beside its value. Pure: the result is stored under a key made
        of the file and the options; a mistake alone is not. With an error, no page can be rendered.
        """
        ...

    def unpack(self, data: bytes) -> Any:
        """Return the value of the bytes that `parse` returned; nobody may change it.

        Unless overridden, they are those of `pack_data`.
        """
        return unpack_data(data)


class SourceValues(Mapping[str, Any]):
    """The values of one kind of files by name, unpacked when they are first asked for."""

    def __init__(self, kind: str, files: Mapping[str, ParsedFile]) -> None:
        self.kind = kind
        self.files = files
        self._values: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._values:
            data = self.files[name].value
            self._values[name] = value_kinds()[self.kind].unpack(data)
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.files)

    def __len__(self) -> int:
        return len(self.files)


def value_kinds() -> dict[str, ValueKind]:
    """Return the kinds whose files have values, by name. Raises ValueError if two share a name."""
    kinds = registry.SOURCES.load()
    if len({each.name for each in kinds}) < len(kinds):
        message = f"two kinds of sources have the same name: {sorted(k.name for k in kinds)}"
        raise ValueError(message)
    return {each.name: each for each in kinds if _has_values(each)}


def _has_values(kind: SourceKind) -> TypeGuard[ValueKind]:
    """Tell whether a kind is one of values. `isinstance` would look for each of its methods."""
    return ValueKind in type(kind).__mro__


def find_kinds(path: PurePosixPath) -> tuple[SourceKind, ...]:
    """Return all kinds that a file is of."""
    return tuple(each for each in registry.SOURCES.load() if each.matches(path))
