"""Lists of a collection's entries: a block of `{collection} publications`, after MyST's directives.

    ```{collection} publications
    :where: projects = knee, selected = true
    :limit: 5
    ```

docs/collections.md describes the options. What they name is looked up when the whole site is known.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sitegen.content.construct import Construct, Mistake, Slot
from sitegen.content.foreign_info import own_directive
from sitegen.content.list_options import LIST_OPTIONS, ListOptions
from sitegen.diagnostics import Problem, did_you_mean
from sitegen.late_patterns import compile_late
from sitegen.model import CollectionReference, Word
from sitegen.model.references.collection_reference import COLLECTION_LIST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.construct import Finding
    from sitegen.content.scanner import MarkdownSource
    from sitegen.content.source_lines import Fence

__all__ = ["COLLECTION_LISTS"]

_DIRECTIVE = "{collection}"
_LINE = compile_late(r"[ \t>]*+(?P<written>[^\n]*?)[ \t]*(?:\n|\Z)")
_OPTION = compile_late(r":(?P<name>[A-Za-z][\w-]*):[ \t]*(?P<value>.*)")


class _CollectionLists(Construct):
    source_marks = (_DIRECTIVE,)

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield a slot for each list, and what cannot be read of it."""
        for fence in source.blocks.fences:
            info = source.text[fence.info : fence.info_end]
            if not fence.is_tag and own_directive(info) == "collection":
                block = _Block(source.text, fence)
                reference = block.read()
                yield from block.mistakes
                yield Slot(fence.start, fence.end, reference, is_block=True)


@dataclass(slots=True)
class _Block:
    """One list as it is written: its options, and what is wrong with them."""

    text: str
    fence: Fence
    mistakes: list[Mistake] = field(default_factory=list)
    options: ListOptions = field(init=False)

    def __post_init__(self) -> None:
        def report(index: int, problem: Problem) -> None:
            self.mistakes.append(Mistake(index, problem))

        self.options = ListOptions(self.word, report, ":{}: {}".format)

    def read(self) -> CollectionReference:
        start = self.text.index(_DIRECTIVE, self.fence.info) + len(_DIRECTIVE)
        written = self.text[start : self.fence.info_end]
        start += len(written) - len(written.lstrip())
        if not written.strip():
            message = "the block names no collection"
            hint = f"write ```{_DIRECTIVE} publications"
            self.report(self.fence.start, message, hint)
        for place, line in self.lines():
            self.read_line(place, line)
        name = self.word(written.strip(), start)
        return CollectionReference(target=name.text, line=0, name=name, **self.options.values)

    def lines(self) -> Iterator[tuple[int, str]]:
        """Yield the lines inside that are not blank, each with the index of its first character."""
        place, end = self.fence.info_end + 1, self.fence.end
        if self.fence.closed:
            end = self.text.rfind("\n", 0, end - 1) + 1
        while place < end and (found := _LINE.match(self.text, place, end)):
            if found["written"]:
                yield found.start("written"), found["written"]
            place = found.end()

    def read_line(self, place: int, line: str) -> None:
        found = _OPTION.fullmatch(line)
        if not found:
            self.report(place, f"'{line[:40]}' is no option", "write a line such as ':limit: 5'")
            return
        name, value = found["name"], found["value"].strip()
        place += found.start("value") if value else 0
        if name not in LIST_OPTIONS:
            hint = did_you_mean(name, LIST_OPTIONS, f"there are {', '.join(LIST_OPTIONS)}")
            self.report(place - found.start("value"), f"there is no option '{name}'", hint)
        elif not value:
            self.report(place, f"the option '{name}' has no value", "write one, or remove it")
        elif name in self.options.values:
            self.report(place, f"the option '{name}' is there twice", "keep one of them")
        else:
            self.options.read(name, value, place)

    def word(self, text: str, index: int) -> Word:
        """Return a word with its place as seen from the first mark of the block."""
        lines = self.text.count("\n", self.fence.start, index)
        column = index - self.text.rfind("\n", 0, index)
        return Word(text=text, line=lines, column=column)

    def report(self, index: int, message: str, hint: str) -> None:
        self.mistakes.append(Mistake(index, Problem(COLLECTION_LIST, message, hint)))


COLLECTION_LISTS = _CollectionLists()
