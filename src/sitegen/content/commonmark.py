"""Render Markdown with the engine `commonmark` (pulldown-cmark, through pyromark).

What sitegen promises beyond that stands around it: constructs before the engine, and after it the
rewriting of footnotes, attribute lists and Markdown in HTML elements of one line.
"""

from __future__ import annotations

import html
import re
from functools import partial
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pyromark
from selectolax.lexbor import LexborHTMLParser

from sitegen.content.attribute_lists import (
    apply_attribute_lists,
    apply_simple_lists,
    has_attribute_lists,
    read_attributes,
    set_attributes,
)
from sitegen.content.inner_markdown import has_inner_markdown, read_inner_markdown
from sitegen.content.placeholders import has_other_html

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from selectolax.lexbor import LexborNode

    _Step = Callable[[LexborHTMLParser], None]

__all__ = ["render_commonmark"]

_ENGINE = pyromark.Markdown(
    options=pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_DEFINITION_LIST
)
#: Where Python-Markdown breaks the line: so the words of neighbouring cells never meet.
_TABLE_TAGS = (
    *("<table>", "<thead>", "<tbody>", "<tr>"),
    *("</table>", "</thead>", "</tbody>", "</tr>", "</th>", "</td>"),
)
_TABLE_SEAM = re.compile(f"><(?:{'|'.join(f'(?<={tag}<)' for tag in _TABLE_TAGS)})")
_ENCODED = re.compile(r"(?:href|src)=\"[^\"]*%")


def render_commonmark(text: str, check: Callable[[str], str]) -> str:
    """Convert a page's body; `check` gets the HTML before it is parsed, and returns it."""
    html = check(_ENGINE.html(text))
    if "<pre><code" in html:
        html = html.replace("<pre><code", '<pre class="highlight"><code')
        html = html.replace("\n</code></pre>", "</code></pre>")
    table = html.find("<table")
    if table >= 0:
        rest = html[table:].replace("<tbody>\n</tbody>", "").replace("<tbody></tbody>", "")
        html = html[:table] + _TABLE_SEAM.sub(">\n<", rest)
    if "{" in html and not has_other_html(text):
        html = apply_simple_lists(html)
    wanted = [step for step, found in _steps(html, text) if found]
    if not wanted:
        return html
    parser = LexborHTMLParser(f"<body>{html}")
    for step in wanted:
        step(parser)
    return (parser.body and parser.body.inner_html) or ""


def _steps(html: str, source: str) -> Iterator[tuple[_Step, bool]]:
    """Yield what may have to be done to the tree, and whether this page needs it."""
    yield partial(read_inner_markdown, convert=_ENGINE.html), has_inner_markdown(html)
    yield _apply_attribute_lists, has_attribute_lists(html)
    yield _name_code, "{" in html and 'class="language-{' in html
    yield _set_footnotes, "^" in source and 'class="footnote-definition"' in html
    yield partial(_restore_addresses, source), "%" in html and _ENCODED.search(html) is not None


def _apply_attribute_lists(parser: LexborHTMLParser) -> None:
    if parser.body is not None:
        apply_attribute_lists(parser.body)


def _name_code(parser: LexborHTMLParser) -> None:
    """Give code the language and the attributes of its fence: ```` ```{ .python #snippet } ````."""
    for code in parser.css("pre > code[class^='language-{']"):
        info = (code.attributes["class"] or "").removeprefix("language-{").rstrip("}\t ")
        read = read_attributes(info.removeprefix(":").replace("\t", " "))
        attributes = [(name, html.unescape(value)) for name, value in read]
        del code.attrs["class"]
        language = next((value for name, value in attributes if name == "class"), "")
        if language:
            attributes.remove(("class", language))
            code.attrs["class"] = f"language-{language}"
        set_attributes(code, attributes)


def _set_footnotes(parser: LexborHTMLParser) -> None:
    """Gather the notes at the end, and lead from each mark to its note and back."""
    notes: dict[str, str] = {}
    # The last first: a note may stand inside another.
    for box in reversed(parser.css("div.footnote-definition")):
        for printed in box.css("sup.footnote-definition-label"):
            printed.decompose()
        notes[box.attributes.get("id") or ""] = (box.inner_html or "").strip()
        box.decompose()
    labels = list(reversed(notes))
    listed = "".join(f'<li id="fn:{escape(name)}">\n{notes[name]}\n</li>\n' for name in labels)
    box = parser.create_node("div")
    box.attrs["class"] = "footnote"
    box.inner_html = f"\n<hr>\n<ol>\n{listed}</ol>\n"
    body = parser.body
    if body is None:  # pragma: no cover  # there always is one
        return
    last = body.last_child
    while last is not None and last.is_text_node and not (last.text_content or "").strip():
        last.decompose()
        last = body.last_child
    body.insert_child("\n")
    body.insert_child(box)
    marks = dict.fromkeys(labels, 0)
    numbers = {label: place for place, label in enumerate(labels, start=1)}
    for mark in parser.css("sup.footnote-reference > a"):
        label = (mark.attributes.get("href") or "").removeprefix("#")
        if label in marks and mark.parent is not None:
            marks[label] += 1
            mark.parent.replace_with(_mark_of(parser, label, numbers[label], marks[label]))
    # What was inserted is a copy: these are the items that count.
    inserted = body.last_child
    lists = inserted.iter() if inserted is not None else ()
    items = [item for each in lists if each.tag == "ol" for item in each.iter()]
    for item, label in zip(items, labels, strict=False):
        _lead_back(parser, item, label, marks[label])


def _mark_of(parser: LexborHTMLParser, label: str, number: int, count: int) -> LexborNode:
    mark = parser.create_node("sup")
    mark.attrs["id"] = f"fnref{count if count > 1 else ''}:{label}"
    mark.inner_html = f'<a class="footnote-ref" href="#fn:{escape(label)}">{number}</a>'
    return mark


def _lead_back(parser: LexborHTMLParser, item: LexborNode, label: str, count: int) -> None:
    links = "".join(
        f'<a class="footnote-backref" href="#fnref{n if n > 1 else ""}:{escape(label)}">↩</a>'
        for n in range(1, max(count, 1) + 1)
    )
    last = item.last_child
    while last is not None and last.is_text_node:
        last = last.prev
    if last is not None and last.tag == "p":
        last.inner_html = f"{last.inner_html}\xa0{links}"
    elif last is not None:
        paragraph = parser.create_node("p")
        paragraph.inner_html = links
        item.insert_child(paragraph)


def _restore_addresses(source: str, parser: LexborHTMLParser) -> None:
    """Spell addresses as their author did: the engine writes `ö` as `%C3%B6`.

    Diagnostics look for them in the source, and ids are compared with them.
    """
    for node in parser.css("[href*='%'], [src*='%']"):
        name = "href" if "href" in node.attributes else "src"
        address = node.attributes[name] or ""
        written = unquote(address)
        if address not in source and written in source:
            node.attrs[name] = written
