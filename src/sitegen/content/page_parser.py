"""Parse one Markdown file, knowing nothing but that file and the options.

So the result depends on the file's bytes, its path and the options only, and can be computed in
any process and kept for as long as these are the same.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import tzinfo
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from sitegen import registry
from sitegen.config import ContentConfig, Engine, LimitsConfig, MathConfig, nearest_language
from sitegen.content.caption_labels import SHOWN_IN_CAPTIONS, with_captions
from sitegen.content.citation_marks import UNPLACED
from sitegen.content.code.code_dressing import dress_code, has_dressed_code
from sitegen.content.construct import Mistake, PageTree
from sitegen.content.footnote_order import settle_footnotes
from sitegen.content.front_matter import split_front_matter
from sitegen.content.front_matter_fields import read_fields
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
from sitegen.content.html_text import plain_text
from sitegen.content.markdown import (
    MARKDOWN_TOO_DEEP,
    TooDeepError,
    check_depth,
    render_markdown,
)
from sitegen.content.marked_constructs import constructs_for_html
from sitegen.content.math_options import macros_for
from sitegen.content.page_documents import read_document
from sitegen.content.page_limits import HtmlGuard, TooLargeError, check_blocks, check_page_size
from sitegen.content.page_problems import PageProblems
from sitegen.content.page_texts import (
    count_words,
    first_paragraph,
    leave_references,
    name_links,
    shorten,
)
from sitegen.content.placeholders import fill_placeholders, fill_raw_blocks, fill_slots
from sitegen.content.prepared_source import PreparedSource, prepare_source
from sitegen.content.removals import report_removals
from sitegen.content.rewriting.source_rewriting import rewrite_source
from sitegen.content.sanitizer import TABLE_CLASSES, sanitise
from sitegen.content.scanner import MarkdownSource
from sitegen.content.scroll_regions import mark_wide_code
from sitegen.content.short_fields import check_plain_fields, check_short_fields
from sitegen.content.shortcode_places import settle_shortcodes
from sitegen.content.slots import Slots
from sitegen.content.smart_punctuation import (
    STRAIGHT_SIGNS,
    punctuate_citations,
    punctuate_labels,
    punctuate_tree,
)
from sitegen.content.source_positions import SourcePositions
from sitegen.content.syntax.implicit_figures import IMPLICIT_FIGURES
from sitegen.content.target_labels import find_target_labels
from sitegen.content.text import (
    decode,
    find_invisible,
    find_scrambled,
    first_invisible,
    proofread,
)
from sitegen.content.title_formulas import set_fields
from sitegen.content.trusted_html import check_trusted
from sitegen.content.written_marks import find_written_mark
from sitegen.diagnostics import Location, Problem
from sitegen.late_patterns import compile_late
from sitegen.model import Anchors, Fragment, FrontMatter, Heading, Label, ParsedPage, kind_of_label
from sitegen.model.references.citation_reference import CitationReference, entry_id
from sitegen.model.references.shortcode_reference import ShortcodeReference
from sitegen.model.shortcode import MarkdownArguments

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from sitegen.content.construct import Construct
    from sitegen.content.notebooks.document import Document
    from sitegen.content.page_texts import Titles
    from sitegen.mathematics.macros import Macros
    from sitegen.model import SourceFile

__all__ = ["ParseOptions", "parse_page"]

_MORE = re.compile(r"<!--\s*more\s*-->")
#: Ends a page that lists works without citing any.
_LISTED = f"\n\n::: {{#refs .{UNPLACED}}}\n:::\n"
_PLACED = compile_late(r"\{#refs[\s}]")


class ParseOptions(msgspec.Struct, frozen=True, kw_only=True):
    """All that parsing depends on beside the file.

    `words` maps a language to the theme's words, `grids` are the classes of the theme's grids,
    `taxonomies` maps fields of front matter to the names of taxonomies, `constructs` are the names
    of what is registered. `host` is that of the site's base URL: absolute links to it are checked
    like others. `people` is the folder of the pages of people. `lists_works` is set if the section
    of the page lists works that are not cited. `markdown_arguments` are those of shortcodes, by the
    names of these. A text that is `included` has no title of its own:
    an H1 in it is a section.
    """

    language: str
    zone: tzinfo
    engine: Engine
    toc_depth: int
    highlight: bool
    toc: bool = True
    number_headings: bool = False
    smart_punctuation: bool = False
    implicit_figures: bool = False
    lists_works: bool = False
    words: Mapping[str, Mapping[str, str]]
    grids: tuple[str, ...]
    taxonomies: Mapping[str, str]
    content: ContentConfig = msgspec.field(default_factory=ContentConfig)
    math: MathConfig = msgspec.field(default_factory=MathConfig)
    host: str = ""
    people: str = ""
    included: bool = False
    markdown_arguments: Mapping[str, MarkdownArguments] = msgspec.field(default_factory=dict)
    limits: LimitsConfig = msgspec.field(default_factory=LimitsConfig)
    constructs: tuple[str, ...] = msgspec.field(default_factory=registry.CONSTRUCTS.names)


def parse_page(source: SourceFile, options: ParseOptions) -> ParsedPage:
    """Read one page. Never raises for what an author wrote: mistakes are in `diagnostics`."""
    path = str(source.path)
    document = read_document(source.data, source.path)
    text, problems = (document.text, document.refused) if document else decode(source.data, path)
    too_large = check_page_size(len(source.data) if document is None else len(text), options.limits)
    if too_large:
        place = Location(path=path, line=1, column=1)
        return ParsedPage(path=source.path, front=FrontMatter(), diagnostics=(too_large.at(place),))
    split = split_front_matter(text, path)
    front, field_problems = read_fields(
        split.fields, path, options.zone, options.taxonomies, options.people
    )
    found = PageProblems(path, split.body, split.body_line)
    found.found += [*problems, *split.diagnostics, *field_problems]
    if document:
        found.found += document.diagnostics(path)
    found.found += proofread(split.body, path, split.body_line)
    if document:
        found.found += find_scrambled(split.body, path, split.body_line)
    else:
        found.found += find_scrambled(text, path)
    macros = macros_for(options.math, front.macros)
    smart_language = _smart_language(front, options)
    front, title, title_problems = set_fields(front, path, macros, smart_language)
    found.found += title_problems
    markdown = _source(split.body, front, options, document, macros)
    try:
        markdown = rewrite_source(
            markdown, options.limits, is_rmarkdown=source.path.suffix.casefold() == ".rmd"
        )
        found.places = markdown.places
        check_depth(markdown)
        check_blocks(markdown, options.limits)
        guard = HtmlGuard(markdown, options.limits)
        prepared = prepare_source(markdown, _constructs(markdown, smart_language), guard.count)
        rendered, written = _render(prepared, markdown.engine, guard)
    except TooDeepError as error:
        hint = "in code, or after a backslash, they do not count"
        found.report(Mistake(error.index, Problem(MARKDOWN_TOO_DEEP, str(error), hint)))
        return ParsedPage(path=source.path, front=front, diagnostics=tuple(found.found))
    except TooLargeError as error:
        found.report(Mistake(error.index, error.problem))
        return ParsedPage(path=source.path, front=front, diagnostics=tuple(found.found))
    if written and (hidden := find_invisible(written)):
        found.report(Mistake(SourcePositions(markdown).entity(written), hidden))
        return ParsedPage(path=source.path, front=front, diagnostics=tuple(found.found))
    prepared = punctuate_citations(prepared) if smart_language else prepared
    for mistake in prepared.mistakes:
        found.report(mistake)
    found.found += check_short_fields(front, path, markdown.engine, macros_for(options.math))
    found.found += check_plain_fields(front, path)
    page = _Page(source, front, options, markdown, found, title, smart_language)
    return page.read(rendered, prepared)


def _source(
    text: str,
    front: FrontMatter,
    options: ParseOptions,
    document: Document | None,
    macros: Macros | None,
) -> MarkdownSource:
    """Return the source of a body as this page wants it to be read."""
    lists = front.nocite or (options.lists_works and "nocite" not in front.explicit)
    listed = lists and not _PLACED.search(text)
    return MarkdownSource(
        text + _LISTED if listed else text,
        front.markdown_engine or options.engine,
        macros,
        document.blocks if document else (),
        options.markdown_arguments,
        implicit_figures=_wants(front.implicit_figures, options.implicit_figures),
    )


def _smart_language(front: FrontMatter, options: ParseOptions) -> str:
    """Return the language of a page's punctuation, if the page or the site wants it smart."""
    is_smart = _wants(front.smart_punctuation, options.smart_punctuation)
    return (front.language or options.language) if is_smart else ""


