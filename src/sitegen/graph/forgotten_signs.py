"""Find keys in citations whose `@` was forgotten: `[@doe2024; poe2020]`."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from sitegen.diagnostics import Location, Problem
from sitegen.graph.citable_works import POSSIBLE_CITATION
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.diagnostics import Diagnostic
    from sitegen.graph.citable_works import PageWorks
    from sitegen.graph.cited_texts import Found
    from sitegen.model.references.citation_reference import CitationReference

__all__ = ["find_forgotten_signs"]

#: A key between commas, where any other word may stand.
_NAME_AND_YEAR = compile_late(r"[^\W\d_]{2,}.*\d{2,}\w*")


def find_forgotten_signs(place: Found[CitationReference], works: PageWorks) -> Iterator[Diagnostic]:
    """Yield a warning for each key without its `@` that stands alone in a citation."""
    reference, written = place.reference, place.reference.target
    for cite in reference.cites:
        for key in _words_like_keys(cite.prefix, cite.suffix):
            if key in works.works:
                at = max(written.find(key), 0)
                above = written.rfind("\n", 0, at)
                first = reference.cites[0].column - written.find("@")
                line = reference.line + written.count("\n", 0, at)
                column = at - above if above >= 0 else first + at
                message = f"'{key}' is a key of a bibliography, and is shown as text: it has no '@'"
                problem = Problem(POSSIBLE_CITATION, message, f"write '@{key}' to cite it")
                yield problem.at(Location(path=place.path, line=line, column=column))


@lru_cache(maxsize=1 << 12)
def _words_like_keys(prefix: str, suffix: str) -> tuple[str, ...]:
    """Return what stands alone around a cite: between semicolons, or `poe2020` between commas.

    Most cites have one of few locators, and nothing else.
    """
    found: list[str] = []
    if ";" in prefix:
        found += [part.strip() for part in prefix.split(";")[:-1]]
    parts = suffix.split(";") if "," in suffix or ";" in suffix else ()
    for number, part in enumerate(parts):
        for at, word in enumerate(map(str.strip, part.split(","))):
            if (number and not at) or _NAME_AND_YEAR.fullmatch(word):
                found.append(word)
    return tuple(found)
