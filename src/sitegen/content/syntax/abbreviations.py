"""Abbreviations: `*[MRI]: Magnetic resonance imaging`."""

from __future__ import annotations

import re
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec

from sitegen.content.construct import Construct, Finding, Replacement, TreeStep
from sitegen.content.fields_without_effect import is_meaning
from sitegen.late_patterns import compile_late
from sitegen.model.words import is_in_word, nfc

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from selectolax.lexbor import LexborHTMLParser

    from sitegen.content.prepared_source import PreparedSource
    from sitegen.content.scanner import MarkdownSource
    from sitegen.content.source_lines import Line

__all__ = ["ABBREVIATIONS", "with_abbreviations"]

_DEFINITION = compile_late(r"\*\[([^\\\]\n]*)\] ?:([^\n]*)")
#: Elements in whose text no abbreviation is marked.
_EXCLUDED = frozenset({"code", "pre", "abbr", "script", "style"})


class _Abbreviations(Construct):
    source_marks = ("*[",)

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Remove the definitions; the meaning may stand on the line below."""
        words: dict[str, str] = {}
        lines = iter([*pairwise(source.blocks.lines), (source.blocks.lines[-1], None)])
        for line, below in lines:
            found = _find_definition(source.text, line)
            if not found:
                continue
            meaning = found[2].strip()
            if not meaning:
                if below is None or below.kind == "blank":
                    continue  # it says nothing, and is text as in Python-Markdown
                meaning = source.text[below.content : below.end].strip()
                yield Replacement(below.content, below.end, "")
                next(lines)
            yield Replacement(line.content, line.end, "")
            words[nfc(found[1].strip())] = meaning
        if words:
            yield TreeStep(partial(_mark_abbreviations, words))


def with_abbreviations(prepared: PreparedSource, meanings: object) -> PreparedSource:
    """Return a page with those of its field `abbreviations`, as MyST has it: a meaning by name.

    What its text says of one comes first.
    """
    if not isinstance(meanings, dict):
        return prepared
    words = {
        nfc(" ".join(name.split())): " ".join(str(meaning).split())
        for name, meaning in meanings.items()
        if name.strip() and is_meaning(meaning)
    }
    steps = (*prepared.steps, partial(_mark_abbreviations, words)) if words else prepared.steps
    return msgspec.structs.replace(prepared, steps=steps)


def _find_definition(text: str, line: Line) -> re.Match[str] | None:
    if line.kind != "text":
        return None
    found = _DEFINITION.match(text, line.content, line.end)
    return found if found and found[1].strip() else None


def _mark_abbreviations(words: Mapping[str, str], parser: LexborHTMLParser) -> None:
    """Say what abbreviations mean, wherever they stand as whole words outside code."""
    if parser.body is None:  # pragma: no cover  # there always is one
        return
    longest_first = sorted(words, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, longest_first)))
    for node in list(parser.body.traverse(include_text=True)):
        parent = node.parent
        if not node.is_text_node or parent is None or parent.tag in _EXCLUDED:
            continue
        pieces = _split_at_words(nfc(node.text_content or ""), pattern)
        if len(pieces) == 1:
            continue
        for index, piece in enumerate(pieces):
            if index % 2:
                abbreviation = parser.create_node("abbr")
                abbreviation.attrs["title"] = words[piece]
                abbreviation.insert_child(piece)
                node.insert_before(abbreviation)
            elif piece:
                node.insert_before(piece)
        node.decompose()


def _split_at_words(text: str, pattern: re.Pattern[str]) -> list[str]:
    """Split a text at what the pattern finds of whole words; these are every second piece."""
    pieces = [""]
    place = 0
    while found := pattern.search(text, place):
        start, end = found.span()
        inside = _joins(text, start) or _joins(text, end)
        if inside:
            end = start + 1
            pieces[-1] += text[place:end]
        else:
            pieces[-1] += text[place:start]
            pieces += [found[0], ""]
        place = end
    pieces[-1] += text[place:]
    return pieces


def _joins(text: str, place: int) -> bool:
    """Tell whether a word goes on across a place, with its marks such as vowel signs."""
    return 0 < place < len(text) and is_in_word(text[place - 1]) and is_in_word(text[place])


ABBREVIATIONS = _Abbreviations()
