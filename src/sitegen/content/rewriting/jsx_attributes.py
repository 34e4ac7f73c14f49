"""Leave out the attributes of HTML elements that are JavaScript, as in MDX, and say so.

    <div style={{color: 'red'}}>   →   <div>

To HTML, the value would be several attributes with odd names. See https://mdxjs.com.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.construct import Mistake
from sitegen.content.rewriting.rewritten_text import with_edits
from sitegen.diagnostics import Problem
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sitegen.content.rewriting.rewritten_text import Edit
    from sitegen.content.scanner import MarkdownSource

__all__ = ["with_jsx_attributes"]

_ATTRIBUTE = compile_late(
    r"(?<=[\s\"'}])(?P<name>[A-Za-z][\w-]*)=\{(?:[^{}\n]|\{[^{}\n]*\})*\}[ \t]*"
)
_TAG = compile_late(r"<[a-z][\w-]*[ \t][^<>\n]*=\{[^<\n]*")
_SHOWN = 40


def with_jsx_attributes(source: MarkdownSource) -> MarkdownSource:
    """Return the source without them, and a warning for each."""
    if "={" not in source.outline or "<" not in source.outline or not _TAG.search(source.text):
        return source
    return with_edits(source, _edits(source))


def _edits(source: MarkdownSource) -> Iterator[Edit | Mistake]:
    text = source.text
    for tag in _TAG.finditer(text):
        start = tag.start()
        if _is_within(source.blocks.code, start):
            continue
        is_tag = source.prose[start] == "<" or any(each[0] == start for each in source.tags)
        if not is_tag and not _is_within(source.blocks.html, start):
            continue  # code within a text
        for found in _ATTRIBUTE.finditer(text, start, tag.end()):
            written = " ".join(found[0].split())
            shown = written if len(written) <= _SHOWN else f"{written[: _SHOWN - 1]}…"
            message = f"'{shown}' is JavaScript (MDX), and is left out"
            hint = 'write class="…" with a class of the theme or of your stylesheet'
            if found["name"] not in {"style", "className", "class"}:
                hint = f'write {found["name"]}="…", or remove it'
            yield Mistake(found.start(), Problem("foreign-syntax", message, hint))
            yield *found.span(), ""


def _is_within(spans: Iterable[tuple[int, int]], place: int) -> bool:
    return any(start <= place < end for start, end in spans)
