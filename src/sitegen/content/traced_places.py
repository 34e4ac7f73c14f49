"""Find what references name in the author's text, if the source is written anew before it is read.

The place of a slot is looked up when the page is read. What stands in it, such as the argument of a
shortcode or the second work of a citation, has a place of its own, as seen from that of the slot.
"""

from __future__ import annotations

from operator import is_
from typing import TYPE_CHECKING, Any

import msgspec

from sitegen.content.citation_slots import start_of_slot
from sitegen.content.construct import Slot
from sitegen.model import References, Word
from sitegen.model.references.citation_reference import Cite

if TYPE_CHECKING:
    from collections.abc import Callable

    from sitegen.content.construct import Node
    from sitegen.content.prepared_source import PreparedSource
    from sitegen.content.scanner import MarkdownSource

__all__ = ["move_words", "trace_places"]


def trace_places(
    prepared: PreparedSource, source: MarkdownSource, place_of: Callable[[int], tuple[int, int]]
) -> PreparedSource:
    """Return what is prepared with references that know the places of their words in the file.

    `place_of` returns line and column of an index into the source.
    """
    if source.places is None or not prepared.placeholders:
        return prepared
    text = source.text

    def traced(found: Node | Slot) -> Node | Slot:
        if not isinstance(found, Slot):
            return found
        start = start_of_slot(found)
        first = -1
        lines: list[int] = []  # where those of the slot begin, as far as they are known

        def move(word: Word | Cite) -> Word | Cite:
            nonlocal first
            if first < 0:
                first = place_of(start)[0]
                lines.append(text.rfind("\n", 0, start) + 1)
            below = word.line if isinstance(word, Word) else word.lines_below
            while len(lines) <= below:
                lines.append(text.find("\n", lines[-1]) + 1)
            line, column = place_of(lines[below] + word.column - 1)
            if isinstance(word, Word):
                return Word(text=word.text, line=line - first, column=column)
            return msgspec.structs.replace(word, lines_below=line - first, column=column)

        moved = move_words(found.reference, move)
        if moved is found.reference:
            return found
        return msgspec.structs.replace(found, reference=moved)

    slots = tuple(map(traced, prepared.placeholders))
    references = References([each.reference for each in slots if isinstance(each, Slot)])
    return msgspec.structs.replace(prepared, placeholders=slots, references=references)


def move_words(value: Any, move: Callable[[Any], Any]) -> Any:
    """Return a value with all words and works in it moved; itself if there are none."""
    if isinstance(value, str):  # as most are
        return value
    if isinstance(value, (Word, Cite)):
        return move(value) if value else value
    if isinstance(value, tuple):
        moved = tuple(move_words(each, move) for each in value)
        return value if all(map(is_, moved, value)) else moved
    if isinstance(value, msgspec.Struct):
        changed = {}
        for name in value.__struct_fields__:
            before = getattr(value, name)
            after = move_words(before, move)
            if after is not before:
                changed[name] = after
        return msgspec.structs.replace(value, **changed) if changed else value
    return value
