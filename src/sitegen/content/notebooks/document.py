"""What a notebook becomes before it is parsed: Markdown, with blocks of HTML.

A block, such as an output, stands in the text as a line of its own that no author can write.
"""

from __future__ import annotations

import bisect
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from sitegen.diagnostics import Location
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sitegen.diagnostics import Diagnostic, Problem

__all__ = ["BLOCK", "BLOCK_OPEN", "Document", "DocumentWriter", "Origin", "block_line"]

#: Noncharacters (Unicode 23.7), as for other marks in texts.
BLOCK_OPEN, _CLOSE = "\ufdd8", "\ufdd9"
#: The line that stands for a block.
BLOCK = compile_late(f"{BLOCK_OPEN}(\\d{{1,6}}){_CLOSE}")


def block_line(number: int) -> str:
    """Return the line that stands for a block of HTML; it may follow a margin."""
    return f"{BLOCK_OPEN}{number}{_CLOSE}"


class Origin(NamedTuple):
    """From which cell a line of the text and those below it come, and from which line of the cell.

    The line is 0 for outputs, the cell is 0 for metadata.
    """

    line: int
    cell: int
    cell_line: int


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A page as Markdown with front matter; `blocks` are the HTML of its marked lines.

    `problems` come with their lines in the text. `refused` says why a file cannot be read. One that
    `is_markdown` is a file in Markdown, and `has_cells` if it has cells of MyST.
    """

    text: str
    blocks: tuple[str, ...] = ()
    origins: tuple[Origin, ...] = ()
    problems: tuple[tuple[int, Problem], ...] = ()
    refused: tuple[Diagnostic, ...] = ()
    is_markdown: bool = False
    has_cells: bool = False

    def diagnostics(self, path: str) -> Iterator[Diagnostic]:
        """Yield the problems at their lines in the text."""
        for line, problem in self.problems:
            yield problem.at(Location(path=path, line=line, column=1))

    def with_problems(self, problems: Iterable[tuple[int, Problem]]) -> Document:
        """Return the document with problems at lines of its file.

        If its own lines are others, an empty line at the end stands for each of them.
        """
        found = list(problems)
        if not found or not self.origins:
            return msgspec.structs.replace(self, problems=(*self.problems, *found))
        last = self.text.count("\n") + 1
        origins, moved = [*self.origins], [*self.problems]
        for number, (line, problem) in enumerate(found, start=last + 1):
            origins.append(Origin(number, 0, line))
            moved.append((number, problem))
        text = self.text + "\n" * (len(found) + 1)
        return msgspec.structs.replace(
            self, text=text, origins=tuple(origins), problems=tuple(moved)
        )

    def origin_of(self, line: int) -> Origin:
        """Return where a line of the text comes from: its own number, the cell, the cell's line."""
        index = bisect.bisect_right(self.origins, line, key=lambda each: each.line) - 1
        if index < 0:
            return Origin(line, 0, 0)
        found = self.origins[index]
        return Origin(line, found.cell, found.cell_line and found.cell_line + line - found.line)


class DocumentWriter(msgspec.Struct):
    """Collects pieces of a document, each separated from the next by an empty line."""

    lines: list[str] = msgspec.field(default_factory=list)
    blocks: list[str] = msgspec.field(default_factory=list)
    origins: list[Origin] = msgspec.field(default_factory=list)
    problems: list[tuple[int, Problem]] = msgspec.field(default_factory=list)

    @property
    def next_line(self) -> int:
        """The number of the line that comes next."""
        return len(self.lines) + 1

    def put_text(self, text: str, cell: int, cell_line: int) -> None:
        """Add Markdown that comes from a line of a cell."""
        self.origins.append(Origin(self.next_line, cell, cell_line))
        self.lines += [*text.split("\n"), ""]

    def put_line(self, line: str, cell: int, cell_line: int) -> None:
        """Add one line, after which the next may follow without an empty line."""
        self.origins.append(Origin(self.next_line, cell, cell_line))
        self.lines.append(line)

    def put_html(self, html: str, cell: int, cell_line: int = 0) -> None:
        """Add a block of HTML that stands for a line of a cell, or an output of it."""
        self.put_text(block_line(len(self.blocks)), cell, cell_line)
        self.blocks.append(html)

    def report(self, problem: Problem, cell: int, cell_line: int = 0) -> None:
        """Note what is wrong in a cell, at the line that comes next."""
        self.origins.append(Origin(self.next_line, cell, cell_line))
        self.problems.append((self.next_line, problem))
        self.lines.append("")

    def document(self) -> Document:
        """Return what has been written."""
        return Document(
            text="\n".join(self.lines) + "\n",
            blocks=tuple(self.blocks),
            origins=tuple(self.origins),
            problems=tuple(self.problems),
        )
