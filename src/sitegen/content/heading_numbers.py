"""Number the headings of a page: 1, 1.1, 1.2, 2, where the page or the site asks for it.

The numbers are kept in an attribute while the page is read, so that the text of a heading, and its
id, are those without the number; `show_heading_numbers` writes them into the text at last. The
label of a heading, `{#sec-methods}`, gets its number from `heading_number`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from selectolax.lexbor import LexborHTMLParser, LexborNode

__all__ = ["heading_number", "number_headings", "number_levels", "show_heading_numbers"]

_HEADINGS = "h1, h2, h3, h4, h5, h6"
_NUMBER = "data-heading-number"
#: Headings in these are those of a part that stands beside the text.
_ASIDES = frozenset({"aside", "blockquote", "details", "figure", "table", "li", "dd"})
#: As in Pandoc and Quarto.
_UNNUMBERED = "unnumbered"


def number_levels(levels: Iterable[int]) -> list[str]:
    """Return the number of each heading from their levels; a level that is left out counts not."""
    counters: list[int] = []
    above: list[int] = []
    numbers = []
    for level in levels:
        while above and above[-1] > level:
            above.pop()
            if not above or above[-1] < level:  # between two levels: beside the deeper one
                above.append(level)
        if not above or above[-1] < level:
            above.append(level)
        del counters[len(above) :]
        counters += [0] * (len(above) - len(counters))
        counters[-1] += 1
        numbers.append(".".join(map(str, counters)))
    return numbers


def number_headings(root: LexborNode, highest: int = 2) -> None:
    """Set the numbers of all headings, but for those with the class `unnumbered`.

    `highest` is the level of the highest headings below the title.
    """
    nodes = [node for node in root.css(_HEADINGS) if _is_numbered(node, root)]
    levels = [max(highest, int((node.tag or "h2")[1])) for node in nodes]
    for node, number in zip(nodes, number_levels(levels), strict=True):
        node.attrs[_NUMBER] = number


def heading_number(node: LexborNode) -> str:
    """Return the number of a heading, such as "2.1"; empty if it has none."""
    return node.attributes.get(_NUMBER) or ""


def show_heading_numbers(parser: LexborHTMLParser, root: LexborNode) -> None:
    """Write the numbers into the text of the headings, in an element of their own."""
    for node in root.css(f"[{_NUMBER}]"):
        shown = parser.create_node("span")
        shown.attrs["class"] = "heading-number"
        shown.insert_child(heading_number(node))
        del node.attrs[_NUMBER]
        first = node.child
        if first is None:
            node.insert_child(shown)
        else:
            first.insert_before(shown)
            first.insert_before(" ")


def _is_numbered(node: LexborNode, root: LexborNode) -> bool:
    if _UNNUMBERED in (node.attributes.get("class") or "").split():
        return False
    above = node.parent
    while above is not None and above.mem_id != root.mem_id:
        if above.tag in _ASIDES or "admonition" in (above.attributes.get("class") or "").split():
            return False
        above = above.parent
    return True
