"""Read the lines that open a note, a folded note or a tab; the lines below are indented.

`!!! note "Title"` is Python-Markdown's, `??? note` (folded) and `???+ note` (open) come from
PyMdown's "Details", and `=== "Title"` from its "Tabbed", where `===!` begins another set of tabs
and `===+` chooses a tab.
"""

from __future__ import annotations

import html
import re
from typing import NamedTuple

from sitegen.late_patterns import compile_late

__all__ = ["NOTE_MARKS", "NOTE_START", "NoteLine", "note_box", "read_note"]

#: A page with a note holds one of these.
NOTE_MARKS = ("!!!", "???", '=== "', '===! "', '===+ "', '===!+ "')
#: How such a line begins, as a regular expression.
NOTE_START = r"!!! ?[\w-]|\?\?\?\+? ?[\w-]|===!?\+? \""

_NOTE = compile_late(
    r"(?:(?P<mark>!!!|\?\?\?\+?) ?(?P<kinds>[\w-]+(?: +[\w-]+)*)(?: +\"(?P<title>.*?)\")?"
    r"|(?P<tab>===!?\+?) \"(?P<label>[^\n]*)\") *$",
    re.MULTILINE,
)


class NoteLine(NamedTuple):
    """The line that opens a note: its mark, its kinds, its title, and where that stands.

    The title is None where there is none; it begins at `start` and ends at `end`.
    """

    mark: str
    kinds: str
    title: str | None
    start: int
    end: int

    @property
    def is_tab(self) -> bool:
        """Whether it opens a tab."""
        return self.mark.startswith("=")

    @property
    def title_class(self) -> str:
        """The class of the paragraph that holds the title."""
        return "block-title" if self.is_tab else "admonition-title"


def read_note(text: str, start: int) -> NoteLine | None:
    """Read the line at an index into a text; None if it opens no note."""
    if not text.startswith(("!!!", "???", "==="), start):
        return None
    found = _NOTE.match(text, start)
    if not found:
        return None
    if found["tab"]:
        return NoteLine(found["tab"], "", found["label"], *found.span("label"))
    kinds = re.sub(r" +", " ", found["kinds"].lower())
    return NoteLine(found["mark"], kinds, found["title"], *found.span("title"))


def note_box(note: NoteLine) -> dict[str, str]:
    """Return the attributes of the `<div>` that holds a note."""
    if note.is_tab:
        box = {"class": "tab-item"}
        if "!" in note.mark:
            box["data-begins"] = ""
        return box
    box = {"class": f"admonition {html.escape(note.kinds)}"}
    if note.mark.startswith("?"):
        box["data-collapse"] = "false" if note.mark.endswith("+") else "true"
    return box
