"""Make the authoring guide of the demo from docs/authoring.md: each example as source and result.

The guide is a folder of `content/`. Examples stand in its `index.md`. An example that needs a page
of its own, because it has front matter or a title, or because it uses a name that is taken, is a
file beside it, to which the guide links. Pictures and data of the examples lie there, too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain, count
from typing import TYPE_CHECKING

from support.tools import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["FOLDER", "Example", "make_guide", "read_examples"]

FOLDER = ROOT / "content" / "authoring-guide"
_DOCUMENT = ROOT / "docs" / "authoring.md"
_HEAD = """\
---
title: Authoring guide
description: What a paper or a course needs, each with its source and its result.
menu: {footer: {weight: 21}}
weight: 81
---

Everything on this page works with both Markdown engines. The [writing guide](../writing-guide.md)
has what plain Markdown can do.
"""
_FENCE = re.compile(r"^(`{3,})(\w*)[^\n]*\n(.*?)^\1$\n?", re.MULTILINE | re.DOTALL)
#: Code, which stays as it is, or a link to another chapter.
_LINK = re.compile(r"(`+)(?:(?!\1)[^\n]|\n(?!\n))+?\1|\[([^\[\]]+)\]\((?!#)[^()\s]+\)")
_HEADING = re.compile(r"^(#+)(?= )", re.MULTILINE)
#: Names that a page may define once: ids, footnotes, link labels.
_NAME = re.compile(r"\{[^{}\n]*?(#[\w-]+)|^\[([^\]\n]+)\]:", re.MULTILINE)
_OWN_PAGE = re.compile(r"\A---\n|^# ", re.MULTILINE)


@dataclass(frozen=True)
class Example:
    """An example, its place in the document, and the headings above it."""

    text: str
    start: int
    end: int
    level: int
    section: str

    @property
    def needs_a_page(self) -> bool:
        """Whether it is about a whole page."""
        return bool(_OWN_PAGE.search(self.text))

    @property
    def names(self) -> set[str]:
        """The names that it defines."""
        return {found[1] or found[2] for found in _NAME.finditer(self.text)}


def read_examples() -> Iterator[Example]:
    """Yield every example of the document."""
    document = _DOCUMENT.read_text(encoding="utf-8")
    for found in _FENCE.finditer(document):
        if found[2] == "markdown":
            above = _FENCE.sub("", document[: found.start()])
            marks, section = re.findall(r"^(#+) (.*)$", above, re.MULTILINE)[-1]
            yield Example(found[3], *found.span(), len(marks), section)


def make_guide() -> dict[str, str]:
    """Return the text of each file of the guide by its name."""
    document = _DOCUMENT.read_text(encoding="utf-8")
    files: dict[str, str] = {}
    parts = [_HEAD]
    place = document.index("\n## ")
    taken = {"#" + _id_of(title) for title in re.findall(r"^##+ (.*)$", document, re.MULTILINE)}
    for example in read_examples():
        parts.append(_prose(document[place : example.end]))
        place = example.end
        if example.needs_a_page or example.names & taken:
            name = _free(_id_of(example.section), files)
            files[name] = _page(example)
            parts.append(f"\nThe result is [a page of its own]({name}).\n")
        else:
            taken |= example.names
            parts.append("\n" + _shift(example.text, example.level - 1))
    parts.append(_prose(document[place:]))
    files["index.md"] = "".join(parts)
    return files


def _free(wanted: str, files: Mapping[str, str]) -> str:
    names = chain([f"{wanted}.md"], (f"{wanted}-{number}.md" for number in count(2)))
    return next(name for name in names if name not in files)


def _id_of(title: str) -> str:
    return re.sub(r"\W+", "-", title.casefold()).strip("-")


def _page(example: Example) -> str:
    if example.needs_a_page:
        return example.text
    return f"---\ntitle: 'Example: {example.section}'\n---\n\n{example.text}"


def _prose(text: str) -> str:
    """Return text of the documentation without links to its other chapters."""
    kept: list[str] = []
    place = 0
    for fence in _FENCE.finditer(text):
        kept += [_without_links(text[place : fence.start()]), fence[0]]
        place = fence.end()
    return "".join([*kept, _without_links(text[place:])])


def _without_links(text: str) -> str:
    return _LINK.sub(lambda found: found[2] or found[0], text)


def _shift(text: str, levels: int) -> str:
    """Return an example whose headings are below those of the guide."""
    kept: list[str] = []
    place = 0
    for fence in _FENCE.finditer(text):
        kept += [_HEADING.sub("#" * levels + r"\1", text[place : fence.start()]), fence[0]]
        place = fence.end()
    return "".join([*kept, _HEADING.sub("#" * levels + r"\1", text[place:])])
