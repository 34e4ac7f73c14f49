"""Figures with a label that are written as shortcodes, as in Hugo.

    {{< figure src="knee.png" caption="The *knee*" label="fig-knee" >}}

They are numbered, so they become what a directive `{figure}` becomes. So do those whose width is a
share of the text, `width="50%"`, and those that say where they stand, `align="center"`. The caption
stays where it is in the source: everything may stand in it, at its exact place.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from sitegen.content.construct import Mistake, Node, RawBlock, Replacement
from sitegen.content.shortcode_tags import begins_line, ends_line
from sitegen.content.syntax.figure_directives import FIGURE_MARK
from sitegen.diagnostics import Problem, did_you_mean
from sitegen.mathematics.equation_labels import label_of
from sitegen.model import kind_of_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sitegen.content.construct import Finding
    from sitegen.content.shortcode_tags import ShortcodeTag, TagArgument
    from sitegen.model.shortcode import MarkdownArguments

__all__ = ["find_figure", "is_labelled_figure"]

_LABELS = ("label", "id")
#: The arguments of `figure` in their order, and of these those of the picture and of its link.
_ARGUMENTS = (
    *("src", "alt", "caption", "title", "link", "width", "height", "class", "attr", "attrlink"),
    *("loading", "target", "rel", "align"),
)
#: What others call this shortcode; a shortcode of the site with such a name has other arguments.
_NAMES = frozenset({"figure", "image", "img", "fig"})
_PLACES = ("left", "center", "right")
_OF_IMAGE = ("alt", "width", "height", "loading")
_OF_LINK = ("target", "rel")


def is_labelled_figure(
    text: str, tag: ShortcodeTag, known: Mapping[str, MarkdownArguments]
) -> bool:
    """Tell whether a tag is a figure with a label, a share or a place, on lines of its own.

    `known` are the arguments of shortcodes that are Markdown, by the names of these.
    """
    return (
        tag.name in _NAMES
        and known.get(tag.name) == known.get("figure")
        and any(_is_label(each) or _is_share(each) or _is_place(each) for each in tag.arguments)
        and begins_line(text, tag.start)
        and ends_line(text, tag.end)
    )


def find_figure(text: str, tag: ShortcodeTag) -> Iterator[Finding]:
    """Yield the figure, and what is wrong with its arguments."""
    escaped = next((each for each in tag.arguments if text[each.value_end] == "\\"), None)
    if escaped:
        hint = "write the quotation marks without backslashes"
        problem = Problem("shortcode-syntax", "the quotation marks of a figure are escaped", hint)
        yield Mistake(escaped.value_end, problem)
        yield Node(tag.start, tag.end, html.escape(text[tag.start : tag.end], quote=False))
        return
    given, problems = _read_arguments(tag)
    yield from problems
    if "src" not in given:
        hint = 'write src="file.png"'
        yield Mistake(tag.start, Problem("shortcode-argument", "'figure' needs 'src'", hint))
        yield RawBlock(tag.start, tag.end, "")
        return
    caption = given.get("caption") or given.get("title")
    opening = _opening(given)
    if caption is None:
        yield RawBlock(tag.start, tag.end, f"{opening}</div>")
        return
    start, end = caption.value_at, caption.value_end
    margin = text[text.rfind("\n", 0, tag.start) + 1 : tag.start]
    title = given.get("title")
    before = f"**{title.value}** " if title and caption is not title else ""
    yield RawBlock(tag.start, start, opening)
    yield Replacement(start, start, f"\n{margin}{before}{'**' if caption is title else ''}")
    yield Replacement(end, end, f"{'**' if caption is title else ''}{_source_of(given)}\n{margin}")
    yield RawBlock(end, tag.end, "</div>")


def _read_arguments(tag: ShortcodeTag) -> tuple[dict[str, TagArgument], list[Mistake]]:
    given: dict[str, TagArgument] = {}
    problems: list[Mistake] = []
    free = iter(_ARGUMENTS)
    for each in tag.arguments:
        key = each.key or next(free, "")
        key = "label" if key in _LABELS else key
        if key in given or key not in (*_ARGUMENTS, "label"):
            taken = f"it takes {', '.join((*_ARGUMENTS, 'label'))}"
            message = f"'figure' has no argument '{key or each.value[:40]}'"
            if key in given:
                message, taken = f"'figure' has '{key}' twice", "leave one of them out"
            hint = did_you_mean(key, (*_ARGUMENTS, "label"), taken) if key not in given else taken
            place = each.key_at if each.key else each.value_at
            problems.append(Mistake(place, Problem("shortcode-argument", message, hint)))
            continue
        if key == "align" and each.value not in _PLACES:
            message = f"'{each.value[:40]}' is no place for a figure"
            hint = f"write {', '.join(_PLACES[:2])} or {_PLACES[2]}"
            problems.append(Mistake(each.value_at, Problem("shortcode-argument", message, hint)))
            continue
        given[key] = each
    return given, problems


def _opening(given: dict[str, TagArgument]) -> str:
    """Return the tag that opens the block, and the paragraph with the picture."""

    def written(names: tuple[str, ...]) -> str:
        return "".join(f' {n}="{html.escape(given[n].value)}"' for n in names if n in given)

    place = f' fig-align="{given["align"].value}"' if "align" in given else ""
    image = f'<img src="{html.escape(given["src"].value)}"{written(_OF_IMAGE)}{place}>'
    if "link" in given:
        address = html.escape(given["link"].value)
        image = f'<a href="{address}"{written(_OF_LINK)}>{image}</a>'
    label = html.escape(_label(given["label"])) if "label" in given else ""
    identity = f' id="{label}"' if label else ""
    return f'<div{identity}{written(("class",))} {FIGURE_MARK}=""><p>{image}</p>'


def _source_of(given: dict[str, TagArgument]) -> str:
    """Return who is to be named below a picture, as Markdown."""
    if "attr" not in given:
        return ""
    shown = given["attr"].value
    return f" [{shown}](<{given['attrlink'].value}>)" if "attrlink" in given else f" {shown}"


def _is_label(argument: TagArgument) -> bool:
    return argument.key in _LABELS and bool(_label(argument))


def _is_place(argument: TagArgument) -> bool:
    return argument.key == "align"


def _is_share(argument: TagArgument) -> bool:
    return argument.key == "width" and argument.value.rstrip().endswith("%")


def _label(argument: TagArgument) -> str:
    label = label_of(argument.value)
    return label if kind_of_label(label) == "figure" else ""
