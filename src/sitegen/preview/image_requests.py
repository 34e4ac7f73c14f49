"""Answer requests for images, making each when a browser first asks for it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from functools import partial

from sitegen.diagnostics import Diagnostic
from sitegen.errors import SitegenError
from sitegen.preview.threads import in_thread

__all__ = ["Images"]

#: What a derived image is called; nothing else is looked up.
_NAME = re.compile(r"assets/images/[0-9a-f]{16}(-\d+|-card)?\.[a-z]+")


class Images:
    """Makes images by their names in the output, some at a time, each once for all who wait.

    `make` returns what an image is, what is wrong with it, or None if none is planned by that name;
    it takes time. `complain` is told what is wrong.
    """

    def __init__(
        self,
        make: Callable[[str], bytes | Diagnostic | None],
        complain: Callable[[Diagnostic | SitegenError], None],
        *,
        at_once: int,
    ) -> None:
        self._make = make
        self._complain = complain
        self._turn = asyncio.Semaphore(at_once)
        self._under_way: dict[str, asyncio.Task[bytes | None]] = {}

    def may_make(self, output: str) -> bool:
        """Tell by its name whether an output file may be an image that is made on request."""
        return _NAME.fullmatch(output) is not None

    async def find(self, output: str) -> bytes | None:
        """Return an image, or None if there is no such image."""
        task = self._under_way.get(output)
        if task is None:
            task = asyncio.create_task(self._find(output))
            self._under_way[output] = task
            task.add_done_callback(lambda _: self._under_way.pop(output))
        # A browser that goes away must not take it from the others.
        return await asyncio.shield(task)

    async def _find(self, output: str) -> bytes | None:
        async with self._turn:
            try:
                found = await in_thread(partial(self._make, output))
            except SitegenError as error:
                self._complain(error)
                return None
            except Exception as error:  # noqa: BLE001  # a bug of ours costs a picture, not the page
                self._complain(SitegenError(f"{output}: a bug in sitegen: {error}"))
                return None
        if isinstance(found, Diagnostic):
            self._complain(found)
            return None
        return found
