"""The texts of a page's headings, as links name them: `[The setup]`, after Pandoc.

Pandoc's manual, "Extension: implicit_header_references".
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from sitegen.content.source_inlines import fold_label
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.scanner import MarkdownSource

__all__ = ["find_heading_texts", "heading_address", "heading_key", "read_heading_address"]

#: An id cannot begin so, for a label in brackets is no text of a link.
_OPENING, _CLOSING = "#[", "]"
_ATX = compile_late(r"[ \t>]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)*#{1,6}[ \t]+(?P<text>[^\n]*)")
_UNDERLINE = compile_late(r"[ \t>]*(?:-+|=+)[ \t]*")
_ATTRIBUTES = compile_late(r"(?:[ \t]+#+)?(?:[ \t]*\{[^{}\n]*\})?[ \t]*\Z")
#: What is not shown as it is written, but for code and stars.
_MARKUP = compile_late(r"[_\\\[\]<>$&^~@|]")
_CODE = compile_late(r"`[^`\n]+`")
_MARKS = compile_late(r"[`*]")


def heading_key(text: str) -> str:
    """Return the folded text of a heading as readers see it; empty if that is not known."""
    if _MARKUP.search(_CODE.sub("", text)):
        return ""
    return fold_label(_MARKS.sub("", text))


def heading_address(key: str) -> str:
    """Return the address of the heading with a key, which `slots` replaces by that of its id."""
    return f"{_OPENING}{quote(key, safe='')}{_CLOSING}"


def read_heading_address(address: str) -> str:
    """Return the folded text of the heading that an address is made of, or nothing."""
    is_ours = address.startswith(_OPENING) and address.endswith(_CLOSING)
    return unquote(address[len(_OPENING) : -len(_CLOSING)]) if is_ours else ""


def find_heading_texts(source: MarkdownSource) -> frozenset[str]:
    """Return the keys of headings, as far as they are known; one may be the title."""
    return frozenset(heading_key(_ATTRIBUTES.sub("", text)) for text in _written(source)) - {""}


def _written(source: MarkdownSource) -> Iterator[str]:
    lines, text = source.blocks.lines, source.text
    for number, line in enumerate(lines):
        if line.kind != "text" or line.goes_on:
            continue
        found = _ATX.fullmatch(text, line.start, line.end)
        if found:
            yield found["text"]
            continue
        begins = not number or lines[number - 1].kind != "text"
        below = lines[number + 1] if number + 1 < len(lines) else None
        if begins and below and _UNDERLINE.fullmatch(text, below.start, below.end):
            yield text[line.content : line.end].strip()
