"""Write a bibliography: entries in order, with a mark for names that the entry before has, too.

Source: the CSL 1.0.2 specification, "Bibliography-specific Options".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sitegen.research.csl.rich_text import (
    LETTER,
    NUMBER,
    PLAIN,
    Format,
    Rich,
    Span,
    capitalise_term,
    fill,
    only_slot,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sitegen.research.csl.arrangement import Arrangement
    from sitegen.research.csl.disambiguation import Distinction
    from sitegen.research.csl.entry_writer import EntryWriter, Written
    from sitegen.research.csl.items import Item
    from sitegen.research.csl.scene import FirstNames
    from sitegen.research.csl.style_reader import Layout, Style

__all__ = [
    "Entry",
    "ListLook",
    "Listed",
    "finish",
    "list_entries",
    "list_entry",
    "list_look",
    "reference_list",
    "replaces_names",
]

_SUBSTITUTE, _RULE = "subsequent-author-substitute", "subsequent-author-substitute-rule"
_LEFT = Format(display="left-margin")
_RIGHT = Format(display="right-inline")


class Entry(NamedTuple):
    """An entry of a bibliography. `number` is its place in it, from 1 on."""

    key: str
    text: Rich
    number: int


class ListLook(NamedTuple):
    """How a bibliography is set: indented lines, spacing in lines, an aligned first field."""

    hanging_indent: bool = False
    line_spacing: int = 1
    entry_spacing: int = 1
    second_field_align: str = ""


def list_look(layout: Layout) -> ListLook:
    """Return what a style says of its bibliography as a whole."""
    options = layout.options
    return ListLook(
        options.get("hanging-indent") == "true",
        _count(options, "line-spacing"),
        _count(options, "entry-spacing"),
        options.get("second-field-align", ""),
    )


def _count(options: Mapping[str, str], name: str) -> int:
    value = options.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 4 else 1  # noqa: PLR2004  # digits


class Listed(NamedTuple):
    """An entry as it is listed: what was written of it, its number, and the letter of its year."""

    key: str
    written: Written
    number: int
    letter: str


def reference_list(arranged: Arrangement, writer: EntryWriter) -> tuple[Entry, ...]:
    """Return the entries of a bibliography; those of which the style writes nothing are not."""
    found = (
        Entry(
            each.key, finish(each.written, str(each.number), each.letter, writer.style), each.number
        )
        for each in list_entries(arranged, writer)
    )
    return tuple(entry for entry in found if entry.text)


def list_entries(arranged: Arrangement, writer: EntryWriter) -> list[Listed]:
    """Return what is written of each entry of a bibliography, in order."""
    layout = writer.style.bibliography
    if layout is None:
        return []
    replaces = replaces_names(writer.style)
    entries: list[Listed] = []
    before: FirstNames | None = None
    for key, item in arranged.items.items():
        distinction = arranged.distinctions[key]
        entry = list_entry(key, item, distinction, arranged.numbers[key], writer)
        if replaces:
            names = entry.written.names
            replaced = _replacement(before, names, layout)
            if replaced is not None:
                depth, letter = distinction
                written = writer.entry(item, depth, suffix=bool(letter), replaced=replaced)
                entry = entry._replace(written=written)
            before = names
        entries.append(entry)
    return entries


def list_entry(
    key: str, item: Item, distinction: Distinction, number: int, writer: EntryWriter
) -> Listed:
    """Return an entry as it is listed if the names of the one before do not count."""
    depth, letter = distinction
    return Listed(key, writer.entry(item, depth, suffix=bool(letter)), number, letter)


def replaces_names(style: Style) -> bool:
    """Tell whether a mark stands for names that the entry before has, too."""
    return style.bibliography is not None and _SUBSTITUTE in style.bibliography.options


def finish(written: Written, number: str, letter: str, style: Style) -> Rich:
    """Return an entry with its number and the letter behind its year."""
    if style.bibliography is None:
        return []
    text = _laid_out(written, style.bibliography)
    if letter or style.bibliography.asks_number:  # otherwise, there is no slot
        text = fill(text, {NUMBER: number, LETTER: letter})
    return capitalise_term(text)


def _replacement(
    before: FirstNames | None, names: FirstNames | None, layout: Layout
) -> tuple[str, str, int] | None:
    mark = layout.options.get(_SUBSTITUTE)
    if mark is None or before is None or names is None:
        return None
    rule = layout.options.get(_RULE, "complete-all")
    if rule.startswith("complete"):
        same = before.whole == names.whole
        return (mark, rule, len(names.names)) if same else None
    count = 0
    for one, other in zip(before.each, names.each, strict=False):
        if one != other:
            break
        count += 1
    if not count:
        return None
    return mark, rule, 1 if rule == "partial-first" else count


def _laid_out(written: Written, layout: Layout) -> Rich:
    text = written.text
    if not text:
        return text
    prefix: Rich = [layout.prefix] if layout.prefix else []
    if written.parts is not None and all(written.parts):
        first, rest = written.parts
        rest, spaces = (rest, False) if layout.suffix.rstrip() else _trimmed(rest)
        if only_slot(first, NUMBER):
            rest = capitalise_term(rest)
        text = [Span([*prefix, *first], _LEFT), Span(_ended(rest, layout.suffix.rstrip()), _RIGHT)]
        if spaces or layout.suffix.endswith(" "):
            text.append(" ")
    elif written.parts is not None and written.parts[0]:
        text = [Span([*prefix, *text], _LEFT)]
    else:
        text = [*prefix, *_ended(text, layout.suffix)]
    return text if layout.look is PLAIN else [Span(text, layout.look)]


def _trimmed(text: Rich) -> tuple[Rich, bool]:
    """Return a text without spaces at its end, and whether there were some."""
    last = text[-1] if text else ""
    if isinstance(last, str) and last.endswith(" "):
        return [*text[:-1], last.rstrip(" ")], True
    return text, False


def _ended(text: Rich, suffix: str) -> Rich:
    """Return a text with a suffix, which stands within a block at the end; its spaces after it."""
    last = text[-1] if text else ""
    if not suffix or not isinstance(last, Span) or not last.format.display:
        return [*text, suffix] if suffix else text
    block = Span(_ended(last.children, suffix.rstrip()), last.format)
    return [*text[:-1], block, " "] if suffix.endswith(" ") else [*text[:-1], block]
