"""References and links in captions of what is made when the whole site is known.

Until then, each has a mark in the caption, which no Markdown changes.
"""

from __future__ import annotations

import re
from functools import partial
from html import unescape
from typing import TYPE_CHECKING, Any, NamedTuple

from sitegen.content.construct import Replacement, Slot
from sitegen.content.removals import HTML_LEFT_OUT
from sitegen.content.scanner import MarkdownSource
from sitegen.content.short_texts import plain_short_text, read_short_text
from sitegen.content.slots import SCHEMES
from sitegen.content.syntax.citations import CITATIONS
from sitegen.content.syntax.cross_references import CROSS_REFERENCES
from sitegen.content.text import SLOT_CLOSE, SLOT_OPEN
from sitegen.diagnostics import Location, Problem
from sitegen.late_patterns import compile_late
from sitegen.model import AnchorReference, CrossReference, LinkReference, Word, kind_of_label
from sitegen.model.references.citation_reference import CitationReference
from sitegen.model.references.reference import Unresolved
from sitegen.model.stored import Stored

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sitegen.config import Engine
    from sitegen.model.references.contexts import HtmlContext, SiteContext
    from sitegen.model.references.reference import Resolved

__all__ = [
    "FORGED_MARKS",
    "CaptionReference",
    "CaptionText",
    "put_references",
    "read_caption_text",
    "resolve_caption",
    "text_with_marks",
]

#: What is wrong with a caption in which an author has written the marks.
FORGED_MARKS = "the characters U+F8F0 to U+F8F3 cannot be part of a caption", "delete them"

#: Characters without a meaning.
_MARK = compile_late("\uf8f0([0-9]{1,4})\uf8f1")
_ADDRESS = compile_late("\uf8f2([0-9]{1,4})\uf8f3")
_MARKS = compile_late("[\uf8f0-\uf8f3]")
_TAG = compile_late(r"<[^<>\"]*+(?:\"[^\"]*+\"[^<>\"]*+)*+>")
_SCHEME = compile_late(r"([A-Za-z][A-Za-z0-9+.-]*):")
_MOST = 1000
#: How the problems of short texts begin that are told with their place.
_IN_SHORT_TEXT = ("a citation",)


class CaptionReference(Stored, frozen=True):
    """A reference or a link in a caption, and where it stands."""

    reference: CrossReference | AnchorReference | LinkReference
    place: Word


class CaptionText(NamedTuple):
    """A caption as plain text, and as HTML with marks for its references and addresses.

    `problems` come with the index in the caption where they are.

    With `is_forged`, its author has written marks, so that nothing in it is a reference.
    """

    plain: str
    html: str
    references: tuple[CaptionReference, ...]
    links: tuple[CaptionReference, ...]
    problems: tuple[tuple[int, Problem], ...]
    is_forged: bool


def read_caption_text(text: str, engine: Engine, word: Callable[[str, int], Word]) -> CaptionText:
    """Return what a caption says; `word` returns the place of what stands at an index of it."""
    marked, found = _mark_references(text, engine)
    links = _CaptionLinks()
    read = read_short_text(marked, engine)
    shown = read.linked(links.mark)
    is_forged = _has_other_marks(shown, len(found), len(links.found))
    if is_forged:
        found, links = [], _CaptionLinks()
        shown = read_short_text(text, engine).html
    references = (
        CaptionReference(reference=each, place=word(each.target, index)) for index, each in found
    )
    addresses = (
        CaptionReference(
            reference=each,
            place=word(each.target, max(text.find(f"({written}"), -1) + 1),
        )
        for written, each in links.found
    )
    plain = plain_short_text(text)
    problems = [*_citations(text, engine)]
    told = _IN_SHORT_TEXT if problems else ()
    problems += ((0, each) for each in read.problems if not each.message.startswith(told))
    return CaptionText(
        plain, shown, tuple(references), tuple(addresses), tuple(problems), is_forged
    )


