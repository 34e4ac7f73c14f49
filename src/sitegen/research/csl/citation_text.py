"""Write a citation: its cites in order, grouped and collapsed, with what stands between them.

Source: the CSL 1.0.2 specification, "Cite Grouping" and "Cite Collapsing".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from sitegen.research.csl.field_markup import parse_field
from sitegen.research.csl.rich_text import (
    LETTER,
    LOCATOR,
    NUMBER,
    PLAIN,
    Format,
    Rich,
    Span,
    capitalise_term,
    fill,
    only_slot,
    plain_text,
)
from sitegen.research.csl.sorting import sort_items

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sitegen.research.csl.cites import Citation, Cite
    from sitegen.research.csl.disambiguation import Distinction
    from sitegen.research.csl.entry_writer import EntryWriter, Place, Written
    from sitegen.research.csl.items import Item
    from sitegen.research.csl.style_reader import Layout

__all__ = ["Ready", "citation_text", "write_citation"]

_RANGE = 3
_OWN_MARKS = (",", ";", ".")
#: Where what follows a group follows each cite, too, as in other processors.
_WHOLE_YEARS = frozenset({"year", "year-suffix-ranged"})


class Ready(Struct, frozen=True):
    """A cite with all that is known about it.

    `values` are the texts of slots by kind: of its number, its letter and its locator.
    """

    cite: Cite
    item: Item
    place: Place
    distinction: Distinction
    number: int
    values: Mapping[str, str]


class _Part(Struct, frozen=True):
    """The text of a cite, and the delimiter that follows it if another one does."""

    text: Rich
    ready: Ready
    delimiter: str


def write_citation(
    citation: Citation,
    places: Sequence[Place],
    items: Mapping[str, Item],
    numbers: Mapping[str, int],
    distinctions: Mapping[str, Distinction],
    writer: EntryWriter,
    gaps: Callable[[int], Mapping[str, str]] | None = None,
) -> Rich:
    """Return the text of a citation whose cites have places; unknown cites are left out.

    `gaps` returns what stands in the slots of the cite at a place instead of its own texts.
    """
    layout = writer.style.citation
    has_locators = layout is not None and layout.asks_locator
    ready: list[Ready] = []
    for at, cited in enumerate(citation.cites):
        if cited.key in items:
            # Where a style writes no locators, nothing of one keeps cites from being collapsed.
            cite = cited if has_locators else replace(cited, locator="", label="")
            number, distinction = numbers[cite.key], distinctions[cite.key]
            values = (
                gaps(at)
                if gaps is not None
                else {
                    NUMBER: str(number),
                    LETTER: distinction.letter,
                    LOCATOR: writer.open_locator(cite),
                }
            )
            ready.append(Ready(cite, items[cite.key], places[at], distinction, number, values))
    return citation_text(_sorted(ready, numbers, distinctions, writer), citation, writer)


def _sorted(
    ready: list[Ready],
    numbers: Mapping[str, int],
    distinctions: Mapping[str, Distinction],
    writer: EntryWriter,
) -> list[Ready]:
    """Return cites in the order in which the style wants them."""
    layout = writer.style.citation
    if layout is None or not layout.sort_keys or len(ready) == 1:
        return ready
    by_key: dict[str, list[Ready]] = {}
    for each in ready:
        by_key.setdefault(each.cite.key, []).append(each)
    unique = [found[0].item for found in by_key.values()]
    depths = {key: distinctions[key].depth for key in by_key}
    order = sort_items(unique, layout, writer, "citation", numbers, depths)
    return [each for item in order for each in by_key[item.key]]


def citation_text(cites: Sequence[Ready], citation: Citation, writer: EntryWriter) -> Rich:
    """Return the text of a citation, with the style's brackets."""
    layout = writer.style.citation
    if layout is None or not cites:
        return []
    if citation.mode == "composite":
        return _composite(cites, citation, writer)
    parts = [part for part in _collapsed(cites, layout, writer) if part.text]
    if writer.style.is_note:
        parts = [_capitalised(part, is_first=not at) for at, part in enumerate(parts)]
    text: Rich = []
    for index, part in enumerate(parts):
        text += _linked(part)
        if index < len(parts) - 1:
            text += _between(part, parts[index + 1], is_note=writer.style.is_note)
    return _laid_out(text, layout, cites, citation.ending)


def _capitalised(part: _Part, *, is_first: bool) -> _Part:
    """Begin a note with a capital, if it begins with a word of the locale, such as `ibid.`.

    What an author writes before it may go on: only after a sentence, the word begins a new one.
    """
    before = part.ready.cite.prefix.strip(" \"'”’»")
    begins = before.endswith((".", "!", "?")) and " " in before if before else is_first
    if not begins:
        return part
    own = len(_before(part.ready.cite))
    return replace(part, text=[*part.text[:own], *capitalise_term(part.text[own:])])


