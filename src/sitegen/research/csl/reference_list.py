"""Write a bibliography: entries in order, with a mark for names that the entry before has, too.

Source: the CSL 1.0.2 specification, "Bibliography-specific Options".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sitegen.research.csl.rich_text import (
    PLAIN,
    Format,
    Rich,
    Slot,
    Span,
    capitalise_term,
    fill,
    leaves,
    only_slot,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sitegen.research.csl.disambiguation import Distinction
    from sitegen.research.csl.entry_writer import EntryWriter, Written
    from sitegen.research.csl.items import Item
    from sitegen.research.csl.scene import FirstNames
    from sitegen.research.csl.style_reader import Layout

__all__ = ["Entry", "ListLook", "list_look", "reference_list"]

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


def reference_list(
    items: Sequence[Item],
    distinctions: Mapping[str, Distinction],
    numbers: Mapping[str, int],
    writer: EntryWriter,
) -> tuple[Entry, ...]:
    """Return the entries of a bibliography, whose order is that of the items."""
    layout = writer.style.bibliography
    if layout is None:
        return ()
    entries: list[Entry] = []
    before: FirstNames | None = None
    for item in items:
        distinction = distinctions[item.key]
        suffix = bool(distinction.letter)
        written = writer.entry(item, distinction.depth, suffix=suffix)
        names = written.names
        replaced = _replacement(before, names, layout)
        if replaced is not None:
            written = writer.entry(item, distinction.depth, suffix=suffix, replaced=replaced)
        before = names
        number = numbers[item.key]
        text = _finished(written, str(number), distinction.letter, layout, writer)
        if text:
            entries.append(Entry(item.key, text, number))
    return tuple(entries)


def _finished(
    written: Written, number: str, letter: str, layout: Layout, writer: EntryWriter
) -> Rich:
    """Return an entry with its number and the letter behind its year; the same object each time."""
    name = id(written)  # which the writer keeps
    slots = writer.slots.get(name)
    if slots is None:
        kinds = (leaf.kind for leaf in leaves(written.text) if isinstance(leaf, Slot))
        slots = writer.slots[name] = frozenset(kinds)
    values = {"citation-number": number, "year-suffix": letter}
    shown = {kind: value if kind in slots else "" for kind, value in values.items()}
    key = (name, shown["citation-number"], shown["year-suffix"])
    text = writer.finished.get(key)
    if text is None:
        text = capitalise_term(fill(_laid_out(written, layout), values), short=True)
        writer.finished[key] = text
    return text


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
        rest, spaces = _trimmed(rest)
        if only_slot(first, "citation-number"):
            rest = capitalise_term(rest, short=True)
        text = [Span([*prefix, *first], _LEFT), Span(_ended(rest, layout.suffix.rstrip()), _RIGHT)]
        if spaces or layout.suffix.endswith(" "):
            text.append(" ")
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
