"""Inline patterns of Python-Markdown that follow CommonMark: code, labels, escapes, line breaks."""

from __future__ import annotations

import html
import re
import string
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from markdown import Extension, Markdown
from markdown.inlinepatterns import (
    HTML_RE,
    IMAGE_LINK_RE,
    IMAGE_REFERENCE_RE,
    LINK_RE,
    REFERENCE_RE,
    AutolinkInlineProcessor,
    HtmlInlineProcessor,
    ImageInlineProcessor,
    ImageReferenceInlineProcessor,
    InlineProcessor,
    LinkInlineProcessor,
    ReferenceInlineProcessor,
    ShortImageReferenceInlineProcessor,
    ShortReferenceInlineProcessor,
    SubstituteTagInlineProcessor,
)
from markdown.treeprocessors import InlineProcessor as InlineTreeProcessor
from markdown.util import INLINE_PLACEHOLDER_RE, STX, AtomicString, code_escape

from sitegen.content.emphasis import Emphasis
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["CommonMarkInlines"]

#: One of these is part of every inline pattern.
_SPECIAL = compile_late(r"[`\\\[<&*_]|  \n")
_LABEL = compile_late(r"\[([^\]]*)\]")
_AUTOLINK = r"<((?!(?i:mailto:))[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*)>"
#: Raw HTML whose names of elements are those of CommonMark: `<column_1>` and `<a(b)>` are text.
_HTML = HTML_RE.replace("""[a-zA-Z][^\\s"'<>@]*+""", r"[a-zA-Z][a-zA-Z0-9-]*+(?=[\s/>])", 1)
#: A run of backticks that no backslash makes text.
_CODE = r"(?<!\\)(?:\\\\)*(`+)"
_TICKS = compile_late(r"`+")


#: After CommonMark 0.31, "Links".
_LONGEST_LABEL = 999

#: The address of a link and its title. The engine looks for where they end in all that follows.
_NEAR = compile_late(r"(?s).{0,1000}\S*(?:\s+[\"'].{0,10000})?")

#: Emphasis in the text of an image, which is no text.
_STARS = compile_late(r"(\*{1,3})(?![\s*])([^*]{1,500})(?<!\s)\1")
_UNDERSCORES = compile_late(r"(?<!\w)(_{1,3})(?![\s_])([^*]{1,500}?)(?<!\s)\1(?!\w)")


class _Inline(InlineTreeProcessor):
    """Passes over text in which no inline pattern can match, which is most of it.

    The engine tries 15 patterns on every piece of text, also on the line feeds between elements.
    """

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803  # the base's own method
        """Do as the base does, in linear time: it copies all of the text for each match."""
        if isinstance(data, AtomicString) or not _SPECIAL.search(data):
            return data
        patterns: Any = self.inlinePatterns
        for index, pattern in enumerate(patterns[patternIndex:], patternIndex):
            if not pattern.compiled_re.search(data) or self._excludes(pattern):
                continue
            pieces: list[str] = []
            done = 0
            for node, start, end in _matches(pattern, data):
                if node is not None:
                    self._handle_parts(node, index)
                    stashed = self._InlineProcessor__stashNode(node, pattern.type())  # type: ignore[attr-defined]  # as above
                    pieces += (data[done:start], stashed)
                    done = end
            data = "".join((*pieces, data[done:])) if pieces else data
        return data

    def _excludes(self, pattern: InlineProcessor) -> bool:
        names = pattern.ANCESTOR_EXCLUDES
        return bool(names) and any(each.lower() in self.ancestors for each in names)

    def _handle_parts(self, node: ET.Element | str, index: int) -> None:
        """Read the texts in an element with the patterns that follow."""
        if isinstance(node, str) or isinstance(node.text, AtomicString):
            return
        for child in (node, *node):
            if child.text:
                self.ancestors.append(child.tag.lower())
                child.text = self._InlineProcessor__handleInline(child.text, index + 1)
                self.ancestors.pop()
            if child.tail:
                child.tail = self._InlineProcessor__handleInline(child.tail, index)


def _matches(
    pattern: InlineProcessor, data: str
) -> Iterator[tuple[ET.Element | str | None, int, int]]:
    """Yield the nodes of a pattern, and where each begins and ends."""
    if isinstance(pattern, Emphasis):
        yield from pattern.elements(data)
        return
    search = pattern.getCompiledRegExp().search
    place = 0
    while (found := search(data, place)) is not None:
        node, start, end = pattern.handleMatch(found, data)
        place = max(found.end(), found.start() + 1)
        if start is not None and end is not None:
            place = end
            yield node, start, end


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


