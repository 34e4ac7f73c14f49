"""Write the comments with which Docusaurus marks lines of code as numbers of these lines.

    ```js                               ```js {1,2-3}
    // highlight-next-line              const a = 1;
    const a = 1;                        const b = 2;
    // highlight-start           →      const c = 3;
    const b = 2;                        ```
    const c = 3;
    // highlight-end
    ```

The comments are no lines of the code, and other numbers of lines do not count them. Code that shows
Markdown keeps them. See https://docusaurus.io/docs/markdown-features/code-blocks#line-highlighting.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.code.code_lines import shows_markdown
from sitegen.content.code.code_options import read_code_info
from sitegen.content.foreign_info import read_foreign_info, read_raw_format
from sitegen.content.rewriting.rewritten_text import with_edits
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.rewriting.rewritten_text import Edit
    from sitegen.content.scanner import MarkdownSource
    from sitegen.content.source_blocks import Fence

__all__ = ["with_marked_lines"]

_MARKS = ("highlight-next-line", "highlight-start")
_COMMENT = compile_late(
    r"[ \t>]*(?:#|//|--|%|;|/\*|\{/\*|<!--)[ \t]*highlight-(?P<what>next-line|start|end)"
    r"[ \t]*(?:\*/\}?|-->)?[ \t]*"
)
_ATTRIBUTES = compile_late(r"[ \t]*\{[ \t]*[.#:][^{}\n]*(?P<end>\})[ \t]*")


def with_marked_lines(source: MarkdownSource) -> MarkdownSource:
    """Return the source with the numbers behind the languages; places are known."""
    if not any(mark in source.text for mark in _MARKS):
        return source
    return with_edits(source, _edits(source))


def _edits(source: MarkdownSource) -> Iterator[Edit]:
    text = source.text
    for fence in source.blocks.fences:
        info = text[fence.info : fence.info_end]
        if fence.is_tag or read_foreign_info(info) or read_raw_format(info):
            continue
        if not shows_markdown(read_code_info(text, fence.info, fence.info_end).language):
            yield from _marks_of(text, fence)


def _marks_of(text: str, fence: Fence) -> Iterator[Edit]:
    """Yield the edits that remove comments of a block, and one that names the lines they mark."""
    ranges: list[tuple[int, int]] = []
    number, opened, marks_next = 1, 0, False
    start = fence.info_end + 1
    while 0 < start < fence.end:
        line_end = text.find("\n", start, fence.end)
        line_end = line_end if line_end >= 0 else fence.end
        found = _COMMENT.fullmatch(text, start, line_end)
        if found:
            yield start, min(line_end + 1, fence.end), ""
            if found["what"] == "start":
                opened = number
            elif found["what"] == "end" and opened:
                ranges += [(opened, number - 1)] if opened < number else []
                opened = 0
            marks_next = marks_next or found["what"] == "next-line"
        else:
            ranges += [(number, number)] if marks_next else []
            number, marks_next = number + 1, False
        start = line_end + 1
    last = number - 1 - fence.closed
    ranges += [(opened, last)] if 0 < opened <= last else []
    if ranges:
        written = ",".join(f"{a}-{b}" if b > a else f"{a}" for a, b in ranges)
        braces = _ATTRIBUTES.fullmatch(text, fence.info, fence.info_end)
        if braces:
            yield braces.start("end"), braces.start("end"), f' hl_lines="{written}"'
        else:
            yield fence.info_end, fence.info_end, f" {{{written}}}"
