"""Report PDFs of publications on other hosts, where search engines do not take them from."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sitegen.diagnostics import Problem, Severity, declare

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sitegen.diagnostics import Diagnostic
    from sitegen.graph.collections.raw_entry import RawEntry
    from sitegen.model import Entry

__all__ = ["report_foreign_pdfs"]

FOREIGN_PDF = declare("foreign-pdf", Severity.WARNING)

#: Archives that Google Scholar indexes by themselves; hosts below them count, too.
_ARCHIVES = (
    *("arxiv.org", "biorxiv.org", "medrxiv.org", "chemrxiv.org", "eartharxiv.org", "psyarxiv.com"),
    *("hal.science", "archives-ouvertes.fr", "osf.io", "zenodo.org", "figshare.com", "ssrn.com"),
    *(
        "openreview.net",
        "aclanthology.org",
        "aclweb.org",
        "mlr.press",
        "neurips.cc",
        "thecvf.com",
        "jmlr.org",
    ),
    *("ncbi.nlm.nih.gov", "europepmc.org", "usenix.org", "ceur-ws.org", "eprint.iacr.org"),
)


def report_foreign_pdfs(
    entries: Mapping[str, Entry], raws: Iterable[RawEntry], host: str
) -> Iterator[Diagnostic]:
    """Yield a warning for each bibliography that names PDFs on other hosts, which are no archives.

    One file may name hundreds, so only the first of them is told with its place. All pages count
    as one file.
    """
    found: dict[str, list[RawEntry]] = {}
    for raw in raws:
        entry = entries.get(raw.key)
        if entry and entry.collection == "publications" and _is_foreign(entry, host):
            found.setdefault("" if raw.page and not raw.page.made else raw.path, []).append(raw)
    for several in found.values():
        first, others = several[0], len(several) - 1
        more = f" and {others} more" if others else ""
        message = f"the PDF of '{first.id}'{more} is on another host"
        if others:
            message = f"the PDFs of '{first.id}'{more} are on other hosts"
        hint = "Google Scholar takes PDFs from the site itself only: put them into the site"
        yield Problem(FOREIGN_PDF, message, hint).at(first.place_of("pdf"))


def _is_foreign(entry: Entry, host: str) -> bool:
    urls = [link.url for link in entry.links if link.kind == "pdf"]
    others = [urlsplit(url).hostname or "" for url in urls if url.startswith(("http:", "https:"))]
    if not others or len(others) < len(urls):  # one of them is in the site
        return False
    return not any(
        name == host or name.endswith(tuple(f".{each}" for each in _ARCHIVES)) or name in _ARCHIVES
        for name in others
    )
