"""Write the style sheets in a drawing as presentation attributes.

A drawing in a page shares its style sheets with the page, so it may have none. Of selectors, those
are known that drawings use: names, classes, ids, attributes, descendants and children. Rules with
others are left out, as are media queries and animations.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree import ElementTree as ET

from sitegen.late_patterns import compile_late
from sitegen.markup.svg_names import ATTRIBUTES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["flatten_styles", "local_name"]

_COMPOUND = compile_late(r"(?P<tag>\*|[\w-]+)?(?P<rest>(?:[.#][\w-]+|\[[^\]]*\]|:root)*)\Z")
_PART = compile_late(r"\.(?P<cls>[\w-]+)|#(?P<id>[\w-]+)|\[(?P<attr>[^\]]*)\]|(?P<root>:root)")
_ATTRIBUTE = compile_late(r"([\w-]+)(?:([~|^$*]?=)[\"']?([^\"']*)[\"']?)?\Z")
_SPLIT = compile_late(r"\s*(>)\s*|\s+")
_LENGTH = compile_late(r"(-?[\d.]+)px\Z")
#: They say nothing in SVG, are no presentation attributes, or belong to the page.
_IGNORED = frozenset(
    {"font-family", "font", "cursor", "pointer-events", "overflow", "transform", "text-align"}
    | {"line-height", "white-space", "will-change", "mix-blend-mode", "isolation", "inline-size"}
    | {"font-feature-settings", "font-kerning", "text-orientation", "text-decoration-line"}
    | {"text-decoration-color", "text-decoration-style", "text-decoration-fill", "mask-type"}
    | {"text-decoration-stroke", "shape-inside", "shape-margin", "shape-padding"}
)
_DEEPEST = 40


class _Simple(NamedTuple):
    tag: str
    ids: tuple[str, ...]
    classes: tuple[str, ...]
    attributes: tuple[tuple[str, str, str], ...]
    is_root: bool


class _Rule(NamedTuple):
    """A selector from its last part to its first, with `>` where a part is a parent."""

    parts: tuple[tuple[str, _Simple], ...]
    weight: tuple[int, int, int]
    values: tuple[tuple[str, str, bool], ...]


class _Place(NamedTuple):
    node: ET.Element
    tag: str
    classes: frozenset[str]


def local_name(tag: str) -> str:
    """Return the name of an element or attribute without its namespace."""
    return tag.rpartition("}")[2]


def flatten_styles(root: ET.Element) -> None:
    """Give each element what the style sheets and its own style say, and remove these."""
    text = "".join(each.text or "" for each in root.iter() if local_name(each.tag) == "style")
    rules = list(_read_rules(text)) if text else []
    _apply(root, rules, [])


def _read_rules(text: str) -> Iterator[_Rule]:
    import tinycss2  # few drawings need it

    for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
        if rule.type != "qualified-rule":
            continue
        values = tuple(_declarations(rule.content))
        for selector in tinycss2.serialize(rule.prelude).split(","):
            parts = _read_selector(selector.strip())
            if parts and values:
                ids = sum(len(simple.ids) for _, simple in parts)
                named = sum(len(s.classes) + len(s.attributes) + s.is_root for _, s in parts)
                tags = sum(simple.tag not in {"", "*"} for _, simple in parts)
                yield _Rule(parts, (ids, named, tags), values)


def _declarations(content: Any) -> Iterator[tuple[str, str, bool]]:
    import tinycss2  # as above

    for each in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if each.type == "declaration" and each.lower_name in ATTRIBUTES - _IGNORED:
            yield each.lower_name, tinycss2.serialize(each.value).strip(), each.important


def _read_selector(selector: str) -> tuple[tuple[str, _Simple], ...]:
    """Return the parts from the last to the first; none if one of them is not known."""
    pieces = [each for each in _SPLIT.split(selector) if each]
    parts: list[tuple[str, _Simple]] = []
    relation = ""
    for piece in pieces:
        if piece == ">":
            relation = ">"
            continue
        found = _COMPOUND.match(piece)
        if not found:
            return ()
        ids, classes, attributes, is_root = [], [], [], False
        for part in _PART.finditer(found["rest"]):
            if part["cls"]:
                classes.append(part["cls"])
            elif part["id"]:
                ids.append(part["id"])
            elif part["root"]:
                is_root = True
            else:
                asked = _ATTRIBUTE.match(part["attr"])
                if not asked:
                    return ()
                attributes.append((asked[1], asked[2] or "", asked[3] or ""))
        simple = _Simple(found["tag"] or "", tuple(ids), tuple(classes), tuple(attributes), is_root)
        parts.append((relation, simple))
        relation = ""
    return tuple(reversed(parts))


def _apply(node: ET.Element, rules: Sequence[_Rule], above: list[_Place]) -> None:
    place = _Place(node, local_name(node.tag), frozenset(node.get("class", "").split()))
    path = [*above, place]
    found = [(rule.weight, n, rule) for n, rule in enumerate(rules) if _matches(rule, path)]
    found.sort(key=lambda each: each[:2])
    values: dict[str, str] = {}
    important: dict[str, str] = {}
    for _, _, rule in found:
        for name, value, is_important in rule.values:
            (important if is_important else values)[name] = value
    for name, value, is_important in _declarations(node.attrib.pop("style", "")):
        (important if is_important else values)[name] = value
    for name, value in {**values, **important}.items():
        node.set(name, _LENGTH.sub(r"\1", value))
    if len(path) < _DEEPEST:
        for child in node:
            _apply(child, rules, path)


def _matches(rule: _Rule, path: Sequence[_Place]) -> bool:
    parts = rule.parts
    if not _is(parts[0][1], path[-1], len(path) == 1):
        return False
    at, number = len(path) - 2, 1
    relation = parts[0][0]
    while number < len(parts):
        if at < 0:
            return False
        if _is(parts[number][1], path[at], at == 0):
            relation = parts[number][0]
            number += 1
        elif relation == ">":
            return False
        at -= 1
    return True


def _is(simple: _Simple, place: _Place, is_root: bool) -> bool:  # noqa: FBT001  # called for each
    if simple.tag not in {"", "*", place.tag} or (simple.is_root and not is_root):
        return False
    if simple.classes and not place.classes.issuperset(simple.classes):
        return False
    if simple.ids and any(place.node.get("id") != each for each in simple.ids):
        return False
    return all(_has(place.node, *each) for each in simple.attributes)


def _has(node: ET.Element, name: str, sign: str, wanted: str) -> bool:
    value = node.get(name)
    if value is None:
        return False
    if sign == "=":
        return value == wanted
    if sign in {"*=", "~=", "|="}:
        return wanted in value
    return value.startswith(wanted) if sign == "^=" else not sign or value.endswith(wanted)
