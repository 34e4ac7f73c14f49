"""Make an SVG for the middle of a page of what a program has drawn, for light and dark pages.

The drawing passes the same list of elements and attributes as every SVG. It gets no style sheet, no
class, no role and no title of its own, and its ids begin with a mark that each page replaces. Where
the drawings for light and dark pages differ, a value is `light-dark(…)`.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from sitegen.diagrams.svg_stylesheets import flatten_styles, local_name
from sitegen.images.svg.cleaning import clean_svg
from sitegen.late_patterns import compile_late
from sitegen.markup.svg_names import ATTRIBUTES, HREF
from sitegen.model.drawing import DRAWING_ID, Drawing

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["make_drawing"]

#: An SVG with more text than this is too large for the middle of a page.
_LARGEST = 2_000_000
_LEFT_OUT = frozenset({"a", "desc", "image", "feImage", "metadata", "style", "title", "view"})
_NOT_KEPT = frozenset(
    {"class", "role", "style", "font-family", "lang", "version", "cursor", "text-align"}
)
_COLORS = frozenset({"fill", "stroke", "stop-color", "flood-color", "lighting-color", "color"})
_NUMBER = compile_late(r"(?<![\d.])\d+\.\d{3,}(?:e-?\d+)?")
_ROUNDED = frozenset(
    {"d", "points", "transform", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry"}
    | {"width", "height", "viewBox", "dx", "dy"}
)
_URL = compile_late(r"url\(\s*[\"']?#([^\s()\"'\\]+)[\"']?\s*\)")
_LOADING = compile_late(r"url|image|src\s*\(|expression|import|[\\@]", re.IGNORECASE)
_NO_FILL = frozenset({"", "none", "transparent"})
_SHAPES = frozenset({"rect", "circle", "ellipse", "polygon", "path"})


def make_drawing(light: str, dark: str = "") -> Drawing:
    """Return one drawing of two that differ in their colours. Raises ImageProblem for no SVG."""
    clean = clean_svg(light.encode())
    root = _read(clean.data)
    other = _read(clean_svg(dark.encode()).data) if dark else root
    if [each.tag for each in root.iter()] != [each.tag for each in other.iter()]:
        other = root
    pieces = list(_write(root, other, is_root=True))
    svg = "".join(pieces)
    if len(svg) > _LARGEST:
        return Drawing(problem="the drawing is too large for a page")
    width, height = _size(root, clean.width, clean.height)
    return Drawing(svg=svg, width=width, height=height)


def _read(data: bytes) -> ET.Element:
    root = ET.fromstring(data)  # noqa: S314  # it was read and written anew: no entities, no types
    flatten_styles(root)
    for node in root.iter():
        # Behind the label of a line, the line would show through.
        if "background" in node.get("class", "").split():
            node.attrib.pop("opacity", None)
        if "drop-shadow" in node.get("filter", ""):
            del node.attrib["filter"]
    return root


def _size(root: ET.Element, width: int, height: int) -> tuple[int, int]:
    """Return the size that the view box has: a width such as `100%` says nothing."""
    box = root.get("viewBox", "").replace(",", " ").split()
    try:
        return (round(float(box[2])), round(float(box[3]))) if len(box) == 4 else (width, height)  # noqa: PLR2004  # x, y, width, height
    except ValueError:
        return width, height


def _write(light: ET.Element, dark: ET.Element, *, is_root: bool = False) -> Iterator[str]:
    tag = local_name(light.tag)
    if tag in _LEFT_OUT:
        return
    attributes = "".join(_attributes(tag, light, dark, is_root=is_root))
    yield f"<{tag}{attributes}>"
    if light.text and tag in {"text", "tspan", "textPath"}:
        yield escape(light.text, quote=False)
    has_own_color = tag == "g" and _has_own_color(light, dark)
    for one, two in zip(light, dark, strict=True):
        is_text = local_name(one.tag) in {"text", "g"}
        # Text on a colour that is the same in light and dark pages has to stay the same.
        yield from _write(one, one if has_own_color and is_text else two)
        if one.tail and tag in {"text", "tspan", "textPath"}:
            yield escape(one.tail, quote=False)
    yield f"</{tag}>"


def _has_own_color(light: ET.Element, dark: ET.Element) -> bool:
    """Tell whether a group begins with a shape that its author has coloured."""
    for one, two in zip(light, dark, strict=True):
        if local_name(one.tag) in _SHAPES:
            fill = one.get("fill", "")
            return fill.casefold() not in _NO_FILL and fill == two.get("fill", "")
    return False


def _attributes(tag: str, light: ET.Element, dark: ET.Element, *, is_root: bool) -> Iterator[str]:
    for written, found in light.attrib.items():
        name = local_name(written)
        if is_root and name in {"width", "height", "id", "x", "y"}:
            continue
        if name in _NOT_KEPT or name.startswith("aria-") or name not in {*ATTRIBUTES, "href"}:
            continue
        value = _local_value(tag, name, found)
        other = dark.get(written, found)
        if name in _COLORS and other != found and "url(" not in other + found:
            value = f"light-dark({found}, {other})"
        if value:
            yield f' {name}="{escape(value)}"'


def _local_value(tag: str, name: str, value: str) -> str:
    """Return a value with the ids of the page; nothing for one that may not stay."""
    if name == "href":
        return f"#{DRAWING_ID}{value[1:]}" if tag in HREF and value.startswith("#") else ""
    if name == "id":
        return DRAWING_ID + re.sub(r"\s", "-", value)
    if "(" in value and _LOADING.search(_URL.sub("", value)):
        return ""
    if "url(" in value:
        return _URL.sub(rf"url(#{DRAWING_ID}\1)", value)
    return _NUMBER.sub(_rounded, value) if name in _ROUNDED else value


def _rounded(found: re.Match[str]) -> str:
    return f"{float(found[0]):.2f}".rstrip("0").rstrip(".")
