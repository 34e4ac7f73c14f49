"""Read the XML of styles and locales into a small tree with line numbers.

expat reads it and loads nothing; entities that a file declares are refused, so that neither
`billion laughs` nor a file of the machine can be part of a style.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat

from sitegen.diagnostics import Problem, Severity, declare

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["INVALID_STYLE", "Element", "XmlError", "reachable", "read_xml"]

#: A style or a locale cannot be read, or is none.
INVALID_STYLE = declare("invalid-csl", Severity.ERROR, needed=True)
_MAX_BYTES = 4_000_000
_MAX_DEPTH = 60
_MAX_ELEMENTS = 100_000


@dataclass(slots=True)
class Element:
    """An element by its local name, with its attributes, the text in it, and where it begins."""

    name: str
    attributes: dict[str, str]
    line: int
    column: int
    children: list[Element] = field(default_factory=list)
    text: str = ""

    def get(self, name: str, default: str = "") -> str:
        """Return an attribute."""
        return self.attributes.get(name, default)

    def find(self, name: str) -> Element | None:
        """Return the first child of a name."""
        return next((each for each in self.children if each.name == name), None)

    def all(self, name: str) -> Iterator[Element]:
        """Yield the children of a name."""
        return (each for each in self.children if each.name == name)


class XmlError(Exception):
    """A file that cannot be read as XML: what is wrong, and where."""

    def __init__(self, problem: Problem, line: int, column: int) -> None:
        super().__init__(problem.message)
        self.problem = problem
        self.line = line
        self.column = column


def read_xml(data: bytes) -> Element:
    """Return the outermost element. Raises XmlError."""
    if len(data) > _MAX_BYTES:
        message = f"the file has {len(data):,} bytes; at most {_MAX_BYTES:,} are read"
        raise XmlError(Problem(INVALID_STYLE, message, "take a smaller style"), 1, 1)
    reader = _Reader()
    try:
        reader.parser.Parse(data, True)  # noqa: FBT003  # expat's own way to say that this is all
    except (expat.ExpatError, ValueError, LookupError) as error:
        line, column = reader.place()
        message = f"this is not XML: {error}" if data.strip() else "the file is empty"
        problem = Problem(INVALID_STYLE, message, "download it again")
        raise XmlError(problem, line, column) from error
    if reader.root is None:  # pragma: no cover  # expat finds an error in an empty file
        raise XmlError(Problem(INVALID_STYLE, "the file is empty"), 1, 1)
    return reader.root


class _Reader:
    """expat's handlers; one file each."""

    def __init__(self) -> None:
        self.root: Element | None = None
        self._open: list[Element] = []
        self._elements = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.EntityDeclHandler = self._entity

    def place(self) -> tuple[int, int]:
        return self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1

    def _refuse(self, message: str, hint: str) -> None:
        raise XmlError(Problem(INVALID_STYLE, message, hint), *self.place())

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        if len(self._open) >= _MAX_DEPTH:
            self._refuse(f"elements are nested more than {_MAX_DEPTH} deep", "simplify it")
        if self._elements > _MAX_ELEMENTS:
            self._refuse(f"there are more than {_MAX_ELEMENTS:,} elements", "simplify it")
        local = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        element = Element(name.rpartition(" ")[2], local, *self.place())
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def _end(self, _name: str) -> None:
        self._open.pop()

    def _text(self, text: str) -> None:
        self._open[-1].text += text

    def _entity(self, name: str, *_: object) -> None:
        self._refuse(f"it declares the entity '{name}'", "write what it stands for instead")


def reachable(
    element: Element, macros: Mapping[str, Element], seen: set[str] | None = None
) -> Iterator[Element]:
    """Yield an element, those in it, and those of the macros that they call.

    Macros that have been `seen` are left out, and others added to these.
    """
    seen = set() if seen is None else seen
    left = [element]
    while left:
        each = left.pop()
        yield each
        left += each.children
        called = each.get("macro")
        if called in macros and called not in seen:
            seen.add(called)
            left.append(macros[called])
