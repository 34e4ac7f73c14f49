"""Footnotes: add what assistive technology needs to those that the engines make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.construct import Construct, Mistake, PageTree

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selectolax.lexbor import LexborNode

__all__ = ["FOOTNOTES"]


class _Footnotes(Construct):
    html_marks = ("footnote",)

    def mark(self, tree: PageTree) -> tuple[Mistake, ...]:
        _mark_footnotes(tree.root, tree.words)
        return ()


def _mark_footnotes(root: LexborNode, words: Mapping[str, str]) -> None:
    """Tell assistive technology what is a note, a mark and a way back (DPUB-ARIA 1.1)."""
    for box in root.css("div.footnote"):
        box.attrs["role"] = "doc-endnotes"
        box.attrs["aria-label"] = words["footnotes"]
    for mark in root.css("a.footnote-ref"):
        mark.attrs["role"] = "doc-noteref"
    named = {mark.attributes.get("id") or "" for mark in root.css("sup[id^='fnref']")}
    for back in root.css("a.footnote-backref"):
        if (back.attributes.get("href") or "").removeprefix("#") not in named:
            _remove(back)  # nothing refers to the note
            continue
        back.attrs["role"] = "doc-backlink"
        back.attrs["aria-label"] = words["footnote_back"]
        if "title" in back.attributes:
            del back.attrs["title"]


def _remove(back: LexborNode) -> None:
    """Remove a way back, the space before it, and the paragraph that it stands alone in."""
    paragraph, space = back.parent, back.prev
    back.decompose()
    if space is not None and space.is_text_node:
        space.replace_with((space.text_content or "").removesuffix("\xa0"))
    if paragraph is not None and paragraph.tag == "p" and not paragraph.child:
        paragraph.decompose()


FOOTNOTES = _Footnotes()
