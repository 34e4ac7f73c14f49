"""The works of a site: those of all its bibliographies, and what is wrong with them together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.config.bibliography_paths import (
    BIBTEX_SUFFIX,
    is_bibliography_read,
    may_be_bibliography,
)
from sitegen.diagnostics import Location, Problem, Severity, declare
from sitegen.research.bibliography_files import BIBLIOGRAPHIES, PAGE_BIBLIOGRAPHIES

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping
    from pathlib import PurePosixPath

    from sitegen.diagnostics import Diagnostic
    from sitegen.graph.outline import Inputs
    from sitegen.model import Work

__all__ = ["check_bibliographies", "gather_works"]

UNREAD_BIBLIOGRAPHY = declare("unread-bibliography", Severity.WARNING)


def gather_works(files: Mapping[str, Iterable[Work]]) -> tuple[Work, ...]:
    """Return the works of bibliographies by their paths, each under a key of its own.

    They are in the order of the files, those beside the configuration first, and of their entries.
    """
    if not files:
        return ()
    from sitegen.research.work_checks import distinct_works  # many sites have no bibliography

    return distinct_works(_in_order(files))


def _in_order(files: Mapping[str, Iterable[Work]]) -> list[Work]:
    order = sorted(files, key=lambda path: (path.count("/"), path))
    return [work for path in order for work in files[path]]


def check_bibliographies(inputs: Inputs, linked: Container[PurePosixPath]) -> Iterator[Diagnostic]:
    """Yield what is wrong with all works together, and `.bib` files that are not read.

    Those that are `linked` are downloads.
    """
    files = inputs.sources.get(BIBLIOGRAPHIES.name, {})
    if files:
        from sitegen.research.work_checks import check_works  # as above

        yield from check_works(_in_order(files))
    for path in sorted(inputs.files.paths):
        if (
            path.suffix.casefold() == BIBTEX_SUFFIX
            and path not in linked
            and may_be_bibliography(str(path))
            and not is_bibliography_read(path, inputs.config.research.bibliography)
            and not is_bibliography_read(path, inputs.config.research.references)
            and str(path) not in inputs.sources.get(PAGE_BIBLIOGRAPHIES.name, {})
        ):
            message = "this bibliography is not read"
            hint = "move it to bibliography/, name it in research.bibliography, or link to it"
            yield Problem(UNREAD_BIBLIOGRAPHY, message, hint).at(
                Location(path=str(path), line=1, column=1)
            )
