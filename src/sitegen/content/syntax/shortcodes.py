"""Shortcodes: `{{< name value key="value" >}}`, with or without text up to `{{< /name >}}`.

What each becomes is decided when the whole site is known: only then it is clear which shortcodes
there are, and what their arguments name. Here, tags are found and paired; each leaves a slot, so
that the Markdown between two tags is part of the page like any other.
"""

from __future__ import annotations

import html
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from sitegen.content.construct import Construct, Mistake, Node, Replacement, Slot
from sitegen.content.directive_shortcodes import DIRECTIVE_NAMES, find_directive
from sitegen.content.figure_shortcodes import find_figure, is_labelled_figure
from sitegen.content.includes import INCLUDE_NAME, find_include
from sitegen.content.shortcode_tags import (
    ShortcodeTag,
    TagMistake,
    begins_line,
    ends_line,
    read_tags,
    word_at,
)
from sitegen.content.shortcode_texts import find_texts
from sitegen.content.syntax.foreign_addresses import ends_label
from sitegen.diagnostics import Problem, Severity, declare, did_you_mean
from sitegen.late_patterns import compile_late
from sitegen.model.references import ShortcodeArgument, ShortcodeEnd, ShortcodeReference, Word

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from sitegen.content.construct import Finding
    from sitegen.content.scanner import MarkdownSource

__all__ = ["SHORTCODES", "SHORTCODE_SYNTAX"]

SHORTCODE_SYNTAX = declare("shortcode-syntax", Severity.ERROR)

#: Shortcodes that hold others are nested so deep at most.
_DEEPEST = 12
_MATH = frozenset({"math", "katex"})
#: What may be Markdown in an argument.
_MARKUP = compile_late(r"[*_`$\[\\]|@\w")


class _Pair(msgspec.Struct):
    """A shortcode: its opening tag and, if there is text in it, the tag that closes it."""

    opening: ShortcodeTag
    closing: ShortcodeTag | None = None


#: Among so many tags that are open, the one is looked for that was meant to be closed.
_NEAR = 8


class _Pairing(msgspec.Struct):
    """Finds for each closing tag the one that opens; what nothing closes stands for itself."""

    pairs: list[_Pair] = msgspec.field(default_factory=list)
    mistakes: list[TagMistake] = msgspec.field(default_factory=list)
    _open: list[_Pair] = msgspec.field(default_factory=list)
    _names: Counter[tuple[str, int]] = msgspec.field(default_factory=Counter)

    def add(self, tag: ShortcodeTag) -> None:
        while self._open and self._open[-1].opening.within not in (-1, tag.within):
            self._leave()
        if not tag.closes:
            pair = _Pair(tag)
            self.pairs.append(pair)
            if not tag.is_closed:
                self._open.append(pair)
                self._names[tag.name, tag.within] += 1
        elif self._names[tag.name, tag.within]:
            pair = self._leave()
            while pair.opening.name != tag.name:
                pair = self._leave()
            pair.closing = tag
        else:
            message = f"'{tag.name}' is closed here, but not open"
            opened = {pair.opening.name for pair in self._open[-_NEAR:]}
            hint = f"write '{{{{< {tag.name} >}}}}' before the text, or remove this"
            hint = did_you_mean(tag.name, opened, hint)
            self.mistakes.append(TagMistake(tag.start, tag.end, tag.start, message, hint))

    def _leave(self) -> _Pair:
        """Return what was opened last, which is not open any more."""
        pair = self._open.pop()
        self._names[pair.opening.name, pair.opening.within] -= 1
        return pair


