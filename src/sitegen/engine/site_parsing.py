"""Parse all pages of a site: the first stage, for which little has to be imported.

What later stages need is imported while worker processes parse.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from sitegen.diagnostics import Diagnostic
from sitegen.engine.later_stages import prepare_later_stages
from sitegen.engine.page_parsing import PageParser, Parsed, parse_options
from sitegen.rendering.shortcode_declarations import read_shortcodes
from sitegen.rendering.theme_strings import parse_words
from sitegen.storage.theme_files import read_measures

if TYPE_CHECKING:
    from sitegen.engine.assembling import Assembled
    from sitegen.engine.build_context import BuildContext
    from sitegen.storage.sources import Templates

__all__ = ["ParsedSite", "parse_and_assemble"]


class ParsedSite(msgspec.Struct, frozen=True, kw_only=True):
    """All pages, and what was read for them: the words of the theme, the templates.

    `problems` are those of the files and the words; pages have theirs.
    """

    parser: PageParser
    parsed: Parsed
    templates: Templates
    words: Mapping[str, Mapping[str, str]]
    problems: tuple[Diagnostic, ...]


def parse_and_assemble(context: BuildContext) -> Assembled:
    """Parse all pages and assemble the site. Mistakes are in the result's problems."""
    read = [_parse_site(context)]
    from sitegen.engine.whole_site import assemble_whole_site  # the graph: 0.1 s to import

    return assemble_whole_site(context, read.pop())  # which frees the pages that it has read


def _parse_site(context: BuildContext) -> ParsedSite:
    """Parse all pages. Mistakes are in the result's problems, and in the pages."""
    sources, config = context.sources, context.config
    templates = sources.templates()
    with context.watch.stage("parse"):
        words, problems = parse_words(*sources.words())
        shortcodes, _ = read_shortcodes(templates.theme, templates.own)  # told when assembled
        options = parse_options(config, words, read_measures(), shortcodes)
        parser = PageParser(sources, options, context.store)
        context.pool.fill_gaps(prepare_later_stages(templates.theme, templates.own))
        parsed = parser.parse_all(context.pool, context.progress)
    return ParsedSite(
        parser=parser,
        parsed=parsed,
        templates=templates,
        words=words,
        problems=(*sources.problems, *problems),
    )
