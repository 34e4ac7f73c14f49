"""Find the addresses in a stylesheet, and replace them.

Addresses are what `url()`, `@import` and the strings in `image-set()` hold (CSS Values 4, CSS
Cascade 5, CSS Images 4). Comments and all other strings are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec

__all__ = ["CssAddress", "replace_addresses"]

_DOUBLE = r"\"(?:[^\"\\\n]|\\.)*+\""
_SINGLE = r"'(?:[^'\\\n]|\\.)*+'"
#: Every alternative begins with a character that is no letter: Python then looks at these places
#: only, which is several times faster.
_TOKEN = re.compile(
    rf"/\*.*?(?:\*/|\Z)"
    rf"|@namespace[^;]*+"  # a name, which nothing loads
    rf"|@(?P<import>import\s++)(?P<imported>{_DOUBLE}|{_SINGLE})"
    rf"|\((?:(?<=url\()(?<![\w-]url\()"
    rf"\s*+(?:(?P<quoted>{_DOUBLE}|{_SINGLE})|(?P<bare>[^\"'()\s]*+))\s*+\))?+"
    rf"|{_DOUBLE}|{_SINGLE}"
    r"|\)",
    re.DOTALL | re.IGNORECASE,
)
#: What stands before the parenthesis of an image set.
_SET = re.compile(r"(?:^|[^\w-])(?:-webkit-)?image-set$", re.IGNORECASE)
_LONGEST = len(" -webkit-image-set")


class CssAddress(msgspec.Struct, frozen=True):
    """An address in a stylesheet, and the index of the text that holds it."""

    target: str
    index: int


def replace_addresses(text: str, replace: Callable[[CssAddress], str | None]) -> str:
    """Return the stylesheet with what `replace` returns for each address, None to leave it."""
    around: list[bool] = []  # for each open parenthesis, whether it is that of an image set

    def rewrite(found: re.Match[str]) -> str:
        whole, start = found[0], found.start()
        if whole == "(":
            before = text[max(0, start - _LONGEST) : start]
            around.append(_SET.search(before) is not None)
        elif whole == ")" and around:
            around.pop()
        elif whole[0] == "(":
            target = found["quoted"][1:-1] if found["quoted"] else found["bare"]
            new = replace(CssAddress(target, start - len("url")))
            return whole if new is None else f'("{new}")'
        elif found["imported"]:
            new = replace(CssAddress(found["imported"][1:-1], start))
            return whole if new is None else f'@{found["import"]}"{new}"'
        elif whole[0] in "\"'" and around and around[-1]:
            new = replace(CssAddress(whole[1:-1], start))
            return whole if new is None else f'"{new}"'
        return whole

    return _TOKEN.sub(rewrite, text)
