"""Make the addresses in a page's HTML absolute, for places outside of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

from sitegen.content.html_fragment import parse_fragment
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

__all__ = ["make_absolute"]

_ATTRIBUTES = ("href", "src", "poster", "cite")
#: A candidate of `srcset`: an address, which has no comma at its ends, and a width.
_CANDIDATE = compile_late(r"\s*(?P<url>[^\s,](?:\S*[^\s,])?)(?P<size>\s[^,]*)?,?")
#: What only the page's own stylesheets and scripts understand.
_ONLY_FOR_SCRIPTS = "button[hidden]"
_LEFT_OUT = ("class", "tabindex", "loading", "decoding", "sizes")


def make_absolute(html: str, page_url: str) -> str:
    """Return HTML with all addresses absolute, as seen from a page, and without its classes."""
    if not html.strip():
        return ""
    _, body = parse_fragment(html)
    for node in body.css(_ONLY_FOR_SCRIPTS):
        node.decompose()
    for node in body.traverse(include_text=False):
        _correct(node, page_url)
    return body.inner_html or ""


def _correct(node: LexborNode, page_url: str) -> None:
    attributes = node.attrs
    for name in _LEFT_OUT:
        if name in attributes:
            del attributes[name]
    for name in _ATTRIBUTES:
        value = attributes.get(name)
        if value is not None:
            attributes[name] = _join(page_url, value)
    sources = attributes.get("srcset")
    if sources:
        found = _CANDIDATE.finditer(sources)
        attributes["srcset"] = ", ".join(
            _join(page_url, each["url"]) + (each["size"] or "").rstrip() for each in found
        )


def _join(page_url: str, url: str) -> str:
    try:
        return urljoin(page_url, url)
    except ValueError:  # `http://[`: what browsers do not follow, either
        return url
