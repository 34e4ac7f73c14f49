"""Films, recordings and frames of other sites have a title for those who cannot see them.

It is what a screen reader says where one begins (www.w3.org/WAI/WCAG22, 4.1.2).
"""

from __future__ import annotations

from sitegen.diagnostics import Problem, Severity, declare

__all__ = ["untitled"]

MEDIA_TITLE = declare("media-title", Severity.WARNING)


def untitled(what: str, hint: str = 'write title="what it shows", or a caption') -> Problem:
    """Return the problem of something that is called `what` and has no title."""
    message = f"{what} has no title for those who cannot see it"
    return Problem(MEDIA_TITLE, message, hint)
