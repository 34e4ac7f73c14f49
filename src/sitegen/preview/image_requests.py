"""Answer requests for images, making each when a browser first asks for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial

from sitegen.diagnostics import Diagnostic
from sitegen.errors import SitegenError
from sitegen.late_patterns import compile_late
from sitegen.preview.threads import run_in_thread

__all__ = ["ImageRequests"]

#: The names of derived images, and of the font of formulas; other names are never looked up.
_NAME = compile_late(
    r"assets/images/[0-9a-f]{16}(-\d+|-card)?\.[a-z]+"
    r"|assets/fonts/[a-z-]+\.[0-9a-f]{10}\.(?:woff2|ttf)"
)


class ImageRequests:
    """Makes images by their names in the output, each once even if several requests wait for it.

    `make` returns the bytes of an image, a diagnostic, or None if no image of that name is planned;
    it is slow and runs in a thread, `at_once` of them at the same time. `report` is called with
    what went wrong.
    """

    def __init__(
        self,
        make: Callable[[str], bytes | Diagnostic | None],
        report: Callable[[Diagnostic | SitegenError], None],
        *,
        at_once: int,
    ) -> None:
        self._make = make
        self._report = report
        self._slots = asyncio.Semaphore(at_once)
        self._running: dict[str, asyncio.Task[bytes | None]] = {}

    def is_image_name(self, output: str) -> bool:
        """Tell whether an output file has the name of an image that is made on request."""
        return _NAME.fullmatch(output) is not None

    async def find(self, output: str) -> bytes | None:
        """Return the bytes of an image, or None if there is no such image."""
        task = self._running.get(output)
        if task is None:
            task = asyncio.create_task(self._find(output))
            self._running[output] = task
            task.add_done_callback(lambda _: self._running.pop(output))
        # If one browser disconnects, the others still get the image.
        return await asyncio.shield(task)

    async def _find(self, output: str) -> bytes | None:
        async with self._slots:
            try:
                found = await run_in_thread(partial(self._make, output))
            except SitegenError as error:
                self._report(error)
                return None
            except Exception as error:  # noqa: BLE001  # a bug in sitegen costs one picture, not the page
                self._report(SitegenError(f"{output}: a bug in sitegen: {error}"))
                return None
        if isinstance(found, Diagnostic):
            self._report(found)
            return None
        return found
