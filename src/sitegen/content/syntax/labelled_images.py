"""Figures with a label, as in Quarto: `![The *caption*](knee.png){#fig-knee fig-alt="A knee"}`.

The text in the brackets is the caption. It stays where it is in the source, so that everything may
stand in it, at its exact place: the image is moved behind it, and a mark tells where it begins.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sitegen.content.attribute_lists import ATTRIBUTE_LIST, read_attributes
from sitegen.content.caption_alternatives import mark_alternative
from sitegen.content.construct import Construct, Finding, Mistake, Node, PageTree, Replacement
from sitegen.content.html_fragment import parse_fragment
from sitegen.content.image_paragraphs import is_alone
from sitegen.content.placeholders import SLOT_ELEMENT
from sitegen.diagnostics import Problem, Severity, declare
from sitegen.late_patterns import compile_late
from sitegen.model import LABEL_KINDS, kind_of_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

    from sitegen.content.scanner import MarkdownSource
    from sitegen.content.source_inlines import Link

__all__ = [
    "LABELLED_IMAGES",
    "LABEL_PLACE",
    "has_caption",
    "is_implicit_figure",
    "move_behind_caption",
]

LABEL_PLACE = declare("label-place", Severity.ERROR)

#: The mark of a caption.
_IMAGE = "data-image"
_MARK = f"<{SLOT_ELEMENT} {_IMAGE}></{SLOT_ELEMENT}>"
_ATTRIBUTES = compile_late(rf"(?:{ATTRIBUTE_LIST})\Z")
_QUOTES = compile_late(r"\\[\"'\\]")
_TELLING = compile_late(r"#|fig-alt")
#: Classes of what is no figure of one image; their captions are elsewhere.
_SEVERAL = frozenset({"gallery", "compare"})
#: What figures take the place of, and in what else they would stand in a text.
_PARAGRAPHS = frozenset({"p", "a"})
_INLINE = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "em", "strong", "span", "del", "mark"})
_HINT = "leave a blank line before and after it"


class _LabelledImages(Construct):
    source_marks = (*(f"#{prefix}-" for prefix in LABEL_KINDS), "fig-alt=")
    html_marks = (f"<{SLOT_ELEMENT} {_IMAGE}",)

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield what moves an image behind its caption."""
        for link in source.links if "![" in source.outline else ():
            if _has_label(source, link):
                yield from move_behind_caption(link)

    def mark(self, tree: PageTree) -> Iterator[Mistake]:
        """Make the figures."""
        openings = tree.root.css(f"{SLOT_ELEMENT}[{_IMAGE}]")
        around = {each.parent.mem_id: each.parent for each in openings if each.parent}
        taken = 0
        for parent in around.values():
            figures, others = _read_children(parent)
            taken += len(figures)
            outer = _outer(parent)
            replaced = outer if outer.tag in _PARAGRAPHS else None
            in_text = outer.tag in _INLINE or (
                replaced is not None and (others or not _is_alone(parent, outer))
            )
            for figure in figures:
                html_of_figure = _take(figure, parent)
                if in_text and not figure.is_plain:
                    message = f"the image '{figure.source}' has a caption, but stands in a text"
                    index = tree.positions.reference(figure.image)
                    yield Mistake(index, Problem(LABEL_PLACE, message, _HINT))
                elif not in_text:
                    made = tree.parser.create_node("figure")
                    if figure.label:
                        made.attrs["id"] = figure.label
                    made.inner_html = html_of_figure
                    (replaced or figure.image).insert_before(made, move=True)
            if not in_text:
                _remove(replaced, figures)
        # Those of figures are gone.
        left = tree.root.css(f"{SLOT_ELEMENT}[{_IMAGE}]") if taken < len(openings) else ()
        for lost in left:
            lost.decompose()


def move_behind_caption(link: Link) -> Iterator[Finding]:
    """Yield what moves an image behind its text, which becomes the caption of a figure."""
    yield Node(link.start, link.start + 2, _MARK)
    yield Replacement(link.close, link.close, "![")


class _Figure(NamedTuple):
    """An image in the tree, the mark and the nodes of its caption, and its label."""

    opening: LexborNode
    caption: list[LexborNode]
    image: LexborNode
    label: str

    @property
    def source(self) -> str:
        return self.image.attributes.get("src") or ""

    @property
    def is_plain(self) -> bool:
        """Tell an image that has only a text for those who cannot see it, which stays in a text."""
        return not self.label and all(map(_is_blank, self.caption))


