"""Find the addresses in a stylesheet, and replace them.

Addresses are what `url()`, `@import` and the strings in `image-set()` hold (CSS Values 4, CSS
Cascade 5, CSS Images 4). Comments and all other strings are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["CssAddress", "replace_addresses"]

_STRING = r"\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+'"
_TOKEN = re.compile(
    rf"/\*.*?(?:\*/|\Z)"
    rf"|@namespace[^;]*+"  # a name, which nothing loads
    rf"|(?P<import>@import\s++)(?P<imported>{_STRING})"
    rf"|url\(\s*+(?:(?P<quoted>{_STRING})|(?P<bare>[^\"'()\s]*+))\s*+\)"
    rf"|(?P<string>{_STRING})"
    r"|(?P<open>[\w-]*+\()"
    r"|(?P<close>\))",
    re.DOTALL | re.IGNORECASE,
)
_SETS = frozenset({"image-set(", "-webkit-image-set("})


@dataclass(frozen=True, slots=True)
class CssAddress:
    """An address in a stylesheet, and the index of the text that holds it."""

    target: str
    index: int


def replace_addresses(text: str, replace: Callable[[CssAddress], str | None]) -> str:
    """Return the stylesheet with what `replace` returns for each address, None to leave it."""
    around: list[bool] = []  # for each open parenthesis, whether it is that of an image set

    def rewrite(found: re.Match[str]) -> str:
        if found["open"]:
            around.append(found["open"].casefold() in _SETS)
            return found[0]
        if found["close"]:
            if around:
                around.pop()
            return found[0]
        in_set = found["string"] is not None and bool(around) and around[-1]
        written = found["imported"] or found["quoted"] or (found["string"] if in_set else None)
        target = written[1:-1] if written else found["bare"]
        if target is None:
            return found[0]
        new = replace(CssAddress(target, found.start()))
        if new is None:
            return found[0]
        if found["import"]:
            return f'{found["import"]}"{new}"'
        return f'"{new}"' if in_set else f'url("{new}")'

    return _TOKEN.sub(rewrite, text)
