"""Tabs: `::: {.panel-tabset}` with headings, `=== "Title"`, and the directives of MyST.

After Quarto ("Tabset Panels"), PyMdown's "Tabbed" and MyST ("Tabs"). Without a script, the panels
stand one below the other under their titles; `js/tabs.js` shows one at a time.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from sitegen.content.block_trees import (
    FENCED,
    children_of,
    classes_of,
    set_classes,
    take,
    take_title,
)
from sitegen.content.construct import Construct, Mistake
from sitegen.content.headings import USED_HEADING
from sitegen.diagnostics import Problem, Severity, declare
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

    from sitegen.content.construct import Finding, PageTree
    from sitegen.content.div_fences import Div
    from sitegen.content.scanner import MarkdownSource

__all__ = ["TABS"]

_EMPTY_TABS = declare("empty-tabs", Severity.WARNING)

_SETS = frozenset({"panel-tabset", "tabset", "tab-set", "tabs"})
_ITEM = "tab-item"
_HEADING = compile_late(r"h[1-6]")
_HEADING_LINE = compile_late(r"#{1,6}[ \t]|=== \"|(?:=+|-+)[ \t]*$", re.MULTILINE)


class _Tabs(Construct):
    source_marks = ("tabset", "tab-set", "{.tabs", ":tabs", ": tabs")
    source_needs = ("::", "`{", "~{")
    html_marks = (FENCED, _ITEM)

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield a mistake for each set in which nothing is a tab."""
        divs = [each for each in source.blocks.divs if not each.is_other]
        sets = [each for each in divs if _is_set(each)]
        titles = _titles_in(source, divs) if sets else []
        for div in sets:
            following = bisect_right(titles, div.start)
            end = div.closing[0] if div.end < 0 else div.end
            if following == len(titles) or titles[following] >= end:
                hint = "begin each tab with a heading: '## Title'"
                yield Mistake(div.start, Problem(_EMPTY_TABS, "these tabs have no titles", hint))

    def mark(self, tree: PageTree) -> tuple[Mistake, ...]:
        """Write all kinds of tabs as one."""
        _gather_items(tree)
        for box in reversed(tree.root.css("div")):
            if _SETS.intersection(classes_of(box)):
                _make_set(box)
        return ()


def _is_set(div: Div) -> bool:
    names = {each.value for each in div.attributes if each.name == "class"}
    return div.name in _SETS or bool(_SETS & names)


def _titles_in(source: MarkdownSource, divs: list[Div]) -> list[int]:
    """Return where titles of tabs stand, in order."""
    places = [
        each.start
        for each in divs
        if each.name == _ITEM
        or any(found.name == "class" and found.value == _ITEM for found in each.attributes)
    ]
    places += [
        line.start
        for line in source.blocks.lines
        if line.kind == "text" and _HEADING_LINE.match(source.text, line.content)
    ]
    return sorted(places)


def _gather_items(tree: PageTree) -> None:
    """Put tabs that follow each other, and are in no set, into one."""
    for item in tree.root.css(f"div.{_ITEM}"):
        if item.parent is None or _SETS.intersection(classes_of(item.parent)):
            continue
        before = item.prev
        while (
            before is not None and before.is_text_node and not (before.text_content or "").strip()
        ):
            before = before.prev
        begins = take(item, "data-begins") is not None
        if before is not None and "gathered" in classes_of(before) and not begins:
            before.insert_child(item, move=True)
        else:
            made = tree.parser.create_node("div")
            made.attrs["class"] = "tabs gathered"
            item.insert_before(made, move=True)
            made.insert_child(item, move=True)


def _make_set(box: LexborNode) -> None:
    group = take(box, "data-group")
    items: list[tuple[str, str, str, str]] = []
    before: list[str] = []
    own = [each for each in classes_of(box) if each not in _SETS and each != "gathered"]
    children = children_of(box)
    if any(_ITEM in classes_of(each) for each in children):
        for each in list(box.iter(include_text=True)):
            if each.is_element_node and _ITEM in classes_of(each):
                group = group or take(each, "data-sync-group")
                identifier = each.attributes.get("id") or ""
                items.append((take_title(each), identifier, (each.inner_html or "").strip(), ""))
            else:
                before.append(each.html or "")
        before = _joined(before)
    else:
        before, items = _split_at_headings(list(box.iter(include_text=True)))
    if not items:
        return
    panels = "\n".join(_panel(*item) for item in items)
    box.inner_html = "\n" + "".join(f"{each}\n" for each in before) + panels + "\n"
    set_classes(box, ["tabs", *own])
    if group:
        box.attrs["data-group"] = group


def _split_at_headings(
    children: list[LexborNode],
) -> tuple[list[str], list[tuple[str, str, str, str]]]:
    """Return what comes before the first heading, and title, id, content and level of each tab.

    The level of the first heading decides. Texts of shortcodes are in no element.
    """
    level = next((each.tag for each in children if _HEADING.fullmatch(each.tag or "")), None)
    before: list[str] = []
    items: list[tuple[str, str, list[str], str]] = []
    for each in children:
        if each.tag == level:
            title = (each.inner_html or "").strip()
            items.append((title, each.attributes.get("id") or "", [], (level or "h2")[1]))
        elif items:
            items[-1][2].append(each.html or "")
        else:
            before.append(each.html or "")
    shown = [(title, name, "".join(inner).strip(), was) for title, name, inner, was in items]
    return _joined(before), shown


def _joined(pieces: list[str]) -> list[str]:
    """Return what is above the tabs as one text, if there is anything."""
    text = "".join(pieces).strip()
    return [text] if text else []


def _panel(title: str, identifier: str, inner: str, level: str) -> str:
    name = f' id="{html.escape(identifier)}"' if identifier else ""
    used = f' {USED_HEADING}="{level}"' if level else ""
    return f'<div class="tab"{name}{used}>\n<p class="tab-title">{title}</p>\n{inner}\n</div>'


TABS = _Tabs()
