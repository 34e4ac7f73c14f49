"""One Markdown file -> ParsedPage. Sees that file and the options, nothing else.

So the result depends on the file's bytes, its path and the options only, and can be computed in
any process and kept for as long as these are the same.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from sitegen.config import Engine, nearest_language
from sitegen.content.admonitions import mark_alerts, title_notes
from sitegen.content.figures import WarnedImage, mark_figures
from sitegen.content.front_matter import split_front_matter
from sitegen.content.front_matter_fields import read_fields
from sitegen.content.highlighting import highlight_code
from sitegen.content.markdown import TooDeepError, render_markdown, strip_code_options
from sitegen.content.page_structure import (
    Warned,
    mark_footnotes,
    mark_tables,
    mark_task_lists,
    name_headings,
    nest_headings,
    plain_text,
    take_heading,
    words_of,
)
from sitegen.content.sanitizer import sanitise
from sitegen.content.slots import Slots
from sitegen.content.source_positions import ImagePlace, ImagePlaces
from sitegen.content.text import decode, find_invisible, position, proofread
from sitegen.diagnostics import Diagnostic, Location, Severity, declare
from sitegen.model import ParsedPage

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from sitegen.model import FrontMatter, SourceFile

__all__ = ["DUPLICATE_ID", "ParseOptions", "parse_page"]

CODE_OPTIONS = declare("code-options", Severity.WARNING)
DUPLICATE_ID = declare("duplicate-id", Severity.ERROR)
HEADING_LEVEL = declare("heading-level", Severity.WARNING)
MARKDOWN_TOO_DEEP = declare("markdown-too-deep", Severity.ERROR)
UNSAFE_HTML = declare("unsafe-html", Severity.ERROR)

_MORE = re.compile(r"<!--\s*more\s*-->")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_WORDS_A_MINUTE = 220
_CJK_A_MINUTE = 450
_SUMMARY_LENGTH = 280


@dataclass(frozen=True, slots=True, kw_only=True)
class ParseOptions:
    """All that parsing depends on beside the file; `words` maps language to the theme's words."""

    language: str
    zone: tzinfo
    engine: Engine
    toc_depth: int
    highlight: bool
    words: Mapping[str, Mapping[str, str]]


@dataclass(slots=True)
class _Desk:
    """What is found while one page is parsed."""

    path: str
    text: str
    first_line: int
    problems: list[Diagnostic] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)
    images: ImagePlaces | None = None

    def line_of(self, wanted: str) -> int:
        """Find the line of the next place where `wanted` stands in the source, or 0.

        HTML trees keep no positions, but links and images come in the order of the source.
        """
        index = self.text.find(wanted, self.seen.get(wanted, 0)) if wanted else -1
        if index < 0:
            return 0
        self.seen[wanted] = index + len(wanted)
        return self.first_line + position(self.text, index)[0] - 1

    def report_at(self, index: int, code: str, message: str) -> None:
        line, column = position(self.text, index)
        place = Location(path=self.path, line=self.first_line + line - 1, column=column)
        hint = "leave only the language"
        self.problems.append(Diagnostic(code=code, message=message, location=place, hint=hint))

    def report(
        self,
        code: str,
        message: str,
        wanted: str,
        hint: str = "",
        image: ImagePlace | None = None,
    ) -> None:
        """Report a mistake where `wanted` stands, at this image if one is given."""
        index = self.text.find(wanted) if wanted else -1
        if image:
            self.images = self.images or ImagePlaces(self.text)
            index = self.images.find(wanted, image)
        if code == "duplicate-id":
            given = re.compile(rf"(\{{[^{{}}\n]*#|id=[\"']?){re.escape(wanted)}(?![\w-])")
            places = [found.start() for found in given.finditer(self.text)]
            index = places[1] if len(places) > 1 else index
        line, column = position(self.text, index) if index >= 0 else (0, 0)
        line = self.first_line + line - 1 if line else 0
        place = Location(path=self.path, line=line, column=column)
        self.problems.append(Diagnostic(code=code, message=message, location=place, hint=hint))


def parse_page(source: SourceFile, options: ParseOptions) -> ParsedPage:
    """Read one page. Never raises for what an author wrote: mistakes are in `diagnostics`."""
    path = str(source.path)
    text, problems = decode(source.data, path)
    split = split_front_matter(text, path)
    front, field_problems = read_fields(split.fields, path, options.zone)
    desk = _Desk(path, split.body, split.body_line)
    desk.problems += [*problems, *split.diagnostics, *field_problems]
    desk.problems += proofread(split.body, path, split.body_line)
    try:
        text, options_at = strip_code_options(split.body)
        for index in options_at:
            desk.report_at(index, "code-options", "options of a code block have no effect here")
        rendered = render_markdown(text, front.markdown_engine or options.engine)
    except TooDeepError as error:
        line, column = position(split.body, error.index)
        place = Location(path=path, line=line + split.body_line - 1, column=column)
        hint = "in code, or after a backslash, they do not count"
        problem = Diagnostic(
            code="markdown-too-deep", message=str(error), location=place, hint=hint
        )
        return ParsedPage(path=source.path, front=front, diagnostics=(*desk.problems, problem))
    return _read_html(source, front, rendered, desk, options)


