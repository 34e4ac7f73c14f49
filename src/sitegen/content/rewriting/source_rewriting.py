"""All that is written anew in a source before it is scanned, in this order."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sitegen.content.colon_labels import with_dashes
from sitegen.content.rewriting.bookdown_rewriting import with_bookdown
from sitegen.content.rewriting.card_parts import with_card_parts
from sitegen.content.rewriting.code_captions import with_code_captions
from sitegen.content.rewriting.definition_marks import with_colons
from sitegen.content.rewriting.directive_rewriting import with_directives
from sitegen.content.rewriting.div_captions import with_div_captions
from sitegen.content.rewriting.docsy_tabs import with_docsy_tabs
from sitegen.content.rewriting.figure_divs import with_figure_divs
from sitegen.content.rewriting.frame_directives import with_frames
from sitegen.content.rewriting.image_captions import (
    with_captions_behind,
    with_named_captions,
)
from sitegen.content.rewriting.image_widths import with_image_widths
from sitegen.content.rewriting.jekyll_rewriting import with_jekyll
from sitegen.content.rewriting.jsx_attributes import with_jsx_attributes
from sitegen.content.rewriting.kramdown_formulas import with_kramdown_formulas
from sitegen.content.rewriting.latex_labels import with_latex_labels
from sitegen.content.rewriting.linked_figures import with_labels_at_images
from sitegen.content.rewriting.list_rewriting import with_counted_examples, with_numbered_lists
from sitegen.content.rewriting.marked_lines import with_marked_lines
from sitegen.content.rewriting.material_marks import with_material_marks
from sitegen.content.rewriting.myst_blocks import with_myst_blocks
from sitegen.content.rewriting.myst_link_texts import with_link_texts
from sitegen.content.rewriting.named_addresses import with_named_addresses
from sitegen.content.rewriting.named_blocks import with_named_blocks
from sitegen.content.rewriting.named_tables import with_named_tables
from sitegen.content.rewriting.note_rewriting import with_notes_in_items
from sitegen.content.rewriting.pymdown_blocks import with_pymdown_blocks
from sitegen.content.rewriting.tab_items import with_tab_items
from sitegen.content.rewriting.tabset_headings import with_tabset_headings
from sitegen.content.tables.table_rewriting import TableRewriting

if TYPE_CHECKING:
    from sitegen.config import LimitsConfig
    from sitegen.content.scanner import MarkdownSource

__all__ = ["rewrite_source"]

_Rewriting = Callable[["MarkdownSource"], "MarkdownSource"]
#: What other generators write in another way, such as Quarto, MyST, Jekyll and themes of Hugo.
_FOREIGN: tuple[_Rewriting, ...] = (
    with_pymdown_blocks,
    with_material_marks,
    with_image_widths,
    with_jsx_attributes,
    with_tabset_headings,
    with_marked_lines,
    with_figure_divs,
    with_div_captions,
    with_card_parts,
    with_link_texts,
    with_tab_items,
    with_docsy_tabs,
    with_jekyll,
    with_notes_in_items,
    with_myst_blocks,
    with_directives,
    with_named_addresses,
    with_frames,
    with_named_blocks,
)
#: Labels and captions, which may be written in one of these.
_LABELS: tuple[_Rewriting, ...] = (
    with_latex_labels,
    with_code_captions,
    with_dashes,
    with_colons,
)
#: What may stand in cells and items.
_IN_CELLS: tuple[_Rewriting, ...] = (
    with_named_tables,
    with_labels_at_images,
    with_named_captions,
    with_captions_behind,
    with_counted_examples,
)
#: How often tables are found in lists that were found in the cells of other tables.
_DEEPEST = 4


def rewrite_source(
    source: MarkdownSource,
    limits: LimitsConfig,
    *,
    is_rmarkdown: bool = False,
    is_kramdown: bool = False,
) -> MarkdownSource:
    """Return the source as the scanner and both engines can read it. Raises TooLargeError."""
    if is_kramdown:
        source = with_kramdown_formulas(source)
    for rewrite in _FOREIGN:
        source = rewrite(source)
    source = with_bookdown(source, is_rmarkdown=is_rmarkdown)
    for rewrite in _LABELS:
        source = rewrite(source)
    tables = TableRewriting(limits)
    for _ in range(_DEEPEST):
        drawn = tables.draw(source)
        source = with_numbered_lists(drawn)
        if source is drawn:  # only an item of a new list may hold what was code before
            break
    for rewrite in _IN_CELLS:
        source = rewrite(source)
    return source
