"""Prepare, step by step, what the stages after parsing need; nothing depends on it.

While worker processes parse, the first one has little to do. Later, they would wait for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module

__all__ = ["prepare_later_stages"]

#: In the order of what they import of one another; each takes 10 to 40 ms.
_MODULES = (
    "jinja2",
    "sitegen.mathematics.typesetting",
    "sitegen.rendering.renderer",
    "PIL.Image",
    "sitegen.research.csl.formatting",
    "sitegen.social_cards.drawing",
    "sitegen.graph.assembly",
    "sitegen.engine.whole_site",
    "sitegen.engine.stages",
    "sitegen.engine.file_making",
    "sitegen.engine.commit",
)


def prepare_later_stages(theme: Mapping[str, str], own: Mapping[str, str]) -> Iterator[None]:
    """Import modules and compile the theme's templates, except those that the site replaces."""
    for name in _MODULES:
        import_module(name)
        yield
    from sitegen.engine.template_reuse import load_compiled
    from sitegen.rendering.environment import compile_theme

    load_compiled()
    yield from compile_theme(theme, own)
