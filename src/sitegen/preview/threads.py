"""Start background threads that do not delay the exit."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import TypeVar

__all__ = ["run_in_thread"]

_T = TypeVar("_T")


async def run_in_thread(work: Callable[[], _T]) -> _T:
    """Return the result of `work`, which runs in a daemon thread; raises what it raises.

    If the caller is cancelled, the thread goes on and its result is dropped.
    """
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[_T] = loop.create_future()

    def settle(outcome: _T | BaseException) -> None:
        if ended.cancelled():
            return
        if isinstance(outcome, BaseException):
            ended.set_exception(outcome)
        else:
            ended.set_result(outcome)

    def run() -> None:
        outcome: _T | BaseException
        try:
            outcome = work()
        except BaseException as error:  # noqa: BLE001  # raised again in the task that awaits it
            outcome = error
        with contextlib.suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(settle, outcome)

    threading.Thread(target=run, name="work", daemon=True).start()
    return await ended
