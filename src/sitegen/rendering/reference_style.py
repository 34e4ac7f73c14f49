"""Format references of publications in the citation style of the site, for pages and outputs."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from sitegen.model.codec import digest_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

    from sitegen.model import Work
    from sitegen.research.reference_text import FormattedReference, ReferenceTexts

__all__ = ["ReferenceStyle"]


class ReferenceStyle:
    """The style of the site, as XML, and its language; compiled when it is first used."""

    def __init__(self, style: bytes, language: str) -> None:
        self._style = style
        self._language = language

    @cached_property
    def digest(self) -> str:
        """What tells one style from another."""
        return digest_bytes(self._style)

    def format(self, work: Work, link: Callable[[int], str] | None = None) -> FormattedReference:
        """Return the reference of a work; see `ReferenceTexts.format`."""
        return self._texts.format(work, link)

    @cached_property
    def _texts(self) -> ReferenceTexts:
        from sitegen.research.reference_text import ReferenceTexts  # 30 ms that few sites need

        return ReferenceTexts(self._style, self._language)
