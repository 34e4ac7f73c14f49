"""Stop builds that make no progress, and notice that the output was deleted.

A template may contain an endless loop. The process that renders has a time limit of its own, which
tells the page or the line; but a corrected template should not have to wait for that, and code that
is not Python cannot be interrupted.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from sitegen.diagnostics import Diagnostic, Location

if TYPE_CHECKING:
    from sitegen.preview.builder import Builder

__all__ = ["describe_stuck", "stop_stuck_builds", "watch_for_removal"]

#: Seconds without progress after which a build is stopped: if something was saved in the meantime,
#: which may have corrected the cause, and in any case.
_AFTER_EDIT, _LONGEST = 10.0, 90.0
_STEP = 0.25
#: Seconds between two checks whether the output is still there.
_LOOK = 1.0
#: More files than this are not listed.
_NAMED = 3


async def stop_stuck_builds(builder: Builder, is_edited: Callable[[], bool]) -> None:
    """Stop every build that makes no progress, until cancelled.

    `is_edited` tells whether files were saved since the current build began.
    """
    while True:
        await asyncio.sleep(_STEP)
        if builder.stuck > (_AFTER_EDIT if is_edited() else _LONGEST):
            await asyncio.to_thread(builder.give_up)


async def watch_for_removal(exists: Callable[[], bool], removed: Callable[[], None]) -> None:
    """Call `removed` each time that something that existed is found missing twice in a row."""
    was_there = is_missed = False
    while True:
        is_gone = not exists()
        if is_missed and is_gone:
            removed()
        # The first time, it may still be in the middle of being deleted.
        is_missed = was_there and is_gone
        was_there = not is_gone
        await asyncio.sleep(_LOOK)


def describe_stuck(changed: Sequence[str]) -> Diagnostic:
    """Return the error for a build that was stopped; it names the template that was saved last."""
    from sitegen.rendering.environment import TEMPLATE_TIMEOUT  # Jinja takes 60 ms to import

    named = sorted(changed, key=lambda name: not name.startswith("templates/"))
    message = "rendering got no further, and was given up"
    if not all(name.startswith("templates/") for name in named):
        message += f"; saved before it: {', '.join(named[:_NAMED])}"
    return Diagnostic(
        code=TEMPLATE_TIMEOUT,
        message=message,
        location=Location(path=named[0], line=1, column=1) if named else Location(path="templates"),
        hint="look for a loop in the templates that has no end, or too many turns",
    )
