"""The libraries of the extra `sitegen[privacy]`: imported when needed, their exceptions translated.

Libraries raise anything for files that are damaged or made to harm, so whatever they raise is
caught here and nowhere else.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

__all__ = ["MissingLibraryError", "UnreadableError", "reading_with"]


class MissingLibraryError(Exception):
    """A library that reads this format is not installed."""


class UnreadableError(Exception):
    """A library cannot read a file."""


@contextlib.contextmanager
def reading_with(library: str) -> Iterator[None]:
    """Import and use a library. Raises MissingLibraryError, UnreadableError."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise MissingLibraryError(library) from error
    except Exception as error:
        raise UnreadableError(library) from error
