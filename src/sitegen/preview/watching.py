"""What changes in a site's folder while its author works."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import watchfiles

__all__ = ["watch_site"]

_FOLDERS = ("content", "templates", "assets", "data")
_MATTER = {"sitegen.toml", "pyproject.toml", *_FOLDERS}


async def watch_site(root: Path, stop: asyncio.Event) -> AsyncIterator[str]:
    """Yield the site's name when the watch begins, then a file's name for each burst of changes.

    The site's folder itself is watched without what lies in it, for the configuration and for
    folders that appear; a new one starts the watch of the folders anew. What was saved while
    nobody watched is found by the build that follows.
    """
    while not stop.is_set():
        folders = [root / name for name in _FOLDERS if (root / name).is_dir()]
        fresh = asyncio.Event()
        merged: asyncio.Queue[str] = asyncio.Queue()
        tasks = [
            asyncio.create_task(_follow(folders, merged, fresh, recursive=True)),
            asyncio.create_task(_follow([root], merged, fresh, recursive=False)),
        ]
        ends = [asyncio.create_task(stop.wait()), asyncio.create_task(fresh.wait())]
        try:
            await asyncio.sleep(0)  # each task runs up to its first wait, and then watches
            yield root.name
            while not (stop.is_set() or fresh.is_set()):
                item = asyncio.create_task(merged.get())
                await asyncio.wait({item, *ends}, return_when=asyncio.FIRST_COMPLETED)
                if item.done():
                    yield item.result()
                else:
                    item.cancel()
        finally:
            for task in (*tasks, *ends):
                task.cancel()
            await asyncio.gather(*tasks, *ends, return_exceptions=True)


async def _follow(
    paths: list[Path], merged: asyncio.Queue[str], fresh: asyncio.Event, *, recursive: bool
) -> None:
    if not paths:
        return
    batches = watchfiles.awatch(*paths, debounce=50, step=10, recursive=recursive)
    async for batch in batches:
        names = sorted({name for _, name in batch})
        if not recursive:
            names = [name for name in names if Path(name).name in _MATTER]
            if any(Path(name).name in _FOLDERS for name in names):
                fresh.set()
        if names:
            more = f" and {len(names) - 1} more" if len(names) > 1 else ""
            await merged.put(Path(names[0]).name + more)
