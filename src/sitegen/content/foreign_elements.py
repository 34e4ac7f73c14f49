"""Check the drawings and formulas in a page: `<svg>` and `<math>` by their own lists of names.

A drawing in a page shares its ids, its stylesheets and its address with the page. So less is
allowed than in an SVG file: no stylesheet, no picture, no link but to a part of the page. Inline
styles become presentation attributes, which mean the same.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.content.image_reading import IMAGE_ALT
from sitegen.content.removals import Removal, at_one_place, left_out, refused
from sitegen.diagnostics import Problem
from sitegen.late_patterns import compile_late
from sitegen.markup.mathml_names import MATHML_ATTRIBUTES, MATHML_ELEMENTS
from sitegen.markup.svg_names import ATTRIBUTES, ELEMENTS, HREF
from sitegen.markup.svg_weight import MAX_DRAWN, Weight

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

__all__ = ["FOREIGN", "clean_foreign"]

#: Elements that are not HTML's, with all that they hold.
FOREIGN = frozenset({"svg", "math"})
#: They show the text in them, and no element.
_TEXT_ONLY = frozenset({"desc", "title", "annotation"})
_FILES_ONLY = frozenset({"style", "image", "feImage", "a", "view"})
_ANIMATIONS = frozenset({"animate", "animateMotion", "animateTransform", "set"})
_NAMED = compile_late(r"aria-[a-z]+|data-[a-z][a-z0-9-]*")
#: What a drawing says of itself, and nothing in a page needs.
_NOTES = compile_late(
    r"version|baseprofile|enable-background|(?!xlink:)[a-z]+:.*|xmlns|xlink:(?!href).*"
)
_LOCAL_URL = compile_late(r"url\(\s*[\"']?#[^\s()\"'\\]+[\"']?\s*\)")
_LOADING = compile_late(r"url|image|src\s*\(|expression|import|[\\@]", re.IGNORECASE)
_ELEMENTS = {
    "svg": {each.casefold(): each for each in ELEMENTS - _FILES_ONLY},
    "math": {each.casefold(): each for each in MATHML_ELEMENTS},
}
_ATTRIBUTES = {
    "svg": frozenset(each.casefold() for each in ATTRIBUTES),
    "math": frozenset(each.casefold() for each in MATHML_ATTRIBUTES),
}
_HREF = frozenset(each.casefold() for each in HREF)
_FILE = "write the image as ![text](file.svg)"


def clean_foreign(top: LexborNode) -> Iterator[Removal]:
    """Remove from a drawing or a formula what is not allowed; yield what it was."""
    kind = top.tag or ""
    if kind == "svg" and _drawn(top) > MAX_DRAWN:
        yield refused("an <svg> that draws millions of copies is not allowed", "tag", "svg", _FILE)
        top.decompose()
        return
    gone: set[int] = set()
    for node in list(top.traverse(include_text=False)):
        if node.mem_id in gone:
            continue
        if node.is_comment_node or not node.tag:  # a processing instruction
            node.decompose()
            continue
        removal = _refuse_element(node, kind)
        if removal is None:
            yield from _attributes(node, kind)
        else:
            gone.update(each.mem_id for each in node.traverse(include_text=True))
            yield removal
            node.decompose()
    if kind == "svg" and not _is_described(top):
        message = "an <svg> has no text for those who cannot see it"
        hint = 'begin it with <title>what it shows</title>, or write aria-hidden="true"'
        yield Removal(Problem(IMAGE_ALT, message, hint), "tag", "svg", message)


def _is_described(top: LexborNode) -> bool:
    """Tell whether a drawing says what it shows, or that it is an ornament."""
    attributes = top.attributes
    if attributes.get("aria-hidden") == "true" or attributes.get("role") in {
        "none",
        "presentation",
    }:
        return True
    named = any((attributes.get(f"aria-{name}") or "").strip() for name in ("label", "labelledby"))
    title = top.css_first("title")
    return named or (title is not None and bool(title.text(deep=True).strip()))


def _drawn(top: LexborNode) -> int:
    """Count the elements that a drawing shows, with every copy that `<use>` makes."""
    weight = Weight()
    todo: list[tuple[LexborNode, bool]] = [(top, False)]
    while todo:
        node, is_done = todo.pop()
        if is_done:
            weight.close()
            continue
        attributes = node.attributes
        target = attributes.get("href") or attributes.get("xlink:href") or ""
        weight.open(attributes.get("id") or "", [target.strip()[1:]] if node.tag == "use" else [])
        todo.append((node, True))
        todo.extend((child, False) for child in node.iter())
    return weight.drawn()


def _refuse_element(node: LexborNode, kind: str) -> Removal | None:
    name = (node.tag or "").casefold()
    above = (node.parent.tag or "").casefold() if node.parent is not None else ""
    if name in _ELEMENTS[kind] and above not in _TEXT_ONLY and (name != kind or above != kind):
        known = _ELEMENTS[kind][name]
        if known not in _ANIMATIONS or _animates_looks(node):
            return None
        return refused(f"<{known}> may not animate a link or a handler", "tag", name, "remove it")
    if name == kind:
        return None  # a drawing in a drawing
    active = name in {"script", "handler", "listener"} or not name
    message = f"<{node.tag}> is not allowed in <{kind}>"
    return refused(message, "tag", name, "remove it" if active or kind == "math" else _FILE)


def _animates_looks(node: LexborNode) -> bool:
    """Tell whether an animation writes what may be written: `<set>` can write any attribute."""
    name = _value(node, "attributename").strip().casefold().rpartition(":")[2]
    return not name or (name in _ATTRIBUTES["svg"] and name not in {"id", "class"})


def _value(node: LexborNode, wanted: str) -> str:
    found = (value for name, value in node.attributes.items() if name.casefold() == wanted)
    return next(found, "") or ""


def _attributes(node: LexborNode, kind: str) -> Iterator[Removal]:
    tag = node.tag or ""
    for written, found in node.attributes.items():
        name, value = written.casefold(), found or ""
        if name == "style" and kind == "svg":
            yield from at_one_place(_spread_style(node, value))
        elif name in {"href", "xlink:href"} and kind == "svg":
            target = value.strip()
            if tag.casefold() in _HREF and re.fullmatch(r"#[^\s]+", target):
                continue
            hint = "it may point to a part of this page only"
            message = f"the attribute '{name}' of <{tag}> is not allowed"
            yield refused(message, "attribute", f"{name}={value}", hint)
        elif name == "id" and (not value or value.startswith("_") or re.search(r"\s", value)):
            message = f"the id '{value}' is not allowed"
            yield refused(message, "attribute", f"id={value}", "begin it with a letter")
        elif name in _ATTRIBUTES[kind] or _NAMED.fullmatch(name):
            if not _loads(value):
                continue
            message = f"the attribute '{name}' of <{tag}> loads a file"
            yield refused(message, "attribute", f"{name}={value}", _FILE)
        elif not _NOTES.fullmatch(name):
            message = f"the attribute '{name}' of <{tag}> is not allowed"
            yield refused(message, "attribute", f"{name}={value}", "remove it")
        del node.attrs[written]


def _loads(value: str) -> bool:
    return "(" in value and _LOADING.search(_LOCAL_URL.sub("", value)) is not None


def _spread_style(node: LexborNode, style: str) -> Iterator[Removal]:
    """Write the declarations of a style as presentation attributes."""
    tag = node.tag or ""
    for declaration in re.sub(r"/\*.*?\*/", " ", style).split(";"):
        name, _, value = declaration.partition(":")
        name, value = name.strip().casefold(), value.partition("!")[0].strip()
        if not name:
            continue
        if _loads(value) or "\\" in value:
            message = f"the style '{name}' of <{tag}> loads a file"
            yield refused(message, "attribute", f"style={style}", _FILE)
        elif name in _ATTRIBUTES["svg"] and name not in {"id", "class", "style"}:
            node.attrs[name] = value
        elif not name.startswith("-"):
            message = f"the style '{name}' of <{tag}>"
            yield left_out(message, "attribute", f"style={style}")
