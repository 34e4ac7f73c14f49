"""Read the files of the built-in theme, which are data inside the package."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sitegen.model.theme_measures import ThemeMeasures, parse_measures

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from importlib.resources.abc import Traversable

__all__ = ["read_measures", "read_theme"]


@cache
def read_theme(folder: str) -> Mapping[str, bytes]:
    """Return the files below one of the theme's folders, by their path in it."""
    from importlib.resources import files  # 5 ms that a build with nothing to do need not pay

    return dict(sorted(_walk(files("sitegen") / "theme" / folder, "")))


@cache
def read_measures() -> ThemeMeasures:
    """Return the measures of the theme."""
    from importlib.resources import files  # as above

    return parse_measures((files("sitegen") / "theme" / "theme.toml").read_text("utf-8"))


def _walk(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _walk(entry, f"{prefix}{entry.name}/")
        elif not entry.name.startswith("."):
            yield f"{prefix}{entry.name}", entry.read_bytes()
