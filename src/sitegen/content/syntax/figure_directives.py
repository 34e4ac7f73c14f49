"""Figures as MyST writes them: `{figure}` with the file as its argument, and the caption below it.

    ```{figure} knee.png
    :label: fig-knee
    :alt: A knee from the side

    The *knee* at 3 T.
    ```

The first paragraph is the caption, what follows it a legend below. `{image}` is the same without a
caption. Without a file, the block is a figure of what is in it. See
https://mystmd.org/guide/figures.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from sitegen.content.block_trees import classes_of, set_classes, take
from sitegen.content.caption_alternatives import mark_alternative
from sitegen.content.construct import Construct
from sitegen.content.directive_names import FIGURES
from sitegen.content.div_attributes import BLOCK_ATTRIBUTE, check_class
from sitegen.content.html_blocks import BLOCK_ELEMENTS
from sitegen.diagnostics import Guesses, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

    from sitegen.content.construct import Mistake, PageTree
    from sitegen.content.div_fences import Div

__all__ = [
    "FIGURE_DIRECTIVES",
    "FIGURE_MARK",
    "check_figure",
    "figure_opening",
    "is_figure",
]

#: The attribute of a block that is to become a figure.
FIGURE_MARK = "data-figure-file"
#: Options of the picture, and those of the block.
_OF_IMAGE = ("alt", "width", "height")
_LINK = "target"
_OPTIONS = (*_OF_IMAGE, _LINK, "align", "class", "figclass", "id", "label", "name")
_PLACES = ("left", "center", "right")


def is_figure(div: Div) -> bool:
    """Tell whether a block is a directive that names the file of a picture."""
    return div.is_directive and div.name in FIGURES and div.title[0] >= 0


def figure_opening(text: str, div: Div, label: str) -> str:
    """Return the tag that opens a figure, and its picture; `label` is its own, if any."""
    given = {each.name: html.escape(each.value) for each in div.attributes}
    address = html.escape(text[div.title[0] : div.title[1]])
    options = "".join(f' {name}="{given[name]}"' for name in _OF_IMAGE if given.get(name))
    options += f' fig-align="{given["align"]}"' if given.get("align") in _PLACES else ""
    image = f'<img src="{address}"{options}>'
    if given.get(_LINK):
        image = f'<a href="{given[_LINK]}">{image}</a>'
    classes = " ".join(filter(None, (given.get("class"), given.get("figclass"))))
    opening = f' class="{classes}"' if classes else ""
    identity = f' id="{html.escape(label)}"' if label else ""
    return f'<div{opening}{identity} {FIGURE_MARK}=""><p>{image}</p>'


def check_figure(div: Div) -> Iterator[tuple[int, Problem]]:
    """Yield each option that means nothing in a figure, with its index."""
    guesses = Guesses()
    for each in div.attributes:
        if each.name == "align" and each.value not in _PLACES:
            message = f"'{each.value}' is no place for a figure"
            hint = f"write {', '.join(_PLACES[:2])} or {_PLACES[2]}"
            yield each.at, Problem(BLOCK_ATTRIBUTE, message, hint)
        elif each.name not in _OPTIONS:
            hint = guesses.did_you_mean(
                each.name, lambda: _OPTIONS, f"a figure takes {', '.join(_OPTIONS[:4])} and label"
            )
            message = f"the option '{each.name}' means nothing in a figure"
            yield each.at, Problem(BLOCK_ATTRIBUTE, message, hint)
        elif each.name == "class":
            problems = filter(None, map(check_class, each.value.split()))
            yield from ((each.value_at, problem) for problem in problems)


class _FigureDirectives(Construct):
    html_marks = (FIGURE_MARK,)

    def mark(self, tree: PageTree) -> tuple[Mistake, ...]:
        """Make a figure of each block."""
        for box in tree.root.css(f"div[{FIGURE_MARK}]"):
            take(box, FIGURE_MARK)
            _make_figure(tree, box)
        return ()


def _make_figure(tree: PageTree, box: LexborNode) -> None:
    first = box.child
    image = first.css_first("img") if first is not None and first.tag == "p" else None
    if first is None or image is None:
        return  # an author wrote the attribute
    caption, legend = _read_text(first)
    figure = tree.parser.create_node("figure")
    if "id" in box.attributes:
        figure.attrs["id"] = box.attributes["id"] or ""
    set_classes(figure, classes_of(box))
    below = f"<figcaption>{caption}{legend}</figcaption>" if caption or legend else ""
    if caption and not image.attributes.get("alt"):
        holder = tree.parser.create_node("p")
        holder.inner_html = caption
        mark_alternative(image, holder)
    figure.inner_html = f"{(first.inner_html or '').strip()}{below}"
    box.insert_before(figure)
    box.decompose()


def _read_text(first: LexborNode) -> tuple[str, str]:
    """Return the HTML of the first paragraph behind the picture, and of what follows it."""
    caption, legend = "", ""
    node = first.next
    while node is not None:
        written = node.html or ""
        if node.tag == "hr" and not caption.strip() and not legend:
            pass  # of lines of dashes that hold no options, or stand below an empty line
        elif node.tag == "p" and not caption.strip() and not legend:
            caption = (node.inner_html or "").strip()
        elif node.tag not in BLOCK_ELEMENTS and not legend:
            caption += written  # of a tight list
        else:
            legend += written.strip()
        node = node.next
    return caption.strip(), legend


FIGURE_DIRECTIVES = _FigureDirectives()
