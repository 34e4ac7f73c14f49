"""Fenced blocks of code.

The line that opens one may hold a language, attributes and options, which `code/code_options.py`
reads. They reach CommonMark as one word, an attribute list; Python-Markdown gets fences as HTML.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from html import escape
from typing import TYPE_CHECKING

from sitegen.content.code.code_directives import read_code_directive
from sitegen.content.code.code_dressing import OPTIONS_ATTRIBUTE
from sitegen.content.code.code_excerpts import CodeFileReference
from sitegen.content.code.code_options import (
    CODE_OPTIONS,
    CodeInfo,
    CodeOptions,
    read_code_info,
)
from sitegen.content.construct import Construct, Finding, Mistake, RawBlock, Replacement, Slot
from sitegen.content.fence_lines import FENCES
from sitegen.content.foreign_info import (
    diagram_language,
    is_code_directive,
    own_directive,
    read_foreign_info,
    read_raw_format,
    read_tag_language,
)
from sitegen.content.formulas import is_math_fence
from sitegen.content.raw_html import OTHER_FORMATS, RAW_HTML, ends_by_itself
from sitegen.content.short_texts import plain_short_text, read_short_text
from sitegen.content.source_lines import HIGHLIGHT_END
from sitegen.diagnostics import Problem
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.foreign_info import ForeignInfo
    from sitegen.content.scanner import MarkdownSource
    from sitegen.content.source_lines import Fence

__all__ = ["CODE_FENCES"]

#: Options of a cell of MyST: a block of YAML, or tags that hide its code.
_CELL_HEAD = compile_late(r"---\n(?:[^\n]*\n)*?---\n+")
_FOLDED = compile_late(r"\b(?:hide|remove)[-_](?:input|cell)\b")
_WITH_OPTIONS = re.compile(r"[`~]*+[ \t]*+[\w+#.-]*+[ \t]*+[^`\s]")
#: A cell that is to be shown with its marks, as Quarto writes it.
_SHOWN_CELL = compile_late(r"[ \t]*\{(\{[ \t]*[A-Za-z][^{}\n]*\})\}[ \t]*")
_TAG = re.compile(r"\{[%{][-+<%]?[ \t]*highlight[ \t]")
_TICKS = compile_late(r"`{3,}")
_NO_MARGIN = compile_late(r"[^ \t>]")
_SIGNS = {"class": ".", "id": "#"}
#: What ends an attribute, or a word of the engine; it reads these as what they stand for. What
#: would end the attribute then is still an entity.
_ESCAPES = str.maketrans(
    {mark: f"&#{ord(mark)};" for mark in "{}`\\<>"} | {'"': "&amp;quot;", "&": "&amp;amp;"}
)
_TAB = 4


class _CodeFences(Construct):
    source_marks = (*FENCES, "{%", "{{")

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        is_commonmark = source.engine == "commonmark"
        if is_commonmark and not _may_have_options(source):
            return
        for fence in source.blocks.fences:
            info = source.text[fence.info : fence.info_end]
            is_formula = is_math_fence(info) and source.macros is not None
            if not (own_directive(info) or diagram_language(info) or is_formula):
                yield from _read(source, fence)


def _may_have_options(source: MarkdownSource) -> bool:
    """Tell quickly that no fence has anything but a language; True if that is not plain."""
    if any(_WITH_OPTIONS.match(line) for _, line in source.fence_lines):
        return True
    outline = source.outline
    return ("{%" in outline or "{{" in outline) and _TAG.search(source.text) is not None


def _read(source: MarkdownSource, fence: Fence) -> Iterator[Finding]:
    written = source.text[fence.info : fence.info_end]
    foreign = None if fence.is_tag else read_foreign_info(written)
    if fence.is_tag:
        yield _tagged_block(source, fence)
    elif shown := _SHOWN_CELL.fullmatch(written):
        yield _shown_cell(source, fence, shown[1])
    elif is_code_directive(written):
        yield from _directive(source, fence)
    elif foreign and foreign.name == "code-cell":
        yield _code_cell(source, fence, foreign)
    elif foreign:
        yield _foreign_block(source, fence, foreign)
    elif raw := read_raw_format(written):
        html = _code(source.text, fence) if raw in RAW_HTML else ""
        if raw in OTHER_FORMATS or (html and ends_by_itself(html)):
            yield RawBlock(fence.start, fence.end, html)
        else:
            yield _plain_block(source, fence, raw)
    else:
        yield from _block(source, fence, written)


def _block(source: MarkdownSource, fence: Fence, written: str) -> Iterator[Finding]:
    """Read a block of code with a language, attributes and options."""
    info = read_code_info(source.text, fence.info, fence.info_end)
    if info.options.file:
        code = _code(source.text, fence)
        yield from _excerpt(source, fence, info, code, fence.info_end + 1)
        return
    yield from _mistakes(info, _count_lines(source.text, fence))
    attributes = _attributes(info)
    if source.engine == "python-markdown":
        code = _html(_code(source.text, fence), info.language, attributes)
        yield RawBlock(fence.start, fence.end, code)
    elif attributes or written.strip() != info.language:
        yield Replacement(fence.info, fence.info_end, _word(info.language, attributes))


def _directive(source: MarkdownSource, fence: Fence) -> Iterator[Finding]:
    """Read a directive for code: its options are lines above the code."""
    read = read_code_directive(source.text, fence)
    if read is None:  # pragma: no cover  # it has a name
        return
    info, directive = read
    if info.options.file:
        yield from _excerpt(source, fence, info, directive.body, directive.start)
        return
    yield from _mistakes(info, directive.body.count("\n") + 1)
    attributes = _attributes(info)
    if source.engine == "python-markdown":
        yield RawBlock(fence.start, fence.end, _html(directive.body, info.language, attributes))
    else:
        yield _fenced(source, fence, _word(info.language, attributes), directive.body)


def _attributes(info: CodeInfo) -> list[tuple[str, str]]:
    packed = info.options.pack()
    return [*info.attributes, *([(OPTIONS_ATTRIBUTE, packed)] if packed else [])]


def _word(language: str, attributes: list[tuple[str, str]]) -> str:
    """Return an info string of one word: an engine takes the first only, tabs do not divide it."""
    if not attributes:
        return language
    named = [f".{language}"] if language else []
    word = "\t".join((*named, *(_attribute(name, value) for name, value in attributes)))
    return f"{{{word}}}"


def _count_lines(text: str, fence: Fence) -> int:
    return text.count("\n", fence.info_end + 1, fence.end - 1) + (not fence.closed)


def _attribute(name: str, value: str) -> str:
    """Write an attribute in one word, without what an engine would read as anything else."""
    if name in _SIGNS:
        return f"{_SIGNS[name]}{value}"
    return f'{name}="{value.translate(_ESCAPES)}"'.replace(" ", "\t")


def _plain_block(source: MarkdownSource, fence: Fence, language: str) -> RawBlock | Replacement:
    if source.engine == "python-markdown":
        return RawBlock(fence.start, fence.end, _html(_code(source.text, fence), language, []))
    return Replacement(fence.info, fence.info_end, language)


def _mistakes(info: CodeInfo, lines: int) -> Iterator[Mistake]:
    """Yield what is wrong with options, and what names lines that are not there."""
    for place, problem in info.problems:
        yield Mistake(place, problem)
    for name in ("lines", "region"):
        if name in info.places and not info.options.file:
            message = f"the option '{name}' has no effect without a file"
            problem = Problem(CODE_OPTIONS, message, 'write file="fit.py", too')
            yield Mistake(info.places[name], problem)
    last = max((end for _, end in info.options.marked), default=0)
    if last > lines and not info.options.file:
        message = f"line {last} is to be marked, and the code has {lines:,}"
        problem = Problem(CODE_OPTIONS, message, "lines are counted from 1 in each block")
        yield Mistake(info.places["marked"], problem)


def _excerpt(
    source: MarkdownSource, fence: Fence, info: CodeInfo, code: str, start: int
) -> Iterator[Finding]:
    """Leave a slot for code from a file; what the block holds itself, from `start` on, is lost."""
    text = source.text
    yield from _mistakes(info, 0)
    if code.strip():
        message = "the lines of this block are left out, for its code comes from a file"
        yield Mistake(start, Problem(CODE_OPTIONS, message, "remove them, or the file"))
    caption = next((value for name, value in info.attributes if name == "lst-cap"), "")
    read = read_short_text(caption, source.engine)
    yield from (Mistake(fence.info, problem) for problem in read.problems)
    places = {
        name: (text.count("\n", fence.start, at), at - text.rfind("\n", 0, at))
        for name, at in info.places.items()
    }
    reference = CodeFileReference(
        target=info.options.file,
        line=0,
        places=places,
        language=info.language,
        attributes=tuple(info.attributes),
        options=info.options,
        caption=plain_short_text(caption),
        caption_html=read.html,
    )
    yield Slot(fence.start, fence.end, reference, is_block=True)


def _tagged_block(source: MarkdownSource, fence: Fence) -> RawBlock | Replacement:
    """Show what is between the tags of another generator as code; `foreign_code` says so."""
    language = read_tag_language(source.text[fence.info : fence.info_end])
    code = _code(source.text, fence)
    if source.engine == "python-markdown":
        return RawBlock(fence.start, fence.end, _html(code, language, []))
    return _fenced(source, fence, language, code)


def _shown_cell(source: MarkdownSource, fence: Fence, info: str) -> RawBlock | Replacement:
    """Show a cell as it would be written, with the marks around it."""
    code = f"```{info}\n{_code(source.text, fence)}\n```"
    if source.engine == "python-markdown":
        return RawBlock(fence.start, fence.end, _html(code, "markdown", []))
    return _fenced(source, fence, "markdown", code)


def _fenced(source: MarkdownSource, fence: Fence, info: str, code: str) -> Replacement:
    """Return a block written anew, with other marks if the code holds these."""
    text = source.text
    marks = max((*_TICKS.findall(code), "``"), key=len) + "`"
    line_end = "\n" if text[fence.end - 1] == "\n" else ""
    lines = [f"{marks}{info}", *code.split("\n"), marks]
    return Replacement(fence.start, fence.end, f"\n{_margin(source, fence)}".join(lines) + line_end)


def _margin(source: MarkdownSource, fence: Fence) -> str:
    """Return what the lines of a block begin with in the list item or quotation around it.

    Where they are in a note, the lines are written as the engine gets them, which sees no notes.
    """
    lines = source.blocks.lines
    line = lines[bisect_right(lines, fence.start, key=lambda each: each.start) - 1]
    margin = source.text[line.start : fence.start]
    note = margin.find("[^")
    margin = _NO_MARGIN.sub(" ", margin if note < 0 else margin[:note] + " " * _TAB)
    return margin.expandtabs(_TAB)[_TAB * line.depth :] if line.depth else margin


def _foreign_block(
    source: MarkdownSource, fence: Fence, info: ForeignInfo
) -> RawBlock | Replacement:
    """Show a directive as code, under the line that names it; `foreign_code` says so."""
    if source.engine == "python-markdown":
        code = _code(source.text, fence)
        code = f"{info.first_line}\n{code}" if info.first_line else code
        return RawBlock(fence.start, fence.end, _html(code, info.language, []))
    first = f"\n{_margin(source, fence)}{info.first_line}" if info.first_line else ""
    return Replacement(fence.info, fence.info_end, info.language + first)


def _code_cell(source: MarkdownSource, fence: Fence, info: ForeignInfo) -> RawBlock | Replacement:
    """Show a code cell of MyST without its options; `foreign_code` says that it is not run."""
    read = read_code_directive(source.text, fence)
    if read is None:  # pragma: no cover  # it has a name
        return _foreign_block(source, fence, info)
    directive = read[1]
    code = _CELL_HEAD.sub("", directive.body, count=1)
    tags = directive.options["tags"].value if "tags" in directive.options else ""
    folds = CodeOptions(fold="closed" if _FOLDED.search(tags) else "")
    attributes = _attributes(CodeInfo(options=folds))
    if source.engine == "python-markdown":
        return RawBlock(fence.start, fence.end, _html(code, info.language, attributes))
    return _fenced(source, fence, _word(info.language, attributes), code)


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
    note = margin.find("[^")
    indent = len(margin) if note < 0 else note + _TAB
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
