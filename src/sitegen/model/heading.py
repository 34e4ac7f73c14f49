"""A heading of a page, in its table of contents."""

from __future__ import annotations

from sitegen.model.stored import Stored

__all__ = ["Heading"]


class Heading(Stored, frozen=True):
    """A heading of the body; `title` is HTML, `number` is that of a numbered heading: "2.1"."""

    id: str
    title: str
    level: int
    children: tuple[Heading, ...] = ()
    number: str = ""
