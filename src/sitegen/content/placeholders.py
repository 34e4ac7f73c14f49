"""Put placeholders for constructs into the source, and replace them in the HTML."""

from __future__ import annotations

import html
import re
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from sitegen.content.construct import Node, Slot
from sitegen.mathematics.formula_text import formula_source

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from sitegen.config import Engine


__all__ = [
    "RAW_BLOCK",
    "SLOT_ELEMENT",
    "fill_placeholders",
    "fill_raw_blocks",
    "fill_slots",
    "has_other_html",
    "is_placeholder",
    "placeholder",
    "raw_block",
    "raw_block_for",
]

#: Control characters. No author may write them, and to an engine they are letters, as are the
#: noncharacters (Unicode 23.7) below.
_OPEN, _CLOSE = "\x0e", "\x0f"
_LONGEST_NUMBER = 6
_PLACEHOLDER = re.compile(f"{_OPEN}(\\d{{1,{_LONGEST_NUMBER}}}){_CLOSE}")
#: Of HTML that no engine reads; Python-Markdown keeps it as a block of its own.
RAW_BLOCK = "\ufdd4\\d+\ufdd5"
_RAW_BLOCK = re.compile("(?:<div>|<!--)?\ufdd4(\\d+)\ufdd5(?:</div>|-->)?")
#: HTML in Markdown, but for a comment that stands for a block.
_HTML = re.compile("<(?!!--\ufdd4)")
#: The element that stands for a slot until references are collected. No author may write it either.
SLOT_ELEMENT = "slot"


_NO_WORDS: Mapping[str, str] = MappingProxyType({})
#: Most texts of slots are parts of it.
_PUNCTUATION = ".,;:!?"


def placeholder(number: int) -> str:
    """Return the text that stands for something. Both engines copy it as it is."""
    return f"{_OPEN}{number}{_CLOSE}"


def is_placeholder(text: str) -> bool:
    """Tell whether a text is a placeholder and nothing else."""
    return _PLACEHOLDER.fullmatch(text) is not None


def has_other_html(text: str) -> bool:
    """Tell whether Markdown may have HTML, but for comments that stand for blocks."""
    return "<" in text and _HTML.search(text) is not None


def raw_block(number: int) -> str:
    """Return the text that stands for a block of HTML, alone on its line."""
    return f"\ufdd4{number}\ufdd5"


def raw_block_for(engine: Engine, number: int) -> str:
    """Return the text for a block that either engine is to leave alone, whatever is around it.

    To CommonMark, a comment is a block that may follow a paragraph and ends with its line.
    """
    mark = raw_block(number)
    return f"<!--{mark}-->" if engine == "commonmark" else mark


def fill_raw_blocks(rendered: str, blocks: Sequence[str]) -> str:
    """Put blocks of HTML into the HTML that an engine has made."""
    return _RAW_BLOCK.sub(lambda found: blocks[int(found[1])], rendered) if blocks else rendered


def fill_slots(rendered: str, found: Sequence[Node | Slot], words: Mapping[str, str]) -> str | None:
    """Put elements for slots into the HTML that an engine has made of Markdown without any HTML.

    Placeholders of nodes stay. Return None if anything may be in an attribute or is not
    ours, or if there is no slot.
    To do it in the tree takes ten times as long. `words` are as for `fill_placeholders`.
    """
    if not any(isinstance(each, Slot) for each in found):
        return None
    first, *rests = rendered.split(_OPEN)
    pieces = [first]
    by_number = dict(zip(map(str, range(len(found))), found, strict=True))
    for rest in rests:
        number, is_closed, behind = rest.partition(_CLOSE)
        wanted = by_number.get(number)
        # In text, a `>` is written as an entity: this one would end the tag that it is in.
        if wanted is None or not is_closed or ">" in behind.partition("<")[0]:
            return None
        if not isinstance(wanted, Slot):
            pieces.append(_OPEN + rest)
            continue
        mark = wanted.reference.mark
        marked = f' {mark}=""' if mark else ""
        text = wanted.reference.plain_text(words)
        if text not in _PUNCTUATION and not text.isalpha():
            text = html.escape(text, quote=False)
        pieces.append(f'<{SLOT_ELEMENT} name="{number}"{marked}>{text}</{SLOT_ELEMENT}>{behind}')
    return "".join(pieces)


