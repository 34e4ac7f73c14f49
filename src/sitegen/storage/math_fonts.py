"""Find the font of formulas: STIX Two Math, under the SIL Open Font License, from a package.

Only the data of the package is read; none of it is imported.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import msgspec

from sitegen.storage.source_files import read_bytes
from sitegen.storage.versions import read_versions
from sitegen.webassets.math_font import RECIPE

__all__ = ["MathFont", "find_math_font", "read_math_font"]

_PACKAGE, _FILE = "ziamath", "fonts/STIXTwoMath-Regular.ttf"
_NAME = "fonts/stix-two-math"
_TOOLS = (("fonttools",), ("brotli", "brotlicffi"))


class MathFont(msgspec.Struct, frozen=True):
    """A font of formulas: its name below `assets/`, whether it is trimmed, and a digest.

    The digest is made of everything that decides about the bytes, and is known before these are.
    """

    name: str
    is_trimmed: bool
    digest: str


@cache
def find_math_font() -> MathFont | None:
    """Return the built-in font; it is whole if the libraries that trim it are not installed."""
    installed = read_versions()
    if _PACKAGE not in installed:
        return None
    tools = [next((name for name in names if name in installed), "") for names in _TOOLS]
    is_trimmed = all(tools)
    versions = [installed[name] for name in (_PACKAGE, *(tools if is_trimmed else ()))]
    made_of = repr((RECIPE, tools, versions)) if is_trimmed else repr(versions)
    name = _NAME + (".woff2" if is_trimmed else ".ttf")
    return MathFont(name, is_trimmed, hashlib.sha256(made_of.encode()).hexdigest())


def read_math_font() -> bytes:
    """Return the bytes of the whole font. Raises MachineError if they cannot be read."""
    found = find_spec(_PACKAGE)
    folder = Path(found.origin).parent if found and found.origin else Path(_PACKAGE)
    return read_bytes(folder / _FILE)
