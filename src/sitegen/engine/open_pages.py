"""Render pages that are open in a browser after an edit, before the build ends.

They are rendered from what the previous build stored, with the edited text, template or stylesheet
put in. Where only a build can tell what an edit changes, nothing is returned. The next build
replaces these pages in any case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import msgspec

from sitegen.content.page_codec import was_stopped
from sitegen.content.page_files import PAGES
from sitegen.content.source_kind import find_kinds
from sitegen.diagnostics import has_errors
from sitegen.engine.assembling import (
    add_section_fields,
    has_source,
    put_edits,
    put_new_cards,
    refuse_included,
)
from sitegen.engine.math_font import ASKS_FOR_FORMULAS, add_math_font
from sitegen.engine.page_limits import limit_rendering
from sitegen.engine.page_parsing import PageParser, options_of_inputs
from sitegen.engine.page_rendering import render_pages
from sitegen.engine.previous_build import NeedsWholeBuildError, PreviousBuild, read_previous_build
from sitegen.engine.render_records import read_record
from sitegen.engine.web_files import asset_urls, read_web_files
from sitegen.errors import SitegenError
from sitegen.graph.page_keys import put_key
from sitegen.graph.reassembly import has_same_outline
from sitegen.model import Rank
from sitegen.rendering.renderer import Renderer, RenderInputs, body_source
from sitegen.storage.output_folder import UnwrittenOutputFolder
from sitegen.webassets.fingerprinting import build_web_assets

if TYPE_CHECKING:
    from sitegen.engine.build_context import BuildContext
    from sitegen.model import ParsedPage

__all__ = ["show_open_pages"]

#: At most this many open pages are rendered ahead of the build.
_PAGES = 12
#: Seconds for parsing one edited page; a long one takes a fifth of that.
_SECONDS = 1.0


def show_open_pages(
    context: BuildContext, edited: Sequence[str], outputs: Sequence[str]
) -> Mapping[str, bytes]:
    """Return new bytes of these outputs and of edited stylesheets; empty if it takes a build."""
    last = context.history.read_last()
    sources = context.sources
    if last is None or last.inputs != context.inputs or sources.snapshot.state != last.state:
        return {}
    previous = read_previous_build(context.store, context.kind, last)
    if previous is None:
        return {}
    try:
        return _Showing(context, previous).run(edited, outputs)
    except (NeedsWholeBuildError, SitegenError, LookupError, UnicodeDecodeError):
        return {}


class _Showing:
    """The render inputs of the previous build, into which edits are put."""

    def __init__(self, context: BuildContext, previous: PreviousBuild) -> None:
        self.output = UnwrittenOutputFolder()
        self.context = replace(context, output=self.output)
        self.summary = previous.summary
        self.inputs: RenderInputs = previous.inputs
        options = options_of_inputs(context.config, previous.inputs)
        self.parser = PageParser(context.sources, options, context.store, _SECONDS)
        self.parser.read_cascades(previous.summary.cascading)
        #: Edited pages that take too long to parse: their own outputs stay as they are.
        self.timed_out: set[str] = set()
        #: Whether one of these pages has had formulas before the edit.
        self.has_formulas = False

    def run(self, edited: Sequence[str], outputs: Sequence[str]) -> Mapping[str, bytes]:
        """Put the edits in, and render. Raises NeedsWholeBuildError."""
        if any(kind is not PAGES for name in edited for kind in find_kinds(PurePosixPath(name))):
            raise NeedsWholeBuildError(edited)
        refuse_included(self.summary, edited)
        pages = [name for name in edited if name.startswith("content/")]
        assets = [name for name in edited if name.startswith("assets/")]
        templates = [name for name in edited if name.startswith("templates/")]
        if len(pages) + len(assets) + len(templates) < len(edited):
            raise NeedsWholeBuildError(edited)
        parsed = [page for page in map(self._parse, pages) if page is not None]
        given = add_section_fields(parsed, self.inputs.site, self.parser.cascades)
        site, summaries = put_edits(self.inputs.site, given)
        site, _ = put_new_cards(self.context, self.inputs.site, site, summaries, self.summary)
        own = {**self.inputs.own_templates, **dict(map(self._read_template, templates))}
        self.inputs = msgspec.structs.replace(self.inputs, site=site, own_templates=own)
        if assets:
            self._put_assets()
        scope = dict(self._find_pages(outputs[:_PAGES]))
        renderer = Renderer(self.inputs, limit_rendering)
        renders = render_pages(self.context, renderer, self.parser, self.summary.base, scope)
        if renders.problems:
            raise NeedsWholeBuildError(renders.problems)
        if renders.has_formulas and not self.has_formulas:
            raise NeedsWholeBuildError(ASKS_FOR_FORMULAS)  # what it needs may not be published
        return self.output.added

    def _parse(self, name: str) -> ParsedPage | None:
        """Return an edited page, or None if that takes too long."""
        edit = self.parser.parse_edit(name) if PAGES.matches(PurePosixPath(name)) else None
        if edit is not None and was_stopped(edit.new):
            self.timed_out.add(name)
            return None
        if (
            edit is None
            or has_errors(edit.new.diagnostics)
            or not has_same_outline(edit.old, edit.new)
        ):
            raise NeedsWholeBuildError(name)
        page = put_key(edit.new, self.inputs.site)
        if not has_source(self.inputs.site, page):
            raise NeedsWholeBuildError(name)
        return page

    def _read_template(self, name: str) -> tuple[str, str]:
        inner = name.removeprefix("templates/")
        if inner not in self.inputs.own_templates:  # a new file may hide one of the theme
            raise NeedsWholeBuildError(name)
        return inner, self.context.sources.read(PurePosixPath(name)).data.decode("utf-8-sig")

    def _put_assets(self) -> None:
        """Use the edited web assets, which have new URLs; they must be the same as before."""
        web_files = read_web_files(self.context.sources, self.context.store, keep=False)
        add_math_font(self.context, web_files.files)
        built = build_web_assets(web_files.files)
        before = self.inputs.assets
        if web_files.problems or built.problems or built.paths.keys() != before.keys():
            raise NeedsWholeBuildError
        assets = asset_urls(self.context.config.base_path, built)
        self.inputs = msgspec.structs.replace(self.inputs, assets=assets)
        for name, url in assets.items():
            if url != before[name]:
                path = built.paths[name]
                self.output.add(str(path), built.data[path], Rank.ASSET)

    def _find_pages(self, outputs: Iterable[str]) -> Iterator[tuple[tuple[str, int], None]]:
        """Yield page and number of outputs to render, as if they had not been rendered before."""
        for output in outputs:
            row = self.context.store.read("renders", f"{self.context.kind} {output}")
            record = read_record(row)
            if record is None:
                continue
            source = body_source(self.inputs.site.pages[record.key], record.number)
            self.has_formulas |= ASKS_FOR_FORMULAS in record.reads
            if source not in self.timed_out:
                yield (record.key, record.number), None
