"""The lines at which blocks of Markdown begin, for Python-Markdown's block processors.

After CommonMark 0.31, "Leaf blocks" and "Container blocks". Tabs have been expanded before, and
code fences been replaced by raw blocks.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from sitegen.content.html_blocks import BLOCK_ELEMENTS
from sitegen.content.note_lines import NOTE_START
from sitegen.content.placeholders import RAW_BLOCK
from sitegen.late_patterns import compile_late

__all__ = [
    "BLOCK_START",
    "INTERRUPTION",
    "RULE",
    "Item",
    "Rows",
    "continues_paragraph",
    "read_item",
]

_RULE = r"(?P<rule>[-_*])(?: *(?P=rule)){2,} *$"
_HTML = (
    rf"</?(?:{'|'.join(sorted(BLOCK_ELEMENTS))})(?=[\s/>]|$)"
    r"|<(?:pre|script|style|textarea)(?=[\s>]|$)|<!--|<\?|<![A-Za-z]|<!\[CDATA\["
)
_START = (
    r"#{1,6}(?: |$)|>|[-+*] +\S|1[.)] +\S|\[\^[^\]\n]+\]:|"
    rf"{NOTE_START}|{RAW_BLOCK}|(?i:{_HTML})|{_RULE}"
)
RULE = compile_late(rf" {{0,3}}{_RULE}", re.MULTILINE)
#: A line that begins another block, be it right below a paragraph.
BLOCK_START = compile_late(rf" {{0,3}}(?:{_START})", re.MULTILINE)
#: Where a paragraph ends inside of a block: at the line that underlines it, or at another block.
INTERRUPTION = compile_late(rf"\n {{0,3}}(?:(?P<underline>=+|-+) *$|{_START})", re.MULTILINE)
_ITEM = compile_late(r"( {0,3})(?:([-+*])|(\d{1,9})([.)]))( +(?=[^ ])|(?= *$))")
#: The last line of what is no paragraph, or of a list item without text.
_NO_PARAGRAPH = compile_late(
    r"(?:[ >]|[-+*] |\d{1,9}[.)] )*"
    rf"(?:#{{1,6}}(?: |$)|{_RULE}|{RAW_BLOCK}|\||[-+*]?$|\d{{1,9}}[.)]$)"
)
_CODE_INDENT = 4


class Item(NamedTuple):
    """The first line of a list item.

    `kind` is its bullet, or what follows its number. `offset` is the column at which its text
    begins, `needed` the column from which on a line belongs to it: in Python-Markdown, four are
    always enough. `text` is what stands on the line.
    """

    kind: str
    number: str
    offset: int
    needed: int
    text: str


def read_item(line: str) -> Item | None:
    """Read a line that begins a list item."""
    found = _ITEM.match(line)
    if not found or RULE.match(line):
        return None
    width = len(found[5])
    offset = found.end() if 1 <= width <= _CODE_INDENT else found.start(5) + 1
    return Item(
        found[2] or found[4], found[3] or "", offset, min(offset, _CODE_INDENT), line[offset:]
    )


def continues_paragraph(line: str, above: str) -> bool:
    """Tell whether a line goes on with the paragraph above it, although it is not indented."""
    return not (BLOCK_START.match(line) or _NO_PARAGRAPH.match(above))


class Rows:
    """The lines of a block, one after the other; what is not read remains a block.

    What has not been read is never copied, so that a line takes no longer in a long block.
    """

    def __init__(self, block: str, start: int = 0) -> None:
        self.block = block
        self.place = start

    def peek(self) -> str | None:
        """Return the next line, or None at the end."""
        if self.place > len(self.block):
            return None
        end = self.block.find("\n", self.place)
        return self.block[self.place :] if end < 0 else self.block[self.place : end]

    def skip(self, line: str) -> None:
        """Go on to the line after this one, which `peek` has returned."""
        self.place += len(line) + 1

    def rest(self) -> str:
        """Return what has not been read."""
        return self.block[self.place :]
