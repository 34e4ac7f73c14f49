"""Lines with a small mistake in them, which are shown as they were written: a warning for each.

Marks of lists without a space, braces that belong to nothing, rows of a table without an end, and
what begins and does not end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sitegen.content.construct import Construct, Finding, Mistake
from sitegen.content.note_kinds import NOTE_KINDS
from sitegen.content.rare_characters import find_beginning
from sitegen.content.scanner import BLANKED
from sitegen.content.syntax.mistyped_markup import LINK_TARGET, MISTYPED_CODE, mistake
from sitegen.diagnostics import Problem
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from sitegen.content.scanner import MarkdownSource

__all__ = ["MISTYPED_LINES"]


class _Kind(NamedTuple):
    """What is found by a pattern, and what to write instead; the group `what`, if any, is told.

    A page without the `mark` in its outline has none. `before` is what precedes it in its line, if
    not anything. The hint may name groups. What `begins` with one character may be found by it.
    """

    mark: str
    pattern: re.Pattern[str]
    hint: str
    before: re.Pattern[str] | None = None
    begins: str = ""


def _kind(mark: str, pattern: str, hint: str, before: str | None = None) -> _Kind:
    begins = mark if len(mark) == 1 and pattern.removeprefix("\\").startswith(mark) else ""
    found_before = compile_late(before) if before else None
    return _Kind(mark, compile_late(pattern), hint, found_before, begins)


#: Two line feeds stand before the text. What begins with one is found fast.
_PARAGRAPH = r"\n[ \t>]*\n[ >]{0,3}"
_NEXT = r"\n[ >]{0,3}"
_HEADING = r" {0,3}#{1,6} [^\n{]*"
_END = r"[ \t]*(?=\n|\Z)"
#: Not in a heading that is underlined, or in a term above its definition.
_NOT_IN_TERM = r"(?!\n(?:[ \t>]*\n)?[ \t>]*(?:[:~][ \t]|(?:=+|-+)[ \t]*(?:\n|\Z)))"
#: `-x file` is a flag of a command; `|x| is a norm`.
_NO_FLAG = r"(?![^\W\d_](?:[\s=,]|\Z))"
_BAR = r"\|(?![^\s|](?:[^|\n]*[^\s|])?\|[\s.,;:)=<>^_])"
_SUFFIX = r"(?:md|qmd|ipynb|html?|pdf|csv|png|jpe?g|svg|webp)"
_ENTITIES = "nbsp|copy|reg|lt|gt|amp|quot|mdash|ndash|deg|times|micro|auml|ouml|uuml|szlig"
_LIST_MARKS = frozenset("-*.)")
#: In the outline with spaces, in which `1.First` and `-First` have lost their words.
_UNSPACED = compile_late(r"\n[-*.)](?![-* ])")
_LISTS = (
    _kind(
        "\n-",
        rf"{_PARAGRAPH}(?P<what>-{_NO_FLAG}[^\W\d_][^\n]*){_NEXT}-{_NO_FLAG}[^\W\d_]",
        "for a list, write a space behind each '-'",
    ),
    _kind(
        "\n*",
        rf"{_PARAGRAPH}(?P<what>\*[^\W_][^*\n]*){_NEXT}\*[^\W_][^*\n]*(?=\n|\Z)",
        "for a list, write a space behind each '*'",
    ),
    _kind(
        "\n1",
        rf"{_PARAGRAPH}(?P<what>1[.)][^\W\d_][^\n]*){_NEXT}2[.)][^\W\d_]",
        "for a list, write a space behind each number",
    ),
)
#: What is told ends before the address, which is no prose.
_DEFINITION = (
    r"(?P<what>\[(?!\^)[^\[\]\n]+\]:)[ \t]*+"
    rf"(?:<[^<>\n]*+>|#(?=[\s(])|{LINK_TARGET})"
    r"(?:[ \t]++(?:\"[^\"\n]*+\"|'[^'\n]*+'|\([^()\n]*+\)))?+"
)
#: The answer of somebody, `[Ada]: Yes.`: to Markdown, an address, of which nothing is shown.
_ANSWER = compile_late(
    rf"{_PARAGRAPH}(?P<what>\[(?!\^)[^\[\]\n]+\]:[ \t]++[^\W\d_][\w'’-]*+[.,;:!?…]++){_END}"
)
#: A line of a text, which no block ends and no definition is.
_IN_TEXT = r"\n[ >]{0,3}(?:[-*+] +|\d{1,3}[.)] +)?(?:[*_\"'(]{0,3}[^\W_]|\{[%{])[^\n]*+(?<!>)"
_KINDS = (
    _kind(
        "]:",
        rf"{_IN_TEXT}{_NEXT}{_DEFINITION}{_END}",
        "for a comment, or the address of a link, leave a blank line above it",
    ),
    _kind(
        "]:",
        r"\n[ \t>]*\n {0,3}(?P<what>\[(?!\^)[^\[\]\n]{1,200}\]:[ \t]+[^\s\"]+[ \t]+"
        r"(?:\"[^\"\n]*\"[ \t]+)?[\w-]+=[^\s]+(?:[ \t]+[\w-]+=[^\s]+)*+)[ \t]*(?=\n|\Z)",
        "write attributes behind the image or the link: ![…][name]{width=50%}",
    ),
    _kind(
        "#######",
        r"\n {0,3}(?P<what>#{7,}[ \t][^\n]*)",
        "a heading has at most six '#'",
    ),
    _kind(
        "{",
        rf"\{{[#.][^\s{{}}]++\}}{_END}",
        "write a space before it",
        before=rf"{_HEADING}[^\s{{\\)\]`$*_]",
    ),
    _kind(
        "{",
        rf"\{{[#.][\w.:#-]++(?: [#.][\w-]++)*+{_END}",
        "write '}' where it ends",
        before=_HEADING,
    ),
    _kind(
        "{",
        rf"\{{#[\w:.-]++[^{{}}\n]*?{_END}",
        "write '}' where it ends",
        before=r"[^\n]*\$\$[ \t]*|[ \t>]*(?:[Tt]able)?:[ \t][^\n]*",
    ),
    _kind(
        "]{",
        rf"\](?P<what>\{{[.#][\w-]+[^{{}}\n]*?){_END}(?!\n[^{{}}\n]+\}})",
        "write '}' where the attributes end",
    ),
    _kind(
        "{",
        r"\{(?<![)\]]\{):?[ \t]*(?:[#.][\w:-]+[ \t]+)*+"
        r"[\w-]+=\"[^\"{}\n]*[{}][^\"\n]*\"[^\"{}\n]*\}",
        "write no '{' or '}' in the values of attributes",
    ),
    _kind(
        "{",
        rf"\{{[#.][\w-]++(?: [#.][\w-]++)*+\}}{_END}{_NOT_IN_TERM}",
        "attributes of a paragraph stand on a line of their own below it, as {: #name .class}",
        before=r"(?![ >]{0,5}(?:#|[|:]|```|~~~))[^\n`|]*\w[.,:;!?]?[ \t]+",
    ),
    _kind(
        "]{",
        r"\[(?<![\\\w]\[)(?P<text>[^\[\]\n]+)(?P<what>\]\{(?P<name>[a-z][a-z-]{2,})\})",
        "for a class, write ']{.{name}}'",
    ),
    _kind(
        "**",
        # A star within the text of a link, `**[Ada*](a.md)**`, belongs to the text.
        # Behind anything else, as in `**(a)**, b*`, two stars end what is strong.
        r"\*\*(?<![^\s(\[{\"'“‘„>|–—/:-]\*\*)(?=[^\s*])(?=[^*\n]{0,80}[^\W_])"
        # One in or behind a script does, too: `**T~2~*-weighted**`.
        r"(?P<text>(?:[^*\n\[\]]|\[[^*\n\[\]]{0,80}+\]){1,80}+)(?<![\s\\])\*(?![*\w])"
        r"(?!(?<=[~^]\*)[^\n]*\*\*)",
        "write '**{text}**'",
    ),
    _kind(
        "~~",
        r"~~(?<![^\s(\[{\"'“‘„>|–—/:-]~~)(?=[^\s~])(?P<text>[^~\n]{1,80})(?<![\s\\])~(?![~\w])",
        "write '~~{text}~~'",
    ),
    _kind(
        "[!",
        rf"\n[ \t>]*\n {{0,3}}> ?(?P<what>\[!(?!(?i:{'|'.join(NOTE_KINDS)})\])[a-zA-Z][\w-]*\])"
        r"(?![(\[:])",
        "for a note, write a kind that is known, such as '[!NOTE]', and the title behind it",
    ),
    _kind("&", rf"&(?<!\\&)(?:{_ENTITIES})(?![;\w=])", "end it with a semicolon"),
)
_TABLES = (
    _kind(
        "|",
        rf"{_PARAGRAPH}(?P<what>{_BAR}[^|\n]+\|[^|\n]*[^|\s])[ \t]*"
        rf"{_NEXT}{_BAR}[^|\n]+\|[^\n]*[^|\s][ \t]*(?=\n|\Z)",
        "for a table, end the rows with '|', and write '|---|---|' below the first line",
    ),
)
#: In the outline with spaces.
_SPACED = compile_late(r"\]\([^()<]* ")
_LINKS = (
    _kind(
        "](",
        rf"\[(?<![\\!]\[)[^\[\]\n]+\]\({LINK_TARGET} \"[^\"()\n]*\)",
        "end the title with a quotation mark",
    ),
    _kind(
        "](",
        r"\[(?<![\\!]\[)[^\[\]\n]+\]"
        rf"\((?P<path>[\w./-]+(?: [\w./-]+)+\.{_SUFFIX})\)",
        "write '(<{path}>)', for the address has spaces",
    ),
)
_BARE_ADDRESS = compile_late(rf"<(?:www\.[\w./?=&%#-]+|[\w./-]+\.{_SUFFIX})>")
#: Lines and so on in which many marks may be, and most are none of these.
_MARKS = ("[!", "]:", "\n-", "\n*", "\n1", "#", "{", "|", "**", "~~", "](", "&", "<", "-", "*")
_BEFORE = "\n\n"


class _MistypedLines(Construct):
    source_marks = _MARKS
    reads_leftovers = True

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield a mistake for each; nothing is replaced."""
        outline, spaced = source.outlines
        kinds = [each for each in _KINDS if each.mark in outline]
        if spaced[:1] in _LIST_MARKS or _UNSPACED.search(spaced):
            kinds += _LISTS
        if "|" in outline and "|-" not in outline:
            kinds += _TABLES
        if "](" in outline and _SPACED.search(spaced):
            kinds += _LINKS
        text = _BEFORE + source.text if kinds else ""
        for kind in kinds:
            for start, end, found in _places(kind, text):
                if BLANKED not in {source.prose[start], source.prose[end - 1]}:
                    written = source.text[start:end].strip()
                    yield mistake(start, written, _hint(kind, found))
        if "]:" in outline:
            yield from _answers(source)
        if "<" in outline and _BARE_ADDRESS.search(source.text):
            yield from _bare_addresses(source)


