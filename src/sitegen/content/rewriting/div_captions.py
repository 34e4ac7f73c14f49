"""Write the captions that Quarto has in the attributes of a div as its last paragraph.

    ::: {#fig-knees fig-cap="Two *knees*"}       ::: {#fig-knees}
    ![Left](l.png)                         →     ![Left](l.png)
    :::
                                                 Two *knees*
                                                 :::

So it is with `tbl-cap` around a table. See https://quarto.org/docs/authoring/figures.html.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sitegen.content.rewriting.rewritten_text import TextWriter
from sitegen.late_patterns import compile_late
from sitegen.mathematics.equation_labels import label_of
from sitegen.model import kind_of_label

if TYPE_CHECKING:
    from sitegen.content.div_fences import Attribute, Div
    from sitegen.content.scanner import MarkdownSource

__all__ = ["with_div_captions"]

_KINDS = {"fig-cap": "figure", "tbl-cap": "table"}
#: What would begin a block, or be none of the caption; a backslash at its end makes it text.
_BLOCK = compile_late(
    r"\d{1,9}(?=[.)][ \t])"
    r"|(?=#{1,6}[ \t]|[-+*][ \t]|[>|]|:{3}|`{3}|~{3}|:[ \t]|\[[^\[\]\n]*\]:|\([A-Za-z][\w:./-]*\)=)"
)
_LIKELY = compile_late(r":{3}.*[{\s](?:fig|tbl)-cap=")


class _Caption(NamedTuple):
    """Where an attribute stands, its value, and the line before which that is to stand."""

    start: int
    end: int
    value: tuple[int, int]
    place: int
    margin: str


def with_div_captions(source: MarkdownSource) -> MarkdownSource:
    """Return the source with these captions; places are known."""
    text = source.text
    if "-cap=" not in text or not _LIKELY.search(text):
        return source
    found = [each for div in source.blocks.divs if (each := _caption_of(text, div))]
    if not found:
        return source
    steps = [(each.start, 0, each) for each in found]
    # Of those that end at one place, the innermost comes first.
    steps += [(each.place, -each.start, each) for each in found]
    out, done = TextWriter(text), 0
    for place, order, each in sorted(steps, key=lambda step: step[:2]):
        out.copy(done, place)
        done = place
        if order or place == each.place:
            out.write(f"{each.margin}\n{each.margin}", place)
            start, end = each.value
            block = _BLOCK.match(text, start, end)
            if block:
                out.copy(start, block.end())
                out.write("\\", block.end())
                start = block.end()
            out.copy(start, end)
            out.write("\n", place)
        else:
            done = each.end
    out.copy(done, len(text))
    return source.rewritten(out, source.html_blocks)


def _caption_of(text: str, div: Div) -> _Caption | None:
    """Return the caption of a div that is a figure or a table, and is closed."""
    if div.is_directive or div.closing[0] < 0:
        return None
    label = next((label_of(each.value) for each in div.attributes if each.name == "id"), "")
    caption = next((each for each in div.attributes if each.name in _KINDS), None)
    if caption is None or not caption.value.strip() or _KINDS[caption.name] != kind_of_label(label):
        return None
    return _Caption(
        _start_of(text, caption),
        caption.value_end + (text[caption.value_at - 1] in "\"'"),
        (caption.value_at, caption.value_end),
        text.rfind("\n", 0, div.closing[0]) + 1,
        div.margin,
    )


def _start_of(text: str, attribute: Attribute) -> int:
    """Return where an attribute begins, with the space before it."""
    at = attribute.at
    while text[at - 1] in " \t":
        at -= 1
    return at
