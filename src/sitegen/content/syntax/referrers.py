"""A place below each labelled thing for links to the pages that refer to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.construct import Construct, Mistake, PageTree
from sitegen.content.number_marks import NUMBER, referrers_node
from sitegen.content.placeholders import SLOT_ELEMENT
from sitegen.model import LABEL_KINDS

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

__all__ = ["REFERRERS"]

#: The captions of things, which take the links in.
_CAPTIONS = {"figure": "figcaption", "table": "caption"}
_BOXES = frozenset({"div", "section", "aside", "article"})
#: Where no block may stand.
_INLINE = frozenset({"p", "span", "math", "td", "th", "li", "a", "em", "strong"})


class _Referrers(Construct):
    html_marks = tuple(f'="{prefix}-' for prefix in LABEL_KINDS if prefix != "sec")

    def mark(self, tree: PageTree) -> tuple[Mistake, ...]:
        """Put a slot behind everything that has a number."""
        numbered = tree.root.css(f"{SLOT_ELEMENT}[{NUMBER}]")
        names = {node.attributes.get(NUMBER) or "" for node in numbered}
        if names:
            for node in tree.root.css("[id]"):
                if node.attributes.get("id") in names:
                    _put(tree, node)
        return ()


def _put(tree: PageTree, node: LexborNode) -> None:
    slot = referrers_node(tree.parser, node.attributes.get("id") or "")
    caption = next((c for c in node.iter() if c.tag == _CAPTIONS.get(node.tag or "")), None)
    box = caption or (node if node.tag in _BOXES and "math" not in _classes(node) else None)
    if box is not None:
        box.insert_child(slot, move=True)
        return
    while node.tag in _INLINE and node.parent is not None and node.parent.tag != "body":
        node = node.parent
    if node.tag in _BOXES or node.tag == "math":
        node.insert_after(slot, move=True)


def _classes(node: LexborNode) -> str:
    return node.attributes.get("class") or ""


REFERRERS = _Referrers()
