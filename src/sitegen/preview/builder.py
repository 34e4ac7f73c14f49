"""The seam between the preview and what builds the site."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from sitegen.model import BuildResult
from sitegen.pipeline import BuildOptions, build_site

__all__ = ["Builder", "WholeBuilder"]


class Builder(Protocol):
    """Builds the site into the preview's folder, again and again, one build at a time."""

    def build(self, open_pages: Sequence[str], shown: Callable[[], None]) -> BuildResult:
        """Build; `open_pages` are output files that are on a screen, the first ones first.

        `shown` may be called as soon as these are in place, before the others are. Raises
        SitegenError.
        """


class WholeBuilder:
    """Builds as `sitegen build` does; the store spares it what has not changed."""

    def __init__(self, root: Path, folder: Path, *, drafts: bool) -> None:
        self._root = root
        self._options = BuildOptions(output=folder, drafts=drafts, future=drafts)

    def build(self, open_pages: Sequence[str], shown: Callable[[], None]) -> BuildResult:  # noqa: ARG002  # all pages come at once
        """Build the whole site."""
        return build_site(self._root, self._options)
