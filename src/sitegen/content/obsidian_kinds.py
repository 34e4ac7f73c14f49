"""The syntax of Obsidian and its plugins that means nothing here."""

from __future__ import annotations

from sitegen.content.foreign_kind import ForeignKind, pattern

__all__ = ["OBSIDIAN_KINDS"]

_ITEM = r"^[ \t>]*+(?:[-+*]|\d{1,9}[.)])[ \t]++"

OBSIDIAN_KINDS = (
    ForeignKind(
        what="the name of a block (Obsidian)",
        marks=(" ^",),
        pattern=pattern(
            r"(?<=\S) (?P<at>\^(?P<name>[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*))[ \t]*$(?=\n[ \t]*$|\n?\Z)"
        ),
        hint="remove it, or write '{: #NAME }' on a line below the text",
    ),
    ForeignKind(
        what="a state of a task (Obsidian)",
        marks=("[/]", "[-]", "[>]", "[?]", "[!]", "[<]", "[*]"),
        pattern=pattern(rf"{_ITEM}(?P<at>\[[-/<>?!*]\])(?=[ \t]\S)"),
        hint="write '[ ]' for open, or '[x]' for done",
    ),
    ForeignKind(
        what="a field in the text (Dataview)",
        marks=(":: ",),
        pattern=pattern(
            rf"(?:{_ITEM}|^[ \t>]*+)(?P<at>[A-Za-z][\w-]*(?: [\w-]+){{0,3}}::[ \t]+\S[^\n]*)$"
            r"|\[[A-Za-z][\w -]{0,40}::[ \t]+[^\[\]\n]+\](?!\()"
        ),
        hint="write it as front matter, or with one colon",
    ),
)