def _linked(part: _Part) -> Rich:
    return [Span(part.text, Format(cite=part.ready.cite.key))] if part.text else []


def _between(part: _Part, following: _Part, *, is_note: bool) -> Rich:
    """Return a delimiter, of which only the space is left behind punctuation of an author's own.

    Nothing is left in front of such punctuation. In brackets, a full stop at the end of what an
    author wrote is that of an abbreviation, such as `ff.`; in notes, it ends a sentence.
    """
    suffix, prefix = part.ready.cite.suffix, following.ready.cite.prefix
    delimiter = part.delimiter
    if suffix.endswith(_OWN_MARKS) and (is_note or not suffix.endswith(".")):
        delimiter = delimiter[delimiter.find(" ") :] if " " in delimiter else ""
    elif prefix.startswith(_OWN_MARKS):
        delimiter = ""
    return [delimiter] if delimiter else []


def _laid_out(text: Rich, layout: Layout, cites: Sequence[Ready], ending: str | None) -> Rich:
    if not text:
        return []
    if len(cites) == 1 and cites[0].cite.author_only:
        return text
    whole: Rich = [*([layout.prefix] if layout.prefix else []), *text]
    suffix = layout.suffix
    if ending is not None:
        suffix = suffix.rstrip().removesuffix(".") + ending
    if suffix:
        whole.append(suffix)
    return whole if layout.look is PLAIN else [Span(whole, layout.look)]


def _composite(cites: Sequence[Ready], citation: Citation, writer: EntryWriter) -> Rich:
    """Write the names of the first cite into the sentence, and the rest in brackets."""
    first, *others = cites
    written = _written(first, writer)
    names = list(written.names.text) if written.names is not None else []
    alone = replace(first, cite=replace(first.cite, suppress_author=True))
    rest = citation_text([alone, *others], replace(citation, mode=""), writer)
    if not names:
        return rest
    return [Span(names, Format(cite=first.cite.key)), *([" ", *rest] if rest else [])]


def _written(ready: Ready, writer: EntryWriter, *, without_names: bool = False) -> Written:
    return writer.cite(
        ready.item, ready.cite, ready.place, ready.distinction.depth,
        suffix=bool(ready.distinction.letter), without_names=without_names,
    )  # fmt: skip


def _text(ready: Ready, writer: EntryWriter, *, without_names: bool = False) -> Rich:
    cite = ready.cite
    if cite.author_only:
        written = _written(ready, writer)
        return (
            list(written.names.text)
            if written.names is not None
            else fill(written.text, ready.values)
        )
    written = _written(ready, writer, without_names=without_names or cite.suppress_author)
    return fill(written.text, ready.values)


def _affixed(text: Rich, cite: Cite) -> Rich:
    """Return a cite with what its author wrote before and after it."""
    if not text or not (cite.prefix or cite.suffix):
        return text
    after = parse_field(cite.suffix) if cite.suffix else []
    if after and cite.suffix[:1].isalnum():
        after = [" ", *after]
    return [*_before(cite), *text, *after]


def _before(cite: Cite) -> Rich:
    """Return what an author wrote before a cite."""
    before = parse_field(cite.prefix) if cite.prefix else []
    return [*before, " "] if before and cite.prefix[-1:].isalnum() else before


def _collapsed(cites: Sequence[Ready], layout: Layout, writer: EntryWriter) -> list[_Part]:
    delimiter = layout.attributes.get("delimiter", "")
    if len(cites) == 1:  # as in most citations
        return [_Part(_affixed(_text(cites[0], writer), cites[0].cite), cites[0], delimiter)]
    collapse = layout.options.get("collapse", "")
    if collapse == "citation-number":
        return _by_number(cites, layout, writer, delimiter)
    grouping = layout.options.get("cite-group-delimiter")
    if collapse or grouping is not None:
        return _by_names(cites, layout, writer, delimiter, collapse)
    return [_Part(_affixed(_text(each, writer), each.cite), each, delimiter) for each in cites]


def _by_number(
    cites: Sequence[Ready], layout: Layout, writer: EntryWriter, delimiter: str
) -> list[_Part]:
    """Write runs of numbers as ranges."""
    after = layout.options.get("after-collapse-delimiter", delimiter)
    parts: list[_Part] = []
    at = 0
    while at < len(cites):
        end = at + 1
        while end < len(cites) and _follows(cites[end - 1], cites[end]):
            end += 1
        run = cites[at:end]
        if len(run) >= _RANGE:
            dash = writer.locale.term("citation-range-delimiter") or "–"
            first, last = run[0], run[-1]
            parts.append(_Part(_affixed(_text(first, writer), first.cite), first, dash))
            parts.append(_Part(_affixed(_text(last, writer), last.cite), last, after))
        else:
            parts += [
                _Part(_affixed(_text(each, writer), each.cite), each, delimiter) for each in run
            ]
        at = end
    return parts


