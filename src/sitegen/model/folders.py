"""The folders of a site: `content/`, `assets/` and `assets/static/`."""

from __future__ import annotations

from pathlib import PurePosixPath

__all__ = ["ASSETS", "CONTENT", "STATIC"]

CONTENT = PurePosixPath("content")
ASSETS = PurePosixPath("assets")
#: Its files are published at the root of the site, linked or not.
STATIC = ASSETS / "static"
