"""The files and pages of a work: which fields name them, and which addresses are links.

A link leads to the web, by http or https, or is a path in the site. Anything else, `javascript:`
among it, is left out and reported.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from sitegen.diagnostics import Problem, Severity, declare
from sitegen.late_patterns import compile_late
from sitegen.model import WorkLink

__all__ = ["BIB_LINK", "LINK_FIELDS", "make_link", "plain_address"]

BIB_LINK = declare("bib-link", Severity.WARNING)

#: The kinds of links, by the fields that hold their addresses, in the order of a work's links.
LINK_FIELDS = {
    "doi": "doi",
    "pdf": "pdf",
    "html": "html",
    "arxiv": "arxiv",
    "pmid": "pmid",
    "hal": "hal",
    "code": "code",
    "data": "data",
    "dataset": "data",
    "slides": "slides",
    "poster": "poster",
    "video": "video",
    "supp": "supp",
    "supplementary": "supp",
    "blog": "blog",
    "website": "website",
    "url": "url",
}
#: Where identifiers lead to.
_RESOLVERS = {
    "doi": "https://doi.org/",
    "arxiv": "https://arxiv.org/abs/",
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/",
    "hal": "https://hal.science/",
}
_COMMAND = compile_late(r"^\\(?:url|href|path|nolinkurl)\s*\{([^{}]*)\}.*$", re.DOTALL)
_TILDE = compile_late(r"\\(?:textasciitilde|~|sim)\s*(?:\{\})?|\$\\sim\$|\{\\textasciitilde\}")
_ESCAPED = compile_late(r"\\([_%&#$~{}^-])")
_SCHEME = compile_late(r"([A-Za-z][A-Za-z0-9+.-]*):")
#: An address with a host, and without the name of a user before it.
_ADDRESS = compile_late(r"https?://[^/?#@]+(?:[/?#]|\Z)", re.IGNORECASE)
#: Where an address begins whose author has left out `https://`.
_HOST = compile_late(
    r"www\.[a-z0-9-]+\.|(?:[a-z0-9-]+\.)+(?:com|org|net|edu|gov|info|int|[a-z]{2})(?::\d+)?/",
    re.ASCII | re.IGNORECASE,
)
#: These end an address wherever it stands, or hide what it is.
_UNSAFE = compile_late(r"[\x00-\x20\x7f-\x9f<>\"`\\{}|^\ufdd0-\ufdef\u200b-\u200f\u2028-\u202e]")


def plain_address(value: str) -> str:
    r"""Return an address as it is meant: without `\url`, braces and LaTeX's escapes."""
    text = " ".join(value.split())
    if "\\" not in text and "{" not in text:
        return text
    found = _COMMAND.match(text)
    text = found[1] if found else text
    text = _ESCAPED.sub(r"\1", _TILDE.sub("~", text))
    return text.replace("{", "").replace("}", "").strip()


def make_link(kind: str, value: str) -> WorkLink | Problem:
    """Return the link of an identifier, an address, or a path in the site."""
    resolver = _RESOLVERS.get(kind)
    if resolver and "://" not in value:
        return WorkLink(kind=kind, url=resolver + quote(value, safe="/:;().-_~"))
    scheme = _SCHEME.match(value)
    if scheme and scheme[1].casefold() in {"http", "https"}:
        return _web_link(kind, value)
    if _HOST.match(value):
        return _web_link(kind, f"https://{value}")
    shown = _shown(value)
    if scheme:
        message = f"'{shown}' is no address of the web, so it is left out"
    elif value.startswith("//") or "://" in value or _UNSAFE.search(value.replace(" ", "")):
        message = f"'{shown}' is neither an address nor a path in the site, so it is left out"
    else:
        return WorkLink(kind=kind, url=value)
    return Problem(BIB_LINK, message, "write an address that begins with https://, or a path")


def _web_link(kind: str, value: str) -> WorkLink | Problem:
    address = value.replace(" ", "%20")
    if _UNSAFE.search(address) or not _ADDRESS.match(address):
        message = f"'{_shown(value)}' is no address, so it is left out"
        return Problem(BIB_LINK, message, "copy it from the browser")
    return WorkLink(kind=kind, url=address)


def _shown(value: str) -> str:
    return " ".join(value.split())[:80]
