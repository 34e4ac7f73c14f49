"""Cross-references: `@fig-knee`, `[Fig. @fig-knee]`, `[-@fig-knee]`, `[@fig-a; @fig-b]`.

A name after `@` that has no prefix of a label stays text. So does everything in code and in links.
As in Quarto: https://quarto.org/docs/authoring/cross-references.html.
"""

from __future__ import annotations

from bisect import bisect_left
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from sitegen.content.construct import Construct, Finding, Mistake, Node, Replacement, Slot
from sitegen.content.label_words import LABEL_WORDS, PLURAL_WORDS
from sitegen.content.scanner import BLANKED
from sitegen.content.syntax.labelled_images import has_caption
from sitegen.diagnostics import Problem
from sitegen.late_patterns import compile_late
from sitegen.model import LABEL_KINDS, CrossReference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.scanner import MarkdownSource

__all__ = ["CROSS_REFERENCES"]

_NAME = r"[-:.]?\w++(?:[-:.]\w++)*+"
_PREFIXES = "|".join(f"[{prefix[0].upper()}{prefix[0]}]{prefix[1:]}" for prefix in LABEL_KINDS)
#: A pattern that begins with one character is found fast; what precedes it is looked at afterwards.
_REFERENCE = compile_late(rf"@(?=[A-Za-z]++-)((?:{_PREFIXES})-{_NAME})")
_NO_REFERENCE = compile_late(r"[\w@/.]")
#: Most references are behind one of these.
_BEFORE = " \n(["
#: What may be a group in brackets: no link, no image, no footnote, no span with attributes.
_GROUP = compile_late(r"\[(?<![!\\\]^]\[)(?!\^)[^\[\]]{1,600}\](?![(\[{])")
#: What may stand between references that one word is about: "Figures @fig-a, @fig-b and @fig-c".
_BETWEEN = compile_late(
    r"\s*(?:,|;|[-–&]|,?\s(?:and|or|to|und|oder|bis|et|ou|y|o|e|en|of|och)(?=\s))?\s*"
)
_LONGEST = 16
_AROUND = "([„“\"'‘."


class _Found(NamedTuple):
    """A reference: where its `@` is, and where its label ends."""

    start: int
    end: int
    label: str
    is_in_link: bool


class _CrossReferences(Construct):
    source_marks = ("@",)
    source_needs = ("@-",)

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield a slot for each reference, and what of the brackets around it goes."""
        if not _REFERENCE.search(source.text):
            return
        prose = source.text if source.shows_ats else source.prose
        found = []
        for each in _references(source, prose):
            if each.is_in_link:
                message = f"'{prose[each.start : each.end]}' is in a link, and is shown as text"
                problem = Problem("foreign-syntax", message, "write it before or after the link")
                yield Mistake(each.start, problem)
            elif each.start and prose[each.start - 1] == "\\":
                yield Node(each.start - 1, each.start + 1, "@")
            else:
                found.append(each)
        starts = [each.start for each in found]
        grouped: set[int] = set()
        for group in _GROUP.finditer(prose) if found else ():
            first, last = (bisect_left(starts, place) for place in group.span())
            if first < last and not _holds_code(source, *group.span()):
                findings = _read_group(prose, group.start(), group.end(), found[first:last])
                if findings:
                    grouped.update(range(first, last))
                    yield from findings
        yield from _slots(prose, [each for n, each in enumerate(found) if n not in grouped])


def _slots(prose: str, found: list[_Found]) -> Iterator[Slot]:
    """Yield the slots of references without brackets; a word before them is not shown again."""
    plural, reached = "", -1
    for each in found:
        word = _word_before(prose, each.start)
        follows_word = word in LABEL_WORDS and _kind(each) in LABEL_WORDS[word]
        if follows_word:
            plural = _kind(each) if word in PLURAL_WORDS else ""
        elif plural:
            goes_on = _BETWEEN.fullmatch(prose, reached, each.start)
            follows_word = goes_on is not None and _kind(each) == plural
            plural = plural if follows_word else ""
        reached = each.end
        yield _slot(each, follows_word=follows_word)


def _references(source: MarkdownSource, prose: str) -> Iterator[_Found]:
    """Yield the references in prose, and whether they are in the text of a link or an image.

    Captions are text.
    """
    links = iter(() if source.shows_ats else sorted(source.links, key=attrgetter("start")))
    link = next(links, None)
    end = -1
    for found in _REFERENCE.finditer(prose):
        at, stop = found.span()
        while link and link.start < at:
            if link.close > max(at, end) and not has_caption(source, link):
                end = link.close
            link = next(links, None)
        if not at or prose[at - 1] in _BEFORE or not _NO_REFERENCE.match(prose, at - 1):
            label = found[1]
            yield _Found(at, stop, label[0].lower() + label[1:], at < end)


def _holds_code(source: MarkdownSource, start: int, end: int) -> bool:
    """Tell whether a block of code begins between two places, so that they are no brackets."""
    return any(start < code < end for code, _ in source.blocks.code)


def _word_before(prose: str, at: int) -> str:
    """Return the word right before a reference, without what is around it; or nothing."""
    before = prose[max(at - _LONGEST, 0) : at]
    if not before[-1:].isspace() or before[-2:].isspace():
        return ""
    return before.rsplit(None, 1)[-1].strip(_AROUND)


def _kind(found: _Found) -> str:
    return found.label.partition("-")[0]


def _slot(
    found: _Found, prefix: str = "", *, only_number: bool = False, follows_word: bool = False
) -> Slot:
    reference = CrossReference(
        target=found.label,
        line=0,
        prefix=prefix,
        only_number=only_number,
        follows_word=follows_word,
    )
    return Slot(found.start, found.end, reference)


def _read_group(prose: str, start: int, end: int, inside: list[_Found]) -> list[Finding]:
    """Read `[Fig. @fig-a; @fig-b]`; nothing if a part of it is something else."""
    findings: list[Finding] = []
    at = start + 1
    parts = prose[at : end - 1].split(";")
    if len(parts) != len(inside):
        return []
    for part, found in zip(parts, inside, strict=True):
        if not at <= found.start < at + len(part):
            return []
        before = prose[at : found.start]
        only_number = before.endswith("-")
        prefix = " ".join(before.removesuffix("-").split())
        if BLANKED in prefix:
            return []
        findings.append(Replacement(at - 1, found.start, ", " if findings else ""))
        findings.append(_slot(found, prefix, only_number=only_number))
        at += len(part) + 1
    findings.append(Replacement(end - 1, end, ""))
    return findings


CROSS_REFERENCES = _CrossReferences()
