"""Regular expressions that are compiled when they are first needed.

Compiling a large expression takes up to ten milliseconds, and most builds need few of them.
"""

from __future__ import annotations

import re
from typing import Any, cast

__all__ = ["compile_late"]


_compile = re.compile


def compile_late(pattern: str, flags: int | re.RegexFlag = 0) -> re.Pattern[str]:
    """Return a pattern that works as that of `re.compile`, and is compiled at its first use.

    A mistake in the pattern raises re.error at that use, not before.
    """
    return cast("re.Pattern[str]", _LatePattern(pattern, flags))


class _LatePattern:
    def __init__(self, pattern: str, flags: int | re.RegexFlag) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        """Compile the pattern; what is asked of it is an attribute from now on, found at once."""
        if name.startswith("__"):
            raise AttributeError(name)
        found = getattr(_compile(self.pattern, self._flags), name)
        setattr(self, name, found)
        return found
