"""Read Markdown in short texts: captions, descriptions, what templates put through `markdownify`.

They pass the same engines and the same sanitiser as the text of a page. Of the constructs, only
those count that need nothing else of the site.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache, partial
from itertools import chain, count
from typing import TYPE_CHECKING, NamedTuple

from sitegen import registry
from sitegen.config import USUAL_LIMITS
from sitegen.content.block_trees import FENCED
from sitegen.content.construct import Slot
from sitegen.content.footnote_order import INLINE_FOOTNOTE
from sitegen.content.markdown import (
    MARKDOWN_TOO_DEEP,
    TooDeepError,
    check_depth,
    render_markdown,
)
from sitegen.content.page_limits import HtmlGuard, TooLargeError, check_blocks
from sitegen.content.placeholders import SLOT_ELEMENT, fill_placeholders
from sitegen.content.prepared_source import prepare_source
from sitegen.content.removals import HTML_LEFT_OUT, Removal, left_out
from sitegen.content.scanner import MarkdownSource
from sitegen.content.text import find_invisible, first_invisible
from sitegen.content.written_marks import find_written_mark
from sitegen.diagnostics import Problem
from sitegen.mathematics.macros import NO_MACROS
from sitegen.model.references.citation_reference import CitationReference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from sitegen.config import Engine
    from sitegen.content.prepared_source import PreparedSource
    from sitegen.mathematics.macros import Macros

__all__ = ["ShortText", "plain_short_text", "read_short_text"]

#: A text on one line that has none of these is the same in Markdown.
_MARKS = re.compile(r"[*_`\[<\\~$]|&#?\w+;|://|www\.|@")
_SECOND_LINE = re.compile(r"\n\s*\S")
_MEDIA = "img, audio, video, picture, svg, figure"
#: How problems begin with what only the text of a page can hold.
_OF_PAGE = ("a citation", "a reference", "a footnote")
_OF_PAGE_HINT = "write it in the text of the page"
#: Before a text on one line, so that no engine takes `2. May` or `# 1` for a list or a heading.
_BEFORE = "x "


class ShortText(NamedTuple):
    """A short text as HTML, cut where addresses of links belong, and what was wrong with it.

    `links` are these addresses, as they are written, in the order of the text.
    """

    parts: tuple[str, ...]
    links: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def html(self) -> str:
        """The HTML with the addresses as they are written."""
        return self.linked(str)

    @property
    def plain(self) -> str:
        """The words, without the signs of Markdown."""
        if len(self.parts) == 1 and "<" not in self.parts[0]:
            return html.unescape(self.parts[0])
        from sitegen.content.html_fragment import parse_fragment  # few descriptions have Markdown
        from sitegen.content.html_text import plain_text  # as the line above

        _, root = parse_fragment(self.html)
        return plain_text(root)

    def linked(self, link: Callable[[str], str]) -> str:
        """Return the HTML; `link` returns the URL for the address of a link."""
        first, *others = self.parts
        urls = (html.escape(link(each)) for each in self.links)
        return first + "".join(chain.from_iterable(zip(urls, others, strict=True)))


def read_short_text(text: str, engine: Engine, macros: Macros | None = NO_MACROS) -> ShortText:
    """Return a short text as HTML. One line stays one: lists and headings need several.

    `macros` are those of formulas. Images, and references to what has a number, are left out, with
    a problem; citations stay as written.
    """
    text = text.strip()
    is_line = not _SECOND_LINE.search(text)
    if is_line and not _MARKS.search(text):
        return _as_written(text)
    source = MarkdownSource(_BEFORE + text if is_line else text, engine, macros)
    try:
        check_depth(source)
        check_blocks(source, USUAL_LIMITS)
        guard = HtmlGuard(source)
        prepared = prepare_source(source, registry.CONSTRUCTS.load(), guard.count)
        rendered = render_markdown(prepared.text, engine, guard.check)
    except TooDeepError as error:
        problem = Problem(MARKDOWN_TOO_DEEP, str(error))
        return _as_written(text, problem)
    except TooLargeError as error:
        return _as_written(text, error.problem)
    from sitegen.content.html_fragment import parse_fragment  # few descriptions have Markdown

    written = find_written_mark(
        prepared.text,
        rendered,
        partial(render_markdown, engine=engine, check=guard.check),
    )
    if written:
        return _refused(text, written)
    parser, root = parse_fragment(rendered)
    # The hints of the sanitiser are about pages.
    found = (each.problem for each in _clean(parser, root, prepared))
    problems = tuple(dict.fromkeys(_without_hint(each) for each in found))
    read = _without_paragraph(root, is_line=is_line)
    if first_invisible(read):
        return _refused(text, read)
    links = root.css("a[href]")
    if not links:
        return ShortText((read,), (), problems)
    addresses = tuple(node.attributes["href"] or "" for node in links)
    mark = next(mark for mark in map("link-{}".format, count()) if mark not in read)
    for node in links:
        node.attrs["href"] = mark
    parts = tuple(_without_paragraph(root, is_line=is_line).split(mark))
    return ShortText(parts, addresses, problems)


def _without_hint(problem: Problem) -> Problem:
    hint = _OF_PAGE_HINT if problem.message.startswith(_OF_PAGE) else ""
    return Problem(problem.code, problem.message, hint)


def _as_written(text: str, *problems: Problem) -> ShortText:
    return ShortText((html.escape(text, quote=False),), (), problems)


def _refused(text: str, read: str) -> ShortText:
    """Return a text as it is written, and say which characters cannot be part of what it gives."""
    hidden = find_invisible(read)
    return _as_written(text, *((hidden,) if hidden else ()))


@lru_cache(maxsize=4096)
def plain_short_text(text: str, macros: Macros | None = NO_MACROS) -> str:
    """Return the words of a short text, without the signs of Markdown."""
    if not _MARKS.search(text):
        return text
    return read_short_text(text, "python-markdown", macros).plain


def _clean(
    parser: LexborHTMLParser, root: LexborNode, prepared: PreparedSource
) -> Iterator[Removal]:
    """Remove from the tree what is not allowed; yield what that was."""
    from sitegen.content.sanitizer import sanitise  # as above

    for step in prepared.steps:
        step(parser)
    yield from sanitise(root)
    for node in root.css(f"[{FENCED}]"):
        del node.attrs[FENCED]
    fill_placeholders(parser, prepared.placeholders)
    references = [e.reference for e in prepared.placeholders if isinstance(e, Slot)]
    if any(not isinstance(each, CitationReference) for each in references):
        yield left_out("a reference in a short text", "tag", "a")
    if any(isinstance(each, CitationReference) and not each.in_text for each in references):
        message = "a citation in a short text stays as it is written"
        yield Removal(Problem(HTML_LEFT_OUT, message), "tag", "a", message)
    for note in root.css(f".{INLINE_FOOTNOTE}"):
        yield left_out("a footnote in a short text", "tag", "span")
        note.decompose()
    for node in root.css(f"{_MEDIA}, {SLOT_ELEMENT}"):
        if node.tag != SLOT_ELEMENT:
            yield left_out(f"<{node.tag}> in a short text", "tag", node.tag or "")
        elif CitationReference.mark in node.attributes:
            found = prepared.placeholders[int(node.attributes["name"] or 0)]
            node.replace_with(found.reference.unresolved() if isinstance(found, Slot) else "")
            continue
        node.decompose()


def _without_paragraph(root: LexborNode, *, is_line: bool) -> str:
    """Return the HTML of a tree; a single paragraph gives what is in it."""
    inner = (root.inner_html or "").strip()
    children = [node for node in root.iter(include_text=True) if not _is_blank(node)]
    if len(children) == 1 and children[0].tag == "p":
        inner = (children[0].inner_html or "").strip()
    return inner.removeprefix(_BEFORE.strip()).lstrip() if is_line else inner


def _is_blank(node: LexborNode) -> bool:
    return bool(node.is_text_node) and not (node.text_content or "").strip()
