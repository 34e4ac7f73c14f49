"""Number footnotes in the order in which the text refers to them, inline ones among the others.

The engines number them in the order in which they are defined, and each in its own way where one is
defined in another. Readers expect them to count upwards, as in Pandoc, Hugo and on GitHub.
"""

from __future__ import annotations

from collections import deque
from html import escape
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

__all__ = ["INLINE_FOOTNOTE", "settle_footnotes"]

#: The class of a footnote that stands where its mark belongs.
INLINE_FOOTNOTE = "inline-footnote"
_MARKS = f"sup > a.footnote-ref, span.{INLINE_FOOTNOTE}"


def settle_footnotes(parser: LexborHTMLParser, root: LexborNode) -> None:
    """Move inline footnotes to the list at the end of a page, and number all by their marks."""
    box = next((each for each in reversed(root.css("div.footnote")) if _items(each)), None)
    items = _items(box) if box is not None else {}
    marks = _marks(root, items)
    inline = _name_inline(root, [mark for mark in marks if mark.tag == "span"])
    own = {mark.mem_id: name for name, mark in inline.items()}
    named = [(mark, own.get(mark.mem_id) or _name_of(mark)) for mark in marks]
    order = dict.fromkeys(name for _, name in named if name in items or name in inline)
    order |= dict.fromkeys(items)  # those that nothing refers to are last
    if not inline and list(order) == list(items):
        return
    numbers = {name: number for number, name in enumerate(order, 1)}
    for mark, name in named:
        if name in items:
            mark.inner_html = str(numbers[name])
    listed = {name: _item_of(name, mark) for name, mark in inline.items()}
    for name, mark in inline.items():
        mark.replace_with(_mark_of(parser, name, numbers[name]))
    listed |= {name: item.html or "" for name, item in items.items()}
    _write_list(parser, root, box, [listed[name] for name in order])


def _items(box: LexborNode) -> dict[str, LexborNode]:
    """Return the footnotes of a list by their ids, if it is one."""
    found = {}
    for inner in box.iter():
        for item in inner.iter() if inner.tag == "ol" else ():
            name = item.attributes.get("id") or ""
            if name.startswith("fn:"):
                found[name] = item
    return found


def _marks(root: LexborNode, items: dict[str, LexborNode]) -> list[LexborNode]:
    """Return the marks in the order of reading: those in a footnote come after those before it."""
    within = {name: item.css(_MARKS) for name, item in items.items()}
    inner = {mark.mem_id for marks in within.values() for mark in marks}
    waiting = deque(mark for mark in root.css(_MARKS) if mark.mem_id not in inner)
    found = []
    while waiting:
        mark = waiting.popleft()
        found.append(mark)
        waiting.extend(within.pop(_name_of(mark), ()))
    return found + [mark for marks in within.values() for mark in marks]


def _name_of(mark: LexborNode) -> str:
    """Return the id of the footnote that a mark refers to; nothing for an inline footnote."""
    return (mark.attributes.get("href") or "").removeprefix("#") if mark.tag == "a" else ""


def _name_inline(root: LexborNode, marks: list[LexborNode]) -> dict[str, LexborNode]:
    """Give each inline footnote an id that nothing on the page has."""
    if not marks:
        return {}
    taken = {node.attributes.get("id") for node in root.css("[id^='fn:inline-']")}
    free = (name for name in map("fn:inline-{}".format, count(1)) if name not in taken)
    return dict(zip(free, marks, strict=False))


def _item_of(name: str, mark: LexborNode) -> str:
    back = f'<a class="footnote-backref" href="#fnref{escape(name[2:])}">↩</a>'
    text = (mark.inner_html or "").strip()
    return f'<li id="{escape(name)}">\n<p>{text}&nbsp;{back}</p>\n</li>'


def _mark_of(parser: LexborHTMLParser, name: str, number: int) -> LexborNode:
    mark = parser.create_node("sup")
    mark.attrs["id"] = f"fnref{name[2:]}"
    mark.inner_html = f'<a class="footnote-ref" href="#{escape(name)}">{number}</a>'
    return mark


def _write_list(
    parser: LexborHTMLParser, root: LexborNode, box: LexborNode | None, items: list[str]
) -> None:
    """Put the footnotes into their list, which is made at the end of the page if there is none."""
    inner = "\n".join(items)
    if box is None:
        box = parser.create_node("div")
        box.attrs["class"] = "footnote"
        box.inner_html = f"\n<hr>\n<ol>\n{inner}\n</ol>\n"
        root.insert_child("\n")
        root.insert_child(box)
        return
    for each in box.iter():
        if each.tag == "ol":
            each.inner_html = f"\n{inner}\n"