class _Shortcodes(Construct):
    source_marks = ("{{<", "{{%")

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield a slot for each tag, and what cannot be read."""
        pairing = _Pairing()
        for tag in read_tags(source):
            if isinstance(tag, TagMistake):
                pairing.mistakes.append(tag)
            elif not tag.in_html and _is_address(source.text, tag.start):
                continue  # of a link, which foreign_addresses reads
            elif tag.shown:
                yield Node(tag.start, tag.end, html.escape(tag.shown, quote=False))
            else:
                pairing.add(tag)
        yield from _find_pairs(source, pairing)
        for mistake in pairing.mistakes:
            written = source.text[mistake.start : mistake.end]
            yield Node(mistake.start, mistake.end, html.escape(written, quote=False))
            problem = Problem(SHORTCODE_SYNTAX, mistake.message, mistake.hint)
            yield Mistake(mistake.at, problem)


def _is_address(text: str, start: int) -> bool:
    first = max(0, start - 4)
    before = text[first:start].rstrip("< \t")
    return before.endswith("](") or (
        before.endswith("]:") and ends_label(text, first + len(before) - len("]:"))
    )


def _find_pairs(source: MarkdownSource, pairing: _Pairing) -> Iterator[Finding]:
    ends: list[int] = []
    for number, pair in enumerate(pairing.pairs):
        tag = pair.opening
        while ends and ends[-1] <= tag.start:
            ends.pop()
        misplaced = _misplaced(source, tag)
        if misplaced:
            yield from _refuse(source.text, pair, *misplaced)
        elif tag.name == INCLUDE_NAME:
            yield from find_include(source.text, tag, pair.closing)
        elif tag.name in DIRECTIVE_NAMES:
            yield from _find_directive(source, number, pair)
        elif not pair.closing and tag.within < 0 and _is_figure(source, tag):
            yield from find_figure(source.text, tag)
        elif tag.name in _MATH and pair.closing:
            yield from _unwrap_math(tag, pair.closing)
        elif len(ends) >= _DEEPEST:
            message = f"shortcodes are nested more than {_DEEPEST} deep"
            yield from _refuse(source.text, pair, message, "take some of them apart")
        else:
            if pair.closing:
                ends.append(pair.closing.start)
            yield from _slots(source, number, pair)


def _find_directive(source: MarkdownSource, number: int, pair: _Pair) -> Iterator[Finding]:
    """Yield a table or a chart, which stands on lines of its own."""
    tag, text = pair.opening, source.text
    if pair.closing or not (begins_line(text, tag.start) and ends_line(text, tag.end)):
        message = f"'{tag.name}' stands on lines of its own, and has no text"
        hint = f"write '{{{{< {tag.name} data.csv >}}}}' between empty lines"
        yield Mistake(tag.start, Problem(SHORTCODE_SYNTAX, message, hint))
        for each in filter(None, (tag, pair.closing)):
            yield Node(each.start, each.end, html.escape(text[each.start : each.end], quote=False))
    else:
        yield from find_directive(source, tag, number)


def _unwrap_math(opening: ShortcodeTag, closing: ShortcodeTag) -> Iterator[Finding]:
    """Leave out the shortcodes that other themes need around a formula, which has its marks."""
    yield Replacement(opening.start, opening.end, "")
    yield Replacement(closing.start, closing.end, "")


def _is_figure(source: MarkdownSource, tag: ShortcodeTag) -> bool:
    return is_labelled_figure(source.text, tag, source.markdown_arguments)


def _takes_lines(name: str) -> bool:
    return name == INCLUDE_NAME or name in DIRECTIVE_NAMES


def _misplaced(source: MarkdownSource, tag: ShortcodeTag) -> tuple[str, str] | None:
    """Return why a tag cannot be where it stands, and what to do; None if it can."""
    if tag.within >= 0 and _takes_lines(tag.name):
        message = f"'{tag.name}' stands in an argument, but is a block"
        return message, "write it on a line of its own"
    if tag.in_html and _needs_markdown(source, tag):
        message = f"'{tag.name}' stands in HTML, where no Markdown is read"
        return message, "leave a blank line before and after it, inside of the element"
    return None


def _needs_markdown(source: MarkdownSource, tag: ShortcodeTag) -> bool:
    """Tell whether a tag becomes Markdown, or has some in its arguments."""
    if _takes_lines(tag.name) or tag.name in _MATH or _is_figure(source, tag):
        return True
    texts = tag.texts(source.markdown_arguments)
    return any(_MARKUP.search(source.text, each.start, each.end) for each in texts)


def _refuse(text: str, pair: _Pair, message: str, hint: str) -> Iterator[Finding]:
    """Yield the tags of a shortcode as they are written, and what is wrong with it."""
    for tag in filter(None, (pair.opening, pair.closing)):
        yield Node(tag.start, tag.end, html.escape(text[tag.start : tag.end], quote=False))
    yield Mistake(pair.opening.start, Problem(SHORTCODE_SYNTAX, message, hint))


def _slots(source: MarkdownSource, number: int, pair: _Pair) -> Iterator[Finding]:
    """Yield the slots of a shortcode, on lines of their own if it takes whole lines."""
    text, opening, closing = source.text, pair.opening, pair.closing
    texts = opening.texts(source.markdown_arguments)
    reference = _reference(text, number, pair, {each.number for each in texts})
    last = closing or opening
    is_block = begins_line(text, opening.start) and ends_line(text, last.end)
    is_block = is_block and opening.within < 0 and not opening.in_html
    if closing is not None:
        is_block = is_block and "\n" in text[opening.end : closing.start]
    first = texts[0].start if texts else opening.end
    yield Slot(opening.start, first, reference, is_block=is_block)
    if texts:
        yield from find_texts(source, opening, texts, number, is_block=is_block)
    if closing is None:
        return
    margin = text[text.rfind("\n", 0, opening.start) + 1 : opening.start]
    if is_block and not ends_line(text, opening.end):
        yield Replacement(opening.end, opening.end, f"\n{margin.rstrip()}\n{margin}")
    if is_block and not begins_line(text, closing.start):
        yield Replacement(closing.start, closing.start, f"\n{margin.rstrip()}\n{margin}")
    end = ShortcodeEnd(target=opening.name, line=0, number=number)
    yield Slot(closing.start, closing.end, end, is_block=is_block)


def _reference(text: str, number: int, pair: _Pair, in_page: Container[int]) -> ShortcodeReference:
    opening = pair.opening
    word = partial(word_at, text, opening.start)
    arguments = (
        ShortcodeArgument(
            key=word(each.key, each.key_at) if each.key else Word(),
            value=word(each.value, each.value_at),
            in_page=place in in_page,
        )
        for place, each in enumerate(opening.arguments)
    )
    return ShortcodeReference(
        target=opening.name,
        line=0,
        number=number,
        name=word(opening.name, opening.name_at),
        arguments=tuple(arguments),
        has_content=pair.closing is not None,
    )


SHORTCODES = _Shortcodes()
