"""Read the file of a page, whatever its kind, as one document of Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.notebooks.document import Document
from sitegen.content.notebooks.freezes import RUN_SUFFIXES, holds_cells

if TYPE_CHECKING:
    from pathlib import PurePosixPath

__all__ = ["read_document"]


def read_document(data: bytes, path: PurePosixPath) -> Document | None:
    """Return the document of a notebook, of Quarto, or of Markdown that may have cells of MyST.

    None for other Markdown, which is a document as it is.
    """
    suffix = path.suffix.casefold()
    if suffix == ".md":
        if not holds_cells(data):
            return None
        from sitegen.content.notebooks.myst_text import write_myst  # few sites have any

        return write_myst(data, path)
    if suffix == ".ipynb":
        from sitegen.content.notebooks.notebook_text import write_notebook  # as above

        return write_notebook(data, path)
    if suffix in RUN_SUFFIXES:
        from sitegen.content.notebooks.quarto_text import write_quarto  # as above

        return write_quarto(data, path)
    return None
