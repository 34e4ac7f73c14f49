"""Labels of footnotes and of links: what is not defined, or twice, and notes that nothing names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.construct import Construct, Finding, Mistake
from sitegen.content.heading_texts import find_heading_texts, heading_key
from sitegen.content.scanner import BLANKED
from sitegen.diagnostics import Guesses, Problem, Severity, declare
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from sitegen.content.scanner import MarkdownSource

__all__ = ["LABELS"]

DUPLICATE_FOOTNOTE = declare("duplicate-footnote", Severity.WARNING)
UNKNOWN_FOOTNOTE = declare("unknown-footnote", Severity.WARNING)
UNKNOWN_LABEL = declare("unknown-label", Severity.WARNING)
UNUSED_FOOTNOTE = declare("unused-footnote", Severity.WARNING)

_FOOTNOTE = compile_late(r"(?<!\\)\[\^([^\[\]\s^]+)\](:?)")
_REFERENCE = compile_late(r"(?<![\w\]\\!])!?\[([^\[\]\n]+)\]\[((?:[^\[\]^@\n][^\[\]\n]*)?)\]")
#: The label of a footnote, on the line that begins with it.
_NAME = compile_late(r"[ \t>]*\[\^(?P<label>[^\[\]\s^]+)\]:")
#: The text of a footnote: up to a blank line below which nothing is indented, or to another one.
_NOTE = compile_late(
    r"[^\n]*+(?:\n(?![ \t>]*+(?:\n|\Z|\[\^))[^\n]*+"
    r"|(?:\n[ \t>]*+(?=\n))++\n[> ]*(?: {4}|\t)[^\n]*+)*+"
)
_MARGIN = compile_late(r"[ \t>]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)*\Z")


class _Labels(Construct):
    source_marks = ("[^", "][")

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield what is wrong with labels."""
        if "[^" in source.prose:
            yield from _check_footnotes(source)
        if "][" in source.prose:
            yield from _check_references(source)


def _check_footnotes(source: MarkdownSource) -> Iterator[Mistake]:
    prose = source.prose
    defined: dict[str, int] = {}
    used: dict[str, int] = {}
    others: list[re.Match[str]] = []
    for found in _FOOTNOTE.finditer(prose):
        line_start = prose.rfind("\n", 0, found.start()) + 1
        is_definition = found[2] and _MARGIN.match(prose, line_start, found.start())
        if is_definition and found[1] in defined:
            others.append(found)
        (defined if is_definition else used).setdefault(found[1], found.start())
    for label, index in _before_code(source):
        defined.setdefault(label, index)
    for found in others:
        if _text_of_note(source, defined[found[1]]) != _text_of_note(source, found.start()):
            message = f"the footnote '{found[1]}' has a text above, and this one is not shown"
            hint = "give it a label of its own, or remove one of them"
            yield Mistake(found.start(), Problem(DUPLICATE_FOOTNOTE, message, hint))
    guesses = Guesses()
    for name, index in used.items():
        if name not in defined:
            hint = guesses.did_you_mean(
                name, lambda: defined, f"write '[^{name}]: …' below the text"
            )
            message = f"there is no footnote '{name}'"
            yield Mistake(index, Problem(UNKNOWN_FOOTNOTE, message, hint))
    for name, index in defined.items():
        if name not in used:
            message = f"nothing refers to the footnote '{name}'"
            hint = f"write [^{name}] where it belongs, or delete it"
            yield Mistake(index, Problem(UNUSED_FOOTNOTE, message, hint))


def _before_code(source: MarkdownSource) -> Iterator[tuple[str, int]]:
    """Yield the footnotes that begin with code, whose first lines are no prose."""
    for start, _ in source.blocks.footnotes:
        found = _NAME.match(source.text, start)
        if found and source.prose[found.start("label")] == BLANKED:
            yield found["label"], found.start("label") - len("[^")


def _text_of_note(source: MarkdownSource, start: int) -> str:
    """Return the text of the footnote that is defined at a place, its spaces aside."""
    found = _NOTE.match(source.text, source.text.index("]:", start) + 2)
    return " ".join(found[0].split()) if found else ""


def _check_references(source: MarkdownSource) -> Iterator[Mistake]:
    defined = source.labels
    guesses = Guesses()
    headings: frozenset[str] | None = None
    for found in _REFERENCE.finditer(source.prose):
        place, end = found.span(2 if found[2] else 1)
        label = source.text[place:end]
        if source.is_defined(label):
            continue
        headings = find_heading_texts(source) if headings is None else headings
        if heading_key(label) in headings:
            continue
        hint = guesses.did_you_mean(
            label, lambda: defined, f"write '[{label}]: address' below the text"
        )
        message = f"no address is given for the label '{label}'"
        yield Mistake(place, Problem(UNKNOWN_LABEL, message, hint))


LABELS = _Labels()
