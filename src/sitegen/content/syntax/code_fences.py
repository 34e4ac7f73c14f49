"""Fenced blocks of code.

The line that opens one may hold a language, attributes and options, which `code/code_options.py`
reads. They reach CommonMark as one word, an attribute list; Python-Markdown gets fences as HTML.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from sitegen.content.code.code_dressing import OPTIONS_ATTRIBUTE
from sitegen.content.code.code_excerpts import CodeFileReference
from sitegen.content.code.code_options import CODE_OPTIONS, read_code_info
from sitegen.content.construct import Construct, Finding, Mistake, RawBlock, Replacement, Slot
from sitegen.content.foreign_info import (
    diagram_language,
    own_directive,
    read_foreign_info,
    read_raw_format,
    read_tag_language,
)
from sitegen.content.formulas import is_math_fence
from sitegen.content.source_lines import HIGHLIGHT_END
from sitegen.diagnostics import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.code.code_options import CodeInfo
    from sitegen.content.foreign_info import ForeignInfo
    from sitegen.content.scanner import MarkdownSource
    from sitegen.content.source_lines import Fence

__all__ = ["CODE_FENCES"]

_WITH_OPTIONS = re.compile(r"(?:```|~~~)(?<![`~]...)[`~]*+[ \t]*+[\w+#.-]*+[ \t]*+[^`\s]")
_FENCES = ("```", "~~~")
_TAG = re.compile(r"\{[%{][-+<%]?[ \t]*highlight[ \t]")
_TICKS = re.compile(r"`{3,}")
_NO_MARGIN = re.compile(r"[^ \t>]")
_SIGNS = {"class": ".", "id": "#"}
#: What ends an attribute, or a word of the engine; it reads these as what they stand for.
_ESCAPES = str.maketrans({mark: f"&#{ord(mark)};" for mark in '"{}`\\<>'})
_TAB = 4


class _CodeFences(Construct):
    source_marks = (*_FENCES, "highlight")

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        is_commonmark = source.engine == "commonmark"
        if is_commonmark and not _TAG.search(source.text) and not _may_have_options(source.text):
            return
        for fence in source.blocks.fences:
            info = source.text[fence.info : fence.info_end]
            is_formula = is_math_fence(info) and source.macros is not None
            if not (own_directive(info) or diagram_language(info) or is_formula):
                yield from _read(source, fence)


def _may_have_options(text: str) -> bool:
    """Tell quickly that no fence has anything but a language; True if that is not plain."""
    places = [text.find(mark) for mark in _FENCES if mark[0] in text]
    first = min((place for place in places if place >= 0), default=-1)
    return first >= 0 and _WITH_OPTIONS.search(text, first) is not None


def _read(source: MarkdownSource, fence: Fence) -> Iterator[Finding]:
    if fence.is_tag:
        yield _tagged_block(source, fence)
        return
    foreign = read_foreign_info(source.text[fence.info : fence.info_end])
    if foreign:
        yield _foreign_block(source, fence, foreign)
        return
    written = source.text[fence.info : fence.info_end]
    raw = read_raw_format(written)
    if raw:
        yield _plain_block(source, fence, raw)
        return
    info = read_code_info(source.text, fence.info, fence.info_end)
    for place, problem in (*info.problems, *_check_lines(source.text, fence, info)):
        yield Mistake(place, problem)
    if info.options.file:
        if _code(source.text, fence).strip():
            message = "the lines of this block are left out, for its code comes from a file"
            problem = Problem(CODE_OPTIONS, message, "remove them, or the option 'file'")
            yield Mistake(fence.info_end + 1, problem)
        yield _excerpt(source, fence, info)
        return
    packed = info.options.pack()
    attributes = [*info.attributes, *([(OPTIONS_ATTRIBUTE, packed)] if packed else [])]
    if source.engine == "python-markdown":
        code = _html(_code(source.text, fence), info.language, attributes)
        yield RawBlock(fence.start, fence.end, code)
    elif attributes:
        # An engine takes the first word only; tabs do not divide it.
        named = [f".{info.language}"] if info.language else []
        named += [_attribute(name, value) for name, value in attributes]
        word = "\t".join(named)
        yield Replacement(fence.info, fence.info_end, f"{{{word}}}")
    elif written.strip() != info.language:
        yield Replacement(fence.info, fence.info_end, info.language)


def _attribute(name: str, value: str) -> str:
    """Write an attribute in one word, without what an engine would read as anything else."""
    if name in _SIGNS:
        return f"{_SIGNS[name]}{value}"
    return f'{name}="{value.translate(_ESCAPES)}"'.replace(" ", "\t")


def _plain_block(source: MarkdownSource, fence: Fence, language: str) -> RawBlock | Replacement:
    if source.engine == "python-markdown":
        return RawBlock(fence.start, fence.end, _html(_code(source.text, fence), language, []))
    return Replacement(fence.info, fence.info_end, language)


def _check_lines(text: str, fence: Fence, info: CodeInfo) -> Iterator[tuple[int, Problem]]:
    """Yield what names lines that are not there."""
    if info.options.file:
        return
    for name in ("lines", "region"):
        if name in info.places:
            message = f"the option '{name}' has no effect without a file"
            yield info.places[name], Problem(CODE_OPTIONS, message, 'write file="fit.py", too')
    last = max((end for _, end in info.options.marked), default=0)
    lines = text.count("\n", fence.info_end + 1, fence.end - 1) + (not fence.closed)
    if last > lines:
        message = f"line {last} is to be marked, and the code has {lines:,}"
        problem = Problem(CODE_OPTIONS, message, "lines are counted from 1 in each block")
        yield info.places.get("marked", fence.info), problem


def _excerpt(source: MarkdownSource, fence: Fence, info: CodeInfo) -> Slot:
    """Leave a slot for code from a file; what the block holds itself would be lost."""
    line_start = source.text.rfind("\n", 0, fence.start) + 1
    reference = CodeFileReference(
        target=info.options.file,
        line=0,
        places={key: place - line_start + 1 for key, place in info.places.items()},
        language=info.language,
        attributes=tuple(info.attributes),
        options=info.options,
    )
    return Slot(fence.start, fence.end, reference, is_block=True)


def _tagged_block(source: MarkdownSource, fence: Fence) -> RawBlock | Replacement:
    """Show what is between the tags of another generator as code; `foreign_code` says so."""
    language = read_tag_language(source.text[fence.info : fence.info_end])
    code = _code(source.text, fence)
    if source.engine == "python-markdown":
        return RawBlock(fence.start, fence.end, _html(code, language, []))
    marks = max((*_TICKS.findall(code), "``"), key=len) + "`"
    line_end = "\n" if source.text[fence.end - 1] == "\n" else ""
    lines = [f"{marks}{language}", *code.split("\n"), marks]
    return Replacement(
        fence.start, fence.end, f"\n{_margin(source.text, fence)}".join(lines) + line_end
    )


def _margin(text: str, fence: Fence) -> str:
    """Return what the lines of a block begin with in the list item or quotation around it."""
    line_start = text.rfind("\n", 0, fence.start) + 1
    return _NO_MARGIN.sub(" ", text[line_start : fence.start])


def _foreign_block(
    source: MarkdownSource, fence: Fence, info: ForeignInfo
) -> RawBlock | Replacement:
    """Show a directive as code, under the line that names it; `foreign_code` says so."""
    if source.engine == "python-markdown":
        code = _code(source.text, fence)
        code = f"{info.first_line}\n{code}" if info.first_line else code
        return RawBlock(fence.start, fence.end, _html(code, info.language, []))
    first = f"\n{_margin(source.text, fence)}{info.first_line}" if info.first_line else ""
    return Replacement(fence.info, fence.info_end, info.language + first)


def _html(code: str, language: str, attributes: list[tuple[str, str]]) -> str:
    if not language:
        language = next((value for name, value in attributes if name == "class"), "")
        if language:
            attributes.remove(("class", language))
    classes = [f"language-{language}"] if language else []
    classes += [value for name, value in attributes if name == "class"]
    written = f' class="{escape(" ".join(classes))}"' if classes else ""
    for name, value in attributes:
        if name != "class":
            written += f' {name}="{escape(value)}"'
    return f'<pre class="highlight"><code{written}>{escape(code, quote=False)}</code></pre>'


def _code(text: str, fence: Fence) -> str:
    """Return the lines of a block without what indents and quotes it."""
    start = text.rfind("\n", 0, fence.start) + 1
    margin = text[start : fence.start].expandtabs(_TAB)
    quotes = margin.count(">")
    indent = len(margin)
    if quotes:
        after = margin[margin.rindex(">") + 1 :]
        indent = len(after.removeprefix(" "))
    lines = text[fence.info_end + 1 : fence.end].removesuffix("\n").split("\n")
    if fence.closed:
        last = lines.pop()
        found = HIGHLIGHT_END.search(last) if fence.is_tag else None
        if found and last[: found.start()].strip(" \t>"):
            lines.append(last[: found.start()])
    if quotes:
        marks = re.compile(rf"(?:[ \t]*>){{{quotes}}} ?")
        lines = [marks.sub("", line, count=1) for line in lines]
    return "\n".join(_dedent(line, indent) for line in lines) if indent else "\n".join(lines)


def _dedent(line: str, indent: int) -> str:
    text = line.lstrip(" \t")
    margin = line[: len(line) - len(text)]
    if "\t" in margin:
        margin = margin.expandtabs(_TAB)
    return margin[indent:] + text


CODE_FENCES = _CodeFences()
