"""Parse a piece of HTML that is not a whole document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

__all__ = ["parse_fragment"]


def parse_fragment(rendered: str) -> tuple[LexborHTMLParser, LexborNode]:
    """Return the parser and the body; what would belong into a head stays in its place.

    The parser owns the nodes, and makes new ones.
    """
    parser = LexborHTMLParser(f"<body>{rendered}")
    body = parser.body
    if body is None:  # pragma: no cover  # the tag above makes one
        message = "the HTML parser made no body"
        raise AssertionError(message)
    return parser, body