def _citations(text: str, engine: Engine) -> Iterator[tuple[int, Problem]]:
    """Yield what is a citation in a text and stays as it is written here, with its index.

    In a caption, it is not known whether a bibliography has a key; those without brackets are told
    only if they have a digit, as keys mostly have and names of people on the web seldom.
    """
    for each in CITATIONS.find(MarkdownSource(text, engine)) if "@" in text else ():
        if isinstance(each, Slot) and isinstance(each.reference, CitationReference):
            cited = each.reference.cites[0]
            is_label = kind_of_label(cited.key) != ""
            if is_label or (cited.is_bare and not any(map(str.isdigit, cited.key))):
                continue
            message = f"'{each.reference.target}' is no citation in the caption of data"
            message += " or of a chart, and is shown as text"
            hint = "cite it in the text, or write the caption below a Markdown table"
            yield text.find("@", each.start), Problem(HTML_LEFT_OUT, message, hint)


def resolve_caption(references: Iterable[CaptionReference], site: SiteContext) -> Iterator[Any]:
    """Yield what the references of a caption lead to; tell which lead nowhere."""
    for each in references:
        found = each.reference.resolve(site)
        if isinstance(found, Problem):
            place, word = site.location, each.place
            at = Location(path=place.path, line=place.line + word.line, column=word.column)
            site.report(found.at(at))
            yield Unresolved(text=each.reference.unresolved())
        else:
            yield found


def _mark_references(text: str, engine: Engine) -> tuple[str, list[tuple[int, CrossReference]]]:
    """Return a caption with marks for its references, and these, each with its index."""
    changes: list[tuple[int, int, str]] = []
    found: list[tuple[int, CrossReference]] = []
    for each in CROSS_REFERENCES.find(MarkdownSource(text, engine)) if "@" in text else ():
        if isinstance(each, Slot) and isinstance(each.reference, CrossReference):
            if len(found) < _MOST:
                changes.append((each.start, each.end, f"\uf8f0{len(found)}\uf8f1"))
                found.append((each.start, each.reference))
        elif isinstance(each, Replacement):
            changes.append((each.start, each.end, each.text))
    for start, end, instead in sorted(changes, reverse=True):
        text = text[:start] + instead + text[end:]
    return text, found


class _CaptionLinks:
    """Puts marks in the place of the addresses of links, and keeps these with what they mean."""

    def __init__(self) -> None:
        self.found: list[tuple[str, LinkReference | AnchorReference | CrossReference]] = []

    def mark(self, target: str) -> str:
        """Return a mark for a path or an id; other addresses stay."""
        scheme = _SCHEME.match(target)
        if target.startswith("//") or (scheme and scheme[1].casefold() in SCHEMES):
            return target
        if len(self.found) == _MOST:
            return "#"
        self.found.append((target, _reference(target)))
        return f"\uf8f2{len(self.found) - 1}\uf8f3"


def _reference(target: str) -> LinkReference | AnchorReference | CrossReference:
    if not target.startswith("#"):
        return LinkReference(target=target, line=0)
    if kind_of_label(target[1:]):
        return CrossReference(target=target[1:], line=0, part="url")
    return AnchorReference(target=target[1:], line=0)


def _has_other_marks(html: str, count: int, links: int) -> bool:
    """Tell whether HTML holds marks that an author wrote, beside those of so many references.

    Theirs are there twice, or of no reference, or in a tag; those of `links` are in tags.
    """
    found = [int(number) for number in _MARK.findall(html)]
    text = _TAG.sub("", html)
    in_text = len(_MARK.findall(text))
    if len({*found}) < len(found) or in_text < len(found) or max(found, default=-1) >= count:
        return True
    addresses = [int(number) for number in _ADDRESS.findall(html)]
    is_ours = sorted(addresses) == list(range(links)) and not _ADDRESS.search(text)
    return not is_ours or len(_MARKS.findall(html)) > 2 * (len(found) + links)


def text_with_marks(html: str) -> str:
    """Return a caption as plain text, with marks as `Label.caption` has them."""
    return unescape(_TAG.sub("", _MARK.sub(rf"{SLOT_OPEN}\1{SLOT_CLOSE}", html)))


def put_references(
    html: str, references: Sequence[Resolved], addresses: Sequence[Resolved], page: HtmlContext
) -> str:
    """Return HTML with links in the place of the marks, and addresses in links."""

    def put(these: Sequence[Resolved], found: re.Match[str]) -> str:
        number = int(found[1])
        return these[number].html(page) if number < len(these) else ""

    html = _MARK.sub(partial(put, references), html)
    return _ADDRESS.sub(partial(put, addresses), html)
