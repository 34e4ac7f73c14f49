"""Translate the exceptions of the libraries in the extra `sitegen[privacy]`.

Libraries raise anything for damaged and hostile files, so whatever they raise is caught here. They
are imported when a file needs them.
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
    except Exception as error:  # for damaged files, these libraries raise anything
        raise UnreadableError(library) from error
