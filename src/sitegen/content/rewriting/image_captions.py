"""Write the captions of images behind these, so that they are text of the page.

    ![A knee](knee.png "As [@doe2024] shows"){.wide}

A title is an attribute for both engines, in which nothing is a citation, a reference or a note. So
where an image is alone in its paragraph, and its title or its `caption` holds one, that goes on
between marks behind the image, and `figures` puts it into the figure.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from sitegen.content.rewriting.rewritten_text import TextWriter, with_edits
from sitegen.content.syntax.labelled_images import has_caption
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from sitegen.content.scanner import MarkdownSource
    from sitegen.content.source_inlines import Link

__all__ = ["CAPTION_END", "CAPTION_OPENINGS", "with_captions_behind", "with_named_captions"]

#: Noncharacters (Unicode 23.7), as for other marks in texts: what opens a title, and a caption.
CAPTION_OPENINGS = {"\ufdda": "title", "\ufddb": "caption"}
CAPTION_END = "\ufddc"
_OPENINGS = {name: mark for mark, name in CAPTION_OPENINGS.items()}
#: What a text that is read by itself cannot hold, and links, whose places would not be known.
_OF_PAGE = compile_late(r"@[\w{]|\^\[|\[\^|\{[\w:]+\}`|\]\(")
#: What is read in an attribute list before that is, which would then be none.
_OF_ATTRIBUTE = compile_late(r"[*_`~$\[\\<@^{}]")
_TITLE = compile_late(r">?(?P<cut>[ \t]+(?P<quote>[\"'])(?P<text>[^\n]*)(?P=quote)[ \t]*)\)")
_CAPTION = compile_late(
    r"(?<=[{\s])caption=(?P<quote>[\"'])(?P<text>(?:(?!(?P=quote))[^\\\n]|\\.)*)(?P=quote)"
)
_FIG_CAP = compile_late(r"(?<=[{\s])fig-cap(?==[\"'])")
_ESCAPED = compile_late(r"\\(?:(?P<quote>[\"'])|.)")
#: What may be right above and below a paragraph without being part of it.
_BESIDE = compile_late(r":{3,}|#{1,6}[ \t]")


class _Caption(NamedTuple):
    """A text of an image: its attribute, where it is, and what is cut out with it."""

    name: str
    start: int
    end: int
    cut: int
    cut_end: int


def with_named_captions(source: MarkdownSource) -> MarkdownSource:
    """Return the source with `caption` for what Quarto calls `fig-cap`, behind images."""
    if "fig-cap=" not in source.text or "![" not in source.outline:
        return source
    images = (link for link in source.links if link.is_image)
    found = (_FIG_CAP.search(source.text, link.close, link.end) for link in images)
    return with_edits(source, ((*each.span(), "caption") for each in found if each))


def with_captions_behind(source: MarkdownSource) -> MarkdownSource:
    """Return the source with such captions as text."""
    text = source.text
    if "![" not in source.outline or not ("caption=" in text or _OF_PAGE.search(text)):
        return source
    images = [link for link in source.links if link.is_image]
    found = [(link, each) for link in images if (each := _find(source, link))]
    if found:
        alone = _lines_of_images(source, images)
        starts = [line.start for line in source.blocks.lines]
        found = [each for each in found if bisect_right(starts, each[0].start) - 1 in alone]
    if not found:
        return source
    out = TextWriter(text)
    done = 0
    for link, caption in found:
        out.copy(done, caption.cut)
        out.copy(caption.cut_end, link.end)
        out.write(_OPENINGS[caption.name], caption.start)
        start = caption.start
        for escaped in _ESCAPED.finditer(text, start, caption.end):
            if escaped["quote"]:  # of which the backslash is none of Markdown's
                out.copy(start, escaped.start())
                start = escaped.start("quote")
        out.copy(start, caption.end)
        out.write(CAPTION_END, caption.end)
        done = link.end
    out.copy(done, len(text))
    return source.rewritten(out, source.html_blocks)


def _find(source: MarkdownSource, link: Link) -> _Caption | None:
    """Return the text of an image that is to be read with the page, if there is one."""
    text = source.text
    if not text.startswith("](", link.close):
        return None
    title = _TITLE.match(text, link.target + len(link.address), link.end)
    behind = title.end() if title else text.find(")", link.target + len(link.address)) + 1
    attributes = text.find("{", behind - 1, link.end)
    caption = _CAPTION.search(text, attributes, link.end) if attributes >= 0 else None
    if caption:
        wanted = _OF_ATTRIBUTE
        # The name stays: it says that the text of the image is no caption.
        found = _Caption("caption", *caption.span("text"), *caption.span("text"))
    elif title and not has_caption(source, link):
        wanted = _OF_PAGE
        found = _Caption("title", *title.span("text"), *title.span("cut"))
    else:
        return None
    return found if wanted.search(text, found.start, found.end) else None


def _lines_of_images(source: MarkdownSource, images: list[Link]) -> frozenset[int]:
    """Return the numbers of the lines that are paragraphs of nothing but images."""
    lines = source.blocks.lines
    starts = [line.start for line in lines]
    rest: dict[int, list[str]] = {}
    done: dict[int, int] = {}
    for image in images:
        number = bisect_right(starts, image.start) - 1
        line = lines[number]
        before = source.text[done.get(number, line.content) : image.start]
        rest.setdefault(number, []).append(before)
        done[number] = image.end
    whole = {
        number
        for number, pieces in rest.items()
        if not "".join((*pieces, source.text[done[number] : lines[number].end])).strip(" \t\\")
    }
    alone: list[int] = []
    first = 0
    for number in sorted(whole):
        if number - 1 not in whole:
            first = number
        if number + 1 not in whole and not any(
            _is_text(source, beside) for beside in (first - 1, number + 1)
        ):
            alone += range(first, number + 1)
    return frozenset(alone)


def _is_text(source: MarkdownSource, number: int) -> bool:
    """Tell whether a line is text that makes one paragraph with lines beside it."""
    if not 0 <= number < len(source.blocks.lines):
        return False
    line = source.blocks.lines[number]
    if line.content in source.blocks.notes:  # what is below it is in the note
        return False
    return line.kind == "text" and not _BESIDE.match(source.text, line.content, line.end)
