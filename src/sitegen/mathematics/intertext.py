r"""Lines of text between those of an environment: `\intertext{and}` and `\shortintertext{and}`.

A text becomes a row of its own, whose cells are joined in the MathML: so what stands above and
below it stays aligned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.mathematics.tokens import Stretch, TexError, Token, TokenReader, holds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sitegen.mathematics.rewriting import Rewriter

__all__ = ["INTERTEXT", "is_text", "join_cells", "split_texts", "write_text"]

_COMMANDS = ("\\intertext", "\\shortintertext")
INTERTEXT = frozenset(_COMMANDS)
#: Around a text in the MathML, until its row is found.
_START, _END = "\ue005", "\ue006"
#: Tags of a text without formulas.
_ONE_ELEMENT = 2


def is_text(row: Sequence[Token]) -> bool:
    """Tell whether a row is a text between rows."""
    if isinstance(row, Stretch) and not row.tex.startswith(_COMMANDS):
        return False
    return bool(row) and row[0].text in INTERTEXT


def split_texts(rows: list[Sequence[Token]]) -> list[Sequence[Token]]:
    """Return rows in which each text is a row of its own: its command and its argument."""
    found: list[Sequence[Token]] = []
    for row in rows:
        if not holds(row, INTERTEXT):
            found.append(row)
            continue
        reader = TokenReader(row)
        while not reader.is_done:
            first = reader.place
            while not reader.is_done and reader.peek() not in INTERTEXT:
                reader.next()
            before = row[first : reader.place]
            if any(each.text != " " for each in before):
                found.append(before)
            if not reader.is_done:
                command = reader.next()
                start = reader.place
                reader.argument(command)
                found.append([command, *row[start : reader.place]])
    return found


def write_text(rewriter: Rewriter, row: Sequence[Token], columns: int) -> None:
    """Write a text as the first of so many cells."""
    command = row[0]
    text = TokenReader(row[1:], command.index)
    rewriter.mark(_START, command.index, before="{")
    rewriter.command(Token("\\text", command.index), text)
    rewriter.mark(_END, command.index, behind="}" + "&" * (columns - 1))


def join_cells(mathml: str) -> str:
    """Return MathML in which each text has a whole row."""
    while (start := mathml.find(_START)) >= 0:
        end = mathml.find(_END, start)
        row, rest = mathml.rfind("<mtr>", 0, start), mathml.find("</mtr>", end)
        if min(end, row, rest) < 0:
            raise TexError(0, "a text stands between no lines", "write \\text{…}")
        count = mathml.count("<mtd", row, start) + mathml.count("<mtd", end, rest)
        text = mathml[start + 1 : end]
        if text.count("<") == _ONE_ELEMENT:
            text = _with_breaks(text)
        cell = f'<mtd class="math-intertext" columnspan="{count}">{text}</mtd>'
        mathml = f"{mathml[:row]}<mtr>{cell}{mathml[rest:]}"
    return mathml


def _with_breaks(text: str) -> str:
    """Return an element with text that may have several lines: in Chromium, within HTML only."""
    words = text.removeprefix("<mtext>").removesuffix("</mtext>").replace("\u00a0", " ")
    return f"<mtext><span>{words}</span></mtext>"
