"""Parse one Markdown file, knowing nothing but that file and the options.

So the result depends on the file's bytes, its path and the options only, and can be computed in
any process and kept for as long as these are the same.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import msgspec

from sitegen import registry
from sitegen.config import Engine
from sitegen.content.citation_marks import UNPLACED
from sitegen.content.construct import Mistake
from sitegen.content.front_matter import split_front_matter
from sitegen.content.front_matter_fields import read_fields
from sitegen.content.markdown import (
    MARKDOWN_TOO_DEEP,
    TooDeepError,
    check_depth,
    render_markdown,
)
from sitegen.content.math_options import macros_for
from sitegen.content.page_body import PageBody
from sitegen.content.page_documents import read_document
from sitegen.content.page_limits import HtmlGuard, TooLargeError, check_blocks, check_page_size
from sitegen.content.page_problems import PageProblems
from sitegen.content.placeholders import fill_raw_blocks
from sitegen.content.prepared_source import PreparedSource, prepare_source
from sitegen.content.rewriting.source_rewriting import rewrite_source
from sitegen.content.rewriting.substitutions import with_substitutions
from sitegen.content.scanner import MarkdownSource
from sitegen.content.short_fields import check_plain_fields, check_short_fields
from sitegen.content.smart_punctuation import (
    STRAIGHT_SIGNS,
    punctuate_citations,
)
from sitegen.content.source_positions import SourcePositions
from sitegen.content.syntax.abbreviations import with_abbreviations
from sitegen.content.syntax.implicit_figures import IMPLICIT_FIGURES
from sitegen.content.text import (
    decode,
    find_invisible,
    find_scrambled,
    proofread,
)
from sitegen.content.title_formulas import set_fields
from sitegen.content.traced_places import trace_places
from sitegen.content.unrun_expressions import find_unrun_expressions
from sitegen.content.written_marks import find_written_mark
from sitegen.diagnostics import Location, Problem
from sitegen.late_patterns import compile_late
from sitegen.model import FrontMatter, ParsedPage

if TYPE_CHECKING:
    from sitegen.content.construct import Construct
    from sitegen.content.notebooks.document import Document
    from sitegen.content.parse_options import ParseOptions
    from sitegen.mathematics.macros import Macros
    from sitegen.model import SourceFile

__all__ = ["parse_page"]

#: Ends a page that lists works without citing any.
_LISTED = f"\n\n::: {{#refs .{UNPLACED}}}\n:::\n"
_PLACED = compile_late(r"\{#refs[\s}]")


def parse_page(source: SourceFile, options: ParseOptions) -> ParsedPage:
    """Read one page. Never raises for what an author wrote: mistakes are in `diagnostics`."""
    document = read_document(source.data, source.path)
    page = _parse(source, options, document)
    has_cells = document is not None and document.has_cells
    return msgspec.structs.replace(page, has_cells=True) if has_cells else page


def _parse(source: SourceFile, options: ParseOptions, document: Document | None) -> ParsedPage:
    path = str(source.path)
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
    smart_language = options.smart_language(front)
    front, title, title_problems = set_fields(front, path, macros, smart_language)
    found.found += title_problems
    markdown = _source(split.body, front, options, document, macros)
    try:
        markdown = _rewritten(with_substitutions(markdown, front.extra), source, options)
        found.report_all(markdown.told)
        found.places = markdown.places
        if document is None or document.is_markdown:
            found.report_all(find_unrun_expressions(markdown))
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
    if "abbreviations" in front.extra:
        prepared = with_abbreviations(prepared, front.extra["abbreviations"])
    prepared = trace_places(prepared, markdown, found.place_of)
    prepared = punctuate_citations(prepared) if smart_language else prepared
    found.report_all(prepared.mistakes)
    found.found += check_short_fields(front, path, markdown.engine, macros_for(options.math))
    found.found += check_plain_fields(front, path)
    words = options.words_of(front)
    body = PageBody(source, front, options, markdown, found, title, words, smart_language)
    return body.read(rendered, prepared)


def _rewritten(
    markdown: MarkdownSource, source: SourceFile, options: ParseOptions
) -> MarkdownSource:
    """Return a text without what other programs write in another way. Raises TooLargeError."""
    return rewrite_source(
        markdown,
        options.limits,
        is_rmarkdown=source.path.suffix.casefold() == ".rmd",
        is_kramdown=options.math.kramdown,
    )


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
        implicit_figures=options.has_implicit_figures(front),
    )


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
