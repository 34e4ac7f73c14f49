"""The table of contents of a page, with the headings of what the page includes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.headings import nest_headings
from sitegen.model.references import Included

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sitegen.model import Heading, ResolvedSlots

__all__ = ["complete_toc"]

_LOWEST = 6


def complete_toc(headings: tuple[Heading, ...], slots: ResolvedSlots) -> tuple[Heading, ...]:
    """Return a tree of headings with those of the texts that are included between them."""
    if Included not in slots.kinds:
        return headings
    included = [each for each in slots if isinstance(each, Included) and each.behind is not None]
    if not included:
        return headings
    found: dict[str | None, list[Heading]] = {}
    for text in included:
        found.setdefault(text.behind, []).extend(_flat(complete_toc(text.toc, text.slots)))
    if not any(found.values()):
        return headings
    whole = found.pop("", [])
    for heading in _flat(headings):
        whole += [heading, *found.pop(heading.id, ())]
    return nest_headings(tuple(whole), _LOWEST)


def _flat(headings: Iterable[Heading]) -> Iterator[Heading]:
    for each in headings:
        yield each
        yield from _flat(each.children)
