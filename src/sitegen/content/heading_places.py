"""Find below which headings of a page something stands: included texts, lists, figures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

__all__ = ["headings_before", "levels_before"]

_HEADING = re.compile(r"h[1-6]")


def headings_before(root: LexborNode, wanted: str, depth: int) -> dict[int, str]:
    """Return, for each node of a selector, the id of the last heading before it; empty for none.

    Headings lower than `depth` do not count. The keys are memory ids.
    """
    found: dict[int, str] = {}
    last = ""
    for node in root.css(f"h1, h2, h3, h4, h5, h6, {wanted}"):
        tag = node.tag or ""
        if not _HEADING.fullmatch(tag):
            found[node.mem_id] = last
        elif int(tag[1]) <= depth:
            last = node.attributes.get("id") or ""
    return found


def levels_before(root: LexborNode, wanted: str) -> dict[int, int]:
    """Return, for each element of a name, the level of the nearest heading before it.

    That is one beside it, or beside what it is in; 1 if there is none. The keys are memory ids.
    """
    levels: dict[int, int] = {}
    waiting = [(root, 1)]
    while waiting:
        above, level = waiting.pop()
        for node in above.iter():
            tag = node.tag or ""
            if _HEADING.fullmatch(tag):
                level = int(tag[1])
            elif tag == wanted:
                levels[node.mem_id] = level
            if node.first_child is not None:
                waiting.append((node, level))
    return levels
