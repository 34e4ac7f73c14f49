"""Write MyST's `{iframe}` as the shortcode that asks before it loads.

    ```{iframe} https://video.example.org/1     {{< embed "https://video.example.org/1"
    :width: 100%                            →       ratio="16-9" title="A talk"
    :title: A talk                                  caption="On *knees*" >}}
    On *knees*
    ```

The first lines are options, the others are the caption. A frame is as wide as the text, and has no
number. See https://mystmd.org/guide/figures#iframe.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.content.construct import Mistake
from sitegen.content.div_fences import DIRECTIVE_OPTION
from sitegen.content.rewriting.rewritten_text import with_edits
from sitegen.content.rewriting.shortcode_arguments import QUOTED, quoted
from sitegen.diagnostics import Problem
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
#: What has a backslash before it in an argument that is no Markdown.
_SPECIAL = compile_late(r"[\\\"]")
#: The arguments of the shortcode, and the options that give them; the first one counts.
_OPTIONS = {"title": ("title", "alt"), "image": ("placeholder",)}
#: Options that ask for what every frame is.
_USUAL = {"width": "100%", "align": "center"}
_LABELS = frozenset({"label", "name"})


def with_frames(source: MarkdownSource) -> MarkdownSource:
    """Return the source with each such directive as a shortcode; places are known."""
    if "{iframe}" not in source.text:
        return source
    return with_edits(source, _edits(source))


def _edits(source: MarkdownSource) -> Iterator[Edit | Mistake]:
    """Yield the edits of each that is closed; one in another is part of its caption."""
    text, done = source.text, 0
    fences = ((each.start, each.end) for each in source.blocks.fences if each.closed)
    divs = ((div.start, div.closing[1]) for div in source.blocks.divs if div.is_other)
    for start, last in sorted((*fences, *divs)):
        found = _OPENING.match(text, start, last) if start >= done else None
        if found:
            done = start + len(text[start:last].rstrip())
            options, caption = _read_lines(text, found.end(), done)
            yield from _unread(options)
            yield start, found.start("address"), '{{< embed "'
            yield from _argument_edits(text, found.end("address"), done, options, caption)


def _read_lines(
    text: str, start: int, end: int
) -> tuple[list[re.Match[str]], list[tuple[int, int]]]:
    """Return the options of a block, and where the lines of its caption stand."""
    options: list[re.Match[str]] = []
    caption: list[tuple[int, int]] = []
    place = start
    for line in text[start:end].split("\n")[:-1]:
        shown = line.strip(" \t>")
        first = place + line.index(shown)
        option = None if caption else DIRECTIVE_OPTION.match(text, first, first + len(shown))
        if option:
            options.append(option)
        elif shown:
            caption.append((first, first + len(shown)))
        place += len(line) + 1
    return options, caption


def _argument_edits(
    text: str, start: int, end: int, options: list[re.Match[str]], caption: list[tuple[int, int]]
) -> Iterator[Edit]:
    """Yield the edits of what follows the address. The lines of the caption become one.

    What becomes an argument is copied, so that each mistake in it has its place.
    """
    before = f'"{_SHAPE}'
    given = sorted(_arguments(options).items(), key=lambda each: each[1].start())
    for name, option in given:
        first, last = option.span("value")
        last = first + len(text[first:last].rstrip())
        yield start, first, f'{before} {name}="'
        for found in _SPECIAL.finditer(text, first, last):
            yield *found.span(), f"\\{found[0]}"
        start, before = last, '"'
    written = f'{before} caption="' if caption else before
    for first, last in caption:
        yield start, first, written
        for found in QUOTED.finditer(text, first, last):
            yield *found.span(), quoted(found)
        start, written = last, " "
    yield start, end, '" >}}' if caption else f"{written} >}}}}"


def _arguments(options: list[re.Match[str]]) -> dict[str, re.Match[str]]:
    """Return the options that the shortcode has, by the names of its arguments."""
    given = {each["name"]: each for each in reversed(options) if (each["value"] or "").strip()}
    found = {
        argument: next((given[name] for name in names if name in given), None)
        for argument, names in _OPTIONS.items()
    }
    return {argument: option for argument, option in found.items() if option}


def _unread(options: list[re.Match[str]]) -> Iterator[Mistake]:
    """Yield each option without effect."""
    read = [*_arguments(options).values()]
    for each in options:
        name, value = each["name"], (each["value"] or "").strip()
        if each in read or _USUAL.get(name) == value:
            continue
        message = f"the option '{name}' means nothing in a frame"
        hint = "a frame is as wide as the text, and takes title and placeholder"
        if name in _LABELS:
            hint = "frames have no number: link to the heading above"
        elif any(name in names for names in _OPTIONS.values()):
            hint = (
                "it has a title or a picture already" if value else "write its value, or remove it"
            )
        yield Mistake(each.start("name"), Problem("block-attribute", message, hint))
