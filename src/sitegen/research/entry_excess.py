"""Refuse bibliographies of very many entries, and tell fields of very many characters."""

from __future__ import annotations

from sitegen.config import exceeds
from sitegen.diagnostics import Problem, Severity, declare

__all__ = ["MOST_CHARACTERS", "too_long", "too_many_entries"]

LONG_BIB_FIELD = declare("long-bib-field", Severity.WARNING)
#: More characters than any field needs; what is longer is most often a missing brace.
MOST_CHARACTERS = 200_000


def too_many_entries(most: int, limit: str) -> Problem:
    """Return what is wrong with a bibliography of more entries than a limit of that name allows."""
    message = f"the bibliography has too many entries, more than limits.{limit} = {most:,}"
    return exceeds(limit, message, "make several files of it")


def too_long(name: str, value: str, hint: str) -> Problem | None:
    """Return what is wrong with a field of which only `MOST_CHARACTERS` are read."""
    if len(value) <= MOST_CHARACTERS:
        return None
    message = f"'{name}' has {len(value):,} characters, of which {MOST_CHARACTERS:,} are read"
    return Problem(LONG_BIB_FIELD, message, hint)
