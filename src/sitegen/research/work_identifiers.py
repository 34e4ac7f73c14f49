"""Find out what identifies a work, from the fields of its entry."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sitegen.diagnostics import Problem
from sitegen.late_patterns import compile_late
from sitegen.research.identifiers import (
    find_arxiv,
    parse_arxiv,
    parse_doi,
    parse_hal,
    parse_isbn,
    parse_issn,
    parse_pmcid,
    parse_pmid,
)

__all__ = ["IDENTIFIERS", "Identified", "identify"]

#: Fields that hold identifiers.
IDENTIFIERS = frozenset(
    {"doi", "arxiv", "pmid", "pmcid", "hal", "isbn", "issn", "eprint", "eprinttype"}
    | {"archiveprefix", "eprintclass", "primaryclass"}
)
_ARCHIVES = {"arxiv": "arXiv", "hal": "HAL", "pubmed": "PubMed", "jstor": "JSTOR"}
_PREPRINTS = compile_late(
    r"arxiv|biorxiv|medrxiv|chemrxiv|psyarxiv|corr\b|preprint|\bhal\b", re.IGNORECASE
)
_DOI_ADDRESS = compile_late(r"https?://(?:(?:dx|www)\.)?doi\.org/", re.IGNORECASE)
_SEVERAL = compile_late(r"\s*[,;/]\s*|\s+(?=97[89]|\d{4}-)|\s*\([^)]*\)\s*")
_ARXIV_DOI = "10.48550/arxiv."


@dataclass(slots=True)
class Identified:
    """Identifiers as variables of CSL, those that are links by kind, and mistakes by field."""

    variables: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    problems: list[tuple[str, Problem]] = field(default_factory=list)
    is_preprint: bool = False

    def is_same(self, kind: str, url: str) -> bool:
        """Tell whether a link says the same as an identifier."""
        if kind not in {"url", "html"}:
            return False
        folded = url.casefold()
        doi, arxiv = self.links.get("doi", ""), self.links.get("arxiv", "")
        same_doi = bool(doi) and "doi.org/" in folded and folded.endswith(doi.casefold())
        return same_doi or (bool(arxiv) and "arxiv.org/" in folded and arxiv in folded)


def identify(texts: Mapping[str, str]) -> Identified:
    """Return what identifies a work, from the plain texts of its fields."""
    found = Identified()
    _read(found, texts, "doi", "DOI", parse_doi)
    url = texts.get("url", "")
    if "DOI" not in found.variables and _DOI_ADDRESS.match(url):
        doi = parse_doi(url)
        if isinstance(doi, str):
            found.variables["DOI"] = doi
    if "DOI" in found.variables:
        found.links["doi"] = found.variables["DOI"]
    _read(found, texts, "pmid", "PMID", parse_pmid)
    _read(found, texts, "pmcid", "PMCID", parse_pmcid)
    _read_several(found, texts, "isbn", "ISBN", parse_isbn)
    _read_several(found, texts, "issn", "ISSN", parse_issn)
    _read_archives(found, texts)
    if "PMID" in found.variables:
        found.links["pmid"] = found.variables["PMID"]
    return found


def _read(
    found: Identified,
    texts: Mapping[str, str],
    name: str,
    variable: str,
    parse: Callable[[str], str | Problem],
) -> None:
    if name in texts:
        value = parse(texts[name])
        if isinstance(value, Problem):
            found.problems.append((name, value))
        else:
            found.variables[variable] = value


def _read_several(
    found: Identified,
    texts: Mapping[str, str],
    name: str,
    variable: str,
    parse: Callable[[str], str | Problem],
) -> None:
    """Read a field that may hold several identifiers, with notes such as `(print)`."""
    if name not in texts:
        return
    whole = parse(texts[name])
    values = []
    for part in _SEVERAL.split(texts[name]) if isinstance(whole, Problem) else [texts[name]]:
        value = parse(part) if part else None
        if isinstance(value, Problem):
            found.problems.append((name, value))
        elif value:
            values.append(value)
    if values:
        found.variables[variable] = " ".join(dict.fromkeys(values))


def _read_archives(found: Identified, texts: Mapping[str, str]) -> None:
    """Read what is in an archive of preprints; `eprint` says by `eprinttype` in which."""
    kind = (texts.get("eprinttype") or texts.get("archiveprefix", "")).casefold()
    eprint = texts.get("eprint", "")
    if eprint and not kind and isinstance(parse_arxiv(eprint), str):
        kind = "arxiv"
    arxiv = eprint if kind == "arxiv" else ""
    hal = eprint if kind == "hal" else ""
    if kind in {"pubmed", "pmid"} and eprint and "PMID" not in found.variables:
        _read(found, {"eprint": eprint}, "eprint", "PMID", parse_pmid)
    _read_archive(found, "arxiv", "eprint" if arxiv else "arxiv", arxiv or texts.get("arxiv", ""))
    _read_archive(found, "hal", "eprint" if hal else "hal", hal or texts.get("hal", ""))
    journal = texts.get("journal") or texts.get("journaltitle", "")
    if "arxiv" not in found.links:
        doi = found.variables.get("DOI", "")
        of_doi = doi[len(_ARXIV_DOI) :] if doi.casefold().startswith(_ARXIV_DOI) else ""
        of_text = of_doi or next(
            (
                each
                for name in ("journal", "note", "howpublished", "url", "number")
                if "rxiv" in (text := texts.get(name, "")).casefold() and (each := find_arxiv(text))
            ),
            "",
        )
        if of_text:
            _read_archive(found, "arxiv", "journal", of_text)
    if kind and kind not in {"arxiv", "hal", "pubmed", "pmid"} and eprint:
        found.variables["archive"] = _ARCHIVES.get(kind, kind)
        found.variables["archive_location"] = eprint
    category = texts.get("eprintclass") or texts.get("primaryclass")
    if category and "arxiv" in found.links:
        found.variables["archive_collection"] = category
    in_archive = "arxiv" in found.links or "hal" in found.links
    found.is_preprint = bool(_PREPRINTS.search(journal)) or (in_archive and not journal)


def _read_archive(found: Identified, kind: str, name: str, value: str) -> None:
    if not value:
        return
    parsed = (parse_arxiv if kind == "arxiv" else parse_hal)(value)
    if isinstance(parsed, Problem):
        if "://" in value:  # an address of another kind, which is a link nevertheless
            found.links[kind] = value
        else:
            found.problems.append((name, parsed))
        return
    found.links[kind] = parsed
    found.variables.setdefault("archive", _ARCHIVES[kind])
    found.variables.setdefault("archive_location", parsed)
