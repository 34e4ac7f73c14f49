"""Write the captions of code beside it, as pandoc-crossref has them, behind its language.

    ```haskell
    main = pure ()
    ```
    : A program {#lst:main}     →     ```{.haskell #lst-main lst-cap="A program"}

A caption may also be above the code, and the label behind the marks of the code. See
https://lierdakil.github.io/pandoc-crossref/#code-block-labels.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from sitegen.content.rewriting.rewritten_text import with_edits
from sitegen.content.rewriting.shortcode_arguments import in_one_line
from sitegen.content.scanner import BLANKED
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.rewriting.rewritten_text import Edit, Piece
    from sitegen.content.scanner import MarkdownSource
    from sitegen.content.source_blocks import Fence

__all__ = ["with_code_captions"]

_NAME = r"[\w:.-]*\w"
#: A caption has few lines: more of them are not looked at.
_CAPTION = compile_late(
    r"^(?P<margin>[ \t>]*+)(?:[Ll]isting)?:[ \t]++"
    r"(?P<text>[^\s`~][^\n]*(?:\n(?![ \t>]*+(?:[`~:]{3}|\n|\Z))[^\n]+){0,8})",
    re.MULTILINE,
)
_LABEL = compile_late(rf"(?<!\s)\s*+\{{#lst[-:](?P<name>{_NAME})\}}\s*\Z")
#: Behind the caption of a table.
_OF_OTHERS = compile_late(rf"\{{#(?!lst)[a-z]+[-:]{_NAME}[^{{}}\n]*\}}\Z")
_OF_FENCE = compile_late(rf"#lst[-:](?P<name>{_NAME})")
_LANGUAGE = compile_late(r"[ \t]*(?P<name>[\w+#.-]+)?[ \t]*")
_BRACES = compile_late(r"[ \t]*\{(?![\w:-]+\})(?P<inner>[^{}\n]*)\}[ \t]*")
#: In a reference, as in `@fig:knee`.
_COLONS = r"(?<=@fig|@tbl|@sec|@lst):(?=\w)|(?<=@eq):(?=\w)"
_COLON = compile_late(_COLONS)
_COLON_OR_APOSTROPHE = compile_late(rf"{_COLONS}|'")
_OWN_CAPTION = compile_late(r"(?<=[\s{])caption(?==)")
_TILDES = compile_late(r"~{3,}")
#: The lines between code and its caption: at most one is blank.
_MOST_LINES = 2


class _Caption(NamedTuple):
    """A caption, its label if it has one, and behind how many marks of quotations it stands.

    Its words are from `first` to `last`.
    """

    start: int
    end: int
    first: int
    last: int
    label: str
    quotes: int


def with_code_captions(source: MarkdownSource) -> MarkdownSource:
    """Return the source with these captions at the code; places are known."""
    text = source.text
    if "#lst" not in text or not _OF_FENCE.search(text):
        return source
    return with_edits(source, _edits(source))


def _edits(source: MarkdownSource) -> Iterator[Edit]:
    text = source.text
    fences = [each for each in source.blocks.fences if each.closed and not each.is_tag]
    starts, ends = [each.start for each in fences], [_end(text, each) for each in fences]
    used: set[int] = set()
    for fence in fences:
        yield from _attributes(text, fence)
    for caption in _captions(source):
        above = bisect_left(ends, caption.start + 1) - 1
        below = bisect_left(starts, caption.end)
        beside = [
            (lines, number)
            for number, lines in (
                (above, _lines_between(text, ends[above], caption.start) if above >= 0 else 9),
                (
                    below,
                    _lines_between(text, caption.end, starts[below]) if below < len(fences) else 9,
                ),
            )
            if lines <= _MOST_LINES
            and number not in used
            and _quotes(text, fences[number]) == caption.quotes
        ]
        for _, number in sorted(beside, key=lambda each: each[0]):
            info = _info(text, fences[number], caption)
            if info:
                used.add(number)
                yield caption.start, caption.end, ""
                yield from _at_code(text, fences[number], info)
                break


def _attributes(text: str, fence: Fence) -> Iterator[Edit]:
    """Yield the label, and the name of the caption, of code that has both behind its marks."""
    own = _OF_FENCE.search(text, fence.info, fence.info_end)
    caption = _OWN_CAPTION.search(text, fence.info, fence.info_end)
    if own and caption:
        yield *own.span(), f"#lst-{own['name'].replace(':', '-')}"
        yield *caption.span(), "lst-cap"


def _at_code(text: str, fence: Fence, info: tuple[Piece, ...]) -> Iterator[Edit]:
    """Yield the new first line, behind tildes if there are backticks in it."""
    has_ticks = any("`" in (each if isinstance(each, str) else text[slice(*each)]) for each in info)
    if not has_ticks or text[fence.info - 1] == "~":
        yield fence.info, fence.info_end, info
        return
    marks = "~" * max(
        [3, *(len(each) + 1 for each in _TILDES.findall(text, fence.start, fence.end))]
    )
    last = _end(text, fence)
    start = last
    while text[start - 1] == "`":
        start -= 1
    opening = fence.info
    while text[opening - 1] in "` \t" and opening > fence.start:
        opening -= 1
    yield opening, fence.info_end, (marks, *info)
    yield start, last, marks


def _end(text: str, fence: Fence) -> int:
    return fence.start + len(text[fence.start : fence.end].rstrip())


def _lines_between(text: str, start: int, end: int) -> int:
    between = text[start:end] if end - start <= _MOST_LINES * 80 else "x"
    return 9 if between.strip(" \t>\n") else between.count("\n")


def _quotes(text: str, fence: Fence) -> int:
    return text.count(">", text.rfind("\n", 0, fence.start) + 1, fence.start)


def _captions(source: MarkdownSource) -> Iterator[_Caption]:
    for found in _CAPTION.finditer(source.text):
        if source.prose[found.start("text")] != BLANKED:
            written = found["text"].rstrip()
            label = _LABEL.search(written)
            if not label and _OF_OTHERS.search(written):
                continue
            first = found.start("text")
            yield _Caption(
                found.end("margin"),
                first + len(written),
                first,
                first + (label.start() if label else len(written)),
                label["name"] if label else "",
                found["margin"].count(">"),
            )


def _info(text: str, fence: Fence, caption: _Caption) -> tuple[Piece, ...]:
    """Return what stands behind the marks of a fence with this caption, if there is one label."""
    written = text[fence.info : fence.info_end]
    own = _OF_FENCE.search(written)
    if bool(own) == bool(caption.label) or "caption=" in written or "lst-cap" in written:
        return ()
    name = (own["name"] if own else caption.label).replace(":", "-")
    # An attribute holds no escape, and each engine reads entities in its way.
    quote = "'" if '"' in text[caption.first : caption.last] else '"'
    signs = _COLON_OR_APOSTROPHE if quote == "'" else _COLON
    shown = in_one_line(text, caption.first, caption.last, signs, _sign)
    braces, language = _BRACES.fullmatch(written), _LANGUAGE.fullmatch(written)
    if braces:
        rest = _OF_FENCE.sub("", braces["inner"]).strip()
    elif language:
        rest = f".{language['name']}" if language["name"] else ""
    else:
        return ()
    before = f"{{{rest} #lst-{name} lst-cap={quote}".replace("{ ", "{")
    return before, *shown, f"{quote}}}"


def _sign(found: re.Match[str]) -> str:
    return "-" if found[0] == ":" else "\N{RIGHT SINGLE QUOTATION MARK}"
