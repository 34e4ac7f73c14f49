"""Write a notebook as Markdown and blocks of HTML, which are then parsed like any other page."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from sitegen.content.notebooks.cell_options import read_cell_options
from sitegen.content.notebooks.cell_writer import CellWriter
from sitegen.content.notebooks.document import Document, DocumentWriter
from sitegen.content.notebooks.notebook_images import (
    IMAGE_TYPES,
    decode_image,
    embed_data_urls,
    image_target,
)
from sitegen.content.notebooks.notebook_reader import NOTEBOOK_CONTENT, Notebook, read_notebook
from sitegen.content.scanner import MarkdownSource
from sitegen.diagnostics import Problem
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from pathlib import PurePosixPath

    from sitegen.content.notebooks.notebook_reader import Cell

__all__ = ["write_notebook"]

_FENCE = compile_late(r"\s*-{3,}[ \t]*(?:ya?ml|toml|json)?[ \t]*\n", re.IGNORECASE)
_ATTACHMENT = compile_late(r"attachment:([^\s()<>\"']+)")
_HEADING = compile_late(r"^#{1,6}[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)
#: What of the metadata of a notebook says something about the page.
_FIELDS = frozenset(
    """
    title subtitle author authors date updated tags categories keywords description summary abstract
    draft slug featured_image toc weight
    """.split()
)


def write_notebook(data: bytes, path: PurePosixPath) -> Document:
    """Return the page that the bytes of a notebook make."""
    notebook = read_notebook(data, str(path))
    if notebook.refused:
        return Document(text="", refused=notebook.refused)
    return _Writer(notebook, path).write()


class _Writer:
    """Writes the cells of one notebook."""

    def __init__(self, notebook: Notebook, path: PurePosixPath) -> None:
        self._notebook = notebook
        self._path = path
        self._out = DocumentWriter()
        self._base = path.name
        self._cells = CellWriter(self._out, self._base, notebook.language)

    def write(self) -> Document:
        cells = list(self._notebook.cells)
        first = cells[0] if cells else None
        if first and first.kind in {"raw", "markdown"} and _FENCE.match(first.source):
            cells.pop(0)
            self._cells.put_source(first.source.strip("\n"), first, 1 + _blank_lines(first.source))
        else:
            self._put_metadata()
        for number, problem in self._notebook.problems:
            self._out.report(problem, number)
        for cell in cells:
            self._put_cell(cell)
        return self._out.document()

    def _put_metadata(self) -> None:
        """Write the metadata as front matter."""
        metadata = self._notebook.metadata
        fields = {name: metadata[name] for name in metadata if name in _FIELDS and metadata[name]}
        if fields:
            self._out.put_text(f"---json\n{json.dumps(fields)}\n---", 0, 0)

    def _put_cell(self, cell: Cell) -> None:
        if cell.kind == "code":
            self._cells.put_code(cell, read_cell_options(cell.source, cell.tags))
        elif cell.kind == "markdown":
            if not cell.tags.isdisjoint({"remove-cell", "remove_cell"}):
                return
            self._put_markdown(cell)
        else:
            self._put_raw(cell)

    def _put_markdown(self, cell: Cell) -> None:
        text = cell.source.strip("\n")
        if not text.strip():
            return
        text = self._attach(embed_data_urls(self._base, text), cell)
        if "```" in text or "~~~" in text:
            text = _closed(text)
        headings = _HEADING.findall(text)
        self._cells.heading = headings[-1] if headings else self._cells.heading
        self._cells.put_source(text, cell, 1 + _blank_lines(cell.source))

    def _attach(self, text: str, cell: Cell) -> str:
        """Name pictures that were pasted into a cell like other pictures of the notebook."""

        def name(found: re.Match[str]) -> str:
            bundle = cell.attachments.get(unquote(found[1])) or cell.attachments.get(found[1])
            for kind, value in bundle.items() if isinstance(bundle, dict) else ():
                image = decode_image(kind, value) if kind in IMAGE_TYPES else None
                if image:
                    return image_target(self._base, image, kind)
            message = f"the picture '{found[1]}' is not attached to this cell"
            self._report(Problem(NOTEBOOK_CONTENT, message, "paste it again"), cell)
            return found[1]

        return _ATTACHMENT.sub(name, text) if "attachment:" in text else text

    def _put_raw(self, cell: Cell) -> None:
        text = cell.source.strip("\n")
        kind = str(cell.metadata.get("format") or cell.metadata.get("raw_mimetype") or "")
        if not text.strip() or not cell.tags.isdisjoint({"remove-cell", "remove_cell"}):
            return
        if kind in {"text/markdown", "text/html", "text/x-markdown"}:
            self._cells.put_source(text, cell, 1 + _blank_lines(cell.source))
            return
        what = f"a raw cell of the kind '{kind}'" if kind else "a raw cell"
        hint = "make it a Markdown cell, or tag it 'remove-cell'"
        self._report(Problem(NOTEBOOK_CONTENT, f"{what} is left out", hint), cell)

    def _report(self, problem: Problem, cell: Cell, line: int = 0) -> None:
        self._out.report(problem, cell.number, line)


def _closed(text: str) -> str:
    """Return Markdown in which a block of code ends with its cell, as Jupyter has it."""
    fences = MarkdownSource(text, "commonmark").blocks.fences
    if fences and not fences[-1].closed:
        marks = re.match(r"[`~]+", text[fences[-1].start :])
        return f"{text}\n{marks[0] if marks else '```'}"
    return text


def _blank_lines(text: str) -> int:
    return len(text) - len(text.lstrip("\n"))
