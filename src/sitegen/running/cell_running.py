"""Run the cells of a page in a Jupyter kernel, and keep what they make."""

from __future__ import annotations

import json
import re
import time
import warnings
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sitegen.content.json_reader import find_json_places
from sitegen.content.notebooks.cell_options import read_cell_options
from sitegen.content.notebooks.notebook_reader import NOTEBOOK_FORMAT
from sitegen.diagnostics import Location, Problem, Severity, declare
from sitegen.errors import UsageError
from sitegen.late_patterns import compile_late
from sitegen.running.run_planning import DIGEST_FIELD
from sitegen.storage.author_files import read_author_file, replace_author_file

if TYPE_CHECKING:
    from sitegen.diagnostics import Diagnostic
    from sitegen.running.run_planning import PlannedRun

__all__ = ["FinishedRun", "check_can_run", "run_page"]

CELL_FAILED = declare("cell-failed", Severity.ERROR)
KERNEL_MISSING = declare("kernel-missing", Severity.ERROR)

#: Of the files that are written.
_FORMAT = 4
_LINE = compile_late(r"Cell In ?\[\d+\], line (\d+)|<ipython-input[^>]*> in .*?(\d+)")
#: For IPython's kernel, which otherwise warns of what only matters on shared computers.
_QUIET = ["--log-level=ERROR"]
_SEQUENCE = compile_late("\x1b\\[[0-9;]*m")


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedRun:
    """A page that was run: how long it took, and why its outputs were not kept, if so."""

    run: PlannedRun
    seconds: float
    problem: Diagnostic | None = None


def check_can_run() -> None:
    """Raise UsageError if what runs notebooks is not installed."""
    try:
        import nbclient  # noqa: F401  # takes 0.3 s to import
    except ImportError as error:
        message = 'running notebooks needs nbclient: pip install "sitegen[run]"'
        raise UsageError(message) from error


def run_page(root: Path, run: PlannedRun, seconds: int) -> FinishedRun:
    """Run a page in its folder and write its outputs; a cell has `seconds`, 0 for no limit.

    If a cell fails, nothing is written. Raises SitegenError if it cannot be written.
    """
    started = time.perf_counter()
    file = read_author_file(root, str(run.target))
    notebook = _read_or_make(run, file.data)
    kernel = _find_kernel(run)
    problem = next((each for each in (notebook, kernel) if isinstance(each, Problem)), None)
    place = Location(path=str(run.path), line=1, column=1)
    if problem is None:
        failed = _execute(notebook, str(kernel), (root / run.path).parent, seconds)
        if failed:
            number, line, problem = failed
            place = _place(run, file.data, notebook, number, line)
    if problem is None:
        table, name = DIGEST_FIELD
        notebook.metadata.setdefault(table, {})[name] = run.digest
        replace_author_file(file, _written(notebook))
    return FinishedRun(
        run=run,
        seconds=time.perf_counter() - started,
        problem=problem.at(place) if problem else None,
    )


def _read_or_make(run: PlannedRun, data: bytes | None) -> Any:
    """Return the notebook to run, or what is wrong with it; of a document, one with its cells."""
    nbformat: Any = import_module("nbformat")  # without types
    if not run.lines and data is not None:
        try:
            found = import_module("nbformat.reader").reads(data.decode("utf-8-sig"))
            found = found if found.nbformat == _FORMAT else nbformat.convert(found, _FORMAT)
            with warnings.catch_warnings(action="ignore"):  # of cells without an id
                nbformat.validate(found, relax_add_props=True)
        except (nbformat.ValidationError, AttributeError, KeyError, TypeError, ValueError) as error:
            message = f"this notebook is damaged: {str(error).splitlines()[0][:200]}"
            return Problem(NOTEBOOK_FORMAT, message, "save it again in Jupyter")
        return found
    cells = [nbformat.v4.new_code_cell(source, id=f"c{n}") for n, source in enumerate(run.cells, 1)]
    for number in run.failing:
        cells[number].metadata["tags"] = ["raises-exception"]
    return nbformat.v4.new_notebook(cells=cells, metadata={"language_info": {"name": run.language}})


def _written(notebook: Any) -> str:
    nbformat: Any = import_module("nbformat")  # as above
    text: str = nbformat.v4.writes(notebook)
    return text.rstrip("\n") + "\n"


