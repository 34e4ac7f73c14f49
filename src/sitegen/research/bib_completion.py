"""Compare an entry with what a service knows of it: what it lacks, and what is different."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sitegen.diagnostics import Problem, Severity, declare
from sitegen.research.identifiers import parse_doi
from sitegen.research.latex_text import convert_latex
from sitegen.research.names import parse_names
from sitegen.research.registered_records import has_same_title
from sitegen.research.work_comparison import fold_text

__all__ = ["BIB_FIELD_DIFFERS", "find_differences", "missing_fields"]

BIB_FIELD_DIFFERS = declare("bib-field-differs", Severity.WARNING)

#: Fields that say the same, in BibTeX and in BibLaTeX; `date` also says year and month.
_SAME = (
    frozenset({"journal", "journaltitle"}),
    frozenset({"address", "location"}),
    frozenset({"school", "institution"}),
    frozenset({"number", "issue"}),
    frozenset({"archiveprefix", "eprinttype"}),
    frozenset({"year", "date"}),
)
#: An entry needs not have these because a service does, and they are often kept elsewhere.
_LEFT_OUT = frozenset({"abstract", "keywords", "date", "howpublished", "type", "language", "note"})
_PLAIN = ("volume", "number", "pages", "year", "doi")
_MOST_SHOWN = 60


def missing_fields(ours: Mapping[str, str], theirs: Mapping[str, str]) -> dict[str, str]:
    """Return the fields, by name, that an entry could be given.

    `ours` are those that it has, inherited ones among them, `theirs` those of the service.
    """
    filled = {name for name, value in ours.items() if value.strip()}
    has = set(filled)
    for names in _SAME:
        if names & filled:
            has |= names
    if "date" in filled:
        has |= {"year", "month"}
    if "year" in filled and ours["year"].strip() != theirs.get("year", "").strip():
        has.add("month")  # it is one of another year
    if "doi" in filled | set(theirs):
        has.add("url")  # it would lead to the same page
    return {name: value for name, value in theirs.items() if name not in has | _LEFT_OUT}


def find_differences(
    key: str, ours: Mapping[str, str], theirs: Mapping[str, str]
) -> tuple[Problem, ...]:
    """Return where an entry says something else than a service; both have LaTeX."""
    found = []
    for name in ("title", *_PLAIN, "journal", "author"):
        mine, other = ours.get(name, "").strip(), theirs.get(name, "").strip()
        if mine and other and not _agree(name, mine, other):
            shown = " and ".join(f"'{_short(convert_latex(each).plain)}'" for each in (mine, other))
            message = f"'{key}': '{name}' is not what is registered: {shown}"
            found.append(Problem(BIB_FIELD_DIFFERS, message, "nothing was changed; correct it"))
    return tuple(found)


def _agree(name: str, mine: str, other: str) -> bool:
    if name == "author":
        return _same_people(mine, other)
    if name == "doi":
        return _fold_doi(mine) == _fold_doi(other)
    texts = [convert_latex(each).plain for each in (mine, other)]
    if name == "title":
        return has_same_title(*texts)
    if name == "pages":
        firsts = [re.split(r"[-‐‑–—,]", each)[0].strip().casefold() for each in texts]
        return firsts[0] == firsts[1]
    folded = [fold_text(each) for each in texts]
    if name == "journal":  # `J. Biomech.` is `Journal of Biomechanics`
        return "." in mine + other or folded[0] in folded[1] or folded[1] in folded[0]
    return folded[0] == folded[1]


def _same_people(mine: str, other: str) -> bool:
    """Tell whether two fields name the same families, as far as both name people."""
    lists, cut = [], False
    for source in (mine, other):
        names, others = parse_names(source)
        lists.append([fold_text(f"{each.particle}{each.family or each.literal}") for each in names])
        cut = cut or others
    length = min(map(len, lists)) if cut else None
    return lists[0][:length] == lists[1][:length]


def _fold_doi(written: str) -> str:
    parsed = parse_doi(written)
    return (parsed if isinstance(parsed, str) else written).casefold()


def _short(text: str) -> str:
    return text if len(text) <= _MOST_SHOWN else f"{text[: _MOST_SHOWN - 1]}…"
