"""Read the citation styles that a site asks for by name."""

from __future__ import annotations

from functools import lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sitegen.graph.style_choice import named_styles
from sitegen.research.csl.style_names import DEFAULT_STYLE
from sitegen.research.style_files import STYLE_FILES
from sitegen.storage.citation_styles import read_style

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sitegen.config import Config
    from sitegen.model import ParsedPage
    from sitegen.research.csl.style_reader import Style

__all__ = ["find_styles"]


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


def _parent(style: Style) -> str:
    return style.parent.rstrip("/").rpartition("/")[2]


@lru_cache(maxsize=32)
def _compiled(name: str) -> Style | None:
    from sitegen.research.csl.style_reader import compile_style  # only for sites that cite

    data = read_style(name)
    return compile_style(data, f"{name}.csl")[0] if data is not None else None
