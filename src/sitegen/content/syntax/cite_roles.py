"""Roles of MyST and Sphinx that cite: `` {cite:p}`doe2024,roe2023` `` and `` {cite:t}`doe2024` ``.

They are what `[@doe2024; @roe2023]` and `@doe2024` are.
See https://mystmd.org/guide/citations and https://sphinxcontrib-bibtex.readthedocs.io.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.content.construct import Construct, Node, Slot
from sitegen.content.myst_roles import find_roles
from sitegen.content.syntax.citation_surroundings import around
from sitegen.late_patterns import compile_late
from sitegen.model.references.citation_reference import CitationReference, Cite

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.construct import Finding
    from sitegen.content.scanner import MarkdownSource

__all__ = ["CITE_ROLES"]

_BRACKETED = frozenset(
    {"cite", "cite:p", "cite:ps", "citep", "footcite", "footcite:p", "footcite:ps"}
)
_IN_TEXT = frozenset({"cite:t", "cite:ts", "citet", "footcite:t", "footcite:ts"})
_BRACES = compile_late(r"[{}]")
_KEY = compile_late(r"[^\s,;]+(?:\s+[^\s,;]+)*")


class _CiteRoles(Construct):
    source_marks = ("{cite", "{footcite")

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield the slots of each role."""
        for found in find_roles(source, _BRACKETED | _IN_TEXT):
            keys = list(_KEY.finditer(source.text, *found.span("text")))
            # Keys alone; what has braces around it says more, which is left to hints.
            if not keys or _BRACES.search(found["text"]):
                continue
            if found["role"] in _IN_TEXT:
                yield from _in_text(source, found, keys)
            else:
                yield _bracketed(source, found, keys)


def _bracketed(source: MarkdownSource, role: re.Match[str], keys: list[re.Match[str]]) -> Slot:
    start, end = role.span()
    before, after = around(source, source.prose, start, end)
    reference = CitationReference(
        target=role[0],
        line=0,
        cites=tuple(_cite(source, key) for key in keys),
        before=before,
        after=after,
    )
    return Slot(start - len(before), end + len(after), reference)


def _in_text(
    source: MarkdownSource, role: re.Match[str], keys: list[re.Match[str]]
) -> Iterator[Finding]:
    """Yield a slot for each key: several are several citations in the text."""
    starts = [role.start(), *(key.start() for key in keys[1:])]
    ends = [*(key.end() for key in keys[:-1]), role.end()]
    for at, key in enumerate(keys):
        if at:
            yield Node(ends[at - 1], starts[at], ", ")
        reference = CitationReference(
            target=f"@{key[0]}", line=0, cites=(_cite(source, key),), in_text=True
        )
        yield Slot(starts[at], ends[at], reference)


def _cite(source: MarkdownSource, key: re.Match[str]) -> Cite:
    column = key.start() - source.text.rfind("\n", 0, key.start())
    return Cite(key=key[0], column=column)


CITE_ROLES = _CiteRoles()
