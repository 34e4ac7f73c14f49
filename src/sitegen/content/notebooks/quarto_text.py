"""Read documents of Quarto (`.qmd`) and R Markdown (`.Rmd`): cells as code, and stored outputs.

Nothing is run here. Quarto keeps the outputs of cells in `_freeze/NAME/execute-results/html.json`:
the whole document in Markdown, with a fenced div for each cell. Where there are as many of them as
cells, each stands in the place of its cell.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any

import msgspec

from sitegen.content.format_fields import with_format_fields
from sitegen.content.front_matter import split_front_matter
from sitegen.content.notebooks.bookdown_text import fill_text_references, take_parts
from sitegen.content.notebooks.cell_options import read_cell_options
from sitegen.content.notebooks.chunk_options import read_chunk_defaults, read_chunk_options
from sitegen.content.notebooks.document import Document, DocumentWriter
from sitegen.content.notebooks.freezes import notebook_of, split_freeze
from sitegen.content.notebooks.included_pictures import find_included_pictures
from sitegen.content.notebooks.indented_cells import show_indented
from sitegen.content.notebooks.inline_expressions import find_inline_expressions
from sitegen.content.notebooks.notebook_reader import Notebook, read_notebook
from sitegen.content.notebooks.output_html import clean_output_html, find_output_excess
from sitegen.content.notebooks.stored_cells import (
    CodeCell,
    hash_of_stored,
    pair_stored,
    read_stored,
)
from sitegen.content.notebooks.text_cells import (
    CELL_NOT_RUN,
    TextCell,
    makes_something,
    not_run,
    put_text,
    write_cells,
)
from sitegen.content.problem_groups import group_problems
from sitegen.content.scanner import MarkdownSource
from sitegen.content.text import decode, find_invisible
from sitegen.diagnostics import Problem
from sitegen.late_patterns import compile_late
from sitegen.model import kind_of_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import PurePosixPath

    from sitegen.content.notebooks.cell_options import CellOptions
    from sitegen.content.source_blocks import Fence

__all__ = ["find_quarto_cells", "write_quarto"]

#: What Quarto and R Markdown run. Diagrams are drawn without running anything.
_LANGUAGES = frozenset("python r julia bash sh sql stan rcpp perl node js javascript ojs".split())
_INFO = compile_late(r"[ \t]*\{[ \t]*([A-Za-z]\w*)\b([^\n]*)\}[ \t]*")
_INDENTED = compile_late(r"^[^\n`~]+(?:```+|~~~+)[ \t]*\{", re.MULTILINE)
_RAW = compile_late(r"^(`{3,})[ \t]*\{=html\}[ \t]*\n(.*?)^\1[ \t]*$", re.MULTILINE | re.DOTALL)
_DEFAULTS = ("echo", "output", "warning", "error", "include", "eval", "code-fold")


def write_quarto(data: bytes, path: PurePosixPath) -> Document:
    """Return the page that a document makes; `data` may have stored outputs at its end."""
    own, stored, _ = split_freeze(data)
    text, problems = decode(own, str(path))
    if problems:
        return Document(text="", refused=problems)
    text, parts = take_parts(text)
    document = _write_cells(_with_children(text), own, stored, path).with_problems(parts)
    document = msgspec.structs.replace(document, text=fill_text_references(document.text))
    inline = list(find_inline_expressions(document.text))
    grouped = group_problems(inline, _describe_inline)
    found = [(line, problem) for (line, _), problem in grouped]
    return msgspec.structs.replace(document, problems=(*document.problems, *found))


def _describe_inline(inline: tuple[int, str]) -> Problem:
    message = f"the result of {inline[1]} is missing: code within a text is not run"
    return Problem(CELL_NOT_RUN, message, "write the result instead")


def _write_cells(text: str, own: bytes, stored: bytes, path: PurePosixPath) -> Document:
    """Return the page with its cells, and what is stored of their outputs."""
    indented = show_indented(text, _indented_fences(text), read_chunk_options)
    document = _write_own_cells(indented.text, own, stored, path)
    problems = [*indented.problems]
    message = "this cell is in a list, where none is run: what it makes is missing"
    problem = Problem(CELL_NOT_RUN, message, "move it out of the list, or write its result")
    problems.extend(group_problems(indented.lines, lambda _: problem))
    return document.with_problems(problems)


def _write_own_cells(text: str, own: bytes, stored: bytes, path: PurePosixPath) -> Document:
    cells = find_quarto_cells(text)
    if not cells:
        return Document(text=text)
    defaults = _read_defaults(text, str(path))
    notebook = read_notebook(stored, str(notebook_of(path))) if stored else None
    if notebook and not notebook.refused:
        return _with_notebook(text, cells, notebook, path, defaults)
    kept = read_stored(stored, path) if stored else ()
    paired = pair_stored([_code_cell(cell, defaults) for cell in cells], kept) if kept else ()
    if paired:
        is_fresh = hash_of_stored(stored) == hashlib.md5(own, usedforsecurity=False).hexdigest()
        return _with_outputs(text, cells, paired, path, defaults, is_fresh=is_fresh)
    return _without_outputs(text, cells, defaults, path, has_others=bool(stored))


def _with_children(text: str) -> str:
    """Return a text that includes the files of cells such as `{r, child="methods.Rmd"}`."""
    if "child" not in text:
        return text
    pieces, done = [], 0
    for cell in find_quarto_cells(text):
        file = cell.usual.get("child")
        if file and not cell.source.strip() and '"' not in file:
            included = f'{{{{< include "{file}" >}}}}'
            pieces += [text[done : cell.start], included, "\n" * (cell.lines - 1)]
            done = cell.end
    return "".join((*pieces, text[done:]))


def _code_cell(cell: TextCell, defaults: Mapping[str, Any]) -> CodeCell:
    options = read_cell_options(cell.source)
    values = {**defaults, **cell.usual, **options.values}
    return CodeCell(
        cell.language,
        options.code,
        shows_code=bool(values.get("echo", True)),
        is_included=bool(values.get("include", True)),
    )


def find_quarto_cells(text: str) -> list[TextCell]:
    """Return the cells of a document that would be run, in their order."""
    found = []
    usual: dict[str, Any] = {}
    line, counted = 1, 0
    for fence, language, chunk in _find_fences(text):
        if fence.start and text[fence.start - 1] != "\n":
            continue  # in a list or a quotation, where lines have a margin
        end = fence.end - (text[fence.end - 1] == "\n")
        inner = text[fence.info_end + 1 : end].rpartition("\n")[0]
        line += text.count("\n", counted, fence.start)
        counted = fence.start
        lines = text.count("\n", fence.start, end) + 1
        options = {**usual, **read_chunk_options(chunk, inner)}
        found.append(TextCell(fence.start, end, line, lines, language, options, inner))
        usual |= read_chunk_defaults(inner)
    return found


def _indented_fences(text: str) -> Iterator[tuple[Fence, str, str]]:
    """Yield the cells that do not begin their lines."""
    if _INDENTED.search(text):
        for fence, language, chunk in _find_fences(text):
            if fence.start and text[fence.start - 1] != "\n":
                yield fence, language, chunk


def _find_fences(text: str) -> Iterator[tuple[Fence, str, str]]:
    """Yield the fences of cells with their languages, and what else is in the braces."""
    if "```" not in text and "~~~" not in text:
        return
    for fence in MarkdownSource(text, "commonmark").blocks.fences:
        info = _INFO.fullmatch(text, fence.info, fence.info_end)
        if info and info[1].casefold() in _LANGUAGES and fence.closed:
            yield fence, info[1].casefold(), info[2]


def _without_outputs(
    text: str,
    cells: list[TextCell],
    defaults: Mapping[str, Any],
    path: PurePosixPath,
    *,
    has_others: bool,
) -> Document:
    """Show the cells as code, with the captions of what they would make."""
    read = [read_cell_options(cell.source) for cell in cells]
    all_values = [
        {**defaults, **cell.usual, **options.values}
        for cell, options in zip(cells, read, strict=True)
    ]
    wanted = [
        cell
        for cell, options, values in zip(cells, read, all_values, strict=True)
        if makes_something(values) and not find_included_pictures(options.code)
    ]
    problem = not_run(len(wanted), path, has_others=has_others)
    if any(kind_of_label(str(values.get("label", ""))) for values in all_values) or any(
        find_included_pictures(each.code) for each in read
    ):
        out, _ = write_cells(text, cells, (), f"/{notebook_of(path)}", defaults)
        if wanted:
            out.report(problem, 0, wanted[0].line)
        return out.document()
    pieces: list[str] = []
    done = 0
    problems: list[tuple[int, Problem]] = []
    for cell, options, values in zip(cells, read, all_values, strict=True):
        problems += [(cell.line + line, each) for line, each in options.problems]
        pieces += [text[done : cell.start], _shown(cell, options, values)]
        done = cell.end
    if wanted:
        problems.append((wanted[0].line, problem))
    return Document(text="".join((*pieces, text[done:])), problems=tuple(problems))


def _shown(cell: TextCell, options: CellOptions, values: Mapping[str, Any]) -> str:
    """Return a cell as a block of code that takes as many lines as the cell."""
    lines = cell.lines
    if not options.code or not values.get("echo", True) or not values.get("include", True):
        return "\n" * (lines - 1)
    fence = "```"
    while fence in options.code:
        fence += "`"
    opening = cell.language
    if values.get("code-fold"):
        summary = str(values.get("code-summary", "")).replace('"', "”")
        said = f' code-summary="{" ".join(summary.split())}"' if summary else ""
        opening = f'{{.{cell.language} code-fold="true"{said}}}'
    block = f"{fence}{opening}\n{options.code}\n{fence}"
    return "\n" * (lines - 1 - block.count("\n")) + block


def _with_outputs(
    text: str,
    cells: list[TextCell],
    kept: tuple[str | None, ...],
    path: PurePosixPath,
    defaults: Mapping[str, Any],
    *,
    is_fresh: bool,
) -> Document:
    """Put what is stored of each cell in its place."""
    out = DocumentWriter()
    done = 0
    line = 1
    for cell, stored in zip(cells, kept, strict=True):
        before = text[done : cell.start]
        put_text(out, before.removesuffix("\n"), line)
        if not is_fresh and cell is cells[0]:
            message = "the stored outputs are of another version of this page"
            hint = f"run it again: 'sitegen run {path}'"
            out.report(Problem(CELL_NOT_RUN, message, hint), 0, cell.line)
        hidden = find_invisible(stored or "")
        if stored is None:
            options = read_cell_options(cell.source)
            values = {**defaults, **cell.usual, **options.values}
            put_text(out, _shown(cell, options, values).rstrip("\n"), cell.line)
        elif hidden:
            out.report(hidden, 0, cell.line)
        else:
            _put_stored(out, stored, cell.line)
        line = cell.line + text.count("\n", cell.start, cell.end) + 1
        done = cell.end + 1
    put_text(out, text[done:], line)
    return out.document()


def _with_notebook(
    text: str,
    cells: list[TextCell],
    notebook: Notebook,
    path: PurePosixPath,
    defaults: Mapping[str, Any],
) -> Document:
    """Put the outputs that `sitegen run` has stored below the code of their cells."""
    out, missing = write_cells(text, cells, notebook.cells, f"/{notebook_of(path)}", defaults)
    if missing:
        what = "a cell has" if len(missing) == 1 else f"{len(missing)} cells have"
        message = f"{what} changed since this page was run, so outputs are missing"
        hint = f"run it again: 'sitegen run {path}'"
        out.report(Problem(CELL_NOT_RUN, message, hint), 0, missing[0].line)
    return out.document()


def _put_stored(out: DocumentWriter, stored: str, line: int) -> None:
    """Write the outputs of a cell; HTML becomes a block, all lines are that of the cell."""
    done = 0
    for raw in _RAW.finditer(stored):
        _put_lines(out, stored[done : raw.start()], line)
        # What is beyond the limits stays, and the page is refused for it.
        html = raw[2] if find_output_excess(raw[2]) else clean_output_html(raw[2])[0]
        out.put_html(html, 0, line)
        done = raw.end()
    _put_lines(out, stored[done:], line)


def _put_lines(out: DocumentWriter, text: str, line: int) -> None:
    for part in text.strip("\n").split("\n") if text.strip() else ():
        out.put_line(part, 0, line)
    if text.strip():
        out.put_line("", 0, line)


def _read_defaults(text: str, path: str) -> dict[str, Any]:
    """Return the options that the front matter gives to all cells: `execute:`, `code-fold`."""
    fields = with_format_fields(split_front_matter(text, path).fields)
    execute = fields["execute"].value if "execute" in fields else None
    found = dict(execute) if isinstance(execute, dict) else {}
    if "code-fold" in fields:
        found.setdefault("code-fold", fields["code-fold"].value)
    if "code_folding" in fields and fields["code_folding"].value == "hide":
        found.setdefault("code-fold", True)
    return {name: found[name] for name in _DEFAULTS if isinstance(found.get(name), bool)}
