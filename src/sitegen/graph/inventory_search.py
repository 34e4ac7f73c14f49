"""Find what other projects document, by their inventories: `[references.NAME]`."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from sitegen.content.inventory_files import INVENTORY
from sitegen.diagnostics import Diagnostic, Guesses, Problem, Severity, declare, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Mapping

    from sitegen.config import ExternalProject
    from sitegen.content.inventory_formats import InventoryEntry
    from sitegen.diagnostics import Location

__all__ = ["InventorySearch"]

UNKNOWN_EXTERNAL = declare("unknown-external-reference", Severity.ERROR)

#: Kinds whose names are code; those of prose come after them if a name is of both.
_PROSE = ("std:label", "std:doc", "std:term", "myst:")
_SAFE = "/#$&+,:;=?@%~!*'()"


@dataclass
class InventorySearch:
    """The inventories of a site: `projects` by name, `entries` by the paths of their files."""

    projects: Mapping[str, ExternalProject] = field(default_factory=dict)
    entries: Mapping[str, list[InventoryEntry]] = field(default_factory=dict)
    _indexes: dict[str, dict[str, InventoryEntry]] = field(default_factory=dict)
    _short: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    _guesses: Guesses = field(default_factory=Guesses)

    def find(self, project: str, name: str) -> tuple[str, str, bool] | Problem:
        """Return URL and text of a name in a project, and whether the text is code.

        A name may leave out what comes before its last parts: `ndarray` for `numpy.ndarray`, if the
        shortest such name is the only one of its length.
        """
        known = self.projects.get(project)
        if not project:
            hint = "write 'xref:PROJECT#name'"
            return Problem(UNKNOWN_EXTERNAL, f"no project is named before '#{name}'", hint)
        if known is None:
            hint = did_you_mean(project, self.projects, f"add [references.{project}]")
            message = f"there is no project '{project}'"
            return Problem(UNKNOWN_EXTERNAL, message, hint)
        if not name:
            return known.url, project, False
        index = self._index(project)
        name = unquote(name)
        entry = index.get(name) or index.get(self._complete(project, name))
        if entry is None:
            message = f"'{project}' has nothing of the name '{name}'"
            hint = self._guesses.did_you_mean(name, lambda: index, group=project)
            return Problem(UNKNOWN_EXTERNAL, message, hint)
        url = known.url.rstrip("/") + "/" + quote(entry.uri.lstrip("/"), safe=_SAFE)
        return url, entry.text, not entry.role.startswith(_PROSE)

    def check(
        self, files: Container[PurePosixPath], place_of: Callable[[str], Location]
    ) -> Iterator[Diagnostic]:
        """Yield the files that the configuration names and that are not among the site's."""
        for name, project in self.projects.items():
            if PurePosixPath(project.inventory) not in files:
                yield Diagnostic(
                    code=INVENTORY,
                    message=f"there is no file '{project.inventory}'",
                    location=place_of(f"references.{name}.inventory"),
                    hint="keep a copy of the project's objects.inv or myst.xref.json there",
                )

    def _index(self, project: str) -> dict[str, InventoryEntry]:
        if project not in self._indexes:
            index: dict[str, InventoryEntry] = {}
            for entry in self.entries.get(self.projects[project].inventory, ()):
                other = index.get(entry.name)
                if other is None or other.role.startswith(_PROSE):
                    index[entry.name] = entry
            self._indexes[project] = index
        return self._indexes[project]

    def _complete(self, project: str, name: str) -> str:
        """Return the only shortest name that ends like this one, or nothing."""
        if project not in self._short:
            short: dict[str, list[str]] = {}
            for each in self._index(project):
                short.setdefault(each.rpartition(".")[2], []).append(each)
            self._short[project] = short
        last = name.rpartition(".")[2]
        found = [n for n in self._short[project].get(last, ()) if n.endswith(f".{name}")]
        least = min((n.count(".") for n in found), default=0)
        shortest = [n for n in found if n.count(".") == least]
        return shortest[0] if len(shortest) == 1 else ""
