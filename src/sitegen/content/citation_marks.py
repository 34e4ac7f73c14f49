"""Marks in a page's HTML for its bibliography, and for notes of styles that cite in notes.

Whether a style cites in notes is known when the site is assembled. So a page that cites gets slots
for such notes among those of its author, whose numbers may then change, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.placeholders import SLOT_ELEMENT
from sitegen.late_patterns import compile_late
from sitegen.model.references.citation_reference import (
    BibliographyReference,
    CitationReference,
    NoteNumberReference,
    NotesReference,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from sitegen.model import Reference

__all__ = [
    "BEFORE",
    "FOLLOWED",
    "NOTE",
    "UNPLACED",
    "USUAL_PLACES",
    "place_citations",
    "read_citation_mark",
]

#: The class of a `<div id="refs">` that no author has written: works are listed, and none is cited.
UNPLACED = "refs-unplaced"
_BIBLIOGRAPHY = "data-bibliography"
_NOTES = "data-notes"
_NOTE_NUMBER = "data-note-number"
#: Of a citation: the author's note in which it stands, and how many of these come before it.
NOTE, BEFORE = "data-note", "data-notes-before"
#: Of a citation in a note: what follows it there, if that is a full stop, the rest of its sentence,
#: or something that begins with a capital letter.
FOLLOWED = "data-followed"
_FULL_STOP, _REST, _CAPITAL = ".", "a", "A"
_INLINE = frozenset(
    "a abbr b bdi cite code del em i ins kbd mark q s small span strong sub sup u".split()
)
_WHOLE = "whole"
_AUTOMATIC, _HEADED = "automatic", "headed"
_HEADING = compile_late(r"h[1-6]")
#: Digits of the number of a note. What is longer was written by an author, as a link like a mark.
_LONGEST_NUMBER = 6
_CITATION = f"{SLOT_ELEMENT}[{CitationReference.mark}]"
#: In HTML, text has no `>`, and the value of an attribute no quotation mark.
_USUAL_CITATION = f' {CitationReference.mark}="">'
#: A page without any of these has its notes and its bibliography at the end, and its citations stay
#: in its body. To put elements for both into the tree and to find them again takes long.
_UNUSUAL = ("footnote", 'id="refs"', "<h1")
#: What such a page has at its end, if it cites.
USUAL_PLACES = (
    NotesReference(target="", line=0, number=-1, whole=True),
    BibliographyReference(target="", line=0, automatic=True, heading=True),
)


def place_citations(parser: LexborHTMLParser, root: LexborNode, html: str) -> None:
    """Put marks for the bibliography and for notes into a page that cites or includes a text.

    The bibliography goes into `<div id="refs">`, or else to the end of the page. `html` is that of
    the page. Most pages need no marks: see `USUAL_PLACES`.
    """
    if _USUAL_CITATION in html and not any(each in html for each in _UNUSUAL):
        last = _last_block(root)
        if last is None or not _HEADING.fullmatch(last.tag or ""):
            return
    if _USUAL_CITATION in html or (
        CitationReference.mark in html and root.css_first(_CITATION) is not None
    ):
        if "footnote" in html:
            _place_notes(parser, root)
        else:
            root.insert_child(_mark(parser, _NOTES, _WHOLE), move=True)
    box = root.css_first("div#refs") if 'id="refs"' in html else None
    is_ours = box is not None and UNPLACED in (box.attributes.get("class") or "").split()
    if box is not None and is_ours and not box.text().strip():
        box.decompose()
        box = None
    if box is not None:
        box.insert_child(_mark(parser, _BIBLIOGRAPHY, ""), move=True)
    else:
        _place_at_end(parser, root)


def _place_at_end(parser: LexborHTMLParser, root: LexborNode) -> None:
    """Put the bibliography below the heading that the author has left for it, or to the end."""
    last = _last_block(root)
    if last is not None and _HEADING.fullmatch(last.tag or ""):
        last.insert_after(_mark(parser, _BIBLIOGRAPHY, _AUTOMATIC), move=True)
    else:
        root.insert_child(_mark(parser, _BIBLIOGRAPHY, _HEADED), move=True)


def _last_block(root: LexborNode) -> LexborNode | None:
    """Return the last element of a page before its footnotes and places for notes."""
    last = root.last_child
    while last is not None and (not last.is_element_node or _is_behind(last)):
        last = last.prev
    return last


def _is_behind(node: LexborNode) -> bool:
    """Tell whether something is the list of footnotes, or a place for notes."""
    return node.tag == SLOT_ELEMENT or "footnote" in (node.attributes.get("class") or "").split()


def _place_notes(parser: LexborHTMLParser, root: LexborNode) -> None:
    before = 0
    for node in root.css(f"{_CITATION}, sup a.footnote-ref"):
        if node.tag == SLOT_ELEMENT:
            node.attrs[BEFORE] = str(before)
            continue
        written = node.text().strip()
        if written.isdecimal() and len(written) <= _LONGEST_NUMBER:
            before = max(before, int(written))
            node.inner_html = ""
            node.insert_child(_mark(parser, _NOTE_NUMBER, written), move=True)
    items = root.css("div.footnote > ol > li")
    for number, item in enumerate(items, 1):
        for citation in item.css(_CITATION):
            citation.attrs[NOTE] = str(number)
            followed = _find_following(citation)
            if followed:
                citation.attrs[FOLLOWED] = followed
        item.insert_before(_mark(parser, _NOTES, str(number)), move=True)
    if items and items[-1].parent is not None:
        items[-1].parent.insert_child(_mark(parser, _NOTES, "-1"), move=True)
    else:
        root.insert_child(_mark(parser, _NOTES, _WHOLE), move=True)


def _find_following(citation: LexborNode) -> str:
    """Return what follows a citation in its paragraph; nothing if its sentence ends with it."""
    node = citation
    while True:
        following = node.next
        if following is None:
            parent = node.parent
            if parent is None or parent.tag not in _INLINE:
                return ""
            node = parent
            continue
        node = following
        text = (node.text() or "").strip() if node.is_text_node or node.is_element_node else ""
        if node.is_element_node:
            if node.tag == SLOT_ELEMENT and CitationReference.mark not in node.attributes:
                return _REST  # a reference, or a formula
            if node.tag not in _INLINE or "footnote-backref" in (
                node.attributes.get("class") or ""
            ):
                return ""
            if node.tag == "sup" and node.css_first("a.footnote-ref") is not None:
                continue
        if text:
            return _FULL_STOP if text[0] == "." else _CAPITAL if text[0].isupper() else _REST


def _mark(parser: LexborHTMLParser, name: str, value: str) -> LexborNode:
    node = parser.create_node(SLOT_ELEMENT)
    node.attrs[name] = value
    return node


def read_citation_mark(found: Mapping[str, str | None]) -> Reference | None:
    """Return what goes into the slot of a bibliography, of notes, or of the number of a note.

    `found` are the attributes of the mark.
    """
    if _BIBLIOGRAPHY in found:
        how = found[_BIBLIOGRAPHY]
        return BibliographyReference(target="", line=0, automatic=bool(how), heading=how == _HEADED)
    if _NOTES in found:
        whole = found[_NOTES] == _WHOLE
        number = -1 if whole else int(found[_NOTES] or 0)
        return NotesReference(target="", line=0, number=number, whole=whole)
    if _NOTE_NUMBER in found:
        return NoteNumberReference(target="", line=0, number=int(found[_NOTE_NUMBER] or 0))
    return None
