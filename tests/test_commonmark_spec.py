"""Both engines make of the examples of CommonMark's specification what it says, with exceptions."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

import pytest

from sitegen.config import ENGINES, Engine
from support.markdown_structure import render, structure
from support.tools import find_npm_package

_EXAMPLE = re.compile(
    r"^`{32} example\n(?P<source>.*?)^\.\n(?P<html>.*?)^`{32}$|^#{1,6} +(?P<section>[^\n]*)$",
    re.MULTILINE | re.DOTALL,
)
#: Bare addresses are links, as on GitHub, and what looks like an element of Word is removed.
_BARE = {608, 609, 611, 612}
#: What looks like the syntax of another generator is text.
_COMPONENT, _WIKI_LINK = 163, 548
#: A tag that never ends is text, as a browser would hide what follows it.
_UNENDED = {156, 157, 158}
#: The numbers of the examples of which an engine makes something else. docs/markdown.md tells of
#: those that matter.
DIFFERENT: dict[Engine, dict[str, set[int]]] = {
    "commonmark": {
        "HTML blocks": {_COMPONENT, *_UNENDED},
        "Links": {_WIKI_LINK},
        "Autolinks": _BARE,
    },
    "python-markdown": {
        "Tabs": {1, 2, 3},
        "Backslash escapes": {14, 20},
        "Entity and numeric character references": {28, 41},
        "Setext headings": {91},
        "Indented code blocks": {112, 118},
        "HTML blocks": {_COMPONENT, *_UNENDED, 177, 187},
        "Link reference definitions": {194},
        "Block quotes": {236},
        "List items": {257},
        "Lists": {312, 313},
        "Code spans": {344, 346},
        "Emphasis and strong emphasis": {476, 477},
        "Links": {
            *(488, 490, 491, 493, 494, 504, 505, 507, 508, 518, 519, 520, 524, 526, 532, 533, 536),
            *(538, 540, 546, _WIKI_LINK, 549, 550, 559, 568, 569, 571),
        },
        "Images": {574},
        "Autolinks": {597, 603, 606, *_BARE},
        "Raw HTML": {613, 614, 615, 616, 619, 621, 622, 624, 628, 630, 631, 632},
        "Hard line breaks": {642, 643},
    },
}


class Example(NamedTuple):
    """An example: its number, the section it is in, the source and the HTML."""

    number: int
    section: str
    source: str
    html: str


@cache
def examples() -> tuple[Example, ...]:
    path = find_npm_package("commonmark-spec") / "spec.txt"
    text = path.read_text(encoding="utf-8").partition("<!-- END TESTS -->")[0]
    text = text.replace("\N{RIGHTWARDS ARROW}", "\t")
    found, section = [], ""
    for each in _EXAMPLE.finditer(text):
        section = each["section"] or section
        if each["source"] is not None:
            found.append(Example(len(found) + 1, section, each["source"], each["html"]))
    return tuple(found)


@pytest.mark.parametrize("engine", ENGINES)
def test_the_examples(engine: Engine) -> None:
    different: dict[str, set[int]] = {}
    for example in examples():
        if structure(render(example.source, engine)) != structure(example.html):
            different.setdefault(example.section, set()).add(example.number)
    assert different == DIFFERENT[engine]


def test_there_are_examples() -> None:
    assert len(examples()) == 652
