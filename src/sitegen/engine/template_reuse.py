"""Let later processes reuse the theme's templates that this one has compiled."""

from __future__ import annotations

import functools

from sitegen.rendering.compiled_templates import COMPILED
from sitegen.storage.compiled_theme import read_compiled_theme, write_compiled_theme

__all__ = ["load_compiled", "save_compiled"]


@functools.cache
def load_compiled() -> None:
    """Take over what earlier processes have compiled."""
    data = read_compiled_theme()
    if data is not None:
        COMPILED.add_packed(data)


def save_compiled() -> None:
    """Keep what this process has compiled, if that is more."""
    if COMPILED.has_more:
        write_compiled_theme(COMPILED.pack_theme())
        COMPILED.has_more = False
