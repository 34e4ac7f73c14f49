"""Read the citation styles that a site asks for by name."""

from __future__ import annotations

from functools import lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sitegen.graph.style_choice import named_styles
from sitegen.research.csl.style_names import DEFAULT_STYLE, built_in_name
from sitegen.research.style_files import STYLE_FILES
from sitegen.storage.citation_styles import list_styles, read_style

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sitegen.config import Config
    from sitegen.model import ParsedFile, ParsedPage
    from sitegen.research.csl.style_reader import Style

__all__ = ["find_styles", "installed_names", "read_site_style"]


def find_styles(
    config: Config,
    pages: Iterable[ParsedPage],
    sources: Mapping[str, Mapping[str, Style | None]],
) -> dict[str, Style]:
    """Return the styles that the site and its pages name, and those to which these point."""
    names = [PurePosixPath(each).name.removesuffix(".csl") for each in named_styles(config, pages)]
    files = sources.get(STYLE_FILES.name, {}).values()
    parents = [_parent(style) for style in files if style is not None]
    found: dict[str, Style] = {}
    waiting = [DEFAULT_STYLE, *names, *parents]
    while waiting:
        name = waiting.pop()
        style = _compiled(name) if name and name not in found else None
        if style is not None:
            found[name] = style
            waiting.append(_parent(style))
    return found


def installed_names(
    config: Config, pages: Iterable[ParsedPage], styles: Mapping[str, Style]
) -> tuple[str, ...]:
    """Return the names of all styles, if one is named that is neither a file nor among `styles`."""
    names = (name for name in named_styles(config, pages) if not name.endswith(".csl"))
    return list_styles() if any(name not in styles for name in names) else ()


def read_site_style(config: Config, files: Mapping[str, ParsedFile]) -> bytes:
    """Return the XML of the site's style, the default one if it has no bibliography.

    `files` are the site's own styles by path.
    """
    name = config.research.style
    if built_in_name(name):
        return _read(name)
    data = files[name].value if name in files else _read(PurePosixPath(name).name)
    return _independent(data) or _read(DEFAULT_STYLE)


def _independent(data: bytes) -> bytes:
    """Return a style that has a bibliography, or that to which it points; empty without one."""
    from sitegen.research.csl.style_reader import compile_style  # only for styles of others

    for _ in range(2):
        style = compile_style(data)[0]
        if style is not None and style.bibliography is not None:
            return data
        data = _read(_parent(style)) if style is not None and style.parent else b""
    return b""


def _read(name: str) -> bytes:
    return read_style(name.removesuffix(".csl")) or b""


def _parent(style: Style) -> str:
    return style.parent.rstrip("/").rpartition("/")[2]


@lru_cache(maxsize=32)
def _compiled(name: str) -> Style | None:
    from sitegen.research.csl.style_reader import compile_style  # only for sites that cite

    data = read_style(name)
    return compile_style(data, f"{name}.csl")[0] if data is not None else None
