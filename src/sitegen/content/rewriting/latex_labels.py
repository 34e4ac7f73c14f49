r"""Give a picture, a table or a heading the label that LaTeX's `\label` in its text names.

    ![A knee \label{fig:knee}](knee.png)     →     ![A knee](knee.png){#fig-knee}

So do documents that are written for Pandoc and LaTeX; `\ref{fig:knee}` leads to it.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from sitegen.content.rewriting.rewritten_text import with_edits
from sitegen.content.scanner import BLANKED
from sitegen.late_patterns import compile_late
from sitegen.mathematics.equation_labels import label_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.rewriting.rewritten_text import Edit
    from sitegen.content.scanner import MarkdownSource

__all__ = ["with_latex_labels"]

_LABEL = compile_late(r"(?<!\s)\s*+\\label\{(?P<name>[^{}\s]++)\}")
_NAME = compile_late(r"[\w.:-]+")
_CAPTION = compile_late(r"[ \t>]*+(?:Table)?:[ \t]")
_HEADING = compile_late(r"[ \t>]*+#{1,6}[ \t]")


def with_latex_labels(source: MarkdownSource) -> MarkdownSource:
    """Return the source with these labels as attributes; places are known."""
    if "\\label{" not in source.text:
        return source
    return with_edits(source, [*_of_pictures(source), *_of_lines(source)])


def _of_pictures(source: MarkdownSource) -> Iterator[Edit]:
    text = source.text
    for link in source.links:
        found = _LABEL.search(text, link.start, link.close) if link.is_image else None
        label = label_of(found["name"]) if found else ""
        attributes = text.rfind("{", link.close, link.end)
        if not found or not _is_of(label, "fig-") or text.find("#", attributes, link.end) > 0:
            continue
        yield *found.span(), ""
        if attributes < 0:
            yield link.end, link.end, f"{{#{label}}}"
        else:
            yield attributes + 1, attributes + 1, f"#{label} "


def _of_lines(source: MarkdownSource) -> Iterator[Edit]:
    """Yield the labels at the ends of captions of tables, and of headings."""
    text, paragraphs = source.text, source.paragraphs
    starts = [start for start, _ in paragraphs]
    for found in _LABEL.finditer(text):
        at = found.start("name")
        if source.prose[at] == BLANKED:
            continue
        label, end = label_of(found["name"]), found.end()
        line = text.rfind("\n", 0, at) + 1
        if _is_of(label, "sec-") and _HEADING.match(text, line) and _ends_line(text, end):
            yield *found.span(), f" {{#{label}}}"
        number = bisect_right(starts, at) - 1
        start, last = paragraphs[number] if number >= 0 else (0, 0)
        is_caption = _is_of(label, "tbl-") and at < last and _CAPTION.match(text, start)
        if is_caption and not text[end:last].strip():
            yield *found.span(), f" {{#{label}}}"


def _is_of(label: str, kind: str) -> bool:
    """Tell whether a label is of a kind, and can be written among attributes."""
    return label.startswith(kind) and _NAME.fullmatch(label) is not None


def _ends_line(text: str, place: int) -> bool:
    """Tell whether nothing else stands between a place and the end of its line."""
    end = text.find("\n", place)
    return not text[place : end if end >= 0 else len(text)].strip(" \t#")
