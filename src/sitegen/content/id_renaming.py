"""Give other ids to elements of a text that joins a page which has some of them already."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from sitegen.model import Anchors

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sitegen.model import Heading, ParsedPage

__all__ = ["TakenIds"]

#: Stands for a slot, which may be inside of a tag; no text has it.
_CUT = "\x1a"
_TAG = re.compile(r"<[a-zA-Z][^<>\"]*+(?:\"[^\"]*+\"[^<>\"]*+)*+>")
_ID = re.compile(
    r"(?P<before>\s(?:id|for|aria-labelledby|aria-describedby|href)=\"#?)(?P<id>[^\"]*)(?=\")"
)


class TakenIds:
    """The ids of a page, and of the texts that have joined it so far."""

    def __init__(self, ids: Iterable[str] = ()) -> None:
        self._taken = set(ids)
        #: The number that an id was given last: lower ones stay taken.
        self._numbers: dict[str, int] = {}

    def rename(self, text: ParsedPage) -> ParsedPage:
        """Return a text with none of these ids; its own are taken from then on.

        Labels stay: what is labelled has one number, wherever it is shown.
        """
        new = {
            name: self._number(name, text.anchors) for name in text.anchors if name in self._taken
        }
        renamed = _rename(text, new) if new else text
        self._taken.update(renamed.anchors)
        return renamed

    def _number(self, name: str, others: Anchors) -> str:
        """Return an id with a number behind it that neither the page nor the text has."""
        number = self._numbers.get(name, 1) + 1
        while f"{name}-{number}" in self._taken or f"{name}-{number}" in others:
            number += 1
        self._numbers[name] = number
        return f"{name}-{number}"


def _rename(text: ParsedPage, new: Mapping[str, str]) -> ParsedPage:
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
