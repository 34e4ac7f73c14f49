"""Keep the theme's compiled templates where Python keeps compiled modules: in `__pycache__`.

Like those, they are code, and whoever can replace them can replace sitegen as well. They are not
kept in the cache of a site, which others may have made. As for modules, nothing is written if
`PYTHONDONTWRITEBYTECODE` is set, or where the folder of the program cannot be written.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import sys
from importlib.util import cache_from_source
from pathlib import Path

from sitegen.storage.versions import describe_program

__all__ = ["read_compiled_theme", "write_compiled_theme"]

_DIGEST = 16


def read_compiled_theme() -> bytes | None:
    """Return what was written last, if that was by this version of everything."""
    try:
        data = _place().read_bytes()
    except (OSError, NotImplementedError):
        return None
    return data[_DIGEST:] if data[:_DIGEST] == _digest(data[_DIGEST:]) else None


def write_compiled_theme(data: bytes) -> None:
    """Keep the theme's compiled templates, if Python may keep modules."""
    if sys.dont_write_bytecode:
        return
    with contextlib.suppress(OSError, NotImplementedError):
        place = _place()
        place.parent.mkdir(exist_ok=True, parents=True)
        fresh = place.with_name(f"{place.name}.{secrets.token_hex(4)}")
        try:
            handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
            with os.fdopen(handle, "wb") as file:
                file.write(_digest(data) + data)
            fresh.replace(place)
        finally:
            fresh.unlink(missing_ok=True)


def _place() -> Path:
    """Return the file. Raises NotImplementedError if this Python keeps no compiled modules."""
    return Path(cache_from_source(str(Path(__file__).parents[1] / "theme" / "templates.py")))


def _digest(data: bytes) -> bytes:
    digest = hashlib.blake2b(describe_program().encode(), digest_size=_DIGEST)
    digest.update(data)
    return digest.digest()
