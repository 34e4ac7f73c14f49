"""Tell the paths of pictures inside notebooks from those of files."""

from __future__ import annotations

import re

from sitegen.late_patterns import compile_late

__all__ = ["split_image_path"]

_PATH = compile_late(r"(.+\.ipynb)/([0-9a-f]{64})\.(?:svg|png|jpg|webp|gif)", re.IGNORECASE)


def split_image_path(path: str) -> tuple[str, str] | None:
    """Return the notebook and the digest in the path of such a picture; None for other paths."""
    found = _PATH.fullmatch(path) if ".ipynb/" in path else None
    return (found[1], found[2]) if found else None
