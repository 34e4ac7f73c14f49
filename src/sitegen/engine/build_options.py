"""The options of a build."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from sitegen.model.progress import Progress

__all__ = ["BuildOptions"]


def _ignore(*_: object) -> None:
    """Tell nobody; a function with a name can be sent to other processes."""


class BuildOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What a call or a command line asks of a build. `output` is `_site/` in the site if None.

    `jobs` is a number of processes, or `dask://host:port`; empty for the number of cores. `explain`
    names a page that the result's `reasons` must contain, even if nothing has changed. Without
    `makes_images`, images are planned, to be made when they are asked for. `waiting` is
    called when another build has to end first, `progress` now and then by the stages that may take
    long. `baseline` is a file of known problems, instead of the one that the configuration names.
    With `partial`, a site with errors is written, too: its good pages, and what can be shown of the
    others.
    """

    output: Path | None = None
    base_url: str = ""
    jobs: str = ""
    drafts: bool = False
    future: bool = False
    expired: bool = False
    clean: bool = False
    explain: str = ""
    makes_images: bool = True
    partial: bool = False
    baseline: Path | None = None
    waiting: Callable[[], None] = _ignore
    progress: Progress = _ignore

    @property
    def selected(self) -> tuple[bool, bool, bool]:
        """Whether drafts, future and expired pages are built."""
        return self.drafts, self.future, self.expired
