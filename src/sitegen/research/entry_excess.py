"""Refuse bibliographies of very many entries."""

from __future__ import annotations

from sitegen.config import exceeds
from sitegen.diagnostics import Problem

__all__ = ["too_many_entries"]


def too_many_entries(most: int, limit: str) -> Problem:
    """Return what is wrong with a bibliography of more entries than a limit of that name allows."""
    message = f"the bibliography has too many entries, more than limits.{limit} = {most:,}"
    return exceeds(limit, message, "make several files of it")
