"""Lists of figures, tables and other labelled things: `::: {.list-of-figures scope=site}`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, get_args

from sitegen.content.construct import Construct, Finding, Mistake, PageTree, TreeStep
from sitegen.content.number_marks import list_mark
from sitegen.diagnostics import Problem, did_you_mean
from sitegen.model import LABEL_KINDS
from sitegen.model.references.label_list import LABEL_LIST, ListScope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborHTMLParser

    from sitegen.content.div_fences import Div
    from sitegen.content.scanner import MarkdownSource

__all__ = ["LABEL_LISTS"]

_PREFIX = "list-of-"
_IRREGULAR = {"corollaries": "corollary"}
_KINDS = {**{f"{kind}s": kind for kind in LABEL_KINDS.values()}, **_IRREGULAR}
_SCOPES = get_args(ListScope)
_SCOPE = "scope"
_BOXES = f'div[class^="{_PREFIX}"]'
#: Where a list is written, an index into the source.
_PLACE = "data-place"


class _LabelLists(Construct):
    source_marks = (f".{_PREFIX}",)
    html_marks = (f'class="{_PREFIX}',)

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield what is wrong with the lists, and a step that tells where each of them is."""
        lists = [div for div in source.blocks.divs if _name_of(div)]
        yield TreeStep(partial(_note_places, [div.start for div in lists]))
        for div in lists:
            name = _name_of(div)
            for each in div.attributes:
                if each.name == _SCOPE and each.value not in _SCOPES:
                    hint = did_you_mean(
                        each.value, _SCOPES, "write scope=page, scope=section or scope=site"
                    )
                    problem = Problem(LABEL_LIST, f"there is no scope '{each.value}'", hint)
                    yield Mistake(each.value_at, problem)
            if name.removeprefix(_PREFIX) not in _KINDS:
                known = [f"{_PREFIX}{each}" for each in _KINDS]
                hint = did_you_mean(name, known, "there is list-of-figures, for example")
                yield Mistake(div.start, Problem(LABEL_LIST, f"there is no '{name}'", hint))

    def mark(self, tree: PageTree) -> Iterator[Mistake]:
        """Put a slot into each list."""
        for box in tree.root.css(_BOXES):
            name = (box.attributes.get("class") or "").split()[0]
            kind = _KINDS.get(name.removeprefix(_PREFIX), "")
            scope = box.attributes.get(f"data-{_SCOPE}") or "page"
            place = box.attributes.get(_PLACE) or ""
            for attribute in (f"data-{_SCOPE}", _PLACE):
                if attribute in box.attributes:
                    del box.attrs[attribute]
            if kind and scope in _SCOPES:
                if box.text(deep=True).strip():
                    hint = "leave the block empty, and write text above it"
                    problem = Problem(LABEL_LIST, "the list takes the place of this text", hint)
                    yield Mistake(int(place) if place.isdecimal() else -1, problem)
                box.inner_html = list_mark(kind, scope, place)


def _name_of(div: Div) -> str:
    """Return the first class of a list, such as `list-of-figures`, or nothing."""
    name = next((each.value for each in div.attributes if each.name == "class"), div.name)
    return name if name.startswith(_PREFIX) else ""


def _note_places(places: list[int], parser: LexborHTMLParser) -> None:
    boxes = parser.css(_BOXES)
    if len(boxes) == len(places):
        for box, place in zip(boxes, places, strict=True):
            box.attrs[_PLACE] = str(place)


LABEL_LISTS = _LabelLists()
