"""What HTML means, without the ways in which engines may write it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser

from sitegen import registry
from sitegen.content.markdown import render_markdown
from sitegen.content.placeholders import fill_placeholders, fill_raw_blocks
from sitegen.content.prepared_source import prepare_source
from sitegen.content.scanner import MarkdownSource

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

    from sitegen.config import Engine

__all__ = ["render", "structure"]

_KEPT = ("href", "src", "title", "alt", "start", "align", "checked")
_INLINE = frozenset("a abbr b br code del em i img input kbd span strong sub sup".split())


def render(text: str, engine: Engine) -> str:
    """Return what an engine makes of a page's body, before it is sanitised."""
    prepared = prepare_source(MarkdownSource(text, engine), registry.CONSTRUCTS.load())
    rendered = fill_raw_blocks(render_markdown(prepared.text, engine, str), prepared.raw_blocks)
    parser = LexborHTMLParser(f"<body>{rendered}")
    fill_placeholders(parser, prepared.placeholders)
    return (parser.body and parser.body.inner_html) or ""


def structure(html: str) -> str:
    """Return the elements, their texts and addresses, one a line."""
    body = LexborHTMLParser(f"<body>{html}").body
    assert body is not None
    return "\n".join(_lines(body, 0, in_code=False))


def _lines(node: LexborNode, depth: int, *, in_code: bool) -> Iterator[str]:
    text = ""
    for child in node.iter(include_text=True):
        if child.is_text_node:
            text += child.text_content or ""
            continue
        yield from _text(text, depth, in_code=in_code)
        text = ""
        if child.is_comment_node:
            continue
        attributes = child.attributes
        kept = "".join(
            f" {name}={unquote(attributes[name] or '')}" for name in _KEPT if name in attributes
        )
        yield f"{'  ' * depth}<{child.tag}{kept}>"
        yield from _lines(child, depth + 1, in_code=in_code or child.tag == "pre")
    yield from _text(text, depth, in_code=in_code)


def _text(text: str, depth: int, *, in_code: bool) -> Iterator[str]:
    shown = repr(text.rstrip("\n")) if in_code else " ".join(re.split(r"\s+", text.strip()))
    if shown and shown != "''":
        yield f"{'  ' * depth}{shown}"
