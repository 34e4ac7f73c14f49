"""All that is written anew in a source before it is scanned, in this order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.colon_labels import with_dashes
from sitegen.content.rewriting.list_rewriting import with_numbered_lists
from sitegen.content.tables.table_rewriting import with_drawn_tables

if TYPE_CHECKING:
    from sitegen.config import LimitsConfig
    from sitegen.content.scanner import MarkdownSource

__all__ = ["rewrite_source"]


def rewrite_source(source: MarkdownSource, limits: LimitsConfig) -> MarkdownSource:
    """Return the source as the scanner and both engines can read it. Raises TooLargeError."""
    return with_numbered_lists(with_drawn_tables(with_dashes(source), limits))