def _read_html(
    source: SourceFile, front: FrontMatter, rendered: str, desk: _Desk, options: ParseOptions
) -> ParsedPage:
    before_more = _MORE.split(rendered, maxsplit=1)
    parser, root = _parse_html(rendered)
    language = front.language or options.language
    words = options.words[nearest_language(language, options.words) or "en"]
    for message, wanted, hint in sanitise(root):
        desk.report("unsafe-html", message, wanted, hint)
    safe = root.inner_html or ""
    hidden = find_invisible(safe)
    if hidden:
        desk.report("control-character", hidden, "&#", "delete it")
        return ParsedPage(path=source.path, front=front, diagnostics=tuple(desk.problems))
    heading = take_heading(root)
    figures = _mark_structure(parser, root, safe, words)
    headings, anchors, warnings = name_headings(parser, root)
    for warned in (*figures, *warnings):
        desk.report(*warned)
    if options.highlight and "<pre" in safe:
        highlight_code(root)
    summary = _text_before(before_more[0]) if len(before_more) > 1 else _first_paragraph(root)
    words_count, minutes = _count(words_of(root))
    slots = Slots(desk.line_of, desk.report)
    heading_text = ""
    if heading:
        _, title = _parse_html(heading)
        heading_text = plain_text(title)
        anchors |= {node.attributes["id"] or "" for node in title.css("[id]")}
        slots.open_slots(title, anchors)
        heading = title.inner_html
    slots.open_slots(root, anchors)
    return ParsedPage(
        path=source.path,
        front=front,
        heading=slots.cut(heading) if heading else None,
        heading_text=heading_text,
        body=slots.cut(root.inner_html or ""),
        toc=nest_headings(headings, options.toc_depth) if front.toc else (),
        anchors=anchors,
        summary=_shorten(summary),
        word_count=words_count,
        reading_time=minutes,
        diagnostics=tuple(desk.problems),
    )


def _mark_structure(
    parser: LexborHTMLParser, root: LexborNode, safe: str, words: Mapping[str, str]
) -> list[Warned | WarnedImage]:
    """Take the steps that this page needs; `safe` is its HTML. Returns what is wrong."""
    problems: list[Warned | WarnedImage] = []
    if "[!" in safe:
        mark_alerts(parser, root)
    if "[!" in safe or "admonition" in safe:
        title_notes(root, words)
    if "[ ]" in safe or "[x]" in safe or "[X]" in safe:
        mark_task_lists(root)
    if "<img" in safe:
        problems += mark_figures(parser, root, words)
    if "<table" in safe:
        mark_tables(parser, root, words)
    if "footnote" in safe:
        mark_footnotes(root, words)
    return problems


def _parse_html(rendered: str) -> tuple[LexborHTMLParser, LexborNode]:
    """Parse a fragment; what would belong into a head stays where it stands, and is seen."""
    parser = LexborHTMLParser(f"<body>{rendered}")
    body = parser.body
    if body is None:  # pragma: no cover  # the tag above makes one
        message = "the HTML parser made no body"
        raise AssertionError(message)
    return parser, body


def _text_before(rendered: str) -> str:
    _, root = _parse_html(rendered)
    take_heading(root)
    return plain_text(root)


def _first_paragraph(root: LexborNode) -> str:
    for node in root.iter():
        if node.tag == "p":
            text = plain_text(node)
            if text:
                return text
    return ""


def _shorten(text: str) -> str:
    if len(text) <= _SUMMARY_LENGTH:
        return text
    cut = text[:_SUMMARY_LENGTH].rsplit(" ", 1)[0]
    return cut.rstrip(" ,;:.–-") + "…"


def _count(found: list[str]) -> tuple[int, int]:
    """Return words and minutes; each CJK character counts as a word of its own."""
    text = " ".join(found)
    cjk = 0 if text.isascii() else len(_CJK.findall(text))
    words = len(_CJK.sub(" ", text).split()) if cjk else len(found)
    minutes = words / _WORDS_A_MINUTE + cjk / _CJK_A_MINUTE
    return words + cjk, max(1, math.ceil(minutes)) if words + cjk else 0
