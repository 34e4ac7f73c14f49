"""What a text cites: cites, and the citations that they stand in."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Citation", "Cite"]


class Cite(NamedTuple):
    """One work in a citation.

    `label` is the kind of locator, such as `page` or `chapter`. `prefix` and `suffix` may have
    CSL's markup. `suppress_author` leaves the names out, `author_only` writes nothing else.
    """

    key: str
    locator: str = ""
    label: str = ""
    prefix: str = ""
    suffix: str = ""
    suppress_author: bool = False
    author_only: bool = False

    @property
    def locator_label(self) -> str:
        """The kind of locator: a page, where nothing else is said; empty without a locator."""
        if not self.locator:
            return ""
        return (self.label or "page").replace(" ", "-")


class Citation(NamedTuple):
    """Works that are cited in one place.

    `note` is the number of the note, 0 in the text. `mode` is empty, or `composite` for a citation
    that is part of a sentence: the names outside, the rest in the style's brackets.
    """

    cites: tuple[Cite, ...]
    note: int = 0
    mode: str = ""
