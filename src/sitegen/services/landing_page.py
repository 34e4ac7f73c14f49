"""The page of a publisher: the DOI that it names for reference managers.

Sources: Google Scholar's inclusion guidelines for `citation_*`; Dublin Core and PRISM.
"""

from __future__ import annotations

import re
from html import unescape

from sitegen.late_patterns import compile_late
from sitegen.services.fetching import Fetcher, NotFoundError

__all__ = ["fetch_page_doi"]

#: Names of meta elements that hold a DOI, the surest first.
_NAMES = (
    *("citation_doi", "bepress_citation_doi", "prism.doi", "doi", "dc.identifier.doi"),
    *("dc.identifier", "dcterms.identifier", "citation_arxiv_id"),
)
_DOI = compile_late(r"10\.\d{4,9}/[^\s\"<>]+")
#: Found in linear time in whatever a server sends; HTMLParser is not.
_META = compile_late(r"<meta\s([^<>]{1,4000})>", re.IGNORECASE)
_ATTRIBUTE = compile_late(r"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=]+))")
_ARXIV = compile_late(r"\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7}")


def fetch_page_doi(fetcher: Fetcher, url: str) -> str:
    """Return the DOI of the work that a page is about. Raises NotFoundError and ServiceError."""
    fetched = fetcher.fetch(url, "text/html, application/xhtml+xml")
    try:
        text = fetched.data.decode(fetched.encoding, "replace")
    except LookupError:
        text = fetched.data.decode("utf-8", "replace")
    metas = _read_metas(text)
    for name in _NAMES:
        for content in metas.get(name, ()):
            found = _DOI.search(content)
            if found:
                return found[0].rstrip(".,;")
            if name == "citation_arxiv_id" and (arxiv := _ARXIV.search(content)):
                return f"10.48550/arXiv.{arxiv[0]}"
    message = f"{url} names no DOI; give its DOI, or write the entry by hand"
    raise NotFoundError(message)


def _read_metas(text: str) -> dict[str, list[str]]:
    """Return the contents of meta elements by name, in lower case."""
    metas: dict[str, list[str]] = {}
    for meta in _META.finditer(text):
        values = {
            name.casefold(): unescape(double or single or bare)
            for name, double, single, bare in _ATTRIBUTE.findall(meta[1])
        }
        name = values.get("name") or values.get("property") or ""
        metas.setdefault(name.casefold(), []).append(values.get("content", ""))
    return metas
