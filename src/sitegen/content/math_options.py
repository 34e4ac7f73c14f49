"""Tell which macros hold on a page, and whether mathematics is set at all."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from sitegen.mathematics.macros import NO_MACROS, Macros, parse_macros

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sitegen.config import MathConfig

__all__ = ["macros_for"]


def macros_for(math: MathConfig, own: Mapping[str, str] | None = None) -> Macros | None:
    """Return the macros of a site together with a page's `own`, which replace them.

    It is None where mathematics is left alone. What is wrong with a macro has been reported where
    it was read, and it is left out.
    """
    if not math.enabled:
        return None
    if not math.macros and not own:
        return NO_MACROS
    return _parsed(tuple({**math.macros, **(own or {})}.items()))


@lru_cache(maxsize=64)
def _parsed(given: tuple[tuple[str, str], ...]) -> Macros:
    return parse_macros(dict(given))[0]
