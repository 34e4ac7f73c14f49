"""Read who of the authors contributed equally, and to whom to write.

As annotations of BibLaTeX (biblatex, section 3.7: `author+an = {1=corresponding; 2=equal}`), as
data annotations (`author+an:orcid = {1="0000-0002-1825-0097"}`), and as signs, behind names as in
al-folio (`Lovelace*, Ada`) or in an annotation, which the field `annotation` may explain.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from sitegen.diagnostics import Problem
from sitegen.late_patterns import compile_late
from sitegen.model import Name, Work
from sitegen.research.identifiers import parse_orcid

__all__ = ["MarkedName", "read_marked_names"]


class MarkedName(NamedTuple):
    """A name without the signs behind it, and what they or annotations say."""

    name: Name
    equal: bool = False
    corresponding: bool = False
    orcid: str = ""


_SIGNS = "*∗⋆†‡¶§#&^✉"
_SIGN = compile_late(f"[{re.escape(_SIGNS)}]")
_BEHIND = compile_late(f"[\\s{{}}]*[{re.escape(_SIGNS)}][{re.escape(_SIGNS)}\\s{{}},]*$")
#: What signs mean if nothing explains them.
_USUAL = {"*": "equal", "∗": "equal", "⋆": "equal", "†": "corresponding", "✉": "corresponding"}
_EQUAL = compile_late(r"equal|co-?first|shared? first|joint|gleich|cofirst", re.IGNORECASE)
_CORRESPONDING = compile_late(r"correspond|contact|korrespond|✉", re.IGNORECASE)
_ONE = compile_late(r"\s*(\d+)(?::\w+)?\s*=\s*(.*)", re.DOTALL)


def read_marked_names(work: Work, role: str = "author") -> tuple[MarkedName, ...]:
    """Return the names of a role in a work with their marks."""
    names = work.names.get(role, ())
    annotations = _read_annotations(work.fields, role)
    if not annotations and not any(map(_has_sign, names)):
        return tuple(map(MarkedName, names))
    meanings = _USUAL | _explained(work.fields.get("annotation", ""))
    found = []
    for number, name in enumerate(names, start=1):
        plain, signs = _without_signs(name)
        said = annotations.get(number, [])
        signs += "".join(word for word in said if _SIGN.match(word))
        words = [*said, *(meanings.get(sign, "") for sign in signs)]
        orcids = [
            parse_orcid(word) for word in words if re.match(r"(?:http.*/)?\d{4}-\d{4}-", word)
        ]
        found.append(
            MarkedName(
                plain,
                equal=any(map(_EQUAL.search, words)),
                corresponding=any(map(_CORRESPONDING.search, words)),
                orcid=next((each for each in orcids if not isinstance(each, Problem)), ""),
            )
        )
    return tuple(found)


def _read_annotations(fields: Mapping[str, str], role: str) -> dict[int, list[str]]:
    """Return the annotations of a field by the numbers of names; texts in quotes lose these."""
    found: dict[int, list[str]] = {}
    for field, value in fields.items():
        if field != f"{role}+an" and not field.startswith(f"{role}+an:"):
            continue
        for each in re.split(r";(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", value):
            one = _ONE.fullmatch(each)
            if one:
                words = [word.strip().strip('"') for word in one[2].split(",")]
                found.setdefault(int(one[1]), []).extend(words)
    return found


def _explained(annotation: str) -> dict[str, str]:
    """Return what an annotation such as `* Equal contribution, † corresponding` says of signs."""
    places = list(_SIGN.finditer(annotation))
    ends = [found.start() for found in places[1:]] + [len(annotation)]
    said = {
        found[0]: annotation[found.end() : end].strip(" .,;:")
        for found, end in zip(places, ends, strict=False)
    }
    return {sign: words for sign, words in said.items() if words}


@lru_cache(maxsize=1 << 14)
def _has_sign(name: Name) -> bool:
    return bool(_SIGN.search(f"{name.family}{name.given}{name.literal}"))


def _without_signs(name: Name) -> tuple[Name, str]:
    signs = ""
    parts = {}
    for part in ("family", "given", "literal"):
        text = getattr(name, part)
        found = _BEHIND.search(text)
        signs += "".join(_SIGN.findall(found[0])) if found else ""
        parts[part] = text[: found.start()] if found else text
    return Name(**parts, particle=name.particle, suffix=name.suffix, native=name.native), signs
