"""What one kind of another generator's syntax is, and the hints that several kinds share."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from sitegen.diagnostics import did_you_mean
from sitegen.late_patterns import compile_late

__all__ = ["CITATION", "FENCE", "IMAGE", "PAGE_LINK", "TABLE", "TOC", "ForeignKind", "pattern"]

IMAGE = 'write ![what it shows](file.png "Caption")'
PAGE_LINK = "write a link: [text](address)"
FENCE = "write ```python, and ``` below the code"
CITATION = "write [@key]"
TABLE = "write a Markdown table"
TOC = "remove it: pages with three headings show a table of contents"


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern that is compiled when it is needed; `^` and `$` are at every line."""
    return compile_late(text, flags | re.MULTILINE)


class ForeignKind(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of syntax.

    `what` names it. A text that holds none of `marks` does not hold it. `pattern` finds it; what
    was written is the group `at`, otherwise all that it matches. With `closing`, it reaches to
    the next such text. The group `name` chooses one of `hints`, otherwise `hint` says what to
    write; `NAME` in it stands for the name. A name that is almost one of `known` is taken for
    that. What only belongs to another piece, such as its end, is in a group `more` and not
    counted. What `begins_line` may follow marks of quotations and list items only. A kind that
    `is_comment` was not meant for readers. `result` is what happens to it.
    """

    what: str
    marks: tuple[str, ...]
    pattern: re.Pattern[str]
    hint: str
    hints: Mapping[str, str] = msgspec.field(default_factory=dict)
    known: frozenset[str] = frozenset()
    closing: tuple[str, ...] = ()
    begins_line: bool = False
    is_comment: bool = False
    result: str = "is shown as text"

    def hint_for(self, name: str) -> str:
        """Return what to write instead of a piece of this name."""
        hint = self.hints.get(name) or self.hints.get(name.casefold())
        hint = hint or did_you_mean(name, self.known, self.hint)
        return hint.replace("NAME", name)

    def group_of(self, name: str) -> str:
        """Return the name under which a piece is told once; an end belongs to its beginning."""
        if not self.hints:
            return ""
        folded = name.casefold()
        return folded.removeprefix("end") if "{%" in self.marks else folded
