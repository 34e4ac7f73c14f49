"""Give other ids to the cells of a table if those of a table above have them already.

Programs such as R's gt write the name of each column as an id, for the `headers` of the cells.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from selectolax.lexbor import LexborNode

__all__ = ["CELLS", "CellIds"]

CELLS = frozenset({"td", "th"})
_HREF = "href"
#: Lists of ids of the same table.
_NAMING = ("headers", "aria-labelledby", "aria-describedby", _HREF)
_NAMED = ", ".join(f"[{each}]" for each in _NAMING)


class CellIds:
    """The new ids of a page, of which `ids` are all that are written."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._taken = set(ids)
        self._numbers: dict[str, int] = {}
        self._tables: dict[int, tuple[LexborNode, dict[str, str], Counter[str]]] = {}

    def rename(self, cell: LexborNode, own: str) -> str:
        """Give a cell another id; return that, or nothing if its table has the first one, too."""
        table = _table_of(cell)
        if table is None:
            return ""
        if table.mem_id not in self._tables:
            counts = Counter(each.attributes.get("id") or "" for each in table.css("[id]"))
            self._tables[table.mem_id] = table, {}, counts
        _, new, counts = self._tables[table.mem_id]
        if counts[own] > 1:
            return ""
        number = self._numbers.get(own, 1) + 1
        while f"{own}-{number}" in self._taken:
            number += 1
        self._numbers[own] = number
        new[own] = f"{own}-{number}"
        self._taken.add(new[own])
        cell.attrs["id"] = new[own]
        return new[own]

    def name_anew(self) -> None:
        """Let what names these cells in their tables name them by their new ids."""
        for table, new, _ in self._tables.values():
            for node in table.css(_NAMED):
                for name in _NAMING:
                    written = node.attributes.get(name)
                    if written:
                        node.attrs[name] = _renamed(written, new, is_link=name == _HREF)


def _renamed(written: str, new: dict[str, str], *, is_link: bool) -> str:
    if is_link:
        name = new.get(written[1:]) if written.startswith("#") else None
        return f"#{name}" if name else written
    return " ".join(new.get(each, each) for each in written.split())


def _table_of(cell: LexborNode) -> LexborNode | None:
    if cell.tag not in CELLS:
        return None
    around = cell.parent
    while around is not None and around.tag != "table":
        around = around.parent
    return around
