"""The seam between the preview and what builds the site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from sitegen.glancing import glance
from sitegen.model import BuildResult
from sitegen.pipeline import BuildOptions, build_site

__all__ = ["Builder", "SiteBuilder"]


class Builder(Protocol):
    """Builds the site into the preview's folder, again and again, one build at a time."""

    def glance(self, edited: Sequence[str], open_pages: Sequence[str]) -> Mapping[str, bytes]:
        """Return what pages on a screen will be after edits of source files, if that is known.

        Pages are named by their output files, the latest first. May run beside a build.
        """

    def build(self) -> BuildResult:
        """Build. Raises SitegenError."""


class SiteBuilder:
    """Builds as `sitegen build` does; the store spares it what has not changed."""

    def __init__(self, root: Path, folder: Path, *, drafts: bool) -> None:
        self._root = root
        self._folder = folder
        self._drafts = drafts

    def glance(self, edited: Sequence[str], open_pages: Sequence[str]) -> Mapping[str, bytes]:
        """Render open pages from what the last build left."""
        selected = (self._drafts, self._drafts, False)
        return glance(self._root, self._folder, selected, edited, open_pages)

    def build(self) -> BuildResult:
        """Build the whole site."""
        options = BuildOptions(output=self._folder, drafts=self._drafts, future=self._drafts)
        return build_site(self._root, options)
