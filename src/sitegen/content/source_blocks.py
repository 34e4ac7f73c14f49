"""The block structure of a Markdown source, as `source_lines` finds it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sitegen.content.div_fences import Div
    from sitegen.content.formulas import Formula

__all__ = ["Blocks", "Fence", "Line", "LineKind"]

LineKind = Literal["blank", "text", "code", "html"]


class Line(NamedTuple):
    """One line: indices into the source, its column without quote marks, and what it is.

    `content` is where its text begins, after indentation and quotation marks. `depth` counts the
    notes (`!!!`) around it; each takes four columns. Text that `goes_on` belongs to the paragraph
    above whatever it begins with: it is too far in to begin a block, or inside a formula.
    """

    start: int
    content: int
    end: int
    column: int
    kind: LineKind
    depth: int
    goes_on: bool = False


class Fence(msgspec.Struct, frozen=True):
    """A fenced block of code.

    `start` is the index of its first mark, `info` that of what follows the marks, `end` that of
    the first character after the block. A block may end with its parent, without marks.
    One that `is_tag` is between `{% highlight … %}` and `{% endhighlight %}`.
    """

    start: int
    info: int
    info_end: int
    end: int
    closed: bool
    is_tag: bool = False


class Blocks(msgspec.Struct, frozen=True, dict=True):
    """All lines of a source, its fences, and where raw HTML blocks are, as `(start, end)`.

    `read_lines` is called when the lines are asked for first. In a source that is plain, all that
    is not in its fences is text, and nothing of that text goes on a paragraph against its look.
    `notes` are the indices at which notes (`!!!`) begin. `formulas` are in the lines of text.
    `divs` come in the order in which they open; `stray_fences` close none of them.
    """

    read_lines: Callable[[], Iterable[Line]]
    fences: tuple[Fence, ...] = ()
    is_plain: bool = False
    html: tuple[tuple[int, int], ...] = ()
    footnotes: tuple[tuple[int, int], ...] = ()
    notes: tuple[int, ...] = ()
    formulas: tuple[Formula, ...] = ()
    divs: tuple[Div, ...] = ()
    stray_fences: tuple[tuple[int, int], ...] = ()

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """All lines, in order."""
        return tuple(self.read_lines())

    @cached_property
    def code(self) -> list[tuple[int, int]]:
        """Where blocks of code are, line by line or as a whole, in order."""
        if self.is_plain:
            return [(fence.start, fence.end) for fence in self.fences]
        return [(line.start, line.end) for line in self.lines if line.kind == "code"]
