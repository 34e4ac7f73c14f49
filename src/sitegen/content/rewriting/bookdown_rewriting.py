r"""Write what bookdown adds to Pandoc's Markdown as it is written here.

`\@ref(fig:knee)` is a reference, `(\#eq:mass)` in a formula, `(\#tab:coils)` before the caption of
a table and `(\#fig:knee)` before that of a picture are labels, `::: {.theorem #line}` is a theorem
with the label `thm-line`, and so is the block of code `{theorem, line}`. After
https://bookdown.org/yihui/bookdown/components.html.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from sitegen.content.chunk_headers import read_arguments, read_r_text
from sitegen.content.rewriting.rewritten_text import with_edits
from sitegen.late_patterns import compile_late
from sitegen.mathematics.equation_labels import label_of
from sitegen.model import LABEL_KINDS, kind_of_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sitegen.content.div_fences import Div
    from sitegen.content.rewriting.rewritten_text import Edit
    from sitegen.content.scanner import MarkdownSource
    from sitegen.content.source_blocks import Fence, Line

__all__ = ["bookdown_label", "with_bookdown"]

_NAME = r"[A-Za-z0-9](?:[\w:.-]*\w)?"
_REFERENCE = compile_late(rf"\\@ref\((?P<name>{_NAME})\)")
#: bookdown puts brackets around the number of an equation; many authors do, too.
_IN_BRACKETS = ("(", ")")
_EQUATION = compile_late(rf"\(\\#(?P<name>eq:{_NAME})\)")
_TABLE = compile_late(
    rf"^[ \t>]*(?:Table)?:[ \t]*(?P<mark>\(\\#tab:(?P<name>{_NAME})\)[ \t]*)", re.MULTILINE
)
#: What is below a caption that goes on: no rule of a table, and nothing that begins with a line.
_HEAD = compile_late(r"[|+]|[^\n]*\|[^\n]*\n[ \t>]*[|:-][ \t|:-]*(?:\n|\Z)")
_PICTURE = compile_late(rf"!\[(?P<mark>\(\\#fig:(?P<name>{_NAME})\)[ \t]*)")
_BLOCK = compile_late(
    r"[ \t]*\{(?P<kind>theorem|lemma|corollary|proposition|conjecture|definition|example|exercise"
    r"|hypothesis|proof|remark|solution|block2?)(?P<rest>(?:[ \t,][^\n]*)?)\}[ \t]*"
)
_WORD = compile_late(r"[\w:./+-]+")
_BLOCK_MARKS = ("```{", "~~~{")
#: In bookdown, remarks and solutions have no number.
_NUMBERED = ("thm", "lem", "cor", "prp", "cnj", "def", "exm", "exr")
_PREFIXES = {LABEL_KINDS[prefix]: prefix for prefix in _NUMBERED}
_TABLES = "tab"


def with_bookdown(source: MarkdownSource, *, is_rmarkdown: bool) -> MarkdownSource:
    """Return the source with all of this as it is written here; places are known.

    Elsewhere than in R Markdown, a theorem whose id has no prefix has no number.
    """
    text, outline = source.text, source.outline
    if any(mark in outline for mark in _BLOCK_MARKS):
        source = with_edits(source, _blocks(source))
    if is_rmarkdown and ":::" in text:
        source = with_edits(source, _theorems(source.blocks.divs))
    if "\\@(" in outline or "(\\#" in outline:
        source = with_edits(source, [*_references(source), *_labels(source)])
    return source


def bookdown_label(name: str) -> str:
    """Return the label here for one of bookdown: `tab:coils` is `tbl-coils`.

    What has a prefix already, as `fig:fig-knee`, gets no second one.
    """
    prefix, colon, rest = name.partition(":")
    own = "tbl" if prefix == _TABLES else prefix
    if not colon or own not in LABEL_KINDS:
        return name
    rest = rest.replace(" ", "-")
    if own == "eq":
        return label_of(name)
    return rest if rest.startswith(f"{own}-") else f"{own}-{rest}"


def _blocks(source: MarkdownSource) -> Iterator[Edit]:
    """Yield divs for the blocks of code that are theorems, proofs and boxes."""
    text = source.text
    for fence in source.blocks.fences:
        found = _BLOCK.fullmatch(text, fence.info, fence.info_end) if fence.closed else None
        opening = _opening(found["kind"], found["rest"]) if found else ""
        if opening:
            yield fence.start, fence.info_end, opening
            yield _last_marks(text, fence)


def _opening(kind: str, rest: str) -> str:
    """Return the line that opens a div, with the same label, name and class.

    Return nothing if a label or a class could be none here: then the block stays code.
    """
    given = {name: read_r_text(value) or value for name, value in read_arguments(rest).items()}
    classes = kind if not kind.startswith("block") else given.get("type", "")
    label, prefix = given.get("label", "").replace(" ", "-"), _PREFIXES.get(kind, "")
    if not all(_WORD.fullmatch(each) for each in (*classes.split(), label or "x")):
        return ""
    attributes = [f".{each}" for each in classes.split()]
    if label and prefix:
        attributes.append(f"#{bookdown_label(f'{prefix}:{label}')}")
    if given.get("name"):
        quoted = given["name"].rstrip("\\").replace('"', '\\"')
        attributes.append(f'name="{quoted}"')
    return f"::: {{{' '.join(attributes) or '.block'}}}"


def _last_marks(text: str, fence: Fence) -> Edit:
    end = fence.start + len(text[fence.start : fence.end].rstrip())
    start = end
    while text[start - 1] in "`~":
        start -= 1
    return start, end, ":::"


def _theorems(divs: Iterable[Div]) -> Iterator[Edit]:
    """Yield the prefix of the label of each theorem that has one without."""
    for div in divs:
        if div.is_directive or div.name:
            continue
        classes = [each.value for each in div.attributes if each.name == "class"]
        prefix = next((_PREFIXES[each] for each in classes if each in _PREFIXES), "")
        label = next((each for each in div.attributes if each.name == "id"), None)
        if prefix and label and not kind_of_label(label.value) and ":" not in label.value:
            yield label.value_at, label.value_at, f"{prefix}-"


def _references(source: MarkdownSource) -> Iterator[Edit]:
    r"""Yield our references for `\@ref(…)`; a name without a prefix is that of a section."""
    prose = source.prose
    for found in _REFERENCE.finditer(prose):
        start, end = found.span()
        name = source.text[found.start("name") : found.end("name")]
        label = bookdown_label(name)
        kind = kind_of_label(label)
        if kind == "equation" and (prose[start - 1 : start], prose[end : end + 1]) != _IN_BRACKETS:
            written = f"\\eqref{{{label}}}"
        elif kind:
            written = f"[-@{label}]"
        else:
            written = f"[](#{name})"
        yield start, end, written


def _labels(source: MarkdownSource) -> Iterator[Edit]:
    text = source.text
    if "(\\#eq:" in text:
        for formula in source.blocks.formulas:
            for found in _EQUATION.finditer(text, formula.start, formula.end):
                yield *found.span(), f"\\label{{{found['name']}}}"
    if "(\\#tab:" in text:
        yield from _table_labels(source)
    if "(\\#fig:" in text:
        yield from _picture_labels(source)


def _table_labels(source: MarkdownSource) -> Iterator[Edit]:
    """Yield the labels of tables, which are at the ends of captions here."""
    text, lines = source.text, source.blocks.lines
    starts = [line.start for line in lines]
    found = {bisect_right(starts, each.start()) - 1: each for each in _TABLE.finditer(source.prose)}
    for number, each in found.items():
        last = number
        while last + 1 < len(lines) and last + 1 not in found and _goes_on(text, lines[last + 1]):
            last += 1
        yield *each.span("mark"), ""
        written = text[each.end() : lines[last].end]
        end = each.end() + len(written.rstrip())
        label = bookdown_label(f"tab:{text[each.start('name') : each.end('name')]}")
        yield end, end, f" {{#{label}}}"


def _goes_on(text: str, line: Line) -> bool:
    """Tell whether a line belongs to the paragraph above."""
    return line.kind == "text" and not _HEAD.match(text, line.content)


def _picture_labels(source: MarkdownSource) -> Iterator[Edit]:
    text = source.text
    for link in source.links:
        found = _PICTURE.match(text, link.start) if link.is_image else None
        if found:
            yield *found.span("mark"), ""
            label = bookdown_label(f"fig:{found['name']}")
            behind = text.rfind("{", link.close, link.end)
            if behind < 0 or text[link.end - 1] != "}":
                yield link.end, link.end, f"{{#{label}}}"
            else:
                yield behind + 1, behind + 1, f"#{label} "
