"""What assembling needs beside the parsed pages: images that were looked at, captions, fonts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sitegen.graph.galleries import wanted_captions
from sitegen.graph.outline import Inputs
from sitegen.graph.references import list_files, wanted_files
from sitegen.graph.selection import select_pages
from sitegen.graph.sharing import gather_letters
from sitegen.system.data import read_captions
from sitegen.system.fonts import find_fonts
from sitegen.system.inspections import inspect_images, is_picture

if TYPE_CHECKING:
    from sitegen.assets.font_book import FontBook
    from sitegen.diagnostics import Diagnostic
    from sitegen.model import ParsedPage
    from sitegen.rendering.words import Words
    from sitegen.system.workshop import Workshop

__all__ = ["gather_inputs"]


def gather_inputs(
    shop: Workshop,
    parsed: tuple[ParsedPage, ...],
    words: Mapping[str, Words],
    *,
    all_images: bool,
) -> tuple[Inputs, tuple[Diagnostic, ...]]:
    """Look at the images that the published pages show, or at all; find fonts for their cards.

    Returns also what is wrong with the fonts.
    """
    sources, config = shop.sources, shop.config
    published, unpublished = select_pages(parsed, shop.selection)
    files = list_files(sources.files())
    wanted = wanted_files(published, files, config.theme.logo)
    if all_images:
        wanted |= {path for path in sources.files() if is_picture(path)}
    largest = config.images.max_megapixels
    images = inspect_images(sources, wanted, shop.store, shop.crew, largest, shop.progress)
    captions = read_captions(sources, wanted_captions(published, files))
    fonts, problems = _find_fonts(shop, published, words)
    inputs = Inputs(
        config=config,
        config_path=sources.config_path,
        parsed=parsed,
        published=published,
        unpublished=unpublished,
        files=files,
        images=images,
        captions=captions,
        words=words,
        fonts=fonts,
    )
    return inputs, problems


def _find_fonts(
    shop: Workshop, published: tuple[ParsedPage, ...], words: Mapping[str, Words]
) -> tuple[FontBook | None, tuple[Diagnostic, ...]]:
    """Find fonts for the sharing cards, if there are to be any."""
    sharing = shop.config.sharing
    if not sharing.cards:
        return None, ()
    letters = gather_letters(published, shop.config, words)
    return find_fonts(sharing.font, letters, shop.sources, shop.store)
