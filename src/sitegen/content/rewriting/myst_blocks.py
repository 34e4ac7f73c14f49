"""Write blocks of Sphinx's extensions, and of Jupyter Book, as what they are here.

    ```{bibliography}                   →   ::: {#refs}
    ```                                     :::
    ```{button-link} https://a.org      →   [Read](<https://a.org>){.button}
    Read
    ```
    ```{figure-md} fig-knee             →   ```{figure}
    ![A knee](knee.png)                     :label: fig-knee
                                            ![A knee](knee.png)

And exercises that begin and end with a directive between colons: those have backticks. See
https://sphinxcontrib-bibtex.readthedocs.io, https://sphinx-design.readthedocs.io and
https://myst-parser.readthedocs.io/en/latest/syntax/images_and_figures.html.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sitegen.content.rewriting.rewritten_text import with_edits
from sitegen.content.scanner import BLANKED
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.rewriting.rewritten_text import Edit
    from sitegen.content.scanner import MarkdownSource

__all__ = ["with_myst_blocks"]

_IN_OUTLINE = ("`{", "~{", ":{")
_LIKELY = compile_late(
    r"\{(?:(?:foot)?bibliography|button-(?:link|ref)|figure-md|youtube|vimeo|(?:exercise|solution)-(?:start|end))\}"
)
_OPENING = compile_late(
    r"(?:`{3,}|~{3,}|:{3,})[ \t]*+(?P<braces>\{(?P<name>[\w-]+)\}[ \t]*+(?P<argument>[^\n]*))"
)
_GATE = compile_late(
    r"^[ \t>]*(?P<opening>:{3,})[ \t]*\{(?:exercise|solution)-(?:start|end)\}[^\n]*\n"
    r"(?:[ \t>]*:[\w-]+:[^\n]*\n){0,20}[ \t>]*(?P<closing>:{3,})[ \t]*$",
    re.MULTILINE,
)
_OPTION = compile_late(r":(?P<name>[\w-]+):[ \t]*(?P<value>[^\n]*)")
_ADDRESS = compile_late(r"[^\s<>\\]+")
_CITES = compile_late(r"\{(?:foot)?cite|@[\w{]")
#: Options that change nothing here, and colours of a button that is not the first one.
_STYLES = frozenset({"filter", "style", "cited", "labelprefix", "keyprefix", "class", "list"})
#: Videos of sphinxcontrib-youtube; what they look like is the theme's.
_VIDEOS = frozenset({"youtube", "vimeo"})
_VIDEO_ID = compile_late(r"[\w-]{5,20}")
_QUIET = frozenset({"secondary", "light", "muted"})
_OF_BUTTONS = frozenset("align class click-parent color expand outline ref-type shadow".split())


class _Block(NamedTuple):
    """A directive in `text[start:end]`, where its name and argument stand, and the lines below."""

    start: int
    end: int
    name: str
    argument: str
    braces: tuple[int, int]
    margin: str
    options: dict[str, str]
    lines: tuple[str, ...]


def with_myst_blocks(source: MarkdownSource) -> MarkdownSource:
    """Return the source with all of this as it is written here; places are known."""
    if not any(mark in source.outline for mark in _IN_OUTLINE) or not _LIKELY.search(source.text):
        return source
    source = with_edits(source, _gates(source))
    return with_edits(source, _edits(source))


def _gates(source: MarkdownSource) -> Iterator[Edit]:
    for found in _GATE.finditer(source.text) if ":{" in source.outline else ():
        if source.prose[found.start("opening")] != BLANKED:
            yield *found.span("opening"), "```"
            yield *found.span("closing"), "```"


def _edits(source: MarkdownSource) -> Iterator[Edit]:
    has_list = "{#refs" in source.text or not _CITES.search(source.text)
    for block in _blocks(source):
        if block.name == "figure-md":
            label = f"\n{block.margin}:label: {block.argument}" if block.argument else ""
            yield *block.braces, f"{{figure}}{label}"
        elif block.name in {"button-link", "button-ref"}:
            button = _button(block)
            if button:
                yield block.start, block.end, button
        elif block.name in _VIDEOS:
            if _VIDEO_ID.fullmatch(block.argument) and not block.lines:
                yield block.start, block.end, f"{{{{< {block.name} {block.argument} >}}}}"
        elif not (has_list or block.argument or block.lines or block.options.keys() - _STYLES):
            has_list = True
            yield block.start, block.end, f"::: {{#refs}}\n{block.margin}:::"


def _blocks(source: MarkdownSource) -> Iterator[_Block]:
    """Yield the directives of these names, but for those in others of them."""
    text, done = source.text, 0
    fences = ((each.start, each.end) for each in source.blocks.fences if each.closed)
    divs = ((each.start, each.closing[1]) for each in source.blocks.divs if each.is_other)
    for start, last in sorted((*fences, *divs)):
        found = _OPENING.match(text, start) if start >= done else None
        if not found or not _LIKELY.match(text, found.start("braces")) or last < 0:
            continue
        done = end = start + len(text[start:last].rstrip())
        margin = re.sub(r"[^> \t]", " ", text[text.rfind("\n", 0, start) + 1 : start])
        below = [each.strip(" \t>") for each in text[found.end() : end].split("\n")[1:-1]]
        options = {each["name"]: each["value"] for each in map(_OPTION.fullmatch, below) if each}
        lines = tuple(each for each in below if each and not _OPTION.fullmatch(each))
        argument = found["argument"].strip()
        span = found.span("braces")
        yield _Block(start, end, found["name"], argument, span, margin, options, lines)


def _button(block: _Block) -> str:
    """Return a link that looks like a button; nothing if it leads nowhere."""
    if not _ADDRESS.fullmatch(block.argument) or block.options.keys() - _OF_BUTTONS:
        return ""
    quiet = " .button-quiet" if block.options.get("color") in _QUIET else ""
    text = " ".join(block.lines) or (block.argument if block.name == "button-link" else "")
    return f"[{text}](<{block.argument}>){{.button{quiet}}}"
