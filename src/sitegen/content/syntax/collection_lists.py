"""Lists of a collection's entries: a block of `{collection} publications`, after MyST's directives.

    ```{collection} publications
    :where: projects = knee, selected = true
    :limit: 5
    ```

docs/collections.md describes the options. What they name is looked up when the whole site is known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, get_args

from sitegen.content.construct import Construct, Mistake, Slot
from sitegen.content.foreign_info import own_directive
from sitegen.diagnostics import Problem, did_you_mean
from sitegen.model import CollectionReference, Condition, Word
from sitegen.model.references.collection_reference import COLLECTION_LIST, EntryStyle

if TYPE_CHECKING:
    from sitegen.content.construct import Finding
    from sitegen.content.scanner import MarkdownSource
    from sitegen.content.source_lines import Fence

__all__ = ["COLLECTION_LISTS"]

_DIRECTIVE = "{collection}"
_LINE = re.compile(r"[ \t>]*+(?P<written>[^\n]*?)[ \t]*(?:\n|\Z)")
_OPTION = re.compile(r":(?P<name>[A-Za-z][\w-]*):[ \t]*(?P<value>.*)")
_CONDITION = re.compile(
    r"\s*(?P<field>\w+)\s*(?P<sign>!?=)=?\s*(?P<values>(?:\"[^\"]*\"|[^\",])+)(?:,|\Z)"
)
_VALUE = re.compile(r"\s*(?:\"(?P<quoted>[^\"]*)\"|(?P<plain>[^\"|]+?))\s*(?:\||\Z)")
_LIMIT = re.compile(r"[1-9]\d{0,5}")
_FIELD = re.compile(r"\w+")
_STYLES = tuple(filter(None, get_args(EntryStyle)))
_EXAMPLE = "write 'projects = knee, selected = true'"


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
    values: dict[str, Any] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)

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
        return CollectionReference(target=name.text, line=0, name=name, **self.values)

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
        read = _OPTIONS.get(name)
        place += found.start("value") if value else 0
        if read is None:
            hint = did_you_mean(name, _OPTIONS, f"there are {', '.join(_OPTIONS)}")
            self.report(place - found.start("value"), f"there is no option '{name}'", hint)
        elif not value:
            self.report(place, f"the option '{name}' has no value", "write one, or remove it")
        elif name in self.values:
            self.report(place, f"the option '{name}' is there twice", "keep one of them")
        else:
            read(self, value, place)

    def read_where(self, value: str, place: int) -> None:
        at, conditions = 0, []
        while at < len(value):
            found = _CONDITION.match(value, at)
            values = list(_read_values(found["values"])) if found else []
            if not found or not values:
                rest = value[at:].strip()
                self.report(place + at, f"the condition '{rest[:40]}' cannot be read", _EXAMPLE)
                break
            start = place + found.start("values")
            words = tuple(self.word(each, start + offset) for each, offset in values)
            asked = self.word(found["field"], place + found.start("field"))
            conditions.append(Condition(field=asked, values=words, negated=found["sign"] == "!="))
            at = found.end()
        self.values["conditions"] = (*self.values.get("conditions", ()), *conditions)

    def read_limit(self, value: str, place: int) -> None:
        if _LIMIT.fullmatch(value):
            self.values["limit"] = int(value)
        else:
            self.report(place, f"the limit '{value}' is not a number", "write ':limit: 5'")

    def read_style(self, value: str, place: int) -> None:
        if value in _STYLES:
            self.values["style"] = value
        else:
            hint = did_you_mean(value, _STYLES, f"there are {', '.join(_STYLES)}")
            self.report(place, f"there is no style '{value}'", hint)

    def read_empty(self, value: str, place: int) -> None:
        del place
        self.values["empty"] = value

    def read_field(self, name: str, value: str, place: int) -> None:
        if _FIELD.fullmatch(value.removeprefix("-" if name == "sort" else "")):
            self.values[name] = self.word(value, place)
        else:
            self.report(place, f"'{value}' is not the name of a field", f"write ':{name}: year'")

    def word(self, text: str, index: int) -> Word:
        """Return a word with its place as seen from the first mark of the block."""
        lines = self.text.count("\n", self.fence.start, index)
        column = index - self.text.rfind("\n", 0, index)
        return Word(text=text, line=lines, column=column)

    def report(self, index: int, message: str, hint: str) -> None:
        self.mistakes.append(Mistake(index, Problem(COLLECTION_LIST, message, hint)))


def _read_values(written: str) -> Iterator[tuple[str, int]]:
    """Yield the values between `|`, each with its index; none where they cannot be read."""
    at, found = 0, []
    while at < len(written):
        value = _VALUE.match(written, at)
        if not value:
            return
        name = "plain" if value["quoted"] is None else "quoted"
        found.append((value[name], value.start(name)))
        at = value.end()
    yield from found


_OPTIONS: dict[str, Callable[[_Block, str, int], None]] = {
    "where": _Block.read_where,
    "limit": _Block.read_limit,
    "sort": lambda block, value, place: block.read_field("sort", value, place),
    "group_by": lambda block, value, place: block.read_field("group_by", value, place),
    "style": _Block.read_style,
    "empty": _Block.read_empty,
}

COLLECTION_LISTS = _CollectionLists()
