"""Write the figures of pandoc-crossref with several images, which are HTML, as fenced divs.

    <div id="fig:knees">                       ::: {#fig-knees}
    ![Left](l.png){#fig:left}            →     ![Left](l.png){#fig:left}

    Two knees                                  Two knees
    </div>                                     :::

Pandoc reads Markdown in a `<div>`. One without images in Markdown stays what it is. See
https://lierdakil.github.io/pandoc-crossref/#subfigures.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.content.rewriting.rewritten_text import with_edits
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.rewriting.rewritten_text import Edit
    from sitegen.content.scanner import MarkdownSource

__all__ = ["with_figure_divs"]

_VALUE = r"(?:\"[^\"\n<>]*+\"|'[^'\n<>]*+')"
_OPENING = compile_late(
    rf"<div(?P<before>(?:[ \t]++(?!id=)[\w-]++={_VALUE})*+)"
    r"[ \t]++id=[\"'](?P<kind>fig|tbl)[:-](?P<name>[\w.-]+)[\"']"
    rf"(?P<after>(?:[ \t]++[\w-]++={_VALUE})*+)[ \t]*+>[ \t]*+$",
    re.MULTILINE | re.IGNORECASE,
)
_TAG = compile_late(r"<(?P<slash>/?)div\b", re.IGNORECASE)
_CLOSING = compile_late(r"</div>[ \t]*$", re.MULTILINE | re.IGNORECASE)


def with_figure_divs(source: MarkdownSource) -> MarkdownSource:
    """Return the source with these divs; places are known."""
    if "![" not in source.outline or "<div" not in source.text or not _OPENING.search(source.text):
        return source
    return with_edits(source, _edits(source))


def _edits(source: MarkdownSource) -> Iterator[Edit]:
    """Yield both lines of each, the closing one for the innermost `<div>` that is open."""
    text = source.text
    opened: list[re.Match[str] | None] = []
    for line in source.blocks.lines:
        if line.kind == "code":
            continue
        opening = _OPENING.match(text, line.content, line.end) if line.kind == "html" else None
        if opening:
            opened.append(opening)
            continue
        if opened and _CLOSING.match(text, line.content, line.end):
            div = opened.pop()
            if div and "![" in text[div.end() : line.content]:
                given = f"#{div['kind'].lower()}-{div['name']}{div['before']}{div['after']}"
                yield *div.span(), f"::: {{{given}}}"
                yield line.content, line.end, ":::"
            continue
        for tag in _TAG.finditer(text, line.content, line.end) if opened else ():
            if not tag["slash"]:
                opened.append(None)
            elif opened:
                opened.pop()
