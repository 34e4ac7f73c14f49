"""Compute digests of the present answers to recorded queries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.model import digest_of
from sitegen.rendering.queries.recorded import read_query

if TYPE_CHECKING:
    from sitegen.rendering.queries.query import QueryContext

__all__ = ["Answers"]


class Answers:
    """The site's present answers to recorded questions; each digest is computed once."""

    def __init__(self, context: QueryContext) -> None:
        self.context = context
        self._known: dict[str, str] = {}

    def __getitem__(self, recorded: str) -> str:
        """Return the digest of the answer to a recorded question; None has a digest, too.

        It is empty for a kind of question that is no longer registered.
        """
        known = self._known.get(recorded)
        if known is None:
            query = read_query(recorded)
            known = "" if query is None else digest_of(query.answer(self.context))
            self._known[recorded] = known
        return known

    def describe(self, recorded: str) -> str:
        """Say in words what a recorded question asks for."""
        query = read_query(recorded)
        return f"'{recorded}'" if query is None else query.describe(self.context)
