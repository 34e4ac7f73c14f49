"""Find where the variables of an item of CSL-JSON or CSL-YAML are written.

That is only worked out for an item about which something is said.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from sitegen.content.json_reader import find_json_names
from sitegen.content.yaml_reader import Field
from sitegen.late_patterns import compile_late
from sitegen.research.bibtex_scanner import Lines

__all__ = ["ItemPlaces"]

#: A name and its colon; its value may begin on the next line.
_NAME = compile_late(
    r"""(?:"[^"\\]*(?:\\.[^"\\]*)*"|'[^']*'|[^\s:'"]+)\s*:(?:\s|(?<=["']:))\s*""", re.DOTALL
)


@dataclass
class ItemPlaces:
    """The places of an item, which begins at a line and a column, and of its variables.

    `inside` are the fields of an item of YAML, None for one of JSON.
    """

    text: str
    lines: Lines
    line: int
    column: int
    inside: Mapping[str, Field] | None = None

    def of(self, name: str) -> tuple[int, int]:
        """Return line and column of the value of a variable; of the item if it has none of it."""
        index = self._names.get(name)
        if index is None:
            return self.line, self.column
        found = _NAME.match(self.text, index)
        return self.lines.place(found.end() if found else index)

    @cached_property
    def _names(self) -> dict[str, int]:
        """Where the names of variables begin in the text, also of those under `custom`."""
        if self.inside is not None:
            custom = self.inside["custom"].inside if "custom" in self.inside else None
            fields = {**(custom if isinstance(custom, dict) else {}), **self.inside}
            return {name: self.lines.index(each.line, each.column) for name, each in fields.items()}
        names = find_json_names(self.text, self.lines.index(self.line, self.column))
        if "custom" not in names:
            return names
        begin = _NAME.match(self.text, names["custom"])
        is_table = begin and self.text.startswith("{", begin.end())
        return {**(find_json_names(self.text, begin.end()) if begin and is_table else {}), **names}
