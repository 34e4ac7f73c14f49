"""Read and change the blocks in a page's tree: their titles, classes, and first headings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.headings import USED_HEADING
from sitegen.content.html_blocks import BLOCK_ELEMENTS
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

__all__ = [
    "APART",
    "FENCED",
    "children_of",
    "classes_of",
    "put_paragraphs",
    "put_title",
    "rename",
    "set_classes",
    "take",
    "take_title",
]

#: The attribute of every div that is written with colons, until the constructs have seen the tree.
#: As their mark, it is found sooner than the many classes that mean something to one of them.
FENCED = "data-fenced"
#: The attribute of the slot of a shortcode that stands between blocks, in front of its texts.
APART = "apart"

_HEADING = compile_late(r"h[1-6]")


def classes_of(node: LexborNode) -> list[str]:
    """Return the classes of a node."""
    return (node.attributes.get("class") or "").split()


def set_classes(node: LexborNode, classes: list[str]) -> None:
    """Give a node these classes and no others."""
    if classes:
        node.attrs["class"] = " ".join(dict.fromkeys(classes))
    elif "class" in node.attributes:
        del node.attrs["class"]


def children_of(node: LexborNode) -> list[LexborNode]:
    """Return the elements directly in a node."""
    return [each for each in node.iter(include_text=False) if each.is_element_node]


def take(node: LexborNode, name: str) -> str | None:
    """Return an attribute and remove it; None if there is none."""
    if name not in node.attributes:
        return None
    value = node.attributes[name] or ""
    del node.attrs[name]
    return value


def take_title(box: LexborNode, *, heading: bool = False) -> str:
    """Return the HTML of a block's title and remove it; with `heading`, also a heading at its head.

    The id of such a heading becomes the block's, unless it has one.
    """
    first = next(iter(children_of(box)), None)
    if first is None:
        return ""
    is_title = first.tag == "p" and "block-title" in classes_of(first)
    if not is_title and not (heading and _HEADING.fullmatch(first.tag or "")):
        return ""
    identifier = first.attributes.get("id")
    if identifier and not is_title and "id" not in box.attributes:
        box.attrs["id"] = identifier
    inner = (first.inner_html or "").strip()
    if not is_title:
        box.attrs[USED_HEADING] = (first.tag or "h2")[1]
    first.decompose()
    return inner


def put_title(parser: LexborHTMLParser, box: LexborNode, kind: str, title: str) -> None:
    """Put a paragraph of a class at the head of a block; `title` is the HTML in it."""
    head = parser.create_node("p")
    head.attrs["class"] = kind
    head.inner_html = title
    inside = box.iter(include_text=True)
    first = next((n for n in inside if not n.is_text_node or (n.text_content or "").strip()), None)
    if first is None:
        box.insert_child(head)
    else:
        first.insert_before(head)
        first.insert_before("\n")


def put_paragraphs(parser: LexborHTMLParser, box: LexborNode) -> None:
    """Make paragraphs of the lines of text that stand directly in a block of a tight list."""
    run: list[LexborNode] = []
    is_argument = False  # the texts of a shortcode stand directly in the block, too
    for node in (*box.iter(include_text=True), None):
        if node is not None and (node.is_text_node or node.tag not in BLOCK_ELEMENTS):
            is_argument = is_argument or (not node.is_text_node and APART in node.attributes)
            run += () if is_argument else (node,)
            continue
        if any(each.is_text_node and (each.text_content or "").strip() for each in run):
            paragraph = parser.create_node("p")
            run[0].insert_before(paragraph, move=True)
            paragraph = run[0].prev or paragraph
            for each in run:
                paragraph.insert_child(each, move=True)
        run, is_argument = [], False


def rename(
    parser: LexborHTMLParser, node: LexborNode, tag: str, before: str = "", after: str = ""
) -> None:
    """Put an element with another tag, and the same attributes and content, in place of a node.

    What is in it becomes new nodes, so inner blocks have to be dealt with first. `before` and
    `after` are put around its content.
    """
    made = parser.create_node(tag)
    for name, value in node.attributes.items():
        made.attrs[name] = value or ""
    made.inner_html = f"{before}{(node.inner_html or '').lstrip()}{after}"
    node.replace_with(made)
