"""Write the cells of code of a notebook: their code and outputs, with captions and labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.image_reading import IMAGE_ALT
from sitegen.content.notebooks.cell_code import code_block, fold, fold_words, language_of
from sitegen.content.notebooks.cell_options import CELL_OPTION
from sitegen.content.notebooks.cell_outputs import OutputPiece, read_outputs
from sitegen.content.notebooks.included_pictures import find_included_pictures
from sitegen.content.text import find_invisible
from sitegen.diagnostics import Problem
from sitegen.late_patterns import compile_late
from sitegen.model import kind_of_label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sitegen.content.notebooks.cell_options import CellOptions
    from sitegen.content.notebooks.document import DocumentWriter
    from sitegen.content.notebooks.notebook_reader import Cell

__all__ = ["CellWriter", "write_code", "write_missing"]

_PUNCTUATION = compile_late(r"([\\`*_{}\[\]<>()#+!|~$^&\"'@:-])")
#: What would end an attribute list, and what looks like it.
_OUTSIDE = str.maketrans({'"': "”", "{": "(", "}": ")"})
_IN_ADDRESS = str.maketrans({" ": "%20", "(": "%28", ")": "%29", "<": "%3C", ">": "%3E"})
_FIGURE, _TABLE = "fig-", "tbl-"
_PLACES = frozenset({"left", "center", "right"})
_MOST_WIDTH = 4000
_MOST_COLUMNS = 4
_WIDTH = compile_late(r"([1-9]\d{0,3}%?)(?:px)?")


class CellWriter:
    """Writes cells into a document.

    `base` is how the page names the notebook that holds the pictures, `language` that of the code.
    `heading` is the one above the next cell.
    """

    def __init__(self, out: DocumentWriter, base: str, language: str) -> None:
        self._out = out
        self._base = base
        self._language = language
        self.heading = ""

    def put_source(self, text: str, cell: Cell, line: int) -> None:
        """Write Markdown from a line of a cell, unless no page can hold it."""
        hidden = find_invisible(text)
        if hidden:
            self._out.report(hidden, cell.number, line)
        else:
            self._out.put_text(text, cell.number, line)

    def _report(self, problem: Problem, cell: Cell, line: int = 0) -> None:
        self._out.report(problem, cell.number, line)

    def put_code(self, cell: Cell, options: CellOptions, *, is_run: bool = True) -> None:
        """Write a cell of code and its outputs, as far as its options show them.

        Of one that `is_run` not, only the code is expected.
        """
        for line, problem in options.problems:
            self._report(problem, cell, line)
        if not options.flag("include", otherwise=True):
            return
        if "target" in options.values:
            self._out.put_line(f"({options.text('target')})=", cell.number, 0)
        if options.code and options.flag("echo", otherwise=True):
            hidden = find_invisible(options.code)
            if hidden:
                self._report(hidden, cell, options.first_line)
            else:
                self._put_source_code(cell, options)
        if pictures := find_included_pictures(options.code):
            self._put_included(cell, options, pictures)
        elif is_run:
            self._put_made(cell, options)
        elif lines := write_missing(options):  # so that references have where to lead
            self._out.put_text("\n".join(lines), cell.number, 0)

    def _put_made(self, cell: Cell, options: CellOptions) -> None:
        """Write what a cell has made, if it is to be shown."""
        if not options.flag("output", otherwise=True):
            return
        pieces, problems = read_outputs(self._base, cell.outputs, options)
        for problem in problems:
            self._report(problem, cell)
        in_margin = bool(pieces) and options.flag("in-margin", otherwise=False)
        if in_margin:
            self._out.put_line("::: {.column-margin}", cell.number, 0)
        self._put_outputs(cell, options, pieces)
        if in_margin:
            self._out.put_text(":::", cell.number, 0)

    def _put_included(self, cell: Cell, options: CellOptions, paths: tuple[str, ...]) -> None:
        """Write the pictures that a cell shows as they are; several make one figure."""
        caption = " ".join(options.text("fig-cap").split())
        if len(paths) == 1:
            self._put_image(cell, options, OutputPiece("image", paths[0]), is_first=True)
            return
        label = options.text("label")
        named = f"#{label} " if label.startswith(_FIGURE) else ""
        columns = min(len(paths), _MOST_COLUMNS)
        self._out.put_text(f"::: {{{named}layout-ncol={columns}}}", cell.number, 0)
        for path in paths:
            piece = OutputPiece("image", path, alt=caption)
            self._put_image(cell, options, piece, is_first=False)
        self._out.put_text(f"{caption}\n:::".lstrip("\n"), cell.number, 0)

    def _put_source_code(self, cell: Cell, options: CellOptions) -> None:
        other = cell.metadata.get("vscode")
        usual = other.get("languageId") if isinstance(other, dict) else None
        named = usual if isinstance(usual, str) else self._language
        self._out.put_html(write_code(options, named), cell.number, options.first_line)

    def _put_outputs(self, cell: Cell, options: CellOptions, pieces: list[OutputPiece]) -> None:
        folds = options.flag("hide-output", otherwise=False)
        if not folds or all(piece.kind == "html" for piece in pieces):
            self._put_pieces(cell, options, pieces, folds=folds)
            return
        # Pictures and Markdown become blocks later, so that the fold is made of two.
        opening, closing = fold("\n", "cell-word-output", fold_words(options, "outputs")).split(
            "\n"
        )
        self._out.put_html(opening, cell.number)
        self._put_pieces(cell, options, pieces)
        self._out.put_html(closing, cell.number)

    def _put_pieces(
        self,
        cell: Cell,
        options: CellOptions,
        pieces: list[OutputPiece],
        *,
        folds: bool = False,
    ) -> None:
        label = options.text("label")
        if options.values.get("is-figure") and _is_other_figure(label, pieces):
            self._out.put_line(f"::: {{#{label}}}", cell.number, 0)
            for piece in pieces:
                self._out.put_html(piece.text, cell.number)
            caption = " ".join(options.text("fig-cap").split())
            self._out.put_text(f"{caption}\n:::".lstrip("\n"), cell.number, 0)
            return
        caption_left = {"image": True, "table": True}
        for piece in pieces:
            if piece.kind == "image":
                self._put_image(cell, options, piece, is_first=caption_left["image"])
                caption_left["image"] = False
            elif piece.kind == "markdown":
                self.put_source(piece.text, cell, 0)
            else:
                shown = piece.text
                if folds and not piece.is_folded:
                    shown = fold(shown, "cell-word-output", fold_words(options, "outputs"))
                is_first = piece.is_table and caption_left["table"]
                caption_left["table"] &= not piece.is_table
                self._put_html(cell, options, shown, is_captioned=is_first)
        self._check_label(cell, label, caption_left, pieces)

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
            alt = caption or self.heading or f"[{cell.number}]"
        label = options.text("label") if is_first else ""
        attributes = [f"#{label}"] if label.startswith(_FIGURE) else []
        width = _WIDTH.fullmatch(options.text("out-width")) if is_first else None
        if width:
            attributes.append(f"width={width[1]}")
        elif piece.size[0]:
            attributes.append(f"width={min(piece.size[0], _MOST_WIDTH)}")
        if options.text("fig-align") in _PLACES:
            attributes.append(f"fig-align={options.text('fig-align')}")
        self._out.put_text(_image(alt, piece.text, caption, attributes), cell.number, 0)

    def _put_html(self, cell: Cell, options: CellOptions, html: str, *, is_captioned: bool) -> None:
        """Write HTML; with a label, it is in a div, whose last paragraph is its caption."""
        caption = " ".join(options.text("tbl-cap").split()) if is_captioned else ""
        label = options.text("label")
        if is_captioned and label.startswith(_TABLE):
            self._out.put_text(f"::: {{#{label}}}", cell.number, 0)
            self._out.put_html(html, cell.number)
            self._out.put_text(f"{caption}\n:::".lstrip("\n"), cell.number, 0)
            return
        self._out.put_html(html, cell.number)
        if caption:
            self._out.put_text(f"Table: {caption}", cell.number, 0)

    def _check_label(
        self, cell: Cell, label: str, is_missing: Mapping[str, bool], pieces: list[OutputPiece]
    ) -> None:
        """Report a label of a figure or table that the cell does not make."""
        if any(piece.kind == "markdown" for piece in pieces):
            return  # which may hold either
        for prefix, kind, what in ((_FIGURE, "image", "picture"), (_TABLE, "table", "table")):
            if label.startswith(prefix) and is_missing[kind]:
                message = f"the label '{label}' is of a {what}, and this cell has none as output"
                hint = "run the cell and save the notebook, or take the label away"
                self._report(Problem(CELL_OPTION, message, hint), cell, 1)


def _is_other_figure(label: str, pieces: list[OutputPiece]) -> bool:
    """Tell whether a figure, as MyST has them, is made of something else than pictures."""
    return label.startswith(_FIGURE) and bool(pieces) and all(p.kind == "html" for p in pieces)


def write_code(options: CellOptions, language: str) -> str:
    """Return the code of a cell in a language, which may be folded, as HTML."""
    shown = options.values.get("code-options")
    html = code_block(options.code, language_of(options.code, language), shown)
    if not options.values.get("code-fold"):
        return html
    return fold(html, "cell-word-code", fold_words(options, "source"))


def write_missing(options: CellOptions) -> list[str]:
    """Return the lines of a figure or a table that a cell would make: its label and caption."""
    label = options.text("label")
    for prefix, name in ((_FIGURE, "fig-cap"), (_TABLE, "tbl-cap")):
        if label.startswith(prefix) and kind_of_label(label):
            caption = " ".join(options.text(name).split())
            return [f"::: {{#{label}}}", *([caption] if caption else []), ":::"]
    return []


def _image(alt: str, target: str, caption: str, attributes: list[str]) -> str:
    """Return Markdown for a picture; a caption is Markdown, its alternative is text."""
    shown = _PUNCTUATION.sub(r"\\\1", " ".join(alt.split()))
    if caption:
        shown = " ".join(caption.split())
        # Without a text of its own, a picture has that of its caption, as readers see it.
        own = "" if alt == caption else _in_attribute(alt)
        attributes = [*attributes, f'fig-alt="{own}"']
        if shown.count("[") != shown.count("]"):
            shown = shown.replace("[", "\\[").replace("]", "\\]")
    listed = f"{{{' '.join(attributes)}}}" if attributes else ""
    return f"![{shown}]({target.translate(_IN_ADDRESS)}){listed}"


def _in_attribute(text: str) -> str:
    """Return text for an attribute list, which knows no escapes."""
    return " ".join(text.split()).translate(_OUTSIDE)
