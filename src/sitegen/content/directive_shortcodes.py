"""Shortcodes that are another way to write a directive: `{{< table a.csv caption="A" >}}`.

The directive is written out and read by its own construct. Places in it become those of the tag.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import msgspec

from sitegen.content.construct import Mistake, Slot
from sitegen.content.scanner import MarkdownSource
from sitegen.content.shortcode_tags import word_at
from sitegen.content.traced_places import move_words

if TYPE_CHECKING:
    from sitegen.content.construct import Construct, Finding
    from sitegen.content.shortcode_tags import ShortcodeTag, TagArgument
    from sitegen.model import Reference, Word

__all__ = ["DIRECTIVE_NAMES", "find_directive"]

#: The directives by the names of their shortcodes.
DIRECTIVE_NAMES: Mapping[str, str] = {"table": "csv-table", "chart": "chart"}
#: Ids of charts are told apart by numbers; those of blocks come before.
_AFTER_BLOCKS = 1000


def find_directive(source: MarkdownSource, tag: ShortcodeTag, number: int) -> Iterator[Finding]:
    """Yield the slot of a table or a chart, and what is wrong with it.

    `number` is that of the shortcode on its page.
    """
    written = _Written(source.text, tag)
    construct = _construct(tag.name)
    for finding in construct.find(MarkdownSource(written.text, "commonmark")):
        if isinstance(finding, Mistake):
            yield Mistake(written.index(finding.index), finding.problem)
        elif isinstance(finding, Slot):
            reference = written.move(finding.reference)
            if "number" in reference.__struct_fields__:
                reference = msgspec.structs.replace(reference, number=_AFTER_BLOCKS + number)
            yield Slot(tag.start, tag.end, reference, is_block=True)


def _construct(name: str) -> Construct:
    if name == "table":
        from sitegen.content.syntax.data_tables import DATA_TABLES

        return DATA_TABLES
    from sitegen.content.syntax.diagrams import DIAGRAMS

    return DIAGRAMS


class _Written:
    """The directive of a tag as text, and where each of its lines comes from."""

    def __init__(self, text: str, tag: ShortcodeTag) -> None:
        self._page = text
        self._tag = tag
        self._from: list[tuple[TagArgument | None, int]] = [(None, 0)]
        first = next((each for each in tag.arguments if not each.key), None)
        opening = f"```{{{DIRECTIVE_NAMES[tag.name]}}} "
        lines = [opening]
        if first:
            lines = [opening + _line(first.value)]
            self._from = [(first, len(opening))]
        for argument in tag.arguments:
            if argument is not first:
                name = argument.key.replace("_", "-") or "file"
                lines.append(f":{name}: {_line(argument.value)}")
                self._from.append((argument, len(name) + 3))
        self.text = "\n".join((*lines, "```", ""))

    def index(self, place: int) -> int:
        """Return the index into the page for one into the directive."""
        if place < 0:
            return self._tag.start
        line = self.text.count("\n", 0, place)
        return self._index(line, place - self.text.rfind("\n", 0, place) - 1)

    def _index(self, line: int, column: int) -> int:
        if line >= len(self._from) or self._from[line][0] is None:
            return self._tag.start
        argument, before = self._from[line]
        assert argument is not None  # noqa: S101  # as was asked
        if column < before:
            return argument.key_at if argument.key else self._tag.start
        return min(argument.value_at + column - before, self._tag.end)

    def move(self, reference: Reference) -> Reference:
        """Return a reference whose words have the places that they have in the tag."""
        moved: Reference = move_words(reference, self._word)
        return moved

    def _word(self, word: Word) -> Word:
        index = self._index(word.line, word.column - 1)
        return word_at(self._page, self._tag.start, word.text, index)


def _line(value: str) -> str:
    """Return a value on one line, as long as it is."""
    return value.replace("\n", " ").rstrip()
