"""Character references in Markdown, which end with a semicolon: `&copy;`."""

from __future__ import annotations

import html

from sitegen.late_patterns import compile_late

__all__ = ["decode_entities"]

_ENTITY = compile_late(r"&(?:[A-Za-z][A-Za-z0-9]*|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")


def decode_entities(text: str) -> str:
    """Return a text with the characters; `?a=1&copy=2` in an address has none of them.

    `html.unescape` reads some without a semicolon, too, as HTML does.
    """
    if "&" not in text:
        return text
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text)
