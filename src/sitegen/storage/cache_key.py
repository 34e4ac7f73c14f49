"""Read the key that authenticates the cache, so that a cache that others made is not believed.

It lies outside the site, in the folder where the system keeps the state of a user's programs:

    Linux    $XDG_STATE_HOME or ~/.local/state
    macOS    ~/Library/Application Support
    Windows  %LOCALAPPDATA%

https://specifications.freedesktop.org/basedir-spec/latest/
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import stat
import sys
from functools import cache
from pathlib import Path

from sitegen.errors import UsageError

__all__ = [
    "KEY_VARIABLE",
    "digest_entry",
    "forget_cache_key",
    "is_cache_key_kept",
    "read_cache_key",
]

#: Where several machines share a cache, as those of a CI do, it holds the key.
KEY_VARIABLE = "SITEGEN_CACHE_KEY"
_LEAST = 16
_SIZE = 32
_NAME = "cache.key"
#: Not on Windows, where links need a privilege.
_NO_LINKS = getattr(os, "O_NOFOLLOW", 0)
#: Whoever opens a pipe otherwise waits until somebody writes to it.
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)


def read_cache_key() -> bytes:
    """Return the key of this user, 32 bytes; it is made when there is none.

    Where none can be kept, it holds for this process and those that it starts, and no cache is
    believed afterwards. Raises UsageError if the variable holds something too short to be secret.
    """
    return _find_key()[0]


def digest_entry(kind: bytes, name: str, data: bytes, size: int) -> bytes:
    """Return what only those can compute who have the key: `size` bytes for an entry of the cache.

    It depends on the place of the entry, too: its kind, of at most 16 bytes, and its name there.
    Raises UsageError as above.
    """
    named = name.encode()
    # How long the name is keeps the end of it from being read as the beginning of the data.
    digest = hashlib.blake2b(
        len(named).to_bytes(8) + named, digest_size=size, key=read_cache_key(), person=kind
    )
    digest.update(data)
    return digest.digest()


def is_cache_key_kept() -> bool:
    """Tell whether the next process will have the same key. Raises UsageError as above."""
    return _find_key()[1]


@cache
def _find_key() -> tuple[bytes, bool]:
    given = os.environ.get(KEY_VARIABLE, "")
    if given:
        if len(given) < _LEAST:
            message = f"{KEY_VARIABLE}: too short; give it {_LEAST} random characters or more"
            raise UsageError(message)
        secret = given.encode(errors="surrogateescape")
        return hashlib.blake2b(secret, digest_size=_SIZE).digest(), True
    fresh = secrets.token_bytes(_SIZE)
    try:
        folder = _state_folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return _read_file(folder / _NAME) or _write_file(folder / _NAME, fresh), True
    except (OSError, RuntimeError):  # there may be no home folder
        return fresh, False


def forget_cache_key() -> None:
    """Read the key again when it is needed next."""
    _find_key.cache_clear()


def _state_folder() -> Path:
    if sys.platform == "win32":  # pragma: no cover  # the tests run on Linux
        base = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    elif sys.platform == "darwin":  # pragma: no cover  # as above
        base = Path.home() / "Library" / "Application Support"
    else:
        given = Path(os.environ.get("XDG_STATE_HOME", ""))
        # The specification has relative paths ignored.
        base = given if given.is_absolute() else Path.home() / ".local" / "state"
    return Path(base) / "sitegen"


def _read_file(path: Path) -> bytes | None:
    """Return the key in a file that nobody else can read or has made; None if it is not such."""
    try:
        handle = os.open(path, os.O_RDONLY | _NO_LINKS | _NO_WAIT)
    except OSError:
        return None
    with os.fdopen(handle, "rb") as file:
        found = os.fstat(file.fileno())
        key = file.read(_SIZE + 1)
    if not stat.S_ISREG(found.st_mode) or len(key) != _SIZE:
        return None
    if hasattr(os, "getuid") and (found.st_uid != os.getuid() or found.st_mode & 0o077):
        return None
    return key


def _write_file(path: Path, key: bytes) -> bytes:
    """Keep a key; return that of another process which was quicker. Raises OSError."""
    fresh = path.with_name(f"{_NAME}.{secrets.token_hex(4)}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINKS, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(key)
        with contextlib.suppress(FileNotFoundError):
            if _read_file(path) is None:
                path.unlink()  # it is no key, or not secret
        try:
            os.link(fresh, path)
        except FileExistsError:
            return _read_file(path) or key
        except OSError:  # some file systems know no links; then the last one is kept
            fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    return key
