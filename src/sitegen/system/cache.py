"""Derived images, kept between builds.

The rules: an entry never changes; it depends on nothing but its key; the key is made from all that
the entry was made from. What is missing, damaged or foreign is a miss, never an error.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path

__all__ = ["ImageCache"]


class ImageCache:
    """Files under `.sitegen/images/`: a SHA-256 digest of the bytes, then the bytes."""

    def __init__(self, folder: Path | None, *, fresh: bool = False) -> None:
        self._folder = folder
        self._fresh = fresh

    def read(self, key: str) -> bytes | None:
        """Return the bytes, or None when there are none that can be trusted."""
        if self._folder is None or self._fresh:
            return None
        try:
            stored = self._path(key).read_bytes()
        except OSError:
            return None
        digest, data = stored[:32], stored[32:]
        return data if data and hashlib.sha256(data).digest() == digest else None

    def write(self, key: str, data: bytes) -> None:
        """Keep the bytes; a cache that cannot be written costs time, not the build."""
        if self._folder is None:
            return
        path = self._path(key)
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent)
            with os.fdopen(handle, "wb") as out:
                out.write(hashlib.sha256(data).digest() + data)
            Path(name).replace(path)

    def _path(self, key: str) -> Path:
        if self._folder is None:
            message = "the cache has no folder"
            raise ValueError(message)
        return self._folder / key[:2] / key
