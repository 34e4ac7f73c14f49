"""Regular expressions that are compiled when they are first needed.

Compiling one takes 0.1 to 10 ms. Of the 800 that modules have, a build of plain pages needs fewer
than a hundred: only those are compiled when their modules are imported.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast

__all__ = ["compile_late"]


_compile = re.compile


def compile_late(pattern: AnyStr, flags: int | re.RegexFlag = 0) -> re.Pattern[AnyStr]:
    """Return a pattern that works as that of `re.compile`, and is compiled at its first use.

    A mistake in the pattern raises re.error at that use, not before.
    """
    return cast("re.Pattern[AnyStr]", _LatePattern(pattern, flags))


class _LatePattern:
    def __init__(self, pattern: str | bytes, flags: int | re.RegexFlag) -> None:
        self.pattern = pattern
        self._flags = flags
        self._compiled: re.Pattern[Any] | None = None

    def __getattr__(self, name: str) -> Any:
        """Compile the pattern; what is asked of it is an attribute from now on, found at once."""
        if name.startswith("__"):
            raise AttributeError(name)
        if self._compiled is None:
            self._compiled = _compile(self.pattern, self._flags)
        found = getattr(self._compiled, name)
        setattr(self, name, found)
        return found
