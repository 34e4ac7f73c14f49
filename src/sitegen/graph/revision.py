"""A site of which only the text of a page has changed: no need to assemble all of it again."""

from __future__ import annotations

from collections import ChainMap
from typing import TYPE_CHECKING

import msgspec

from sitegen.graph.cards import read_text_fields
from sitegen.model import digest_of

if TYPE_CHECKING:
    from sitegen.model import Fragment, ParsedPage, Site

__all__ = ["has_same_outline", "revise_site"]


def has_same_outline(old: ParsedPage, new: ParsedPage) -> bool:
    """Tell whether two states of a page differ in nothing but text.

    Then its address, its place in lists, what it links to and what may link to it are the same.
    """
    # By digest, for the order of a table in the front matter counts; that of anchors does not.
    same = digest_of(_without_text(old)) == digest_of(_without_text(new))
    return same and old.anchors == new.anchors


def revise_site(site: Site, key: str, new: ParsedPage) -> Site:
    """Return the site with a page's new text. Its outline has to be the same; it is published."""
    page = site.pages[key]
    card = msgspec.structs.replace(page.card, **read_text_fields(new))
    revised = msgspec.structs.replace(page, card=card, body_digest=new.body_digest)
    return msgspec.structs.replace(site, pages=ChainMap({key: revised}, site.pages))  # type: ignore[arg-type]  # a ChainMap never changes its later maps


def _without_text(page: ParsedPage) -> ParsedPage:
    return msgspec.structs.replace(
        page,
        front=msgspec.structs.replace(page.front, lines={}),
        heading=_without_lines(page.heading) if page.heading else None,
        body=_without_lines(page.body),
        summary="",
        word_count=0,
        reading_time=0,
        body_digest="",
        anchors=frozenset(),
        diagnostics=(),
    )


def _without_lines(fragment: Fragment) -> Fragment:
    references = (msgspec.structs.replace(each, line=0) for each in fragment.references)
    return msgspec.structs.replace(fragment, parts=(), references=tuple(references))
