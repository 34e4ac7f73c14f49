"""Read the HTML that an engine has made of a page's body: its headings, labels, slots and texts."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import msgspec

from sitegen import registry
from sitegen.content.caption_alternatives import SHOWN_IN_CAPTIONS
from sitegen.content.caption_labels import with_captions
from sitegen.content.code.code_dressing import dress_code, has_dressed_code
from sitegen.content.construct import Mistake, PageTree
from sitegen.content.footnote_order import settle_footnotes
from sitegen.content.formula_breaks import keep_punctuation
from sitegen.content.heading_numbers import number_headings, show_heading_numbers
from sitegen.content.headings import (
    find_title,
    has_sections,
    name_headings,
    nest_headings,
    read_titles_again,
    take_heading,
)
from sitegen.content.highlighting import highlight_code
from sitegen.content.html_fragment import parse_fragment
from sitegen.content.html_text import plain_text, title_text
from sitegen.content.marked_constructs import constructs_for_html
from sitegen.content.page_problems import PageProblems
from sitegen.content.page_texts import (
    count_words,
    first_paragraph,
    leave_margin_notes,
    leave_references,
    name_links,
    shorten,
)
from sitegen.content.parse_options import ParseOptions
from sitegen.content.placeholders import fill_placeholders, fill_slots
from sitegen.content.prepared_source import PreparedSource
from sitegen.content.removals import report_removals
from sitegen.content.sanitizer import TABLE_CLASSES, sanitise
from sitegen.content.scanner import MarkdownSource
from sitegen.content.scroll_regions import mark_wide_code
from sitegen.content.shortcode_places import settle_shortcodes
from sitegen.content.slots import Slots
from sitegen.content.smart_punctuation import punctuate_labels, punctuate_tree
from sitegen.content.source_positions import SourcePositions
from sitegen.content.target_labels import find_target_labels
from sitegen.content.text import find_invisible, first_invisible
from sitegen.content.trusted_html import check_trusted
from sitegen.model import Anchors, Fragment, FrontMatter, Heading, Label, ParsedPage, kind_of_label
from sitegen.model.references.citation_reference import CitationReference, entry_id
from sitegen.model.references.shortcode_reference import ShortcodeReference

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from sitegen.content.page_texts import Titles
    from sitegen.model import SourceFile

__all__ = ["PageBody"]

_MORE = re.compile(r"<!--\s*more\s*-->")


class PageBody(msgspec.Struct):
    """What is known of a page when an engine has rendered its body.

    `title` is the title of the front matter as HTML, if it has formulas. `words` are the theme's in
    the language of the page. A page with smart punctuation has its language.
    """

    source: SourceFile
    front: FrontMatter
    options: ParseOptions
    markdown: MarkdownSource
    problems: PageProblems
    title: str
    words: Mapping[str, str]
    smart_language: str

    def read(self, rendered: str, prepared: PreparedSource) -> ParsedPage:
        """Return the page with what was found in `rendered`, the HTML of the prepared source."""
        before_more = _MORE.split(rendered, maxsplit=1)
        positions = SourcePositions(self.markdown)
        trusted = self.options.content.is_trusted(self.source.path)
        written: set[str] = set()
        parser, root = self._read_tree(rendered, prepared, positions, written, trusted=trusted)
        safe = root.inner_html or ""
        hidden = find_invisible(safe)
        if hidden:
            index = positions.entity(first_invisible(safe))
            self.problems.report(Mistake(index, hidden))
            return self._without_body()
        positions.count_references(root, trusted=trusted)
        if "footnote" in safe:
            settle_footnotes(parser, root)
        heading, lowers = self._take_heading(root, positions)
        headings, anchors = self._mark(parser, root, safe, positions, lowers=lowers)
        titles = self._titles_for_links(headings)
        summary = (
            self._text_before(before_more[0], prepared, titles)
            if len(before_more) > 1
            else self.front.abstract.replace("\n\n", " ") or first_paragraph(root, prepared, titles)
        )
        words_count, minutes = count_words(root)
        slots = self._slots(positions, prepared, headings, trusted=trusted)
        depth = self.options.toc_depth_of(self.front)
        toc = () if depth is None else nest_headings(headings, depth)
        heading_text = ""
        cited = _ids_of_entries(prepared, self.front) if "#" in safe else frozenset()
        if heading:
            _, title = parse_fragment(heading)
            self._punctuate(title)
            heading_text = plain_text(title)
            own = {node.attributes["id"] or "" for node in title.css("[id]")}
            anchors |= own
            shown = html.escape(heading_text, quote=False)
            headings = (*(Heading(id=each, title=shown, level=1) for each in own), *headings)
            slots.open_slots(title, anchors | cited)
            heading = title.inner_html
        named = tuple(find_target_labels(self.markdown, root, headings))
        anchors |= prepared.ids
        slots.open_slots(root, anchors | cited)
        body = slots.cut(keep_punctuation(root.inner_html or ""), is_body=True)
        return ParsedPage(
            path=self.source.path,
            front=self.front,
            heading=slots.cut(heading or self.title) if heading or self.title else None,
            heading_text=heading_text,
            body=body,
            toc=toc,
            has_written_styles=not written <= TABLE_CLASSES,
            anchors=Anchors.of(anchors),
            labels=(*self._labels(slots, root, body), *_sections(headings), *named),
            summary=shorten(summary),
            word_count=words_count,
            reading_time=minutes,
            diagnostics=tuple(self.problems.found),
        )

    def _labels(self, slots: Slots, root: LexborNode, body: Fragment) -> Iterable[Label]:
        """Return the labels of a page whose slots are open."""
        labels: Iterable[Label] = slots.labels
        if labels and body.references.kinds & SHOWN_IN_CAPTIONS:
            labels = with_captions(labels, root, slots, body.references)
        return punctuate_labels(labels, self.smart_language) if self.smart_language else labels

    def _read_tree(
        self,
        rendered: str,
        prepared: PreparedSource,
        positions: SourcePositions,
        written: set[str],
        *,
        trusted: bool,
    ) -> tuple[LexborHTMLParser, LexborNode]:
        """Return the tree of the body: what is not allowed is removed, what constructs found is in.

        `written` collects what `sanitise` does in `given`.
        """
        is_known = not (trusted or prepared.has_html)
        filled = fill_slots(rendered, prepared.placeholders, self.words) if is_known else None
        parser, root = parse_fragment(rendered if filled is None else filled)
        for step in prepared.steps:
            step(parser)
        has_slots = filled is not None
        removals = check_trusted(root) if trusted else sanitise(root, written, has_slots=has_slots)
        for mistake in report_removals(removals, positions):
            self.problems.report(mistake)
        if not has_slots or len(prepared.references) < len(prepared.placeholders):
            fill_placeholders(parser, prepared.placeholders, self.words)
        if ShortcodeReference in prepared.references.kinds:
            for mistake in settle_shortcodes(root, prepared.placeholders):
                self.problems.report(mistake)
        return parser, root

    def _slots(
        self,
        positions: SourcePositions,
        prepared: PreparedSource,
        headings: tuple[Heading, ...],
        *,
        trusted: bool,
    ) -> Slots:
        slots = Slots(
            positions,
            self.problems.report,
            self.problems.place_of,
            prepared,
            self.options.grids,
            self.options.host,
            headings,
            trusted=trusted,
        )
        slots.toc_depth = self.options.toc_depth_of(self.front)
        return slots

    def _take_heading(
        self, root: LexborNode, positions: SourcePositions
    ) -> tuple[str | None, bool]:
        """Return the H1 of the page, if its body has one, and whether all H1s are sections."""
        if self.options.included or has_sections(root, self.front.title):
            return None, bool(root.css("h1"))
        heading, mistakes = take_heading(root, positions, has_title=bool(self.front.title))
        for mistake in mistakes:
            self.problems.report(mistake)
        return heading, False

    def _mark(
        self,
        parser: LexborHTMLParser,
        root: LexborNode,
        safe: str,
        positions: SourcePositions,
        *,
        lowers: bool,
    ) -> tuple[tuple[Heading, ...], frozenset[str]]:
        """Let the constructs, headings and code work on the tree; `safe` is its HTML."""
        tree = PageTree(
            parser, root, safe, self.words, positions, self.markdown.engine, self.markdown.macros
        )
        for construct in constructs_for_html(safe, registry.CONSTRUCTS.load()):
            for mistake in construct.mark(tree):
                self.problems.report(mistake)
        if "<pre" in safe:
            mark_wide_code(root)
            if self.options.highlight:
                highlight_code(root)
            if has_dressed_code(safe):
                dress_code(parser, root, self.words)
        has_numbers = self.options.has_heading_numbers(self.front)
        if has_numbers:  # those that are names of blocks are no longer headings
            number_headings(root, 1 if lowers else 2)
        headings, anchors, mistakes = name_headings(
            parser, root, positions, lowers=lowers, is_part=self.options.included
        )
        if self.smart_language:
            self._punctuate(root)
            headings = read_titles_again(root, headings)
        if has_numbers:
            show_heading_numbers(parser, root)
        for mistake in mistakes:
            self.problems.report(mistake)
        return headings, anchors

    def _punctuate(self, root: LexborNode) -> None:
        """Put smart punctuation into a tree, if the page has it."""
        if self.smart_language:
            punctuate_tree(root, self.smart_language)

    def _titles_for_links(self, headings: tuple[Heading, ...]) -> Titles | None:
        """Return what returns the texts of headings by id, if a link may have no text."""
        text, outline = self.markdown.text, self.markdown.outline
        if not ("[](" in outline and "[](" in text) and not ("</>" in outline and "</a>" in text):
            return None
        return lambda: {each.id: title_text(each.title) for each in headings}

    def _text_before(self, rendered: str, prepared: PreparedSource, titles: Titles | None) -> str:
        """Return the text of the part of a page that is its summary."""
        parser, root = parse_fragment(rendered)
        fill_placeholders(parser, prepared.placeholders, self.words)
        title = find_title(root)
        if title is not None:
            title.decompose()
        self._punctuate(root)
        if titles:
            name_links(root, titles)
        leave_margin_notes(root)
        leave_references(root, prepared)
        return plain_text(root)

    def _without_body(self) -> ParsedPage:
        """Return a page with only its front matter and its problems."""
        return ParsedPage(
            path=self.source.path, front=self.front, diagnostics=tuple(self.problems.found)
        )


def _sections(headings: Iterable[Heading]) -> Iterator[Label]:
    """Yield the labels of headings, such as those of `## Methods {#sec-methods}`."""
    for heading in headings:
        if kind_of_label(heading.id) == "section":
            title = title_text(heading.title)
            yield Label(name=heading.id, title=title, given=heading.number)


def _ids_of_entries(prepared: PreparedSource, front: FrontMatter) -> frozenset[str]:
    """Return the ids of the entries that the bibliography of a page will have."""
    keys = set(front.nocite)
    if CitationReference in prepared.references.kinds:
        for each in prepared.references:
            if isinstance(each, CitationReference):
                for cite in each.cites:
                    keys.add(cite.key)
    return frozenset(map(entry_id, keys))