def _follows(one: Ready, other: Ready) -> bool:
    plain = not any((one.cite.suffix, one.cite.locator, other.cite.prefix, other.cite.locator))
    return plain and other.number == one.number + 1


def _by_names(
    cites: Sequence[Ready], layout: Layout, writer: EntryWriter, delimiter: str, collapse: str
) -> list[_Part]:
    """Bring cites of the same names together, and write these once."""
    options = layout.options
    usual = ", " if layout.sort_keys or not writer.style.is_note else delimiter
    between = options.get("cite-group-delimiter", usual)
    after = options.get("after-collapse-delimiter", delimiter)
    behind_locator = options.get("after-collapse-delimiter", between) if collapse else between
    beyond = after if collapse in _WHOLE_YEARS else delimiter
    parts: list[_Part] = []
    for group in _grouped(cites, writer):
        if len(group) == 1:
            each = group[0]
            parts.append(_Part(_affixed(_text(each, writer), each.cite), each, beyond))
            continue
        texts = [
            _affixed(_text(each, writer, without_names=bool(collapse) and place > 0), each.cite)
            for place, each in enumerate(group)
        ]
        made = [
            _Part(text, each, behind_locator if each.cite.locator else between)
            for text, each in zip(texts, group, strict=True)
            if text
        ]
        if not made:
            continue
        if collapse.startswith("year-suffix"):
            suffixes = options.get(
                "year-suffix-delimiter", options.get("cite-group-delimiter", delimiter)
            )
            made = _by_suffix(made, suffixes, writer, ranged=collapse.endswith("ranged"))
        made[-1] = replace(made[-1], delimiter=after if collapse else delimiter)
        parts += made
    return parts


def _grouped(cites: Sequence[Ready], writer: EntryWriter) -> list[list[Ready]]:
    """Return runs of cites with the same names; those of a sorted citation are brought together."""
    groups: dict[object, list[Ready]] = {}
    before: object = None
    layout = writer.style.citation
    is_sorted = layout is not None and bool(layout.sort_keys)
    for place, each in enumerate(cites):
        written = _written(each, writer)
        names = written.names
        key: object = "" if names is None else names.whole if names.is_names else place
        if not is_sorted:
            key = before if isinstance(before, tuple) and before[0] == key else (key, place)
        groups.setdefault(key, []).append(each)
        before = key
    return list(groups.values())


def _by_suffix(
    parts: list[_Part], delimiter: str, writer: EntryWriter, *, ranged: bool
) -> list[_Part]:
    """Write the year once for works that only a letter tells apart."""
    made: list[_Part] = []
    at = 0
    while at < len(parts):
        end = at + 1
        while end < len(parts) and _same_year(parts[at].ready, parts[end].ready, writer):
            end += 1
        run = parts[at:end]
        last = run[-1].delimiter
        made.append(replace(run[0], delimiter=delimiter if len(run) > 1 else last))
        rest = [
            replace(each, text=_letter(each.ready, writer), delimiter=delimiter) for each in run[1:]
        ]
        made += rest
        if ranged:
            made[-len(run) :] = _ranged(made[-len(run) :], writer)
        made[-1] = replace(made[-1], delimiter=last)
        at = end
    return made


def _ranged(run: list[_Part], writer: EntryWriter) -> list[_Part]:
    made: list[_Part] = []
    at = 0
    while at < len(run):
        end = at + 1
        while end < len(run) and _next_letter(run[end - 1], run[end]):
            end += 1
        if end - at >= _RANGE:
            dash = writer.locale.term("year-range-delimiter") or "–"
            made += [replace(run[at], delimiter=dash), run[end - 1]]
        else:
            made += run[at:end]
        at = end
    return made


def _next_letter(one: _Part, other: _Part) -> bool:
    a, b = one.ready.distinction.letter, other.ready.distinction.letter
    return len(a) == len(b) == 1 and ord(b) == ord(a) + 1


def _same_year(one: Ready, other: Ready, writer: EntryWriter) -> bool:
    if not (one.distinction.letter and other.distinction.letter):
        return False
    if any((one.cite.locator, other.cite.locator, one.cite.suffix, other.cite.prefix)):
        return False
    texts = [plain_text(_written(each, writer, without_names=True).text) for each in (one, other)]
    letter = f"{{{LETTER}}}"
    has_year = any(map(str.isalnum, texts[0].replace(letter, "")))
    return texts[0] == texts[1] and letter in texts[0] and has_year


def _letter(ready: Ready, writer: EntryWriter) -> Rich:
    text = _written(ready, writer, without_names=True).text
    return _affixed(fill(only_slot(text, LETTER), ready.values), ready.cite)