class _PlainText(InlineProcessor):
    """Leaves only text as that of an image: neither emphasis nor what is in other elements."""

    def unescape(self, text: str) -> str:
        while INLINE_PLACEHOLDER_RE.search(text):
            text = super().unescape(text)
        return text

    def handleMatch(  # type: ignore[override]  # noqa: N802  # Python-Markdown's name
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element | str | None, int | None, int | None]:
        """Return the image."""
        image, start, end = super().handleMatch(m, data)
        if isinstance(image, ET.Element):
            image.set("alt", _without_emphasis(image.get("alt") or ""))
        return image, start, end


def _without_emphasis(text: str) -> str:
    if "*" in text or "_" in text:
        for pattern in (_STARS, _UNDERSCORES, _STARS):
            text = pattern.sub(r"\2", text)
    return text.replace("\n", " ")


def _source_of(md: Markdown, text: str) -> str:
    """Write code and links, which have been read already, as Markdown again."""
    nodes = md.treeprocessors["inline"].stashed_nodes  # type: ignore[attr-defined]  # of the inline tree processor

    def write(found: re.Match[str]) -> str:
        node = nodes.get(found[1])
        if not isinstance(node, ET.Element):
            return found[0]
        inner = _source_of(md, "".join(node.itertext()))
        if node.tag == "code":
            ticks = "``" if "`" in inner else "`"
            return f"{ticks}{inner}{ticks}"
        return f"[{inner}]({node.get('href')})" if node.tag == "a" else inner

    return INLINE_PLACEHOLDER_RE.sub(write, text)


def _label_of(md: Markdown, text: str) -> str:
    """Return a label as it is written where its address is given: its code has been read here."""
    if STX not in text or len(text) > _LONGEST_LABEL:
        return text
    return html.unescape(_source_of(md, text)).lower()


class _Labelled(ReferenceInlineProcessor):
    """Compares labels as they are written."""

    def evalId(self, data: str, index: int, text: str) -> tuple[str | None, int, bool]:  # noqa: N802  # Python-Markdown's name
        """Return the label, where it ends and whether there is one."""
        label, end, handled = super().evalId(data, index, text)
        return _label_of(self.md, label) if label else label, end, handled


class _Reference(_Labelled):
    RE_LINK = _LABEL


class _ShortReference(_Labelled, ShortReferenceInlineProcessor):
    pass


class _Link(LinkInlineProcessor):
    """Looks for the end of a link nearby, so that many without an end take linear time."""

    def getLink(self, data: str, index: int) -> tuple[str, str | None, int, bool]:  # noqa: N802  # Python-Markdown's name
        near = _NEAR.match(data, index)
        href, title, end, is_link = super().getLink(near[0] if near else "", 0)
        return href, title, index + end, is_link


class _Image(_PlainText, _Link, ImageInlineProcessor):
    """Keeps the title as it is written: it may be a caption, in which Markdown is read later."""

    _in_title = False

    def getLink(self, data: str, index: int) -> tuple[str, str | None, int, bool]:  # noqa: N802  # Python-Markdown's name
        self._in_title = True
        try:
            return super().getLink(data, index)
        finally:
            self._in_title = False

    def unescape(self, text: str) -> str:
        return super().unescape(_source_of(self.md, text) if self._in_title else text)


class _ImageReference(_PlainText, _Labelled, ImageReferenceInlineProcessor):
    RE_LINK = _LABEL


class _ShortImageReference(_PlainText, _Labelled, ShortImageReferenceInlineProcessor):
    pass


class CommonMarkInlines(Extension):
    """Replaces the inline patterns that follow other rules.

    Those that `rare` pages need are left out for others.
    """

    def __init__(self, *, rare: bool) -> None:
        super().__init__()
        self.rare = rare

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # Python-Markdown's name
        """Register the patterns, in the places of those that they replace."""
        md.ESCAPED_CHARS = list(string.punctuation)
        md.treeprocessors.register(_Inline(md), "inline", 20)
        patterns = md.inlinePatterns
        patterns.register(_CodeSpans(_CODE), "backtick", 190)
        patterns.register(_Reference(REFERENCE_RE, md), "reference", 170)
        patterns.register(_Link(LINK_RE, md), "link", 160)
        patterns.register(_Image(IMAGE_LINK_RE, md), "image_link", 150)
        patterns.register(_ShortReference(REFERENCE_RE, md), "short_reference", 130)
        patterns.register(_ImageReference(IMAGE_REFERENCE_RE, md), "image_reference", 140)
        patterns.register(_ShortImageReference(IMAGE_REFERENCE_RE, md), "short_image_ref", 125)
        patterns.register(Emphasis(), "em_strong", 60)
        patterns.register(HtmlInlineProcessor(_HTML, md), "html", 90)
        if self.rare:
            patterns.register(AutolinkInlineProcessor(_AUTOLINK, md), "autolink", 120)
            line_break = SubstituteTagInlineProcessor(r"\\\n", "br")
            patterns.register(line_break, "backslash_break", 179)
