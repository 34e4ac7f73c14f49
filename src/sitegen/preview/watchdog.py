"""Give up builds that do not end or that nobody needs any more.

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

__all__ = ["describe_stuck", "notice_loss", "supervise"]

#: Seconds without getting further after which a build is given up: if something was saved
#: meanwhile, which may have mended it, and in any case.
_PATIENCE, _LONGEST = 10.0, 90.0
_STEP = 0.25
#: Seconds between two looks at what was built.
_LOOK = 1.0
#: More files than this are not listed.
_NAMED = 3


async def supervise(builder: Builder, is_edited: Callable[[], bool]) -> None:
    """Give up the build under way once it is stuck, for ever; `is_edited` tells of new edits."""
    while True:
        await asyncio.sleep(_STEP)
        if builder.stuck > (_PATIENCE if is_edited() else _LONGEST):
            await asyncio.to_thread(builder.give_up)


async def notice_loss(is_there: Callable[[], bool], lost: Callable[[], None]) -> None:
    """Call `lost` once what was there has been gone for a while."""
    was_there = is_missed = False
    while True:
        is_gone = not is_there()
        if is_missed and is_gone:
            lost()
        # Who takes it away may still be at it.
        is_missed = was_there and is_gone
        was_there = not is_gone
        await asyncio.sleep(_LOOK)


def describe_stuck(changed: Sequence[str]) -> Diagnostic:
    """Name what was saved before a build that was given up: the template, if there is one."""
    named = sorted(changed, key=lambda name: not name.startswith("templates/"))
    message = "rendering got no further, and was given up"
    if not all(name.startswith("templates/") for name in named):
        message += f"; saved before it: {', '.join(named[:_NAMED])}"
    return Diagnostic(
        code="template-timeout",
        message=message,
        location=Location(path=named[0] if named else "templates"),
        hint="look for a loop in the templates that has no end, or too many turns",
    )
