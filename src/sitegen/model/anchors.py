"""The ids of a page, to which links may lead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sitegen.model.labels import DIRECTIVE_PREFIXES
from sitegen.model.stored import Stored

__all__ = ["Anchors"]

#: With what the number of a section begins, as in `4-5-methods`.
_IN_FRONT = "0123456789-_"


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

    def find(self, name: str) -> str:
        """Return the id that an anchor means, or nothing.

        If there is none of this name, it is the only one that another program would call so: MyST
        needs no prefix, and Pandoc leaves out a number at the beginning, and keeps full stops.
        """
        if name in self:
            return name
        labels = (f"{prefix}-{name}" for prefix in DIRECTIVE_PREFIXES)
        label = next((each for each in labels if each in self), "")
        if label:
            return label
        wanted = _letters_of(name)
        alike = [each for each in self if _letters_of(each) == wanted] if wanted else []
        return alike[0] if len(alike) == 1 else ""

    def __iter__(self) -> Iterator[str]:
        return iter(self.text.split("\n")[1:-1])


def _letters_of(name: str) -> str:
    """Return what the ids have in common that programs make of one heading."""
    words = name.casefold().replace(".", "").lstrip(_IN_FRONT).split("-")
    return "-".join(filter(None, words))
