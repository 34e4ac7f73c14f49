"""The syntax of MyST's roles, `` {name}`text` ``, and of a text that names its target.

See https://mystmd.org/guide/quickstart-myst-markdown.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from sitegen.content.scanner import BLANKED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.scanner import MarkdownSource

__all__ = ["find_roles", "split_target"]

_TARGETED = re.compile(r"(?P<text>[^<>]*?)\s*<(?P<target>[^<>]+)>\s*")


def find_roles(source: MarkdownSource, names: frozenset[str]) -> Iterator[re.Match[str]]:
    """Yield the roles with these names that are not in code; their groups are `role` and `text`."""
    for found in _pattern(names).finditer(source.text):
        if source.prose[found.start()] != BLANKED:
            yield found


def split_target(text: str) -> tuple[str, str]:
    """Return what is shown and what is meant: `the knee <fig-knee>`; nothing is shown without."""
    found = _TARGETED.fullmatch(text)
    return (found["text"].strip(), found["target"].strip()) if found else ("", text.strip())


@cache
def _pattern(names: frozenset[str]) -> re.Pattern[str]:
    either = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    return re.compile(rf"\{{(?P<role>{either})\}}(?P<ticks>`+)(?P<text>[^`\n]+)(?P=ticks)(?!`)")
