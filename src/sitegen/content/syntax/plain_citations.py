"""Read plain citations: `[@doe2024]`, `[@doe2024, p. 7; @roe2023]`, or `@doe2024` in the text.

`citations` reads any others. What is plain would be the same there, in more steps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.construct import Slot
from sitegen.content.syntax.citation_surroundings import around
from sitegen.late_patterns import compile_late
from sitegen.model import LABEL_KINDS
from sitegen.model.references.citation_reference import CitationReference, Cite

if TYPE_CHECKING:
    from sitegen.content.scanner import MarkdownSource

__all__ = ["LABELLED", "NAME", "read_plain_citations"]

#: Prefixes of labels, which references have; those of others have a colon.
_OTHERS = ("tab", "table", "figure", "eqn", "equation", "theorem", "lemma")
_OURS, _COLONS = (
    "|".join(f"[{each[0].upper()}{each[0]}]{each[1:]}" for each in prefixes)
    for prefixes in (LABEL_KINDS, (*LABEL_KINDS, *_OTHERS))
)
#: A key that is a name.
NAME = r"\w++(?:[:.#$%&+?<>~/-]\w++)*+"
#: The beginning of a label, or of a call, which are no keys.
LABELLED = rf"(?=[^\W\d_]++[-:(])(?:(?:{_OURS})-|(?:{_COLONS}):|[^\W\d_]++\()"
#: What stands behind a key, where that is words and numbers with single spaces between.
_PLAIN_SUFFIX = r"(?:,(?: [^\W_]++(?:[.,:–-]++[^\W_]*+)*+)++)?"
#: A key with no address in it, behind its `@`.
_PLAIN_KEY = rf"(?!10\.|(?:[Hh][Tt][Tt][Pp][Ss]?|[Dd][Oo][Ii]):)(?!{LABELLED})(?:{NAME})(?!@)"
_PLAIN_CITE = _PLAIN_KEY + _PLAIN_SUFFIX
#: What is around an `@` on most pages: `[@a]`, `[@a, p. 7; @b]`, or `@a` in the text.
_PLAIN_CITATION = compile_late(
    rf"@(?:(?<=\[@)(?<![!\\\]^]\[@)(?P<cites>{_PLAIN_CITE}(?:; ?@{_PLAIN_CITE})*+)\](?![(\[{{:])"
    rf"|(?<![^ \n(]@)(?P<bare>{_PLAIN_KEY})(?![ \u00a0]?\[))"
)
_LABELLED_AT = compile_late(f"@{LABELLED}")
_BRACKET = compile_late(r"[\[\]]|\Z")


def read_plain_citations(source: MarkdownSource) -> list[Slot] | None:
    """Return the slots of a source in which each `@` is in a plain citation or a label.

    Return None for any other. Most sources that cite are such, and are read in half the time.
    """
    prose = source.prose
    if source.labels or _has_key_in_link(source):
        return None
    slots: list[Slot] = []
    count = bracket = 0
    for found in _PLAIN_CITATION.finditer(prose):
        start, end = found.span()
        written = found["cites"]
        if written:
            start -= 1
            cites = _plain_cites(written, start - prose.rfind("\n", 0, start) + 1)
            count += len(cites)
            before, after = around(prose, start, end)
            reference = CitationReference(
                target=prose[start:end], line=0, cites=cites, before=before, after=after
            )
            slots.append(Slot(start - len(before), end + len(after), reference))
            continue
        if bracket < end:
            following = _BRACKET.search(prose, end)
            bracket = following.start() if following else len(prose)
        if prose.startswith("]", bracket):
            return None  # it is in brackets
        count += 1
        cite = Cite(key=found["bare"], is_bare=True, column=start - prose.rfind("\n", 0, start))
        reference = CitationReference(target=found[0], line=0, cites=(cite,), in_text=True)
        slots.append(Slot(start, end, reference))
    others = prose.count("@") - count
    return slots if not others or others == len(_LABELLED_AT.findall(prose)) else None


def _plain_cites(written: str, column: int) -> tuple[Cite, ...]:
    """Return the works in plain brackets, `[@a, p. 7; @b]`, without what is before the first key.

    The first `@` is at `column`.
    """
    if ";" not in written:
        key, comma, rest = written.partition(",")
        return (Cite(key=key, suffix=comma + rest, column=column),)
    cites = []
    for part in written.split(";"):
        at = part.find("@")
        key, comma, rest = part[at + 1 :].partition(",")
        cites.append(Cite(key=key, suffix=comma + rest, column=column + max(at, 0) + (at >= 0)))
        column += len(part) + 1
    return tuple(cites)


def _has_key_in_link(source: MarkdownSource) -> bool:
    done = 0
    for link in sorted(source.links):
        if link.end > done:
            if source.prose.find("@", max(link.start, done), link.end) >= 0:
                return True
            done = link.end
    return False
