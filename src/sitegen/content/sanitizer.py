"""Check a page's HTML against the list of allowed elements and attributes.

Scripts, styles, forms and embedded documents have no place in a page; a template is where a site's
owner puts them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.diagnostics import Problem, Severity, declare

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

__all__ = ["sanitise"]

UNSAFE_HTML = declare("unsafe-html", Severity.ERROR, protects=True)

_ELEMENTS = frozenset(
    """
    a abbr address article aside audio b bdi bdo blockquote br caption cite code col colgroup data
    dd del details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup hr i
    img ins kbd li mark menu meter nav ol p pre progress q rp rt ruby s samp section small
    source span strong sub summary sup table tbody td tfoot th thead time tr track u ul var video
    wbr
    """.split()  # a table of forty words reads better as words
)
#: Removed with all that they hold; the others that are not allowed keep their text.
_WITH_CONTENT = frozenset("script style iframe object embed template noscript svg math".split())

_GLOBAL = frozenset({"class", "id", "title", "lang", "dir", "role", "translate", "itemprop"})
_BY_ELEMENT: dict[str, frozenset[str]] = {
    "a": frozenset({"href", "rel", "hreflang", "download", "type"}),
    "audio": frozenset({"src", "controls", "loop", "muted", "preload"}),
    "blockquote": frozenset({"cite"}),
    "col": frozenset({"span"}),
    "colgroup": frozenset({"span"}),
    "data": frozenset({"value"}),
    "del": frozenset({"cite", "datetime"}),
    "details": frozenset({"open", "name"}),
    "img": frozenset(
        {"src", "alt", "width", "height", "caption", "loading", "focus", "ratio", "columns"}
    ),
    "ins": frozenset({"cite", "datetime"}),
    "li": frozenset({"value"}),
    "meter": frozenset({"value", "min", "max", "low", "high", "optimum"}),
    "ol": frozenset({"start", "reversed", "type"}),
    "progress": frozenset({"value", "max"}),
    "q": frozenset({"cite"}),
    "source": frozenset({"src", "type"}),
    "td": frozenset({"colspan", "rowspan", "headers", "style"}),
    "th": frozenset({"colspan", "rowspan", "headers", "scope", "abbr", "style"}),
    "time": frozenset({"datetime"}),
    "track": frozenset({"src", "kind", "srclang", "label", "default"}),
    "video": frozenset(
        {"src", "controls", "loop", "muted", "width", "height", "preload", "playsinline"}
    ),
}
_ALIGNMENT = re.compile(r"\s*text-align:\s*(left|center|right)\s*+;?\s*+")
_PATTERNS = re.compile(r"aria-[a-z]+|data-[a-z][a-z0-9-]*")


#: What is wrong, and which tag, attribute or id: its kind and its name for `SourcePositions`.
_Removed = tuple[Problem, str, str]


def sanitise(root: LexborNode) -> Iterator[_Removed]:
    """Remove from the tree what is not allowed; yield what it was.

    Comments go too: they are notes to oneself, not to the world.
    """
    removed = False
    for node in list(root.traverse(include_text=False))[1:]:
        name = node.tag or ""
        if removed and node.parent is None:
            continue
        if name in _ELEMENTS:
            yield from _attributes(node, name)
        elif node.is_comment_node:
            node.decompose()
        else:
            removed = True
            message = f"<{name}> is not allowed in a page"
            yield Problem(UNSAFE_HTML, message, _element_hint(name)), "tag", name
            if name in _WITH_CONTENT or node.child is None:
                node.decompose()
            else:
                node.unwrap(delete_empty=True)  # an element without content would stay


def _attributes(node: LexborNode, tag: str) -> Iterator[_Removed]:
    attributes = node.attributes
    if not attributes:
        return
    allowed = _BY_ELEMENT.get(tag, frozenset())
    for name, value in attributes.items():
        if name == "style" and name in allowed:
            _table_alignment(node, value or "")
        elif name == "id" and (not value or value.startswith("_") or re.search(r"\s", value)):
            problem = Problem(
                UNSAFE_HTML, f"the id '{value}' is not allowed", "begin it with a letter"
            )
            yield problem, "attribute", f"id={value or ''}"
            del node.attrs[name]
        elif name not in _GLOBAL and name not in allowed and not _PATTERNS.fullmatch(name):
            message = f"the attribute '{name}' of <{tag}> is not allowed"
            problem = Problem(UNSAFE_HTML, message, _attribute_hint(name))
            yield problem, "attribute", f"{name}={value or ''}"
            del node.attrs[name]


def _table_alignment(node: LexborNode, style: str) -> None:
    """Markdown tables align with `style`; a class does the same without inline style."""
    found = _ALIGNMENT.fullmatch(style)
    del node.attrs["style"]
    if found:
        own = node.attributes.get("class")
        node.attrs["class"] = f"{own} text-{found[1]}" if own else f"text-{found[1]}"


def _element_hint(name: str) -> str:
    if name in {"script", "style", "iframe", "link", "meta", "base", "form", "input", "button"}:
        return "put it in a template"
    if name in {"center", "font", "big", "strike", "tt"}:
        return "use a class"
    if name in {"picture", "svg"}:
        return "write the image as ![text](file)"
    return "write &lt; for a plain '<'"


def _attribute_hint(name: str) -> str:
    if name in {"style", "align", "valign", "bgcolor", "border"}:
        return "use a class"
    return "remove it"
