"""Task lists: a checkbox for items that begin with `[ ]` or `[x]`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.construct import Construct, Mistake, PageTree
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

__all__ = ["TASK_LISTS"]

_TASK = compile_late(r"\[([ xX])\]\s+")
_BLOCK = compile_late(r"<(?:ul|ol|p|div|pre|table|blockquote|dl|figure)\b")


class _TaskLists(Construct):
    html_marks = ("[ ]", "[x]", "[X]")
    html_needs = (">[]", "\n[]", "\t[]")

    def mark(self, tree: PageTree) -> tuple[Mistake, ...]:
        _mark_task_lists(tree.root)
        return ()


def _mark_task_lists(root: LexborNode) -> None:
    """Turn `[ ]` and `[x]` at the head of list items into checkboxes with their text as label."""
    # Inner items first: rewriting an outer one makes new nodes of those that it holds.
    for item in reversed(root.css("li")):
        first = item.child
        while first is not None and first.is_text_node and not (first.text_content or "").strip():
            first = first.next
        holder = first if first is not None and first.tag == "p" else item
        inner = (holder.inner_html or "").lstrip()
        found = _TASK.match(inner)
        if not found:
            continue
        own, nested = _before_block(inner[found.end() :])
        state = " checked" if found[1] in "xX" else ""
        box = f'<input type="checkbox" disabled{state}>'
        holder.inner_html = f"<label>{box} {own.rstrip()}</label>{nested}"
        item.attrs["class"] = "task-list-item"
        if item.parent is not None:
            item.parent.attrs["class"] = "task-list"


def _before_block(inner: str) -> tuple[str, str]:
    found = _BLOCK.search(inner)
    return (inner[: found.start()], inner[found.start() :]) if found else (inner, "")


TASK_LISTS = _TaskLists()