def _bare_addresses(source: MarkdownSource) -> Iterator[Finding]:
    """Yield addresses in brackets that have no scheme, and so are no links."""
    for start, end in source.tags:
        written = source.text[start:end]
        if _BARE_ADDRESS.fullmatch(written):
            scheme = "https://" if written.startswith("<www.") else ""
            yield mistake(start, written, f"write '[text]({scheme}{written[1:-1]})'")


def _answers(source: MarkdownSource) -> Iterator[Mistake]:
    for found in _ANSWER.finditer(_BEFORE + source.text):
        start = found.start("what") - len(_BEFORE)
        if source.prose[start] != BLANKED:
            message = f"'{found['what']}' is the address of a link to Markdown, and is not shown"
            hint = "for a text, write a backslash before the bracket"
            yield Mistake(start, Problem(MISTYPED_CODE, message, hint))


def _places(kind: _Kind, text: str) -> Iterator[tuple[int, int, re.Match[str]]]:
    """Yield where in the page what is told begins and ends, and what was found."""
    group = "what" if "what" in kind.pattern.groupindex else 0
    found_all = (
        find_beginning(kind.begins, kind.pattern, text)
        if kind.begins
        else kind.pattern.finditer(text)
    )
    for found in found_all:
        start, end = found.span(group)
        line = text.rfind("\n", 0, start) + 1
        if kind.before is None or kind.before.fullmatch(text, line, start):
            yield start - len(_BEFORE), end - len(_BEFORE), found


def _hint(kind: _Kind, found: re.Match[str]) -> str:
    hint = kind.hint
    for name, value in found.groupdict().items():
        hint = hint.replace(f"{{{name}}}", value or "")
    return hint


MISTYPED_LINES = _MistypedLines()
