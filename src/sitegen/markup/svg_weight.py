"""Count the elements that an SVG draws, including each copy that `<use>` makes.

Ten elements that each use the one before ten times make ten thousand million elements: a file of
two kilobytes that no browser ever finishes drawing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

__all__ = ["MAX_DRAWN", "Weight"]

#: More than this, no browser finishes drawing in a bearable time.
MAX_DRAWN = 5_000_000
_ROOT = ""


class Weight:
    """Counts while a file is written: `open` and `close` with every element, then `drawn`."""

    def __init__(self) -> None:
        self._own: Counter[str] = Counter()
        self._uses: dict[str, Counter[str]] = {}
        self._above = [_ROOT]

    def open(self, name: str, targets: Iterable[str]) -> None:
        """Begin an element, by its id if it has one, and the ids of what it copies."""
        here = self._above[-1]
        if name and name != here:
            self._uses.setdefault(here, Counter())[name] += 1
            here = name
        self._own[here] += 1
        self._uses.setdefault(here, Counter()).update(targets)
        self._above.append(here)

    def close(self) -> None:
        """End the element that began last."""
        self._above.pop()

    def drawn(self) -> int:
        """Return how many elements are drawn. A circle of copies draws nothing more."""
        totals: dict[str, int] = {}
        under_way: set[str] = set()
        todo = [(_ROOT, False)]
        while todo:
            name, is_done = todo.pop()
            uses = self._uses.get(name, Counter())
            if is_done:
                under_way.discard(name)
                copies = sum(totals.get(each, 0) * count for each, count in uses.items())
                totals[name] = self._own[name] + copies
            elif name not in totals and name not in under_way:
                under_way.add(name)
                todo.append((name, True))
                todo.extend((each, False) for each in uses)
        return totals[_ROOT]
