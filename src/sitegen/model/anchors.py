"""The ids of a page, to which links may lead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sitegen.model.stored import Stored

__all__ = ["Anchors"]


class Anchors(Stored, frozen=True):
    """A set of ids. It is one text, because a large site has a million of them.

    In `text`, a line feed stands before and after each id. A set of strings takes four times as
    much memory.
    """

    text: str = ""

    @classmethod
    def of(cls, ids: Iterable[str]) -> Anchors:
        """Return these ids; equal sets give equal values."""
        ordered = sorted(set(ids))
        return cls(text="\n".join(("", *ordered, ""))) if ordered else cls()

    def __contains__(self, name: str) -> bool:
        return f"\n{name}\n" in self.text

    def __iter__(self) -> Iterator[str]:
        return iter(self.text.split("\n")[1:-1])