def _wants(own: bool | None, usual: bool) -> bool:  # noqa: FBT001  # what a page and its site say
    return usual if own is None else own


def _constructs(source: MarkdownSource, smart_language: str) -> tuple[Construct, ...]:
    """Return the constructs that are registered, and those that this page asks for."""
    found = registry.CONSTRUCTS.load()
    if source.implicit_figures:
        found = (*found, IMPLICIT_FIGURES)
    return (*found, STRAIGHT_SIGNS) if smart_language else found


def _render(prepared: PreparedSource, engine: Engine, guard: HtmlGuard) -> tuple[str, str]:
    """Return the HTML of a body, and a mark of ours that its author has written, if any."""
    render = partial(render_markdown, engine=engine, check=guard.check)
    rendered = render(prepared.text)
    written = find_written_mark(prepared.text, rendered, render)
    if prepared.raw_blocks:
        rendered = guard.check(fill_raw_blocks(rendered, prepared.raw_blocks))
        written = written or find_written_mark(rendered, rendered, str)
    return rendered, written


class _Page(msgspec.Struct):
    """What is known of a page when an engine has rendered its body.

    `title` is the title of the front matter as HTML, if it has formulas. A page with smart
    punctuation has its language.
    """

    source: SourceFile
    front: FrontMatter
    options: ParseOptions
    markdown: MarkdownSource
    problems: PageProblems
    title: str
    smart_language: str

    def read(self, rendered: str, prepared: PreparedSource) -> ParsedPage:
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
            else self.front.abstract or first_paragraph(root, prepared, titles)
        )
        words_count, minutes = count_words(root)
        slots = self._slots(positions, prepared, headings, trusted=trusted)
        toc = nest_headings(headings, self.options.toc_depth) if self._has_toc() else ()
        heading_text = ""
        cited = _ids_of_entries(prepared, self.front)
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
        body = slots.cut(root.inner_html or "")
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
        filled = fill_slots(rendered, prepared.placeholders, self._words) if is_known else None
        parser, root = parse_fragment(rendered if filled is None else filled)
        for step in prepared.steps:
            step(parser)
        has_slots = filled is not None
        removals = check_trusted(root) if trusted else sanitise(root, written, has_slots=has_slots)
        for mistake in report_removals(removals, positions):
            self.problems.report(mistake)
        if not has_slots or len(prepared.references) < len(prepared.placeholders):
            fill_placeholders(parser, prepared.placeholders, self._words)
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
        slots.toc_depth = self.options.toc_depth if self._has_toc() else None
        return slots

    @property
    def _words(self) -> Mapping[str, str]:
        """The theme's words in the language of the page."""
        language = self.front.language or self.options.language
        return self.options.words[nearest_language(language, self.options.words) or "en"]

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

    def _has_toc(self) -> bool:
        """Tell whether the page has a table of contents: by its own field, or its section's."""
        return self.front.toc and (self.options.toc or "toc" in self.front.explicit)

    def _has_numbers(self) -> bool:
        """Tell whether headings are numbered: by the page, its section or the site."""
        own = self.front.number_headings
        return self.options.number_headings if own is None else own

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
            parser, root, safe, self._words, positions, self.markdown.engine, self.markdown.macros
        )
        for construct in constructs_for_html(safe, registry.CONSTRUCTS.load()):
            for mistake in construct.mark(tree):
                self.problems.report(mistake)
        if "<pre" in safe:
            mark_wide_code(root)
            if self.options.highlight:
                highlight_code(root)
            if has_dressed_code(safe):
                dress_code(parser, root, self._words)
        if self._has_numbers():  # those that are names of blocks are no longer headings
            number_headings(root, 1 if lowers else 2)
        headings, anchors, mistakes = name_headings(
            parser, root, positions, lowers=lowers, is_part=self.options.included
        )
        if self.smart_language:
            self._punctuate(root)
            headings = read_titles_again(root, headings)
        if self._has_numbers():
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
        return lambda: {each.id: html.unescape(each.title) for each in headings}

    def _text_before(self, rendered: str, prepared: PreparedSource, titles: Titles | None) -> str:
        """Return the text of the part of a page that is its summary."""
        parser, root = parse_fragment(rendered)
        fill_placeholders(parser, prepared.placeholders, self._words)
        title = find_title(root)
        if title is not None:
            title.decompose()
        self._punctuate(root)
        if titles:
            name_links(root, titles)
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
            title = html.unescape(heading.title)
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
