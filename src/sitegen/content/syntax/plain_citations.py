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
    import re

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
#: A key with no address in it, behind its `@`; most are one word.
_ADDRESS = r"10\.|(?:[Hh][Tt][Tt][Pp][Ss]?|[Dd][Oo][Ii]):"
_PLAIN_KEY = rf"(?:\w++(?=[,;\]])|(?!{_ADDRESS}|{LABELLED}){NAME}(?!@))"
#: `[@a]` or `[@a, p. 7; @b]` from its `@`, and what may end a sentence behind it.
_IN_BRACKETS = compile_late(
    rf"@(?<![!\\\]^]\[@)(?P<key>{_PLAIN_KEY})(?P<suffix>{_PLAIN_SUFFIX})"
    rf"(?P<others>(?:; ?@{_PLAIN_KEY}{_PLAIN_SUFFIX})*+)\](?![(\[{{:])(?P<mark>[.,;!?](?![\w.]))?"
)
#: `@a` in the text.
_IN_TEXT = compile_late(rf"@(?<![^ \n(]@)({_PLAIN_KEY})(?![ \u00a0]?\[)")
_LABELLED_AT = compile_late(f"@{LABELLED}")
_BRACKET = compile_late(r"[\[\]]|\Z")


def read_plain_citations(source: MarkdownSource) -> list[Slot] | None:
    """Return the slots of a source in which each `@` is in a plain citation or a label.

    Return None for any other. Most sources that cite are such, and are read in a third of the time.
    """
    shown = source.text
    if not source.shows_ats:
        shown = source.prose
        if source.labels or _has_key_in_link(source):
            return None
    slots: list[Slot] = []
    end = bracket = 0
    for at in source.ats:
        if at < end or shown[at] != "@":  # it is hidden
            continue
        is_in_brackets = shown[at - 1 : at] == "["
        found = (_IN_BRACKETS if is_in_brackets else _IN_TEXT).match(shown, at)
        if not found:
            if not _LABELLED_AT.match(shown, at):
                return None
            continue
        column = at - shown.rfind("\n", 0, at)
        if is_in_brackets:
            slots.append(_in_brackets(source, shown, found, column))
            end = found.end()
            continue
        end = found.end()
        if bracket < end:
            following = _BRACKET.search(shown, end)
            bracket = following.start() if following else len(shown)
        if shown.startswith("]", bracket):
            return None  # it is in brackets
        cite = Cite(key=found[1], is_bare=True, column=column)
        reference = CitationReference(target=found[0], line=0, cites=(cite,), in_text=True)
        slots.append(Slot(at, end, reference))
    return slots


def _in_brackets(source: MarkdownSource, shown: str, found: re.Match[str], column: int) -> Slot:
    """Return the slot for `[@a, p. 7; @b]`, whose first `@` is at `column`."""
    key, suffix, others, mark = found.groups()
    start, end = found.start() - 1, found.end(3) + 1
    if others:
        cites = _plain_cites(shown[start + 2 : end - 1], column)
    else:
        cites = (Cite(key=key, suffix=suffix, column=column),)
    if start > 1 and shown[start - 1] == " " and shown[start - 2].isalnum():
        before, after = " ", mark or ""  # behind a word, as most are
    else:
        before, after = around(source, shown, start, end)
    reference = CitationReference(
        target=shown[start:end], line=0, cites=cites, before=before, after=after
    )
    return Slot(start - len(before), end + len(after), reference)


def _plain_cites(written: str, column: int) -> tuple[Cite, ...]:
    """Return the works in `[@a, p. 7; @b]`, as written without the brackets and the first `@`.

    That is at `column`.
    """
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
