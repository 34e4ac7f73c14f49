"""Give other ids to elements of a text that joins a page which has some of them already."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from sitegen.model import Anchors

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from sitegen.model import Heading, ParsedPage

__all__ = ["rename_ids"]

#: Stands for a slot, which may be inside of a tag; no text has it.
_CUT = "\x1a"
_TAG = re.compile(r"<[a-zA-Z][^<>\"]*+(?:\"[^\"]*+\"[^<>\"]*+)*+>")
_ID = re.compile(
    r"(?P<before>\s(?:id|for|aria-labelledby|aria-describedby|href)=\"#?)(?P<id>[^\"]*)(?=\")"
)


def rename_ids(text: ParsedPage, taken: Container[str]) -> ParsedPage:
    """Return a text whose ids are not among those that are taken.

    Labels stay: what is labelled has one number, wherever it is shown.
    """
    new: dict[str, str] = {}
    for name in text.anchors:
        if name in taken:
            number = 2
            while f"{name}-{number}" in taken or f"{name}-{number}" in text.anchors:
                number += 1
            new[name] = f"{name}-{number}"
    if not new:
        return text

    def rename(found: re.Match[str]) -> str:
        return found["before"] + new.get(found["id"], found["id"])

    html = _CUT.join(text.body.parts)
    html = _TAG.sub(lambda tag: _ID.sub(rename, tag[0]), html)
    body = msgspec.structs.replace(text.body, parts=tuple(html.split(_CUT)))
    anchors = Anchors.of(new.get(name, name) for name in text.anchors)
    toc = _rename_headings(text.toc, new)
    return msgspec.structs.replace(text, body=body, anchors=anchors, toc=toc)


def _rename_headings(headings: tuple[Heading, ...], new: Mapping[str, str]) -> tuple[Heading, ...]:
    return tuple(
        msgspec.structs.replace(
            each, id=new.get(each.id, each.id), children=_rename_headings(each.children, new)
        )
        for each in headings
    )
