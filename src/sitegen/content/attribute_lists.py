"""Apply attribute lists, `{ .class #id name="value" }`, that an engine leaves in the text.

They follow Python-Markdown's rules: right after an image, a link or another element of a line; at
the end of a heading, a term or a table's cell; for other blocks on the last line, which is theirs.
Braces that hold anything else stay text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

__all__ = [
    "ATTRIBUTE_LIST",
    "apply_attribute_lists",
    "apply_simple_lists",
    "has_attribute_lists",
    "read_attributes",
    "set_attributes",
]

#: A list behind an image or a link in the source: it may go on in the next line of the paragraph,
#: and what is in quotes may hold anything.
ATTRIBUTE_LIST = (
    r"\{(?:[^{}\n\"']|\n(?![ \t>]*\n)|\"(?:[^\"\\\n]|\\.|\n(?![ \t>]*\n))*\"|'[^'\n]*')*\}"
    r"|\{[^{}\n]*\}"
)

_LIST = r"\{:?[ \t]*([^\s{}][^{}\n]*)\}"
_AFTER = re.compile(r"\{:?\s*([^\s{}][^{}]*)\}")
_AT_END = re.compile(r"\s" + _LIST + r"\s*\Z")
_ON_LAST_LINE = re.compile(r"\n[ \t]*" + _LIST + r"\s*\Z")
_LIKELY = re.compile(r">\{|\n[ \t]*\{|\}\s*</(?:h[1-6]|dt|t[dh])>")
#: One at the end of a heading; it has no character that would be written otherwise in HTML.
_OF_HEADING = re.compile(r"\{:?[ \t]*([^\s{}<>&\"][^{}\n<>&\"]*)\}\s*(?=</(h[1-6])>)")
#: One directly behind an image, likewise, and the end of the tag of that.
_OF_IMAGE = re.compile(r"\{:?\s*([^\s{}<>&\"][^{}<>&\"]*)\}(?!\{)")
_END_OF_TAG = " />"
_IN_TAG = re.compile(r"<img [^<>{}]*")
_ENTRY = re.compile(
    r"\s*(?:(?P<class>\.[^\s.#=\"'<>]+)|(?P<id>#[^\s=\"'<>]+)"
    r"|(?P<name>[A-Za-z_][\w:.-]*)(?:=(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'"
    r"|(?P<bare>[^\s=\"'<>]+)))?)(?=\s|\Z)"
)
_ENDING = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dt", "td", "th"})
_BLOCKS = _ENDING | {"p", "li", "dd", "blockquote", "div", "figcaption", "summary"}
_NO_INLINE = _BLOCKS | {
    "br",
    "hr",
    "ul",
    "ol",
    "dl",
    "table",
    "pre",
    "figure",
    "details",
    "section",
}
#: A list of more entries is not one: setting them one by one would take very long.
_MOST_ENTRIES = 200
_USUAL = frozenset({"class", "id"})
_NO_TEXT = frozenset({"code", "pre"})


def has_attribute_lists(html: str) -> bool:
    """Tell whether it is worth looking for attribute lists."""
    return "{" in html and _LIKELY.search(html) is not None


def read_attributes(text: str) -> list[tuple[str, str]]:
    """Return the attributes that stand between the braces, or none if it is anything else."""
    found: list[tuple[str, str]] = []
    text = text.rstrip()
    place = 0
    while place < len(text):
        entry = _ENTRY.match(text, place)
        if not entry or len(found) == _MOST_ENTRIES:
            return []
        place = entry.end()
        kind = entry.lastgroup or ""
        if kind in _USUAL:
            found.append((kind, entry[kind][1:]))
        else:
            found.append((entry["name"], "" if kind == "name" else entry[kind]))
    return found


def set_attributes(node: LexborNode, attributes: list[tuple[str, str]]) -> None:
    """Give a node attributes; classes are added to those that it has."""
    for name, value in attributes:
        own = node.attributes.get("class") if name == "class" else None
        node.attrs[name] = f"{own} {value}" if own else value


def apply_simple_lists(html: str) -> str:
    """Move ids and classes behind images, and at the ends of headings, to their tags.

    The HTML is that of an engine, of Markdown without any HTML. It is returned as it is if there is
    more to be moved: `apply_attribute_lists` is for that. A tree, which that needs, would take
    longer than everything else that an engine does.
    """
    pieces: list[str] = []
    done = 0
    at = html.find("{")
    while at >= 0:
        move = _move_to_image if html.endswith(_END_OF_TAG, done, at) else _move_to_heading
        moved = move(html, done, at)
        if moved:
            start, text, end = moved
            pieces += (html[done:start], text)
            done = end
        at = html.find("{", max(at + 1, done))
    changed = "".join((*pieces, html[done:])) if pieces else html
    return html if has_attribute_lists(changed) else changed


#: Where a text begins, what takes its place, and where it ends.
_Move = tuple[int, str, int]


def _move_to_image(html: str, done: int, at: int) -> _Move | None:
    """Return the tag of an image with the attributes that begin behind it."""
    start, end = html.rfind("<", done, at), at - len(_END_OF_TAG)
    found = _OF_IMAGE.match(html, at)
    if not found or start < 0 or not _IN_TAG.fullmatch(html, start, end):
        return None
    attributes = read_attributes(found[1])
    if not attributes or not {name for name, _ in attributes} <= _USUAL:
        return None
    return start, f"{html[start:end]}{_written(attributes)}{_END_OF_TAG}", found.end()


def _written(attributes: list[tuple[str, str]]) -> str:
    """Return ids and classes as they stand in a tag: the last id counts, and all classes."""
    classes = " ".join(value for name, value in attributes if name == "class")
    ids = [value for name, value in attributes if name == "id"]
    values = {name: classes if name == "class" else ids[-1] for name, _ in attributes}
    return "".join(f' {name}="{value}"' for name, value in values.items())


def _move_to_heading(html: str, done: int, at: int) -> _Move | None:
    """Return a heading with the attributes at the end of it, if that is all there."""
    found = _OF_HEADING.match(html, at)
    start = html.rfind("<h", done, at) if found else -1
    if not found or start < 0:
        return None
    tag = f"<{found[2]}>"
    attributes = read_attributes(found[1])
    is_usual = bool(attributes) and {name for name, _ in attributes} <= _USUAL
    if not is_usual or not html[at - 1].isspace() or not html.startswith(tag, start):
        return None
    text = html[start + len(tag) : at - 1].rstrip("#").rstrip()
    return start, f"{tag[:-1]}{_written(attributes)}>{text}", found.end()


def apply_attribute_lists(root: LexborNode) -> None:
    """Move the attribute lists of the tree from its text to its elements."""
    texts = [
        node
        for node in root.traverse(include_text=True)
        if node.is_text_node and "}" in (node.text_content or "")
    ]
    for node in texts:
        if node.parent is not None and node.parent.tag not in _NO_TEXT:
            _apply(node, node.parent)


def _apply(node: LexborNode, parent: LexborNode) -> None:
    text = node.text_content or ""
    before = node.prev
    found = _AFTER.match(text) if text.startswith("{") else None
    if found and before is not None and before.tag not in _NO_INLINE and before.is_element_node:
        attributes = read_attributes(found[1])
        if attributes:
            set_attributes(before, attributes)
            text = text[found.end() :]
    tag = parent.tag or ""
    if tag in _BLOCKS and _ends_block(node, tag):
        pattern = _AT_END if tag in _ENDING else _ON_LAST_LINE
        found = pattern.search(text)
        attributes = read_attributes(found[1]) if found else []
        if found and attributes:
            set_attributes(parent, attributes)
            text = text[: found.start()]
            if tag in _ENDING:
                text = text.rstrip("#").rstrip()
    if text != node.text_content:
        node.replace_with(text)


def _ends_block(node: LexborNode, tag: str) -> bool:
    """Tell whether a text is the last of its block; lists inside an item come after it."""
    after = node.next
    return after is None or (tag == "li" and after.tag in {"ul", "ol"})
