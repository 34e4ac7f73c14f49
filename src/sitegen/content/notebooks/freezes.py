"""Where the outputs of documents are kept: the folder `_freeze`, as in Quarto, in `content/`.

A document and its stored outputs are read as one, because the page is made of both. What
`sitegen run` has stored is a notebook, what Quarto has stored is JSON with Markdown in it. A page
in Markdown with cells, as MyST has them, may also have a notebook beside it: Jupytext keeps both
alike.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import NamedTuple

__all__ = [
    "RUN_SUFFIXES",
    "Frozen",
    "folder_of_freeze",
    "freeze_paths",
    "holds_cells",
    "join_freeze",
    "may_have_outputs",
    "notebook_beside",
    "notebook_of",
    "split_freeze",
]

#: Documents whose outputs are kept beside them.
RUN_SUFFIXES = (".qmd", ".rmd")
#: Files in Markdown that may hold cells of MyST.
_MARKDOWN = ".md"
_BRACE, _CELL = b"{", b"{code-cell"
_MARK, _MARK_END = b"\n\0sitegen stored outputs ", b"\0\n"
_FOLDER = "_freeze"


class Frozen(NamedTuple):
    """A document, its stored outputs or nothing, and the file that these are in."""

    own: bytes
    stored: bytes = b""
    name: str = ""


def folder_of_freeze(path: PurePosixPath) -> PurePosixPath:
    """Return the folder for `content/a/b.qmd`: `content/_freeze/a/b`."""
    top, *others = path.with_suffix("").parts
    return PurePosixPath(top, _FOLDER, *others)


def notebook_of(path: PurePosixPath) -> PurePosixPath:
    """Return the notebook in which the outputs of a document are kept."""
    return folder_of_freeze(path) / "outputs.ipynb"


def notebook_beside(path: PurePosixPath | str) -> str:
    """Return the notebook that Jupytext would pair with a page in Markdown; empty for others."""
    name = str(path)
    return f"{name.removesuffix(_MARKDOWN)}.ipynb" if name.endswith(_MARKDOWN) else ""


def holds_cells(data: bytes) -> bool:
    """Tell quickly whether a page in Markdown may have cells of MyST."""
    return _BRACE in data and _CELL in data  # one byte is found much faster


def may_have_outputs(name: str, data: bytes) -> bool:
    """Tell quickly whether outputs of a file with these bytes may be stored."""
    return not name.endswith(_MARKDOWN) or holds_cells(data)


def freeze_paths(name: str) -> tuple[str, ...]:
    """Return the files that may hold the outputs of a document, the first that exists does.

    None for other files. A page in Markdown has outputs only if it `holds_cells`.
    """
    if not name.startswith("content/") or f"/{_FOLDER}/" in name:
        return ()
    if name.endswith(_MARKDOWN):
        inner = name.removeprefix("content/").removesuffix(_MARKDOWN)
        return f"content/{_FOLDER}/{inner}/outputs.ipynb", f"content/{inner}.ipynb"
    if not name.casefold().endswith(RUN_SUFFIXES):
        return ()
    path = PurePosixPath(name)
    return str(notebook_of(path)), str(folder_of_freeze(path) / "execute-results/html.json")


def join_freeze(data: bytes, stored: bytes, name: str) -> bytes:
    """Return a document and its stored outputs, which are in the file of this name, as one."""
    return b"".join((data, _MARK, name.encode(), _MARK_END, stored))


def split_freeze(data: bytes) -> Frozen:
    """Return a document and its stored outputs."""
    own, _, rest = data.partition(_MARK)
    name, _, stored = rest.partition(_MARK_END)
    return Frozen(own, stored, name.decode())
