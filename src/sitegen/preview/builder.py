"""The seam between the preview and what builds the site."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from sitegen.glancing import glance
from sitegen.model import BuildResult
from sitegen.pipeline import BuildOptions, build_site

__all__ = ["Builder", "QuickBuilder", "Shown"]

#: Is given output files by name, which open tabs are to show at once.
Shown = Callable[[Mapping[str, bytes]], None]

#: Seconds for the browsers to fetch what they are shown before the machine is busy building.
_HEAD_START = 0.04


class Builder(Protocol):
    """Builds the site into the preview's folder, again and again, one build at a time."""

    def build(self, edited: Sequence[str], open_pages: Sequence[str], shown: Shown) -> BuildResult:
        """Build after edits of these source files; all may have changed if there are none.

        `open_pages` are output files that are on a screen, the first ones first. `shown` may be
        called with what they will be as soon as that is known. Raises SitegenError.
        """


class QuickBuilder:
    """Shows open pages first, then builds as `sitegen build` does."""

    def __init__(self, root: Path, folder: Path, *, drafts: bool) -> None:
        self._root = root
        self._folder = folder
        self._drafts = drafts

    def build(self, edited: Sequence[str], open_pages: Sequence[str], shown: Shown) -> BuildResult:
        """Show what can be shown at once, and build the whole site."""
        drafts = self._drafts
        if edited and open_pages:
            selected = (drafts, drafts, False)
            files = glance(self._root, self._folder, selected, edited, open_pages)
            if files:
                shown(files)
                time.sleep(_HEAD_START)
        options = BuildOptions(output=self._folder, drafts=drafts, future=drafts)
        return build_site(self._root, options)
