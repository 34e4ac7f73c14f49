"""Write works as BibTeX, in UTF-8, with the types and fields that every style knows.

A work that comes from BibTeX is written as it came; others are made from what CSL says of them.
Sources: btxdoc, section 3; biblatex 3.20, section 2, for what has no field in BibTeX.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.late_patterns import compile_late
from sitegen.research.latex_escapes import escape_latex, escape_latex_html, protect_capitals
from sitegen.research.work_facts import arxiv_id, format_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sitegen.model import Name, PartialDate, Work

__all__ = ["bibtex_entry", "join_bibtex", "make_bibtex", "write_bibtex"]

_TYPES = {
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "book": "book",
    "chapter": "incollection",
    "dataset": "dataset",
    "entry-dictionary": "incollection",
    "entry-encyclopedia": "incollection",
    "manuscript": "unpublished",
    "pamphlet": "booklet",
    "paper-conference": "inproceedings",
    "report": "techreport",
    "review": "article",
    "review-book": "article",
    "software": "software",
}
_CONTAINERS = {
    "article": "journal",
    "inproceedings": "booktitle",
    "incollection": "booktitle",
}
_PUBLISHERS = {
    "phdthesis": "school",
    "mastersthesis": "school",
    "techreport": "institution",
    "unpublished": "organization",
}
#: Variables of CSL whose field is the same in every type.
_FIELDS = (
    ("collection-title", "series"),
    ("volume", "volume"),
    ("edition", "edition"),
    ("publisher-place", "address"),
    ("chapter-number", "chapter"),
    ("version", "version"),
    ("event-title", "eventtitle"),
    ("language", "language"),
    ("note", "note"),
    ("abstract", "abstract"),
)
_VERBATIM = (("ISBN", "isbn"), ("ISSN", "issn"), ("PMID", "pmid"), ("DOI", "doi"), ("URL", "url"))
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_NOT_IN_KEYS = compile_late(r"[\s{}(),\"'#%~\\=@]+")
_DASH = compile_late(r"\s*(?:--+|[-‐‑–—])\s*")
_MASTER = compile_late(r"master|m\.?\s?sc|diplom|bachelor|b\.?\s?sc", re.IGNORECASE)


def write_bibtex(works: Iterable[Work]) -> str:
    """Return a file of entries, with an empty line between two of them."""
    return join_bibtex(map(bibtex_entry, works))


def join_bibtex(entries: Iterable[str]) -> str:
    """Return a file of entries that are written already, with an empty line between two."""
    return "\n".join(entries)


def bibtex_entry(work: Work) -> str:
    """Return a work as it came from BibTeX, or a new entry."""
    return (work.bibtex or make_bibtex(work)).strip() + "\n"


def make_bibtex(work: Work, key: str = "") -> str:
    """Return a work as a new entry, whatever it came from; `key` is another cite key for it."""
    kind = _kind(work)
    rows = [
        f"  {name} = {value if name == 'month' else '{' + value + '}'},\n"
        for name, value in _fields(work, kind)
        if value
    ]
    safe_key = _NOT_IN_KEYS.sub("-", key or work.key).strip("-") or "work"
    return f"@{kind}{{{safe_key},\n{''.join(rows)}}}\n"


def _kind(work: Work) -> str:
    if work.type == "thesis":
        return "mastersthesis" if _MASTER.search(work.variables.get("genre", "")) else "phdthesis"
    return _TYPES.get(work.type, "misc")


def _fields(work: Work, kind: str) -> Iterator[tuple[str, str]]:
    """Yield names and values, which are LaTeX with balanced braces, some of them empty."""
    variables = work.variables
    for role in ("author", "editor", "translator"):
        names = [_name(name) for name in work.names.get(role, ())]
        yield role, " and ".join(names + ["others"] * (bool(names) and role in work.others))
    yield "title", _title(work)
    container = variables.get("container-title", "")
    if kind == "inproceedings":
        container = container or variables.get("event-title", "")
    yield _CONTAINERS.get(kind, "howpublished"), escape_latex(container)
    yield from _dates(work.issued)
    yield _PUBLISHERS.get(kind, "publisher"), escape_latex(variables.get("publisher", ""))
    if kind in {"phdthesis", "mastersthesis", "techreport", "misc"}:
        yield "type", escape_latex(variables.get("genre", ""))
    number = variables.get("issue", "") or variables.get("number", "")
    arxiv = arxiv_id(work)
    yield "number", "" if arxiv and arxiv in number else escape_latex(number)
    for variable, name in _FIELDS:
        yield name, escape_latex(variables.get(variable, ""))
    yield "pages", _DASH.sub("--", escape_latex(variables.get("page", "")))
    for variable, name in _VERBATIM:
        yield name, _verbatim(variables.get(variable, ""))
    if arxiv:
        yield "eprint", arxiv
        yield "archiveprefix", "arXiv"
    yield "keywords", escape_latex(", ".join(work.keywords))


def _title(work: Work) -> str:
    html = work.html.get("title", "")
    return escape_latex_html(html) if html else protect_capitals(work.title)


def _name(name: Name) -> str:
    """Return `van der Berg, Jr., Jan`; an organisation stands in braces of its own."""
    if name.literal or not name.family:
        return f"{{{escape_latex(name.full)}}}"
    family = _name_part(name.family)
    if not name.particle and name.family[0].islower():
        family = f"{{{family.strip('{}')}}}"  # its first word would be taken for a particle
    if name.particle:
        family = f"{escape_latex(name.particle)} {family}"
    suffix = [_name_part(name.suffix)] if name.suffix else []
    return ", ".join([family, *suffix, _name_part(name.given)]).removesuffix(", ")


def _name_part(text: str) -> str:
    escaped = escape_latex(text)
    return f"{{{escaped}}}" if "," in text or " and " in f" {text} " else escaped


def _dates(date: PartialDate | None) -> Iterator[tuple[str, str]]:
    """Yield year and month for BibTeX, and the whole date for BibLaTeX if it says more."""
    if date is None:
        return
    if date.year is None:
        yield "year", escape_latex(date.literal)
        return
    yield "year", f"{date.year:04}"
    if 1 <= date.month <= len(_MONTHS):
        yield "month", _MONTHS[date.month - 1]
    if date.day or date.end or date.season or date.circa:
        end = f"/{_edtf(date.end)}" if date.end else ""
        yield "date", f"{_edtf(date)}{end}"


def _edtf(date: PartialDate) -> str:
    """Return a date as BibLaTeX reads it: seasons are months 21 to 24, `~` is circa."""
    season = f"-{20 + date.season}" if date.season else ""
    return (format_date(date, "-") + season) + ("~" if date.circa else "")


def _verbatim(text: str) -> str:
    """Return an identifier or address, which is not LaTeX, without what would end the field."""
    return "".join(text.split()).replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")
