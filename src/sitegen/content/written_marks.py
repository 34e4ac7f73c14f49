"""Find references such as `&#x0e;` to the characters that mark slots and placeholders.

The characters themselves are refused when a file is decoded. An engine, or whoever reads its HTML,
decodes references to them: then what an author wrote would be taken for a mark of ours.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["find_written_mark"]

_REFERENCE = compile_late(
    r"&#(?:[xX]0*([eEfF]|1[01]|[fF][dD][dD][45])|0*(1[4-7]|6498[01]))(?![0-9a-fA-F]);?"
)
_MARK = compile_late("[\x0e-\x11\ufdd4\ufdd5]")


def find_written_mark(text: str, rendered: str, render: Callable[[str], str]) -> str:
    """Return the first of these characters that a reference gives, or nothing.

    `rendered` is the HTML of the Markdown `text`, which `render` makes. In code, a reference is
    text, and gives none.
    """
    if "&#" not in text:
        return ""
    left = _REFERENCE.search(rendered)  # Python-Markdown does not decode them
    if left:
        return _character(left)
    written = _REFERENCE.search(text)
    if not written:
        return ""
    others = render(_REFERENCE.sub(lambda found: "x" * len(found[0]), text))
    is_text = len(_MARK.findall(others)) == len(_MARK.findall(rendered))
    return "" if is_text else _character(written)


def _character(found: re.Match[str]) -> str:
    return chr(int(found[1], 16) if found[1] else int(found[2]))  # html.unescape gives nothing
