"""What tells works apart, and what makes two of them the same: titles, names, identifiers."""

from __future__ import annotations

import re
import unicodedata

from sitegen.late_patterns import compile_late
from sitegen.model import Work
from sitegen.research.identifiers import find_arxiv

__all__ = ["arxiv_of", "doi_of", "first_family", "fold_text", "fold_title", "last_family"]

_ARXIV_DOI = "10.48550/arxiv."
_ARXIV_LINK = compile_late(r"https://arxiv\.org/abs/(.+)")
_VERSION = compile_late(r"v\d+$")
#: What repositories put before the title of an article whose data or code they hold.
_COMPANION = compile_late(
    r"(?:supplementary |supporting |source |replication |research )?"
    r"(?:data(?:set)?|code|software|materials?|package)"
    r"(?: and (?:data|code|software|materials?))? (?:for|of|from|to|accompanying|behind):? ",
    re.IGNORECASE,
)


def fold_text(text: str) -> str:
    """Return the letters and digits of a text without case and accents."""
    folded = text.casefold()
    if not folded.isascii():
        folded = unicodedata.normalize("NFKD", folded)
    return "".join(filter(str.isalnum, folded))


def fold_title(work: Work) -> str:
    """Return the title of a work as it is compared: `Data for: …` is that of the article."""
    title = work.title.lstrip("“\"'‘")
    found = _COMPANION.match(title) if work.type in {"dataset", "software"} else None
    return fold_text(title[found.end() :] if found else title)


def doi_of(work: Work) -> str:
    """Return the DOI of a work as it is compared, or nothing."""
    return work.variables.get("DOI", "").casefold()


def arxiv_of(work: Work) -> str:
    """Return the id of arXiv without its version, from a link or the DOI that arXiv gives."""
    for link in work.links:
        found = _ARXIV_LINK.fullmatch(link.url) if link.kind == "arxiv" else None
        if found:
            return _VERSION.sub("", found[1])
    doi = doi_of(work)
    if doi.startswith(_ARXIV_DOI):
        return _VERSION.sub("", doi[len(_ARXIV_DOI) :])
    return _VERSION.sub("", find_arxiv(work.variables.get("note", "")))


def first_family(work: Work) -> str:
    """Return the first author's family name as it is compared, or nothing."""
    return _family(work, 0)


def last_family(work: Work) -> str:
    """Return the last author's family name as it is compared, or nothing."""
    return _family(work, -1)


def _family(work: Work, place: int) -> str:
    names = work.names.get("author") or work.names.get("editor") or ()
    return fold_text(names[place].family or names[place].literal) if names else ""
