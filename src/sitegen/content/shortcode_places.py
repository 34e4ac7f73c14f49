"""Settle where shortcodes stand in the HTML that an engine has made of a page.

One that is all that its paragraph holds takes the paragraph's place. The two tags around a text
have to stand in the same element: otherwise there is no whole text between them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.construct import Mistake, Slot
from sitegen.content.placeholders import SLOT_ELEMENT
from sitegen.content.syntax.shortcodes import SHORTCODE_SYNTAX
from sitegen.diagnostics import Problem
from sitegen.model.references import ShortcodeEnd, ShortcodeReference

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from selectolax.lexbor import LexborNode

    from sitegen.content.construct import Node

__all__ = ["STANDING", "settle_shortcodes"]

#: Attribute of the slot of a shortcode that has no place of its own between other blocks.
STANDING = "standing"

#: What holds a line of text and no blocks.
_LINES = frozenset(
    "a abbr b caption cite code del dfn dt em h1 h2 h3 h4 h5 h6 i ins kbd label legend mark p q"
    " s samp small span strong sub summary sup u".split()
)
_INLINE = _LINES - {"caption", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "legend", "p", "summary"}


def settle_shortcodes(root: LexborNode, found: Sequence[Node | Slot]) -> Iterator[Mistake]:
    """Give each shortcode its place; return those whose tags do not belong together.

    `found` is what stands for the placeholders of the page. The tags of a pair without a place are
    removed, and the text between them stays.
    """
    starts, ends = _find_tags(root, found)
    for node, slot, reference in starts:
        end = ends.pop(reference.number, None) if reference.has_content else node
        if end is None or not _are_beside(node, end):
            yield Mistake(slot.start, _split(reference))
            node.decompose()
            if end is not None:
                end.decompose()
        elif not slot.is_block:
            _place(node, end)
    yield from _lost(found, {slot.start for _, slot, _ in starts})
    for node in ends.values():  # the tag that opens is lost
        node.decompose()


_Start = tuple["LexborNode", Slot, ShortcodeReference]


def _find_tags(
    root: LexborNode, found: Sequence[Node | Slot]
) -> tuple[list[_Start], dict[int, LexborNode]]:
    """Return the tags that open, and those that close by the numbers of their shortcodes."""
    ends: dict[int, LexborNode] = {}
    starts: list[_Start] = []
    for node in root.css(f"{SLOT_ELEMENT}[name]"):  # the marks of numbers have none
        slot = found[int(node.attributes["name"] or 0)]
        if isinstance(slot, Slot) and isinstance(slot.reference, ShortcodeReference):
            starts.append((node, slot, slot.reference))
        elif isinstance(slot, Slot) and isinstance(slot.reference, ShortcodeEnd):
            ends[slot.reference.number] = node
    return starts, ends


def _lost(found: Sequence[Node | Slot], seen: set[int]) -> Iterator[Mistake]:
    """Report the tags that are in no text, such as those in the text of an image."""
    for each in found:
        if isinstance(each, Slot) and _is_tag(each) and each.start not in seen:
            message = f"'{each.reference.target}' stands where no shortcode can be"
            hint = "write it outside of the text of an image"
            yield Mistake(each.start, Problem(SHORTCODE_SYNTAX, message, hint))


def _is_tag(found: Node | Slot) -> bool:
    return isinstance(found, Slot) and isinstance(found.reference, ShortcodeReference)


def _split(reference: ShortcodeReference) -> Problem:
    name = reference.target
    message = f"'{name}' begins in one paragraph or list item and ends in another"
    hint = f"write '{{{{< {name} >}}}}' and '{{{{< /{name} >}}}}' on lines of their own"
    return Problem(SHORTCODE_SYNTAX, message, hint)


def _are_beside(node: LexborNode, end: LexborNode) -> bool:
    above, other = node.parent, end.parent
    return above is not None and other is not None and above.mem_id == other.mem_id


def _place(node: LexborNode, end: LexborNode) -> None:
    """Put a shortcode in the place of its paragraph, or note that it stands in a line of text."""
    above = node.parent
    if above is None:
        return
    before, after = _beside(node, back=True), _beside(end, back=False)
    if above.tag == "p" and before is None and after is None:
        above.unwrap()
    elif _has_line_around(node) or _is_inline(before) or _is_inline(after):
        node.attrs[STANDING] = "line"
    else:
        node.attrs[STANDING] = "bare"


def _beside(node: LexborNode, *, back: bool) -> LexborNode | None:
    """Return what is beside a node, apart from space."""
    other = node.prev if back else node.next
    while other is not None and other.is_text_node and not (other.text_content or "").strip():
        other = other.prev if back else other.next
    return other


def _has_line_around(node: LexborNode) -> bool:
    above = node.parent
    while above is not None:
        if above.tag in _LINES:
            return True
        above = above.parent
    return False


def _is_inline(node: LexborNode | None) -> bool:
    return node is not None and (node.is_text_node or node.tag in _INLINE)
