"""What made the entries of the store, beside what their keys say."""

from __future__ import annotations

import hashlib
import sys
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

__all__ = ["describe_versions"]

_LIBRARIES = (
    *("jinja2", "markupsafe", "markdown", "pymdown-extensions", "pyromark", "pygments"),
    *("pyyaml", "python-frontmatter", "selectolax", "msgspec", "pillow"),
)


@cache
def describe_versions() -> str:
    """Name Python, the libraries and sitegen itself by a digest of its own files.

    The digest costs 5 ms and makes it impossible to meet entries of another sitegen, also while it
    is being developed.
    """
    digest = hashlib.sha256()
    package = Path(__file__).parents[1]
    for path in sorted(package.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(str(path.relative_to(package)).encode() + b"\0" + path.read_bytes())
    names = [f"{name} {_version(name)}" for name in _LIBRARIES]
    return "; ".join([f"sitegen {digest.hexdigest()}", f"python {sys.version_info[:3]}", *names])


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "unknown"
