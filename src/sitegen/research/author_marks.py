"""Read what is said of single authors: BibLaTeX's annotations, and the marks behind names.

`author+an = {1=corresponding; 2=equal}` annotates names by their numbers, and `author+an:orcid`
gives them ORCID iDs. al-folio's users put marks such as stars behind names instead. Source:
biblatex 3.20, section 3.7.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from sitegen.diagnostics import Problem, Severity, declare
from sitegen.late_patterns import compile_late
from sitegen.model import Name
from sitegen.research.identifiers import parse_orcid

__all__ = ["check_annotations", "has_marks", "take_marks"]

NAME_ANNOTATION = declare("name-annotation", Severity.WARNING)

_NUMBER = compile_late(r"(?:^|;)\s*(\d+)\s*(?::\w+)?\s*=\s*([^;]*)")

_MARKS = compile_late(r"(?:\$\^\{?\\?(?P<math>[^${}]{1,12})\}?\$|(?P<marks>[*∗†‡§¶‖^]+))\s*$")
_COMMANDS = {"ast": "*", "star": "*", "dag": "†", "dagger": "†", "ddag": "‡", "ddagger": "‡"}
_ANY = compile_late(r"[*∗†‡§¶‖$^]")


def has_marks(source: str) -> bool:
    """Tell quickly whether there may be a mark in a list of names."""
    return _ANY.search(source) is not None


def take_marks(names: tuple[Name, ...]) -> tuple[tuple[Name, ...], str]:
    """Return the names without marks, and the marks as BibLaTeX annotates names: `1=*; 3=†`."""
    found: list[str] = []
    bare = []
    for number, name in enumerate(names, start=1):
        without, marks = _take(name)
        bare.append(without)
        if marks:
            found.append(f"{number}={','.join(marks)}")
    return tuple(bare), "; ".join(found)


def _take(name: Name) -> tuple[Name, str]:
    marks = ""
    changed: dict[str, str] = {}
    for part in ("family", "given", "suffix", "literal"):
        text = getattr(name, part)
        if not text or text[-1] not in "*∗†‡§¶‖^$ ":
            continue
        mark = _MARKS.search(text)
        if mark and mark.start():
            changed[part] = text[: mark.start()].rstrip(" ,^")
            marks += _COMMANDS.get(mark["math"] or "", mark["math"] or mark["marks"] or "")
    marks = marks.replace("∗", "*").replace("^", "")
    return (msgspec.structs.replace(name, **changed) if changed else name), marks


def check_annotations(fields: Mapping[str, str], authors: int) -> Iterator[tuple[str, Problem]]:
    """Yield what is wrong with annotations of so many authors, by the fields that hold them."""
    for name, value in fields.items():
        if not name.startswith("author+an"):
            continue
        for number, text in _NUMBER.findall(value):
            if not 1 <= int(number[:6]) <= authors:
                message = f"'{name}' is about name {number[:6]}, but there are {authors}"
                yield name, Problem(NAME_ANNOTATION, message, "names count from 1")
            orcid = parse_orcid(text.strip(' "”“')) if name == "author+an:orcid" else ""
            if isinstance(orcid, Problem):
                yield name, orcid
