"""Find the pages whose code has to be run, and why."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from sitegen.content.front_matter import split_front_matter
from sitegen.content.notebooks.freezes import holds_cells, notebook_beside, notebook_of
from sitegen.content.notebooks.myst_cells import (
    find_myst_cells,
    read_myst_page,
    with_backticks,
)
from sitegen.content.notebooks.notebook_reader import Cell, Notebook, read_notebook
from sitegen.content.notebooks.quarto_text import find_quarto_cells
from sitegen.content.notebooks.text_cells import TextCell
from sitegen.content.page_files import PAGES
from sitegen.content.page_names import NOTEBOOK_SUFFIXES
from sitegen.content.text import decode
from sitegen.errors import UsageError
from sitegen.storage.source_files import find_config, read_bytes, scan_site

if TYPE_CHECKING:
    from sitegen.diagnostics import Diagnostic

__all__ = ["DIGEST_FIELD", "PlannedRun", "RunPlan", "digest_of_cells", "plan_runs"]

#: Where a notebook keeps the digest of the code that was run.
DIGEST_FIELD = ("sitegen", "source_digest")
_CHANGED = "its code has changed"
_NEW = "it has not been run"
_FORCED = "as you asked"
#: Of files that may hold code that is run.
_RUN = (".md", *NOTEBOOK_SUFFIXES)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRun:
    """A page to run: the code of its cells in order, the language and the kernel, and why.

    `target` is the notebook that will hold the outputs: the page itself, or one in `_freeze`.
    `lines` are the lines of a document before the code of each cell; none for a notebook.
    `failing` are the numbers, from 0, of the cells of a document that may raise errors.
    """

    path: PurePosixPath
    target: PurePosixPath
    cells: tuple[str, ...]
    language: str
    kernel: str
    reason: str
    lines: tuple[int, ...] = ()
    failing: frozenset[int] = frozenset()

    @property
    def digest(self) -> str:
        """What tells the code from other code."""
        return digest_of_cells(self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPlan:
    """The pages to run, how many are up to date, and what is wrong with those that are not read."""

    root: Path
    runs: tuple[PlannedRun, ...]
    up_to_date: int
    problems: tuple[Diagnostic, ...]


def plan_runs(site: Path, pages: Sequence[Path] = (), *, forces: bool = False) -> RunPlan:
    """Return what `sitegen run` would run: all pages with code that has changed, or these.

    With `forces`, also what is up to date. Raises SitegenError.
    """
    root = find_config(site).root
    known = scan_site(root, ["content"]).stats
    found = [
        path
        for path in map(PurePosixPath, known)
        if path.suffix.casefold() in _RUN and PAGES.matches(path)
    ]
    wanted = _choose(root, pages, found) if pages else _find_all(root, found)
    runs: list[PlannedRun] = []
    problems: list[Diagnostic] = []
    up_to_date = 0
    for path in wanted:
        data = read_bytes(root / path)
        is_notebook = path.suffix.casefold() == ".ipynb"
        planned = _of_notebook(path, data) if is_notebook else _of_document(root, path, data)
        if isinstance(planned, PlannedRun):
            reason = planned.reason or (_FORCED if forces else "")
            if reason:
                runs.append(_because(planned, reason))
            else:
                up_to_date += 1
        else:
            problems += planned
    return RunPlan(root=root, runs=tuple(runs), up_to_date=up_to_date, problems=tuple(problems))


def digest_of_cells(cells: Iterable[str]) -> str:
    """Return a digest of the code of all cells."""
    return hashlib.sha256("\0".join(cells).encode(errors="replace")).hexdigest()


def _because(planned: PlannedRun, reason: str) -> PlannedRun:
    from dataclasses import replace

    return replace(planned, reason=reason)


def _choose(
    root: Path, pages: Iterable[Path], found: Sequence[PurePosixPath]
) -> list[PurePosixPath]:
    """Return the pages that the command line names. Raises UsageError."""
    chosen = []
    for page in pages:
        places = [root / page, page.absolute()]
        name = next(
            (
                PurePosixPath(place.resolve().relative_to(root.resolve()).as_posix())
                for place in places
                if place.is_file() and place.resolve().is_relative_to(root.resolve())
            ),
            None,
        )
        if name is None:
            message = f"{page}: there is no such file in {root}"
            raise UsageError(message)
        if name not in found:
            kinds = ", ".join(_RUN)
            message = f"{page}: only pages with code are run ({kinds} in content/)"
            raise UsageError(message)
        if name.suffix.casefold() == ".md" and not holds_cells(read_bytes(root / name)):
            message = f"{page}: this page has no '{{code-cell}}', so there is nothing to run"
            raise UsageError(message)
        chosen.append(name)
    return list(dict.fromkeys(chosen))


def _find_all(root: Path, found: Iterable[PurePosixPath]) -> list[PurePosixPath]:
    """Return the pages with code; a notebook beside one in Markdown only has outputs."""
    pages = {
        path
        for path in found
        if path.suffix.casefold() != ".md" or holds_cells(read_bytes(root / path))
    }
    paired = {PurePosixPath(notebook_beside(path)) for path in pages if path.suffix == ".md"}
    return sorted(pages - paired, key=str)


def _of_notebook(path: PurePosixPath, data: bytes) -> PlannedRun | tuple[Diagnostic, ...]:
    notebook = read_notebook(data, str(path))
    if notebook.refused:
        return notebook.refused
    cells = [cell for cell in notebook.cells if cell.kind == "code"]
    kernel = _table(notebook.metadata.get("kernelspec")).get("name")
    return PlannedRun(
        path=path,
        target=path,
        cells=tuple(cell.source for cell in cells),
        language=notebook.language,
        kernel=kernel if isinstance(kernel, str) else "",
        reason=_why(notebook, cells),
    )


def _why(notebook: Notebook, cells: Sequence[Cell]) -> str:
    """Return why a notebook has to be run; empty if it need not be.

    One that was never run here is as its author saved it, unless a cell has not been run at all.
    """
    table, name = DIGEST_FIELD
    kept = _table(notebook.metadata.get(table)).get(name)
    if kept is not None:
        return "" if kept == digest_of_cells(cell.source for cell in cells) else _CHANGED
    return _NEW if any(cell.source.strip() and not cell.count for cell in cells) else ""


def _of_document(
    root: Path, path: PurePosixPath, data: bytes
) -> PlannedRun | tuple[Diagnostic, ...]:
    text, problems = decode(data, str(path))
    if problems:
        return problems
    cells, language, kernel = _find_cells(text, path)
    target = notebook_of(path)
    stored = root / target
    kept = None
    if stored.is_file():
        table, name = DIGEST_FIELD
        found = read_notebook(read_bytes(stored), str(target))
        kept = _table(found.metadata.get(table)).get(name)
    sources = tuple(cell.source for cell in cells)
    reason = _NEW if kept is None else "" if kept == digest_of_cells(sources) else _CHANGED
    if reason == _NEW and not stored.is_file() and _has_outputs_beside(root, path, sources):
        reason = ""
    return PlannedRun(
        path=path,
        target=target,
        cells=sources,
        language=language,
        kernel=kernel,
        reason=reason if cells else "",
        lines=tuple(cell.line + cell.first - 1 for cell in cells),
        failing=frozenset(n for n, cell in enumerate(cells) if "raises-exception" in cell.tags),
    )


def _find_cells(text: str, path: PurePosixPath) -> tuple[Sequence[TextCell], str, str]:
    """Return the cells that are run, their language, and the kernel if one is named."""
    if path.suffix.casefold() == ".md":
        page = read_myst_page(text, str(path))
        found = (cell for cell, _ in find_myst_cells(with_backticks(text), page))
        cells = [cell for cell in found if cell.options().flag("eval", otherwise=True)]
        language = page.language or (cells[0].language if cells else "python")
        return cells, language, page.kernel
    cells = find_quarto_cells(text)
    language = cells[0].language if cells else "python"
    return [c for c in cells if c.language == language], language, _kernel_of(text, path)


def _has_outputs_beside(root: Path, path: PurePosixPath, sources: Iterable[str]) -> bool:
    """Tell whether a notebook that Jupytext pairs with a page has the outputs of all its cells."""
    beside = notebook_beside(path)
    if not beside or not (root / beside).is_file():
        return False
    notebook = read_notebook(read_bytes(root / beside), beside)
    run = {cell.source.strip("\n") for cell in notebook.cells if cell.outputs or cell.count}
    return all(source.strip("\n") in run for source in sources if source.strip())


def _kernel_of(text: str, path: PurePosixPath) -> str:
    """Return the kernel that the front matter names: `jupyter: python3`."""
    field = split_front_matter(text, str(path)).fields.get("jupyter")
    value: Any = field.value if field else ""
    if isinstance(value, dict):
        value = _table(value.get("kernelspec")).get("name")
    return value if isinstance(value, str) else ""


def _table(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
