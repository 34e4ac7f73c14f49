"""What a text cites: cites, and the citations that they stand in."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from sitegen.late_patterns import compile_late

__all__ = ["ONE_NUMBER", "Citation", "Cite"]

#: Neither the case nor the full stops of a style change anything about these.
_DIGITS = compile_late(r"[0-9]{1,9}(?P<end>[-–][0-9]{1,9})?")
ONE_NUMBER, _RANGE = 1, 2


@lru_cache(maxsize=1 << 12)
def _shape(locator: str) -> str | int:
    found = _DIGITS.fullmatch(locator)
    if found is None:
        return locator
    return _RANGE if found["end"] else ONE_NUMBER


class Cite(msgspec.Struct, frozen=True):
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

    @property
    def locator_shape(self) -> str | int:
        """What tells the locator from others: itself, or a number for those of digits.

        Cites with locators of the same shape differ in nothing but what is written of these.
        """
        return _shape(self.locator) if self.locator else ""


class Citation(msgspec.Struct, frozen=True):
    """Works that are cited in one place.

    `note` is the number of the note, 0 in the text. `mode` is empty, or `composite` for a citation
    that is part of a sentence: the names outside, the rest in the style's brackets. With an
    `ending`, that stands in place of the full stop with which the style ends a note.
    """

    cites: tuple[Cite, ...]
    note: int = 0
    mode: str = ""
    ending: str | None = None
