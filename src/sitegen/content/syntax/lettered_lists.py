"""Lists with letters, Roman numerals and examples, as in Pandoc.

They have become numbered lists before the source is scanned (`rewriting/list_rewriting`); here,
each gets its type.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.construct import Construct, Mistake, TreeStep
from sitegen.content.notebooks.document import BLOCK_OPEN
from sitegen.content.rewriting.list_rewriting import (
    find_repeated_names,
    has_marked_lists,
    mark_lists,
)
from sitegen.diagnostics import Problem, Severity, declare

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.construct import Finding
    from sitegen.content.scanner import MarkdownSource

__all__ = ["LETTERED_LISTS"]

REPEATED_EXAMPLE = declare("repeated-example", Severity.WARNING)


class _LetteredLists(Construct):
    source_marks = (BLOCK_OPEN,)

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield the step that gives lists their types."""
        if has_marked_lists(source):
            yield TreeStep(mark_lists)
            for name, place in find_repeated_names(source):
                message = f"an example before has the name '@{name}', which stands for that one"
                yield Mistake(place, Problem(REPEATED_EXAMPLE, message, "rename one of them"))


LETTERED_LISTS = _LetteredLists()