def _find_kernel(run: PlannedRun) -> str | Problem:
    """Return the kernel for a page: the one that it names, or one of its language."""
    from jupyter_client.kernelspec import KernelSpecManager

    specs = KernelSpecManager().get_all_specs()
    if run.kernel in specs:
        return run.kernel
    for name, spec in sorted(specs.items()):
        about = spec.get("spec", {})
        if not run.kernel and str(about.get("language", "")).casefold() == run.language:
            return str(name)
    wanted = f"the kernel '{run.kernel}'" if run.kernel else f"a kernel for {run.language}"
    installed = ", ".join(sorted(specs)) or "none"
    message = f"{wanted} is not installed, so this page is not run"
    return Problem(KERNEL_MISSING, message, f"install it; there is: {installed}")


def _execute(
    notebook: Any, kernel: str, folder: Path, seconds: int
) -> tuple[int, int, Problem] | None:
    """Run all cells; return the number, the line and the problem of one that failed."""
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    skipped = [cell for cell in notebook.cells if cell.cell_type == "code" and _is_skipped(cell)]
    for cell in skipped:
        cell.cell_type = "raw"
    client = NotebookClient(
        notebook,
        timeout=seconds or None,
        kernel_name=kernel,
        extra_arguments=_QUIET if "python" in kernel else [],
        resources={"metadata": {"path": str(folder)}},
        record_timing=False,
    )
    try:
        client.execute()
    except CellExecutionError as error:
        text = _SEQUENCE.sub("", str(error.traceback))
        found = _LINE.search(text)
        line = int(found[1] or found[2]) if found else 1
        message = f"{error.ename}: {' '.join(str(error.evalue).split())[:300]}"
        problem = Problem(CELL_FAILED, message, "nothing was written; mend it and run again")
        number = _failed_cell(notebook)
        source = notebook.cells[number - 1].source  # of which IPython drops empty lines at the top
        return number, line + len(source) - len(source.lstrip("\n")), problem
    except CellTimeoutError:
        message = f"this cell was still running after {seconds} s"
        hint = "give it more with --timeout"
        return _running_cell(notebook), 1, Problem(CELL_FAILED, message, hint)
    except DeadKernelError:
        message = "the kernel has ended, perhaps for want of memory"
        return _running_cell(notebook), 1, Problem(CELL_FAILED, message, "run less at a time")
    except RuntimeError as error:  # of the kernel, when it does not answer
        problem = Problem(CELL_FAILED, str(error), f"try it: jupyter console --kernel {kernel}")
        return 1, 1, problem
    finally:
        for cell in skipped:
            cell.cell_type = "code"
    return None


def _is_skipped(cell: Any) -> bool:
    """Tell a cell with `#| eval: false`."""
    first = "\n".join(line for line in cell.source.split("\n") if "eval" in line and "|" in line)
    return bool(re.search(r"\|\s*eval\s*:\s*false\s*$", first, re.MULTILINE)) and bool(
        read_cell_options(cell.source).first_line > 1
    )


def _failed_cell(notebook: Any) -> int:
    """Return the number, from 1, of the cell that raised an error last."""
    for number in range(len(notebook.cells), 0, -1):
        outputs = notebook.cells[number - 1].get("outputs", ())
        if any(output.get("output_type") == "error" for output in outputs):
            return number
    return 1


def _running_cell(notebook: Any) -> int:
    """Return the number, from 1, of the cell that was begun last."""
    done = [n for n, cell in enumerate(notebook.cells, 1) if cell.get("execution_count")]
    return min((done or [0])[-1] + 1, len(notebook.cells))


def _place(run: PlannedRun, data: bytes | None, notebook: Any, number: int, line: int) -> Location:
    """Return where a line of a cell is in the file of the page."""
    if run.lines:
        return Location(path=str(run.path), line=run.lines[number - 1] + line, column=1)
    text = (data or b"").decode("utf-8-sig", "replace")
    start = find_json_places(text).get(("cells", number - 1, "source"), (1, 1))
    is_list = isinstance(json.loads(text)["cells"][number - 1].get("source"), list)
    last = min(line, max(notebook.cells[number - 1].source.count("\n") + 1, 1))
    return Location(path=str(run.path), line=start[0] + (last if is_list else 0), column=1)
