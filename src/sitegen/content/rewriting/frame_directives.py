"""Write MyST's `{iframe}` as the shortcode that asks before it loads.

    ```{iframe} https://video.example.org/1     {{< embed "https://video.example.org/1"
    :width: 100%                            →       ratio="16-9" title="A talk"
    :title: A talk                                  caption="On *knees*" >}}
    On *knees*
    ```

The first lines are options, the others are the caption. A frame is as wide as the text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.content.div_fences import DIRECTIVE_OPTION
from sitegen.content.rewriting.rewritten_text import with_edits
from sitegen.content.rewriting.shortcode_arguments import markdown_argument, text_argument
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.rewriting.rewritten_text import Edit
    from sitegen.content.scanner import MarkdownSource

__all__ = ["with_frames"]

_OPENING = compile_late(
    r"(?:`{3,}|~{3,}|:{3,})[ \t]*\{iframe\}[ \t]*(?P<address>https://[^\s\"<>\\]+)[ \t]*$",
    re.MULTILINE,
)
#: Of most that is shown so; a page has no frame with a size of its own.
_SHAPE = ' ratio="16-9"'
#: Options that name the frame.
_TITLES = ("title", "alt")


def with_frames(source: MarkdownSource) -> MarkdownSource:
    """Return the source with each such directive as a shortcode; places are known."""
    if "{iframe}" not in source.text:
        return source
    return with_edits(source, _edits(source))


def _edits(source: MarkdownSource) -> Iterator[Edit]:
    """Yield the edits of each that is closed; one in another is part of its caption."""
    text, done = source.text, 0
    fences = ((each.start, each.end) for each in source.blocks.fences if each.closed)
    divs = ((div.start, div.closing[1]) for div in source.blocks.divs if div.is_other)
    for start, last in sorted((*fences, *divs)):
        found = _OPENING.match(text, start, last) if start >= done else None
        if found:
            done = start + len(text[start:last].rstrip())
            title, caption, at = _texts(text[found.end() : done])
            given = f'"{_SHAPE}{text_argument("title", title)}'
            yield start, found.start("address"), '{{< embed "'
            yield found.end("address"), found.end() + at, given
            yield found.end() + at, done, f"{markdown_argument('caption', caption)} >}}}}"


def _texts(block: str) -> tuple[str, str, int]:
    """Return the title and the caption that the lines of a block give, and where that begins."""
    title, place, start = "", 0, 0
    caption: list[str] = []
    for line in block.split("\n")[:-1]:
        text = line.strip(" \t>")
        option = DIRECTIVE_OPTION.fullmatch(text) if not caption else None
        if option and option["name"] in _TITLES:
            title = (option["value"] or "").strip()
        elif text and not option:
            start = start if caption else place + line.index(text)
            caption.append(text)
        place += len(line) + 1
    return title, " ".join(caption), start
