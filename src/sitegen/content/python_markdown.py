"""Render Markdown with the engine `python-markdown`.

Python-Markdown does so with block processors that follow CommonMark, so that a page looks as it
does on GitHub, and with its own inline patterns, attribute lists and footnotes.
"""

from __future__ import annotations

import re
import string
from functools import lru_cache
from xml.etree import ElementTree as ET

from markdown import Extension, Markdown
from markdown.extensions.footnotes import FootnoteBlockProcessor, FootnoteExtension
from markdown.inlinepatterns import (
    IMAGE_REFERENCE_RE,
    REFERENCE_RE,
    AutolinkInlineProcessor,
    ImageReferenceInlineProcessor,
    InlineProcessor,
    ReferenceInlineProcessor,
    SubstituteTagInlineProcessor,
)
from markdown.treeprocessors import InlineProcessor as InlineTreeProcessor
from markdown.util import AtomicString, code_escape
from selectolax.lexbor import LexborHTMLParser

from sitegen.content.block_processors import CommonMarkBlocks
from sitegen.content.extended_processors import ExtendedBlocks
from sitegen.content.inner_markdown import has_inner_markdown, read_inner_markdown

__all__ = ["render_python_markdown"]

#: Each of the rare extensions needs one of these.
_RARE = re.compile(r"[{<]|\[\^|!!!|^[ \t>]*(?:[-+*]?|\d*[.)]?)[ \t]*:|\\\n", re.MULTILINE)
_FOOTNOTES = {"BACKLINK_TITLE": "", "BACKLINK_TEXT": "↩"}


#: The engine's patterns need quadratic time for these; in HTML they are one space.
_LONG_GAP = re.compile(r"(?<=\S) {500,}")


#: One of these is part of every inline pattern.
_SPECIAL = re.compile(r"[`\\\[<&*_]|  \n")
_LABEL = re.compile(r"\[([^\]]*)\]")
_AUTOLINK = r"<((?!(?i:mailto:))[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*)>"
#: A run of backticks that no backslash makes text.
_CODE = r"(?<!\\)(?:\\\\)*(`+)"
_TICKS = re.compile(r"`+")


class _Inline(InlineTreeProcessor):
    """Passes over text in which no inline pattern can match, which is most of it.

    The engine tries 15 patterns on every piece of text, also on the line feeds between elements.
    """

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803  # the base's own method
        if not _SPECIAL.search(data):
            return data
        handled: str = super()._InlineProcessor__handleInline(data, patternIndex)  # type: ignore[misc]  # as above
        return handled


class _CodeSpans(InlineProcessor):
    """Reads code between runs of as many backticks (CommonMark 0.31, "Code spans")."""

    def handleMatch(  # type: ignore[override]  # noqa: N802  # Python-Markdown's name
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element | None, int, int]:
        """Return the code; one space at both of its ends is not part of it."""
        start, first = m.span(1)
        runs = _TICKS.finditer(data, first)
        closing = next((run for run in runs if len(run[0]) == first - start), None)
        if closing is None:
            return None, start, first
        text = data[first : closing.start()].replace("\n", " ")
        if text.strip() and text[0] == text[-1] == " ":
            text = text[1:-1]
        code = ET.Element("code")
        code.text = AtomicString(code_escape(text))
        return code, start, closing.end()


class _References(ReferenceInlineProcessor):
    RE_LINK = _LABEL


class _ImageReferences(ImageReferenceInlineProcessor):
    RE_LINK = _LABEL


class _FootnoteProcessor(FootnoteBlockProcessor):
    def test(self, parent: ET.Element, block: str) -> bool:
        """Spare blocks without footnotes the search, which takes long in long ones."""
        del parent
        return "[^" in block


class _Footnotes(FootnoteExtension):
    """Footnotes of which the first with a label counts, as with the other engine."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # Python-Markdown's name
        super().extendMarkdown(md)
        md.parser.blockprocessors.register(_FootnoteProcessor(self), "footnote", 17)

    def setFootnote(self, id: str, text: str) -> None:  # noqa: A002, N802  # as above
        self.footnotes.setdefault(id, text)


class _Inlines(Extension):
    """Replaces the inline patterns that follow other rules than CommonMark."""

    def __init__(self, *, rare: bool) -> None:
        super().__init__()
        self.rare = rare

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # Python-Markdown's name
        md.ESCAPED_CHARS = list(string.punctuation)
        md.treeprocessors.register(_Inline(md), "inline", 20)
        md.inlinePatterns.register(_CodeSpans(_CODE), "backtick", 190)
        md.inlinePatterns.register(_References(REFERENCE_RE, md), "reference", 170)
        md.inlinePatterns.register(_ImageReferences(IMAGE_REFERENCE_RE, md), "image_reference", 140)
        if self.rare:
            md.inlinePatterns.register(AutolinkInlineProcessor(_AUTOLINK, md), "autolink", 120)
            line_break = SubstituteTagInlineProcessor(r"\\\n", "br")
            md.inlinePatterns.register(line_break, "backslash_break", 179)


def render_python_markdown(text: str) -> str:
    """Convert a page's body. Raises RecursionError on nesting that the engine cannot follow."""
    html = _convert(_LONG_GAP.sub(" ", text))
    if "<pre><code" in html:
        html = html.replace("<pre><code", '<pre class="highlight"><code')
        html = html.replace("\n</code></pre>", "</code></pre>")
    if has_inner_markdown(html):
        parser = LexborHTMLParser(f"<body>{html}")
        read_inner_markdown(parser, _convert)
        html = (parser.body and parser.body.inner_html) or ""
    return html


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
    extensions: list[str | Extension] = [CommonMarkBlocks(), _Inlines(rare=rare)]
    if rare:
        extensions += ["attr_list", _Footnotes(**_FOOTNOTES), ExtendedBlocks()]
    return Markdown(extensions=extensions, output_format="html")
