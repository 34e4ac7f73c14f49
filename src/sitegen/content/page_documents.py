"""Read the file of a page, whatever its kind, as one document of Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.notebooks.document import Document

if TYPE_CHECKING:
    from pathlib import PurePosixPath

__all__ = ["read_document"]


def read_document(data: bytes, path: PurePosixPath) -> Document | None:
    """Return the document of a notebook; None for Markdown, which is one as it is."""
    suffix = path.suffix.casefold()
    if suffix == ".ipynb":
        from sitegen.content.notebooks.notebook_text import write_notebook  # few sites have any

        return write_notebook(data, path)
    return None
