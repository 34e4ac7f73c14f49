"""Run `sitegen build`: one session, one build."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.engine.build_options import BuildOptions
from sitegen.engine.session import Session

if TYPE_CHECKING:
    from pathlib import Path

    from sitegen.model import BuildResult

__all__ = ["BuildOptions", "build_site"]


def build_site(site: Path, options: BuildOptions) -> BuildResult:
    """Build a site. Raises SitegenError; mistakes in the content are in the result."""
    return Session(site, options).build()
