"""The arguments of shortcodes that are Markdown: `{{< figure a.png caption="As @fig-b says" >}}`.

Their text stays in the page where it is written, between a mark and a slot, and what is around it
is taken out. So everything in it is found, counted and reported like the rest of the page. Texts
of a shortcode on lines of its own become paragraphs of their own.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING

from sitegen.content.construct import Mistake, Node, RawBlock, Replacement, Slot
from sitegen.content.html_blocks import BLOCK_ELEMENTS
from sitegen.content.placeholders import SLOT_ELEMENT
from sitegen.content.removals import HTML_LEFT_OUT
from sitegen.diagnostics import Problem
from sitegen.late_patterns import compile_late
from sitegen.model.references import ShortcodeText

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sitegen.content.construct import Finding
    from sitegen.content.scanner import MarkdownSource
    from sitegen.content.shortcode_tags import MarkdownText, ShortcodeTag

__all__ = ["TEXT_START", "TEXT_START_HTML", "find_texts"]

#: Attribute of the element that marks where a text begins.
TEXT_START = "data-argument"
TEXT_START_HTML = f'<{SLOT_ELEMENT} {TEXT_START}=""></{SLOT_ELEMENT}>'
#: A backslash and what it stands before, or the end of a line with the margin of the next one.
_ESCAPE_OR_LINE = compile_late(r"\\(?P<escaped>[^\n])|\\?\n[ \t>]*+")
#: The backslashes of a command of TeX.
_COMMAND = compile_late(r"(\\++)[A-Za-z]")
_TAG_NAME = compile_late(r"</?([a-zA-Z][a-zA-Z0-9-]*)")
#: So far is the text of a note indented.
_INDENT = 4
_MEDIA = frozenset({"img", "picture", "video", "audio", "svg", "iframe", "object"})


def find_texts(
    source: MarkdownSource,
    tag: ShortcodeTag,
    texts: Sequence[MarkdownText],
    number: int,
    *,
    is_block: bool,
) -> Iterator[Finding]:
    """Yield what keeps the texts of a tag in the page, and what is wrong with them.

    `number` is that of the shortcode on its page. If it takes whole lines, it `is_block`.
    """
    text = source.text
    line = f"\n{_margin(source, tag)}" if is_block else ""
    cut = RawBlock if is_block else Replacement
    place = texts[0].start
    for each in texts:
        if place < each.start:
            yield cut(place, each.start, "")
        yield Replacement(each.start, each.start, line)
        yield Node(each.start, each.start, TEXT_START_HTML)
        yield from _on_one_line(text, each)
        yield from _left_out(source, each)
        yield from _doubled(source, each)
        end = ShortcodeText(target=each.name, line=0, number=number, argument=each.number)
        yield Slot(each.end, each.end, end)
        yield Replacement(each.end, each.end, line)
        place = each.end
    yield cut(place, tag.end, "")


def _margin(source: MarkdownSource, tag: ShortcodeTag) -> str:
    """Return what a tag on a line of its own stands behind, as the engine gets it.

    CommonMark sees no notes: their lines are written without what indents them.
    """
    lines = source.blocks.lines
    line = lines[bisect_right(lines, tag.start, key=attrgetter("start")) - 1]
    margin = source.text[line.start : tag.start]
    is_cut = line.depth and source.engine == "commonmark"
    return margin.expandtabs(_INDENT)[_INDENT * line.depth :] if is_cut else margin


def _on_one_line(text: str, found: MarkdownText) -> Iterator[Replacement]:
    """Yield what makes one line of a text, and quotation marks of those that are escaped."""
    for each in _ESCAPE_OR_LINE.finditer(text, found.start, found.end):
        if each["escaped"] is None:
            yield Replacement(each.start(), each.end(), " ")
        elif each["escaped"] == '"' and text[found.start - 1] == '"':
            yield Replacement(each.start(), each.end(), '"')


def _left_out(source: MarkdownSource, found: MarkdownText) -> Iterator[Finding]:
    """Yield pictures and tags of blocks, without which the text goes into the page."""
    links, tags = source.links, source.tags
    first = bisect_left(links, found.start, key=attrgetter("close"))
    for link in links[first : bisect_left(links, found.end, key=attrgetter("close"))]:
        if link.is_image and found.start <= link.start:
            yield Replacement(link.start, link.end, "")
            message = f"the image '{link.address}' in '{found.name}' is left out"
            hint = "an argument is a line of text: show the image beside the shortcode"
            yield Mistake(link.start, Problem(HTML_LEFT_OUT, message, hint))
    first = bisect_left(tags, (found.start, 0))
    for start, end in tags[first : bisect_left(tags, (found.end, 0))]:
        name = _TAG_NAME.match(source.text, start, end)
        if name and _is_refused(name[1].lower()):
            yield Replacement(start, end, "")
            if source.text[start + 1] != "/":
                message = f"<{name[1].lower()}> in '{found.name}' is left out"
                hint = "an argument is a line of text: write blocks and pictures beside it"
                yield Mistake(start, Problem(HTML_LEFT_OUT, message, hint))


def _doubled(source: MarkdownSource, found: MarkdownText) -> Iterator[Mistake]:
    """Yield formulas whose backslashes are escaped, as in Hugo's double quotes."""
    text, formulas = source.text, source.blocks.formulas
    if text[found.start - 1] != '"':
        return
    first = bisect_left(formulas, found.start, key=attrgetter("start"))
    for each in formulas[first : bisect_left(formulas, found.end, key=attrgetter("start"))]:
        commands = _COMMAND.findall(text, each.start, each.end)
        if commands and all(len(slashes) > 1 for slashes in commands):
            at = text.index("\\", each.start)
            message = "the backslashes of this formula are doubled"
            hint = "write single ones: the argument is read as the text of the page is"
            yield Mistake(at, Problem("shortcode-syntax", message, hint))


def _is_refused(name: str) -> bool:
    return name in _MEDIA or name in BLOCK_ELEMENTS
