"""Write a notebook as Markdown and blocks of HTML, which are then parsed like any other page."""

from __future__ import annotations

import json
import re
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import unquote

from sitegen.content.notebooks.cell_code import code_block, fold, language_of
from sitegen.content.notebooks.cell_options import CELL_OPTION, read_cell_options
from sitegen.content.notebooks.cell_outputs import read_outputs
from sitegen.content.notebooks.document import Document, DocumentWriter
from sitegen.content.notebooks.notebook_images import (
    IMAGE_TYPES,
    decode_image,
    embed_data_urls,
    image_target,
)
from sitegen.content.notebooks.notebook_reader import NOTEBOOK_CONTENT, Notebook, read_notebook
from sitegen.content.scanner import MarkdownSource
from sitegen.content.slots import IMAGE_ALT
from sitegen.content.text import find_invisible
from sitegen.diagnostics import Problem

if TYPE_CHECKING:
    from pathlib import PurePosixPath

    from sitegen.content.notebooks.cell_options import CellOptions
    from sitegen.content.notebooks.cell_outputs import OutputPiece
    from sitegen.content.notebooks.notebook_reader import Cell

__all__ = ["write_notebook"]

_FENCE = re.compile(r"\s*-{3,}[ \t]*(?:ya?ml|toml|json)?[ \t]*\n", re.IGNORECASE)
_ATTACHMENT = re.compile(r"attachment:([^\s()<>\"']+)")
_HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)
_PUNCTUATION = re.compile(r"([\\`*_{}\[\]<>()#+!|~$^&\"'@:-])")
#: What of the metadata of a notebook says something about the page.
_FIELDS = frozenset(
    """
    title subtitle author authors date updated tags categories keywords description summary abstract
    draft slug featured_image toc weight
    """.split()
)
_FIGURE, _TABLE = "fig-", "tbl-"


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
        self._heading = ""

    def write(self) -> Document:
        cells = list(self._notebook.cells)
        first = cells[0] if cells else None
        if first and first.kind in {"raw", "markdown"} and _FENCE.match(first.source):
            cells.pop(0)
            self._put_source(first.source.strip("\n"), first, 1 + _blank_lines(first.source))
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
            self._put_code(cell)
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
        text = self._attach(embed_data_urls(self._path, text), cell)
        if "```" in text or "~~~" in text:
            text = _closed(text)
        headings = _HEADING.findall(text)
        self._heading = headings[-1] if headings else self._heading
        self._put_source(text, cell, 1 + _blank_lines(cell.source))

    def _put_source(self, text: str, cell: Cell, line: int) -> None:
        """Write text of an author, unless no page can hold it."""
        hidden = find_invisible(text)
        if hidden:
            self._out.report(hidden, cell.number, line)
        else:
            self._out.put_text(text, cell.number, line)

    def _attach(self, text: str, cell: Cell) -> str:
        """Name pictures that were pasted into a cell like other pictures of the notebook."""

        def name(found: re.Match[str]) -> str:
            bundle = cell.attachments.get(unquote(found[1])) or cell.attachments.get(found[1])
            for kind, value in bundle.items() if isinstance(bundle, dict) else ():
                image = decode_image(kind, value) if kind in IMAGE_TYPES else None
                if image:
                    return image_target(self._path, image, kind)
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
            self._put_source(text, cell, 1 + _blank_lines(cell.source))
            return
        what = f"a raw cell of the kind '{kind}'" if kind else "a raw cell"
        hint = "make it a Markdown cell, or tag it 'remove-cell'"
        self._report(Problem(NOTEBOOK_CONTENT, f"{what} is left out", hint), cell)

    def _report(self, problem: Problem, cell: Cell, line: int = 0) -> None:
        self._out.report(problem, cell.number, line)

    def _put_code(self, cell: Cell) -> None:
        options = read_cell_options(cell.source, cell.tags)
        for line, problem in options.problems:
            self._report(problem, cell, line)
        if not options.flag("include", otherwise=True):
            return
        if options.code and options.flag("echo", otherwise=True):
            hidden = find_invisible(options.code)
            if hidden:
                self._report(hidden, cell, options.first_line)
            else:
                self._put_source_code(cell, options)
        if options.flag("output", otherwise=True):
            pieces, problems = read_outputs(self._path, cell.outputs, options)
            for problem in problems:
                self._report(problem, cell)
            self._put_outputs(cell, options, pieces)

    def _put_source_code(self, cell: Cell, options: CellOptions) -> None:
        other = cell.metadata.get("vscode")
        usual = other.get("languageId") if isinstance(other, dict) else None
        named = usual if isinstance(usual, str) else self._notebook.language
        html = code_block(options.code, language_of(options.code, named))
        if options.values.get("code-fold"):
            html = fold(html, "cell-word-code", escape(options.text("code-summary")))
        self._out.put_html(html, cell.number, options.first_line)

    def _put_outputs(self, cell: Cell, options: CellOptions, pieces: list[OutputPiece]) -> None:
        label = options.text("label")
        caption_left = {"image": True, "table": True}
        folds = options.flag("hide-output", otherwise=False)
        for piece in pieces:
            if piece.kind == "image":
                self._put_image(cell, options, piece, is_first=caption_left["image"])
                caption_left["image"] = False
            elif piece.kind == "markdown":
                self._put_source(piece.text, cell, 0)
            else:
                shown = piece.text
                if folds and not piece.is_folded:
                    shown = fold(shown, "cell-word-output")
                self._out.put_html(shown, cell.number)
                if piece.is_table and caption_left["table"]:
                    caption_left["table"] = False
                    self._put_table_caption(cell, options)
        for prefix, kind, what in ((_FIGURE, "image", "picture"), (_TABLE, "table", "table")):
            if (
                label.startswith(prefix)
                and caption_left[kind]
                and not (
                    kind == "table"
                    and options.text("tbl-cap")
                    and any(p.kind == "markdown" for p in pieces)
                )
            ):
                message = f"the label '{label}' is of a {what}, and this cell has none as output"
                hint = "run the cell and save the notebook, or take the label away"
                self._report(Problem(CELL_OPTION, message, hint), cell, 1)

    def _put_image(
        self, cell: Cell, options: CellOptions, piece: OutputPiece, *, is_first: bool
    ) -> None:
        caption = options.text("fig-cap") if is_first else ""
        alt = options.text("fig-alt") or piece.alt
        if not alt:
            if not caption:
                message = "the picture of this cell has no text for those who cannot see it"
                hint = "write '#| fig-alt: what it shows' at the top of the cell"
                self._report(Problem(IMAGE_ALT, message, hint), cell)
            alt = caption or self._heading or f"[{cell.number}]"
        label = options.text("label") if is_first else ""
        attributes = [f"#{label}"] if label.startswith(_FIGURE) else []
        if piece.size[0]:
            attributes.append(f"width={min(piece.size[0], 4000)}")
        self._out.put_text(_image(alt, piece.text, caption, attributes), cell.number, 0)

    def _put_table_caption(self, cell: Cell, options: CellOptions) -> None:
        caption, label = options.text("tbl-cap"), options.text("label")
        if caption or label.startswith(_TABLE):
            mark = f" {{#{label}}}" if label.startswith(_TABLE) else ""
            self._out.put_text(f"Table: {' '.join(caption.split())}{mark}", cell.number, 0)


def _image(alt: str, target: str, caption: str, attributes: list[str]) -> str:
    """Return Markdown for a picture; a caption is Markdown, its alternative is text."""
    title = ""
    if caption:
        line = " ".join(caption.split()).replace('"', '\\"')
        title = f' "{line}"'
    listed = f"{{{' '.join(attributes)}}}" if attributes else ""
    text = _PUNCTUATION.sub(r"\\\1", " ".join(alt.split()))
    return f"![{text}]({target.replace(' ', '%20')}{title}){listed}"


def _closed(text: str) -> str:
    """Return Markdown in which a block of code ends with its cell, as Jupyter has it."""
    fences = MarkdownSource(text, "commonmark").blocks.fences
    if fences and not fences[-1].closed:
        marks = re.match(r"[`~]+", text[fences[-1].start :])
        return f"{text}\n{marks[0] if marks else '```'}"
    return text


def _blank_lines(text: str) -> int:
    return len(text) - len(text.lstrip("\n"))
