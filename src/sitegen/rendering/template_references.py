"""Find which templates a template includes, extends or imports."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from jinja2 import nodes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["expand_reference", "find_references", "scan_references"]

#: Stands for the rest of a name that is computed.
_COMPUTED = "*"
_TAG = re.compile(r"\{%[-+]?\s*(?:extends|from|import|include)\b")
#: A tag with one name in quotes, whatever follows it but an operator.
_PLAIN_TAG = re.compile(
    rf"""{_TAG.pattern}\s*(["'])([^"'\\]*)\1\s*(?:[-+]?%\}}|(?:as|ignore|import|with|without)\b)"""
)


def find_references(tree: nodes.Template) -> tuple[str, ...]:
    """Return the names of templates that a parsed template refers to, sorted.

    Of a name that is computed, as in `"cards/" ~ kind ~ ".html"`, the beginning is known, and a
    star stands for the rest.
    """
    found = {
        *(name for node in tree.find_all(nodes.Extends) for name in _names(node.template)),
        *(name for node in tree.find_all(nodes.FromImport) for name in _names(node.template)),
        *(name for node in tree.find_all(nodes.Import) for name in _names(node.template)),
        *(name for node in tree.find_all(nodes.Include) for name in _names(node.template)),
    }
    return tuple(sorted(found))


@lru_cache(maxsize=256)
def scan_references(text: str) -> tuple[str, ...] | None:
    """Return the same without parsing, which takes 1 ms; None if some names are not plain.

    What is in a comment counts, too. Every build asks this of the theme's templates.
    """
    plain = _PLAIN_TAG.findall(text)
    if len(plain) < len(_TAG.findall(text)):
        return None
    return tuple(sorted({name for _, name in plain}))


def expand_reference(name: str, names: Iterable[str]) -> Iterable[str]:
    """Return those of all templates that a name from `find_references` may stand for."""
    if not name.endswith(_COMPUTED):
        return (name,)
    beginning = name.removesuffix(_COMPUTED)
    return [each for each in names if each.startswith(beginning)]


def _names(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.Const):
        several = node.value if isinstance(node.value, tuple | list) else (node.value,)
        yield from (each for each in several if isinstance(each, str))
    elif isinstance(node, nodes.Tuple | nodes.List):
        for each in node.items:
            yield from _names(each)
    elif isinstance(node, nodes.CondExpr):
        for choice in (node.expr1, node.expr2):
            if choice is not None:
                yield from _names(choice)
    else:
        yield _beginning(node) + _COMPUTED


def _beginning(node: nodes.Node) -> str:
    """Return the text with which a computed name begins, as far as it is written there."""
    if isinstance(node, nodes.Concat):
        return _beginning(node.nodes[0])
    if isinstance(node, nodes.Add):
        return _beginning(node.left)
    return node.value if isinstance(node, nodes.Const) and isinstance(node.value, str) else ""
