"""Write MyST's `{iframe}` as the shortcode that asks before it loads.

    ```{iframe} https://video.example.org/1     {{< embed "https://video.example.org/1"
    :width: 100%                            →       ratio="16-9" title="A talk"
    :title: A talk                                  caption="On *knees*" >}}
    On *knees*
    ```

The first lines are options, the others are the caption. A frame is as wide as the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.div_fences import DIRECTIVE_OPTION
from sitegen.content.rewriting.rewritten_text import with_edits
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.rewriting.rewritten_text import Edit
    from sitegen.content.scanner import MarkdownSource

__all__ = ["with_frames"]

_OPENING = compile_late(
    r"(?:`{3,}|~{3,}|:{3,})[ \t]*\{iframe\}[ \t]*(?P<address>https://[^\s\"<>]+)[ \t]*"
)
#: Of most that is shown so; a page has no frame with a size of its own.
_SHAPE = ("ratio", "16-9")
#: Options that name the frame.
_TITLES = ("title", "alt")


def with_frames(source: MarkdownSource) -> MarkdownSource:
    """Return the source with each such directive as a shortcode; places are known."""
    if "{iframe}" not in source.text:
        return source
    return with_edits(source, _edits(source))


def _edits(source: MarkdownSource) -> Iterator[Edit]:
    blocks = source.blocks
    fences = [(each.start, each.info_end, each.end) for each in blocks.fences if each.closed]
    divs = [(div.start, div.line_end, div.closing[1]) for div in blocks.divs if div.is_other]
    for start, line_end, end in (*fences, *divs):
        found = _OPENING.fullmatch(source.text, start, line_end) if end >= 0 else None
        if found:
            rest = source.text[line_end:end].rstrip("\n").splitlines()[1:-1]
            yield start, found.start("address"), '{{< embed "'
            yield found.end("address"), end, f'"{_arguments(rest)} >}}}}\n'


def _arguments(lines: list[str]) -> str:
    """Return the title and the caption that the lines of a block give, with a space before each."""
    given: dict[str, str] = {"title": ""}
    caption: list[str] = []
    for line in lines:
        text = line.strip(" \t>")
        option = DIRECTIVE_OPTION.fullmatch(text) if not caption else None
        if option and option["name"] in _TITLES:
            given["title"] = (option["value"] or "").strip()
        elif not option:
            caption.append(text)
    given["caption"] = " ".join(caption).strip()
    written = ((name, value.replace('"', '\\"')) for name, value in given.items() if value)
    return "".join(f' {name}="{value}"' for name, value in (_SHAPE, *written))
