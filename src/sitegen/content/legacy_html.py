"""Write what HTML has given up in today's elements: `<center>`, `<font>`, `<strike>`, `<tt>`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

__all__ = ["LEGACY", "modernise"]

#: The element that means the same, and its class.
LEGACY = {
    "acronym": ("abbr", ""),
    "big": ("span", "text-large"),
    "center": ("div", "text-center"),
    "dir": ("ul", ""),
    "font": ("span", ""),
    "nobr": ("span", "nowrap"),
    "strike": ("s", ""),
    "tt": ("code", ""),
}


def modernise(node: LexborNode, given: set[str]) -> LexborNode:
    """Replace an old element, and return the new one; attributes stay as they are.

    `given` collects the classes.
    """
    tag, kind = LEGACY[node.tag or ""]
    made = node.parser.create_node(tag)
    for name, value in node.attributes.items():
        made.attrs[name] = value or ""
    if kind:
        own = node.attributes.get("class")
        made.attrs["class"] = f"{own} {kind}" if own else kind
        given.add(kind)
    node.insert_before(made, move=True)
    for child in list(node.iter(include_text=True)):
        made.insert_child(child, move=True)
    node.decompose()
    return made
