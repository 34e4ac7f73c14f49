"""Fenced blocks of code.

The line that opens one may hold a language and attributes. Other generators take options there, too
(`hl_lines=1`, `{1,3}`): sitegen leaves them out and says so. An attribute list,
`{ .python #snippet }`, reaches CommonMark as one word; Python-Markdown gets all fences as HTML.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from sitegen.content.attribute_lists import read_attributes
from sitegen.content.construct import Construct, Finding, Mistake, RawBlock, Replacement
from sitegen.content.foreign_info import (
    is_own_directive,
    read_foreign_info,
    read_raw_format,
    read_tag_language,
)
from sitegen.content.formulas import is_math_fence
from sitegen.content.source_lines import HIGHLIGHT_END
from sitegen.diagnostics import Problem, Severity, declare

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.foreign_info import ForeignInfo
    from sitegen.content.scanner import MarkdownSource
    from sitegen.content.source_lines import Fence

__all__ = ["CODE_FENCES"]

CODE_OPTIONS = declare("code-options", Severity.WARNING)

_WITH_OPTIONS = re.compile(r"(?:```|~~~)(?<![`~]...)[`~]*+[ \t]*+[\w+#.-]*+[ \t]*+[^`\s]")
_INFO = re.compile(r"[ \t]*+([\w+#.-]*+)[ \t]*+([^\n]*)")
_ATTRIBUTES = re.compile(r"\{:?[ \t]*([^{}]*)\}[ \t]*")
_OPTIONS = Problem(
    CODE_OPTIONS, "options of a code block have no effect here", "leave only the language"
)
_FENCES = ("```", "~~~")
_TAG = re.compile(r"\{[%{][-+<%]?[ \t]*highlight[ \t]")
_TICKS = re.compile(r"`{3,}")
_NO_MARGIN = re.compile(r"[^ \t>]")
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
            if not is_own_directive(info) and not is_formula:
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
    info = _INFO.match(source.text, fence.info, fence.info_end)
    language, others = (info[1], info[2].rstrip()) if info else ("", "")
    found = _ATTRIBUTES.fullmatch(others) if others and not language else None
    attributes = read_attributes(found[1].replace("\t", " ")) if found else []
    raw = read_raw_format(others) if others else ""
    if raw:
        language, attributes = raw, []
    elif info and others and not attributes:
        yield Mistake(info.start(2), _OPTIONS)
    if source.engine == "python-markdown":
        yield RawBlock(
            fence.start, fence.end, _html(_code(source.text, fence), language, attributes)
        )
    elif attributes:
        # An engine takes the first word only; tabs do not divide it.
        word = source.text[fence.info : fence.info_end].strip().replace(" ", "\t")
        yield Replacement(fence.info, fence.info_end, word)
    elif others:
        yield Replacement(fence.info, fence.info_end, language)


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
