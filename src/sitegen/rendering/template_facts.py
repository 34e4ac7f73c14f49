"""Say of a site's templates what assembly has to know: their names, and what they may show."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from sitegen.late_patterns import compile_late
from sitegen.model import TemplateFacts
from sitegen.rendering.shortcode_declarations import read_shortcodes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sitegen.diagnostics import Diagnostic

__all__ = ["find_template_facts"]

#: A menu by its name, or `menus` in any other use, which may show all of them.
_MENUS = re.compile(
    r"""\bmenus\b(?:\s*(?:\.\s*(?!get\b|items\b|values\b|keys\b)(\w+)"""
    r"""|\[\s*["']([^"']+)["']\s*\]|\.\s*get\(\s*["']([^"']+)["']\s*[,)]))?"""
)
_WORD = compile_late(r"\w+")


def find_template_facts(
    theme: Mapping[str, str], own: Mapping[str, str]
) -> tuple[TemplateFacts, tuple[Diagnostic, ...]]:
    """Return the facts of the theme's templates and of the site's own, which come first.

    Also return what is wrong with the heads of shortcodes.
    """
    shortcodes, problems = read_shortcodes(theme, own)
    texts = [*own.values(), *_used_of_theme(theme, own)]
    menus = {name for text in texts for name in _shown_menus(text)}
    facts = TemplateFacts(
        names=frozenset({*theme, *own}),
        own=frozenset(own),
        menus=None if "" in menus else frozenset(menus),
        own_words=frozenset(word for text in own.values() for word in _WORD.findall(text)),
        shortcodes=shortcodes,
    )
    return facts, problems


def _used_of_theme(theme: Mapping[str, str], own: Mapping[str, str]) -> Iterator[str]:
    """Yield the theme's templates, without those that the site replaces and does not extend."""
    for name, text in theme.items():
        if name not in own or any(f"theme/{name}" in each for each in own.values()):
            yield text


@lru_cache(maxsize=256)
def _shown_menus(text: str) -> frozenset[str]:
    """Return the names of menus that a template shows, an empty one for a name that is computed."""
    if "menus" not in text:
        return frozenset()
    return frozenset(found[1] or found[2] or found[3] or "" for found in _MENUS.finditer(text))
