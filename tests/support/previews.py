"""Stand-ins for what a preview talks to: its builder, its watch, and a tab."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from sitegen.model import BuildResult
from support.sites import write_files

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

__all__ = ["Building", "Bursts", "Tab"]


class Building:
    """A builder that does what a test says, and notes what it is asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked: list[tuple[str, ...]] = []
        self.outcome: BuildResult | Exception = BuildResult()
        self.built = 0

    def show(self, edited: Sequence[str], open_pages: Sequence[str]) -> Mapping[str, bytes]:
        if edited:  # else it only gets ready
            self.asked.append((*edited, *open_pages))
        return {"index.html": b"at first"}

    stuck = 0.0

    def give_up(self) -> None:
        """Never needed."""

    def make_image(self, output: str) -> bytes | None:
        return output.encode()

    @property
    def drawing_processes(self) -> int:
        return 1

    def build(self, changed: Sequence[str] | None = None) -> BuildResult:
        del changed  # it does as it is told
        if isinstance(self.outcome, Exception):
            raise self.outcome
        self.built += 1
        write_files(self.folder, {"index.html": f"{self.built}"})
        return self.outcome


class Tab:
    """A tab of a browser on this machine, as the server sees it."""

    def __init__(self, page: str) -> None:
        self.page, self.digest, self.note = page, "", ""
        self.told: list[dict[str, Any]] = []
        self.is_local, self.opened = True, 0.0

    def send(self, **said: Any) -> None:
        self.told.append(said)


class Bursts:
    """A watch that tells of what a test puts in."""

    def __init__(self) -> None:
        self.queue: asyncio.Queue[list[str]] = asyncio.Queue()

    async def changes(self) -> list[str]:
        return await self.queue.get()
