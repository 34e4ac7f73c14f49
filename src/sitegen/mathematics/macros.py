r"""Macros: short names for TeX, given by a site or a page, or defined in a formula."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from sitegen.mathematics.tokens import PRIVATE

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["NO_MACROS", "Macro", "Macros", "parse_macros"]

_NAME = re.compile(r"\\?([a-zA-Z]+|[^a-zA-Z0-9\s{}#%&$_^~\\])")
_BRACE = re.compile(r"\\.|([{}])", re.DOTALL)
_PARAMETER = re.compile(r"##|\\.|#([1-9]?)", re.DOTALL)


class Macro(msgspec.Struct, frozen=True):
    r"""What a command stands for: TeX with `#1` to `#9` for its arguments.

    `count` is the number of arguments; the first of them is in square brackets, and may be left
    out, if there is a `default`. Of delimiters in pairs, `left` and `right` stand around the body:
    a star or a size behind the name of the macro makes them grow.
    """

    body: str
    count: int = 0
    default: str | None = None
    left: str = ""
    right: str = ""


@dataclass(frozen=True)
class Macros:
    """The macros that hold in a formula, by name without the backslash; can be compared fast.

    `commands` are the names with it.
    """

    entries: tuple[tuple[str, Macro], ...] = ()
    by_name: Mapping[str, Macro] = field(default_factory=dict, compare=False, repr=False)
    commands: frozenset[str] = field(default=frozenset(), compare=False, repr=False)
    _hash: int = field(default=0, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", dict(self.entries))
        object.__setattr__(self, "commands", frozenset([f"\\{name}" for name in self.by_name]))
        object.__setattr__(self, "_hash", hash(self.entries))

    def __hash__(self) -> int:
        return self._hash

    def with_macros(self, more: Mapping[str, Macro]) -> Macros:
        """Return these and more; one with the same name replaces the one that was there."""
        return Macros(tuple(sorted({**self.by_name, **more}.items()))) if more else self


NO_MACROS = Macros()


def parse_macros(given: Mapping[str, str]) -> tuple[Macros, list[tuple[str, str]]]:
    r"""Return macros such as `{"\\norm": "\\lVert #1 \\rVert"}`, and what is wrong with any.

    The highest `#n` says how many arguments there are. A mistake is the name as it was given and
    a message; its macro is left out.
    """
    macros: dict[str, Macro] = {}
    mistakes: list[tuple[str, str]] = []
    for name, body in given.items():
        found = _NAME.fullmatch(name)
        if not found:
            mistakes.append((name, f"'{name}' is not the name of a macro: write it as \\name"))
            continue
        numbers = [match[1] for match in _PARAMETER.finditer(body) if match[1] is not None]
        if "" in numbers:
            mistakes.append((name, f"no number from 1 to 9 follows a # in the macro '{name}'"))
            continue
        private = PRIVATE.search(body)
        if private:
            code = f"U+{ord(private[0]):04X}"
            mistakes.append((name, f"the character {code} in the macro '{name}' has no meaning"))
            continue
        if not _is_balanced(body):
            mistakes.append((name, f"the braces of the macro '{name}' do not match"))
            continue
        macros[found[1]] = Macro(body, max(map(int, numbers), default=0))
    return NO_MACROS.with_macros(macros), mistakes


def _is_balanced(body: str) -> bool:
    depth = 0
    for found in _BRACE.finditer(body):
        depth += {"{": 1, "}": -1}.get(found[1] or "", 0)
        if depth < 0:
            return False
    return depth == 0
