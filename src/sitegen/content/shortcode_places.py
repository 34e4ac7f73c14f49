"""Settle where shortcodes stand in the HTML that an engine has made of a page.

One that is all that its paragraph holds takes the paragraph's place. The two tags around a text
have to stand in the same element, and so have both ends of a text in an argument: otherwise there
is no whole text between them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from sitegen.content.block_trees import APART
from sitegen.content.construct import Mistake, Slot
from sitegen.content.placeholders import SLOT_ELEMENT
from sitegen.content.shortcode_texts import TEXT_START, TEXT_START_HTML
from sitegen.content.syntax.shortcodes import SHORTCODE_SYNTAX
from sitegen.diagnostics import Problem
from sitegen.model.references import ShortcodeEnd, ShortcodeReference, ShortcodeText

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
    tags = _Tags()
    for node in root.css(f"{SLOT_ELEMENT}[name]"):  # the marks of numbers have none
        number = int(node.attributes["name"] or 0)
        slot = found[number]
        if isinstance(slot, Slot):
            tags.add(node, slot, number)
    for start in tags.starts:
        yield from _settle(start, tags, found)
    yield from _lost(found, {slot.start for _, slot, _ in tags.starts})
    lost = (text.end for texts in tags.texts.values() for text in texts)
    marks = root.css(f"{SLOT_ELEMENT}[{TEXT_START}]")
    for node in (*tags.ends.values(), *lost, *marks):  # the tag that opens is lost
        node.decompose()


_Start = tuple["LexborNode", Slot, ShortcodeReference]


class _Text(NamedTuple):
    """Where the text of an argument ends, the name of that, and the number of its placeholder."""

    end: LexborNode
    name: str
    number: int


class _Tags(msgspec.Struct):
    """The tags that open; those that close, and the texts of arguments, by shortcode."""

    starts: list[_Start] = msgspec.field(default_factory=list)
    ends: dict[int, LexborNode] = msgspec.field(default_factory=dict)
    texts: dict[int, list[_Text]] = msgspec.field(default_factory=dict)

    def add(self, node: LexborNode, slot: Slot, number: int) -> None:
        reference = slot.reference
        if isinstance(reference, ShortcodeReference):
            self.starts.append((node, slot, reference))
        elif isinstance(reference, ShortcodeEnd):
            self.ends[reference.number] = node
        elif isinstance(reference, ShortcodeText):
            text = _Text(node, reference.target, number)
            self.texts.setdefault(reference.number, []).append(text)


def _settle(start: _Start, tags: _Tags, found: Sequence[Node | Slot]) -> Iterator[Mistake]:
    """Give a shortcode its place; or take its tags out of the tree, and say why."""
    node, slot, reference = start
    texts = tags.texts.pop(reference.number, [])
    closing = tags.ends.pop(reference.number, None)
    last = closing if reference.has_content else texts[-1].end if texts else node
    torn = [each for each in texts if not _begins_beside(each.end)]
    if slot.is_block and not torn:
        for each in texts:
            _unwrap_paragraph(each.end)
    if not torn and last is not None and _are_beside(node, last):
        if slot.is_block:
            node.attrs[APART] = ""
        else:
            _place(node, last)
        return
    for each in torn:
        yield Mistake(_start_of(each, found), _torn(each.name))
    if not torn:
        yield Mistake(slot.start, _split(reference))
    for tag in (node, closing, *(each.end for each in texts)):
        if tag is not None:
            tag.decompose()


def _begins_beside(end: LexborNode) -> bool:
    """Tell whether the text of an argument begins in the element in which it ends."""
    node = end.prev
    while node is not None and not (node.tag == SLOT_ELEMENT and TEXT_START in node.attributes):
        node = node.prev
    return node is not None


def _unwrap_paragraph(end: LexborNode) -> None:
    """Take the text of an argument out of the paragraph that it became."""
    paragraph = end.parent
    if paragraph is not None and paragraph.tag == "p":
        paragraph.unwrap()


def _start_of(text: _Text, found: Sequence[Node | Slot]) -> int:
    """Return the index at which the text of an argument begins; others may stand in it."""
    inner = 0
    for each in reversed(found[: text.number]):
        if isinstance(each, Slot):
            inner += isinstance(each.reference, ShortcodeText)
        elif each.html == TEXT_START_HTML:
            if not inner:
                return each.start
            inner -= 1
    return -1


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


def _torn(name: str) -> Problem:
    message = f"'{name}' begins outside of what it ends in, or holds a block"
    hint = "write one line of text, and '\\*' for an asterisk that emphasizes nothing"
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
        node.attrs[APART] = ""
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
