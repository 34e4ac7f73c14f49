"""Gather what assembly needs beside parsed pages: images, other sources, fonts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sitegen import registry
from sitegen.config import locate_setting
from sitegen.content.code.code_files import CODE_FILES
from sitegen.content.page_files import is_text_page
from sitegen.content.source_kind import SourceValues
from sitegen.engine.citation_styles import find_styles, installed_names
from sitegen.engine.diagram_drawing import draw_diagrams, list_drawings
from sitegen.engine.image_inspection import inspect_images, is_picture
from sitegen.engine.page_limits import limit_resolving, parse_text
from sitegen.engine.page_parsing import parse_options
from sitegen.engine.source_loading import read_needed
from sitegen.graph.citable_works import cites, needed_bibliographies
from sitegen.graph.collections.entry_images import needed_entry_images
from sitegen.graph.file_index import (
    find_embedded_images,
    index_files,
    needed_files,
    needed_images,
)
from sitegen.graph.inclusions import find_inclusions
from sitegen.graph.outline import Inputs
from sitegen.graph.share_images import gather_letters
from sitegen.graph.site_limits import limit_terms
from sitegen.storage.system_fonts import find_fonts
from sitegen.storage.theme_files import read_measures

if TYPE_CHECKING:
    from sitegen.content.code.code_files import CodeFile
    from sitegen.diagnostics import Diagnostic
    from sitegen.engine.build_context import BuildContext
    from sitegen.engine.source_loading import LoadedSources
    from sitegen.graph.file_index import FileIndex
    from sitegen.graph.inclusions import Inclusions
    from sitegen.graph.selection import Selected
    from sitegen.model import ParsedPage, TemplateFacts, Work
    from sitegen.model.drawing import Drawing
    from sitegen.model.shortcode import Shortcodes
    from sitegen.rendering.theme_strings import Words
    from sitegen.social_cards.font_choice import FontBook

__all__ = ["gather_inputs"]


def gather_inputs(
    context: BuildContext,
    selected: Selected,
    words: Mapping[str, Words],
    templates: TemplateFacts,
    loaded: LoadedSources,
    works: Mapping[str, Work],
    *,
    all_images: bool,
) -> tuple[Inputs, LoadedSources, tuple[Diagnostic, ...]]:
    """Inspect the images that published pages show, or all images; find fonts for social cards.

    `loaded` has the values of other source files, `works` publications by the keys of their pages.
    Returns also the values of source files as they were loaded, and what is wrong with the fonts
    and with texts that pages include.
    """
    sources, config = context.sources, context.config
    inclusions = _find_inclusions(context, selected, words, templates.shortcodes)
    completed = map(inclusions.complete, selected.published)
    published, excess = limit_terms(completed, config.limits)
    shown = (*published, *inclusions.texts)
    files = index_files(sources.files().union(find_embedded_images(published)))
    wanted = needed_images(shown, files, config.theme.logo)
    rows = SourceValues("entries", loaded.files["entries"])
    wanted |= needed_entry_images(published, rows, works, files, config)
    if all_images:
        wanted |= {path for path in sources.files() if is_picture(path)}
    largest = config.images.max_megapixels
    images = inspect_images(sources, wanted, context.store, context.pool, largest, context.progress)
    needed = needed_files(shown, files) | needed_bibliographies(published, files)
    loaded = read_needed(loaded, sources, config, context.store, needed)
    drawings = _draw(context, shown, files, loaded)
    fonts, problems = _find_fonts(context, published, words)
    values = {kind: SourceValues(kind, each) for kind, each in loaded.files.items()}
    styles = find_styles(config, published, values) if any(map(cites, shown)) else {}
    inputs = Inputs(
        config=config,
        config_path=sources.config_path,
        measures=read_measures(),
        parsed=selected.pages,
        published=published,
        unpublished=selected.unpublished,
        held_folders=selected.folders,
        files=files,
        images=images,
        drawings=drawings,
        sources=values,
        works=works,
        now=context.selection.now,
        words=words,
        outputs=_output_paths(published),
        fonts=fonts,
        config_text=context.config_text,
        templates=templates,
        inclusions=inclusions,
        styles=styles,
        style_names=installed_names(config, published, styles) if styles else (),
        limit=limit_resolving,
    )
    return inputs, loaded, (*problems, *excess, *inclusions.problems)


def _output_paths(pages: Sequence[ParsedPage]) -> frozenset[str]:
    """Return the paths of the files that outputs such as the feed will make."""
    return frozenset(path for output in registry.OUTPUTS.load() for path in output.paths(pages))


def _draw(
    context: BuildContext, shown: Sequence[ParsedPage], files: FileIndex, loaded: LoadedSources
) -> dict[str, Drawing]:
    """Draw what these pages show."""
    texts = {path: file.text for path, file in _code_files(loaded).items()}
    return draw_diagrams(
        list_drawings(shown, files, texts),
        context.store,
        context.pool.jobs,
        context.config.limits.drawing_seconds,
        context.progress,
    )


def _find_inclusions(
    context: BuildContext, selected: Selected, words: Mapping[str, Words], shortcodes: Shortcodes
) -> Inclusions:
    """Parse the texts that published pages include."""
    return find_inclusions(
        selected.published,
        filter(is_text_page, context.sources.paths),
        selected.unpublished,
        selected.folders,
        parse_options(context.config, words, read_measures(), shortcodes),
        context.sources.read,
        parse_text,
    )


def _code_files(loaded: LoadedSources) -> Mapping[str, CodeFile]:
    """Return the files whose text pages show or draw, by path."""
    return SourceValues(CODE_FILES.name, loaded.files[CODE_FILES.name])


def _find_fonts(
    context: BuildContext, published: tuple[ParsedPage, ...], words: Mapping[str, Words]
) -> tuple[FontBook | None, tuple[Diagnostic, ...]]:
    """Find fonts for the social cards, unless they are turned off."""
    sharing = context.config.sharing
    if not sharing.cards:
        return None, ()
    letters = gather_letters(published, context.config, words)
    config_path = context.sources.config_path
    place = locate_setting(context.config_text, config_path, "sharing.font")
    return find_fonts(sharing.font, letters, context.sources, context.store, place)
