"""Render Markdown with the engine `python-markdown`.

Python-Markdown does so with block processors that follow CommonMark, so that a page looks as it
does on GitHub, and with its own inline patterns, attribute lists and footnotes.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from markdown import Extension, Markdown
from markdown.extensions.footnotes import (
    FootnoteBlockProcessor,
    FootnoteExtension,
    FootnoteInlineProcessor,
)
from selectolax.lexbor import LexborHTMLParser

from sitegen.content.attribute_lists import apply_attribute_lists, has_attribute_lists
from sitegen.content.block_processors import CommonMarkBlocks
from sitegen.content.extended_processors import ExtendedBlocks
from sitegen.content.inline_patterns import CommonMarkInlines
from sitegen.content.inner_markdown import has_inner_markdown, read_inner_markdown
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["render_python_markdown"]

#: Each of the rare extensions needs one of these.
_RARE = compile_late(
    r"<|\[\^|!!!|\?\?\?|===[!+]* \"|^[ \t>]*(?:[-+*]?|\d*[.)]?)[ \t]*:|\\\n", re.MULTILINE
)
_FOOTNOTES = {"BACKLINK_TITLE": "", "BACKLINK_TEXT": "↩"}


#: The engine's patterns need quadratic time for these; in HTML they are one space.
_LONG_GAP = compile_late(r"(?<=\S) {500,}")


class _FootnoteProcessor(FootnoteBlockProcessor):
    def test(self, parent: ET.Element, block: str) -> bool:
        """Spare blocks without footnotes the search, which takes long in long ones."""
        del parent
        return "[^" in block


class _FootnoteMark(FootnoteInlineProcessor):
    def handleMatch(  # type: ignore[override]  # noqa: N802  # Python-Markdown's name
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element | None, int | None, int | None]:
        """Return the mark of a footnote, without counting those before it each time."""
        del data
        notes: Any = self.footnotes
        number = notes.numbers.get(m[1])
        if number is None:
            return None, None, None
        mark = ET.Element("sup", id=notes.makeFootnoteRefId(m[1], found=True))
        link = ET.SubElement(mark, "a")
        link.set("href", "#" + notes.makeFootnoteId(m[1]))
        link.set("class", "footnote-ref")
        link.text = str(number)
        return mark, *m.span()


class _GrowingNotes(OrderedDict[str, str]):
    """Footnotes that may define others while they are read one after the other."""

    def keys(self) -> Iterator[str]:  # type: ignore[override]  # the engine only goes through them
        """Yield the labels, also those that are added meanwhile."""
        seen = 0
        while seen < len(self):
            for label in list(self)[seen:]:
                seen += 1
                yield label


class _Footnotes(FootnoteExtension):
    """Footnotes of which the first with a label counts, as with the other engine.

    Python-Markdown takes quadratic time for many notes, and for many marks of one.
    """

    def reset(self) -> None:
        """Forget the footnotes of the page before."""
        super().reset()
        self.footnotes = _GrowingNotes()
        self.numbers: dict[str, int] = {}

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # Python-Markdown's name
        super().extendMarkdown(md)
        md.parser.blockprocessors.register(_FootnoteProcessor(self), "footnote", 17)
        md.inlinePatterns.register(_FootnoteMark(r"\[\^([^\]]*)\]", self), "footnote", 175)

    def setFootnote(self, id: str, text: str) -> None:  # noqa: A002, N802  # as above
        self.footnotes.setdefault(id, text)
        self.numbers.setdefault(id, len(self.footnotes))

    def unique_ref(self, reference: str, found: bool = False) -> str:  # noqa: FBT001, FBT002  # as above
        """Return the id of the next mark of a footnote: `fnref:a`, `fnref2:a` and so on."""
        if not found:
            return reference
        count = self.found_refs[reference] = self.found_refs.get(reference, 0) + 1
        name, _, label = reference.partition(":")
        return reference if count == 1 else f"{name}{count}:{label}"


def render_python_markdown(text: str, check: Callable[[str], str]) -> str:
    """Convert a page's body. Raises RecursionError on nesting that the engine cannot follow.

    `check` gets the HTML before it is parsed, and returns it.
    """
    html = check(_convert(_LONG_GAP.sub(" ", text)))
    if "<pre><code" in html:
        html = html.replace("<pre><code", '<pre class="highlight"><code')
        html = html.replace("\n</code></pre>", "</code></pre>")
    has_inner, has_attributes = has_inner_markdown(html), has_attribute_lists(html)
    if not has_inner and not has_attributes:
        return html
    parser = LexborHTMLParser(f"<body>{html}")
    if has_inner:
        read_inner_markdown(parser, _convert)
    body = parser.body
    if body is None:  # pragma: no cover  # there always is one
        return html
    apply_attribute_lists(body)
    return body.inner_html or ""


def _convert(text: str) -> str:
    engine = _engine(rare=_RARE.search(text) is not None)
    engine.reset()
    try:
        return engine.convert(text)
    except RecursionError:
        _engine.cache_clear()
        raise


@lru_cache(maxsize=2)
def _engine(*, rare: bool) -> Markdown:
    """Return the engine with all extensions, or with those that nearly every page needs.

    A fifth of the time goes to the others, even on pages with nothing for them.
    """
    extensions: list[str | Extension] = [CommonMarkBlocks(), CommonMarkInlines(rare=rare)]
    if rare:
        extensions += [_Footnotes(**_FOOTNOTES), ExtendedBlocks()]
    return Markdown(extensions=extensions, output_format="html")
