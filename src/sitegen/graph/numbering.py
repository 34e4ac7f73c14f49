"""Number what authors label: figures, tables, equations and others, each kind by itself.

Parsing collects the labels of a page in the order of its text. Numbers are given before any
reference is resolved, so that a text may refer to a figure further down, and to other pages.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sitegen.model import Label, ParsedPage

__all__ = ["Numbering", "number_labels"]


class Numbering(msgspec.Struct, frozen=True):
    """The numbers of all labels by the key of their page and the label, and where labels are.

    `pages` maps each label to the keys of the pages that have it.
    """

    numbers: Mapping[str, Mapping[str, str]] = msgspec.field(default_factory=dict)
    labels: Mapping[str, Mapping[str, Label]] = msgspec.field(default_factory=dict)
    pages: Mapping[str, tuple[str, ...]] = msgspec.field(default_factory=dict)

    def find(self, page: str, label: str) -> str | None:
        """Return the number of a label of a page, None if the page has no such label.

        A section that is not numbered has an empty number.
        """
        return self.numbers.get(page, {}).get(label)


def number_labels(groups: Iterable[Iterable[ParsedPage]]) -> Numbering:
    """Give numbers to all labels; numbers run through the pages of a group, in their order."""
    numbers: dict[str, dict[str, str]] = {}
    labels: dict[str, dict[str, Label]] = {}
    pages: dict[str, tuple[str, ...]] = {}
    for group in groups:
        counters: dict[str, int] = defaultdict(int)
        for page in group:
            if page.labels:
                known = labels[page.key] = _first_of_each(page.labels)
                numbers[page.key] = _count(known, counters)
                for name in known:
                    pages[name] = (*pages.get(name, ()), page.key)
    return Numbering(numbers, labels, pages)


def _first_of_each(labels: Iterable[Label]) -> dict[str, Label]:
    """Return labels by name; of two with one name, which is reported as an id, the first one."""
    known: dict[str, Label] = {}
    for label in labels:
        known.setdefault(label.name, label)
    return known


def _count(labels: Mapping[str, Label], counters: dict[str, int]) -> dict[str, str]:
    numbers: dict[str, str] = {}
    parts: dict[str, int] = defaultdict(int)
    for name, label in labels.items():
        if label.given or label.kind in {"section", ""}:
            numbers[name] = label.given
        elif not label.within:
            counters[label.kind] += 1
            numbers[name] = str(counters[label.kind])
    for name, label in labels.items():  # a part may stand before what names the whole
        if name not in numbers:
            letter = _letter(parts[label.within])
            parts[label.within] += 1
            whole = numbers.get(label.within, "")
            is_line = label.kind == "equation"
            numbers[name] = f"{whole}{letter}" if is_line else f"{whole} ({letter})".lstrip()
    return numbers


def _letter(index: int) -> str:
    """Return a, b, … z, aa, ab, … for 0, 1, …."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters
