"""Blocks of Pandoc that are no Markdown elsewhere, and what to write instead."""

from __future__ import annotations

from sitegen.content.foreign_kind import ForeignKind, pattern
from sitegen.content.mark_index import LineStart

__all__ = ["PANDOC_KINDS"]

_APART = "write an empty line above the first item"
#: The first item of a list, and how the second one begins: `a)` and `b)`, `(i)` and `(ii)`.
_FIRST = r"(?:(?P<a>a)|(?P<A>A)|(?P<i>i)|(?P<I>I)|(?P<one>(?<=\()1)|\#(?=\.))"
_SECOND = r"(?(a)b|(?(A)B|(?(i)ii|(?(I)II|(?(one)2|\#)))))"
_SIGNS = ("a", "A", "i", "I")
PANDOC_KINDS = (
    ForeignKind(
        what="a title block (Pandoc)",
        marks=("% ",),
        pattern=pattern(r"\A(?P<at>% [^\n]+(?:\n%[^\n]*){1,3})"),
        hint="write 'title: …', 'authors: […]' and 'date: …' in the front matter",
        is_comment=True,
        result="would be published as text",
    ),
    ForeignKind(
        what="a block of fields (Pandoc)",
        marks=("\n---\n",),
        pattern=pattern(
            r"(?<=\n\n)(?P<at>---[ \t]*\n[A-Za-z][\w-]*:(?:[ \t][^\n]*)?\n"
            r"(?:(?:[A-Za-z][\w-]*:|[ \t-])[^\n]*\n){0,200}?(?:---|\.\.\.)[ \t]*)$"
        ),
        hint="move it into the front matter at the top of the file",
    ),
    ForeignKind(
        what="an attribute list of a link's address (Pandoc)",
        marks=("]: ",),
        pattern=pattern(
            r"(?<![^\n])[ \t>]*\[(?!\^)[^\[\]\n]{1,200}\]:[ \t]+\S{1,2000}[ \t]+"
            r"(?:\"[^\"\n]*\"[ \t]*|'[^'\n]*'[ \t]*)?(?P<at>\{[^{}\n]*\})[ \t]*$"
        ),
        hint="write it behind the image or the link: ![…][name]{width=50%}",
    ),
    ForeignKind(
        what="a pause of slides (Pandoc, Quarto)",
        marks=(". . .",),
        pattern=pattern(r"(?P<at>\. \. \.)[ \t]*$"),
        hint="remove it",
        begins_line=True,
    ),
    ForeignKind(
        what="an example of a list (Pandoc)",
        marks=("(@",),
        pattern=pattern(
            r"(?P<at>\(@\)|\(@[\w-]+\)(?=[^\n]*\n(?:[ \t]*\n)?[ \t]*\(@[\w-]*\)[ \t]))(?=[ \t]+\S)"
        ),
        hint=f"{_APART}, and names without a year; to cite a work, write [@key]",
        begins_line=True,
    ),
    ForeignKind(
        what="an item of a list with letters, Roman numerals, brackets or '#.' (Pandoc)",
        marks=(
            *(LineStart(f"{each}{end}") for each in _SIGNS for end in (". ", ") ")),
            *(LineStart(f"({each}) ") for each in (*_SIGNS, "1")),
            LineStart("#. "),
        ),
        pattern=pattern(
            rf"(?<![^\s>])(?P<at>(?P<open>\(?){_FIRST}(?P<end>[.)]))[ \t]+\S"
            rf"(?:[^\n]*\n){{1,6}}?[ \t>]*(?P=open){_SECOND}(?P=end)[ \t]"
        ),
        hint=f"{_APART}, and two spaces behind a capital letter with a dot",
        begins_line=True,
    ),
)