def has_caption(source: MarkdownSource, link: Link) -> bool:
    """Tell whether the text of an image is a caption."""
    return _has_label(source, link) or is_implicit_figure(source, link)


def _has_label(source: MarkdownSource, link: Link) -> bool:
    """Tell whether an image has a label, or another text beside that in its brackets."""
    if not link.is_image or not source.text.startswith("](", link.close):
        return False
    found = _ATTRIBUTES.search(source.text, link.target, link.end)
    if not found or not _TELLING.search(found[0]):
        return False
    attributes = _attributes_of_figure(link, found[0])
    return any(n == "fig-alt" or (n == "id" and kind_of_label(v)) for n, v in attributes)


def is_implicit_figure(source: MarkdownSource, link: Link) -> bool:
    """Tell whether an image is a figure without a label, where a page has such figures."""
    text = source.text
    if not (source.implicit_figures and link.is_image and text.startswith("](", link.close)):
        return False
    if not text[link.start + 2 : link.close].strip() or not is_alone(text, link):
        return False
    if _has_label(source, link):
        return False
    found = _ATTRIBUTES.search(text, link.target, link.end)
    return bool(_attributes_of_figure(link, found[0] if found else "{.plain}"))


def _attributes_of_figure(link: Link, written: str) -> list[tuple[str, str]]:
    """Return the attributes of an image; none if its caption is not its text."""
    attributes = read_attributes(_QUOTES.sub("", written[1:-1].removeprefix(":")))
    is_several = any(n == "class" and v in _SEVERAL for n, v in attributes)
    if is_several or link.address.strip("<>").endswith("/"):
        return []
    return [] if any(name == "caption" for name, _ in attributes) else attributes


def _read_children(parent: LexborNode) -> tuple[list[_Figure], bool]:
    """Return the figures among the children of a node, and whether there is anything else."""
    figures: list[_Figure] = []
    others = False
    opening: LexborNode | None = None
    caption: list[LexborNode] = []
    for node in parent.iter(include_text=True):
        if node.tag == SLOT_ELEMENT and _IMAGE in node.attributes:
            others = others or opening is not None
            opening, caption = node, []
        elif opening is None:
            others = others or not _is_blank(node)
        elif node.tag == "img":
            figures.append(_Figure(opening, caption, node, node.attributes.get("id") or ""))
            opening = None
        else:
            caption.append(node)
    return figures, others or opening is not None


def _is_blank(node: LexborNode) -> bool:
    return node.tag == "br" or (node.is_text_node and not (node.text_content or "").strip())


def _outer(parent: LexborNode) -> LexborNode:
    """Return the paragraph around a link, or else the node itself."""
    above = parent.parent
    return above if parent.tag == "a" and above is not None and above.tag == "p" else parent


def _is_alone(node: LexborNode, around: LexborNode) -> bool:
    """Tell whether a node is all that is in the one around it."""
    if node.mem_id == around.mem_id:
        return True
    others = (each for each in around.iter(include_text=True) if each.mem_id != node.mem_id)
    return all(_is_blank(each) for each in others)


def _take(figure: _Figure, parent: LexborNode) -> str:
    """Return the HTML of a figure; its caption leaves the text and is that of the image, too."""
    holder = "".join(each.html or "" for each in figure.caption)
    image = figure.image
    given = image.attributes.get("alt") or image.attributes.get("fig-alt")
    image.attrs["alt"] = given or ""
    if not given:
        mark_alternative(image, parse_fragment(holder)[1])
    if "fig-alt" in image.attributes:
        del image.attrs["fig-alt"]
    for node in (figure.opening, *figure.caption):
        node.decompose()
    if figure.label:
        del image.attrs["id"]
    shown = (parent if parent.tag == "a" else image).html or ""
    return f"{shown}<figcaption>{holder.strip()}</figcaption>" if holder.strip() else shown


def _remove(paragraph: LexborNode | None, figures: list[_Figure]) -> None:
    """Remove what figures have taken the place of."""
    if paragraph is not None:
        paragraph.decompose()
        return
    for figure in figures:
        figure.image.decompose()


LABELLED_IMAGES = _LabelledImages()