def fill_placeholders(
    parser: LexborHTMLParser,
    found: Sequence[Node | Slot],
    words: Mapping[str, str] = _NO_WORDS,
) -> None:
    """Put nodes, and elements for slots, where their placeholders are in the tree.

    `words` are the theme's in the language of the page, for texts that are made of it.
    """
    body = parser.body
    if body is None or not found:
        return
    for node in list(body.traverse(include_text=True)):
        if node.is_text_node:
            if _OPEN in (node.text_content or ""):
                _fill_text(parser, node, found, words)
        elif node.is_element_node:
            for name, value in node.attributes.items():
                if value and _OPEN in value:
                    # The title of an image is a caption, whose Markdown is read later.
                    is_read = name == "title" and node.tag == "img"
                    text_of = _source_of if is_read else partial(_text_of, words)
                    node.attrs[name] = _PLACEHOLDER.sub(partial(text_of, found), value)


def _fill_text(
    parser: LexborHTMLParser,
    node: LexborNode,
    found: Sequence[Node | Slot],
    words: Mapping[str, str],
) -> None:
    pieces = _PLACEHOLDER.split(node.text_content or "")
    alone = _stands_alone(node, pieces)
    for index, piece in enumerate(pieces):
        if index % 2 == 0 or int(piece) >= len(found):
            # A number of no placeholder was not made here: it is left, and refused later.
            text = placeholder(int(piece)) if index % 2 else piece
            if text:
                node.insert_before(text)
            continue
        wanted = found[int(piece)]
        if not isinstance(wanted, Node):
            slot = parser.create_node(SLOT_ELEMENT)
            slot.attrs["name"] = str(int(piece))
            if wanted.reference.mark:
                slot.attrs[wanted.reference.mark] = ""
            text = wanted.reference.plain_text(words)
            if text:
                slot.insert_child(text)
            node.insert_before(slot, move=True)
            continue
        paragraph = node.parent
        is_block = alone and wanted.is_block
        holder = parser.create_node("div")
        whole = is_block or wanted.is_lines
        holder.inner_html = wanted.html if whole else wanted.inline_html or wanted.html
        made = list(holder.iter(include_text=True))
        if is_block and paragraph is not None:
            for each in made:
                paragraph.insert_before(each)
            paragraph.decompose()
            return
        for each in made:
            node.insert_before(each)
    node.decompose()


def _stands_alone(node: LexborNode, pieces: list[str]) -> bool:
    """Tell whether a placeholder is all that its paragraph holds."""
    paragraph = node.parent
    return (
        len(pieces) == 3  # noqa: PLR2004  # what is before it, its number, what comes after
        and not pieces[0].strip()
        and not pieces[2].strip()
        and paragraph is not None
        and paragraph.tag == "p"
        and node.prev is None
        and node.next is None
    )


def _text_of(words: Mapping[str, str], found: Sequence[Node | Slot], match: re.Match[str]) -> str:
    """Return the text of a node, for an attribute, and what stands for a slot."""
    from sitegen.content.html_fragment import parse_fragment  # only some pages need these here
    from sitegen.content.html_text import plain_text

    number = int(match[1])
    wanted = found[number] if number < len(found) else None
    if not isinstance(wanted, Node):
        return wanted.reference.plain_text(words) if wanted is not None else match[0]
    return plain_text(parse_fragment(wanted.html)[1])


def _source_of(found: Sequence[Node | Slot], match: re.Match[str]) -> str:
    """Return the TeX of a formula, and the text of any other node."""
    number = int(match[1])
    wanted = found[number] if number < len(found) else None
    tex = formula_source(wanted.html) if isinstance(wanted, Node) else ""
    return f"${tex}$" if tex else _text_of(_NO_WORDS, found, match)
