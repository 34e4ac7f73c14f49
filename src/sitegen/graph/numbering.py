"""Number what authors label (figures, tables, equations), on each page from 1.

Parsing sees labels in the order of the text, so numbers follow from the references of a page. They
are given before any reference is resolved, so that a text may refer to a figure further down.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from sitegen import registry
from sitegen.content.headings import DUPLICATE_ID
from sitegen.diagnostics import Diagnostic, Location

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sitegen.model import ParsedPage, Reference

__all__ = ["Numbered", "Numbering", "number_labels"]


@runtime_checkable
class Numbered(Protocol):
    """A kind of reference that gets a number, for example a figure.

    class FigureReference(Reference, frozen=True, tag="figure"):
        def numbered(self) -> tuple[str, str]:
            return "figure", self.target
    """

    def numbered(self) -> tuple[str, str]:
        """Return the counter to which it belongs, and its label, empty if it has none."""


@dataclass(frozen=True, slots=True)
class Numbering:
    """The numbers of all labels, by page and label, and what is wrong with the labels."""

    numbers: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    problems: tuple[Diagnostic, ...] = ()

    def find(self, page: str, label: str) -> int | None:
        """Return the number of a label of a page, None if the page has no such label."""
        return self.numbers.get(page, {}).get(label)


def number_labels(pages: Iterable[ParsedPage]) -> Numbering:
    """Give numbers to all labels of these pages, counted anew on each page."""
    if not any(issubclass(kind, Numbered) for kind in registry.REFERENCES.load()):
        return Numbering()
    numbers: dict[str, dict[str, int]] = {}
    problems: list[Diagnostic] = []
    for page in pages:
        known: dict[str, int] = {}
        counters: dict[str, int] = defaultdict(int)
        for reference in _references(page):
            if not isinstance(reference, Numbered):
                continue
            counter, label = reference.numbered()
            counters[counter] += 1
            if label in known:
                problems.append(_repeated(page, reference, label))
            elif label:
                known[label] = counters[counter]
        if known:
            numbers[str(page.path)] = known
    return Numbering(numbers, tuple(problems))


def _references(page: ParsedPage) -> Iterator[Reference]:
    if page.heading:
        yield from page.heading.references
    yield from page.body.references


def _repeated(page: ParsedPage, reference: Reference, label: str) -> Diagnostic:
    return Diagnostic(
        code=DUPLICATE_ID,
        message=f"the label '{label}' is given twice",
        location=Location(path=str(page.path), line=reference.line, column=reference.column),
        hint="give each figure, table or equation a label of its own",
    )
