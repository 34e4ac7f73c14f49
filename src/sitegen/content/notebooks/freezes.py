"""Where the outputs of documents are kept: the folder `_freeze`, as in Quarto, in `content/`.

A document and its stored outputs are read as one, because the page is made of both. What
`sitegen run` has stored is a notebook, what Quarto has stored is JSON with Markdown in it.
"""

from __future__ import annotations

from pathlib import PurePosixPath

__all__ = [
    "RUN_SUFFIXES",
    "folder_of_freeze",
    "freeze_paths",
    "join_freeze",
    "notebook_of",
    "split_freeze",
]

#: Documents whose outputs are kept beside them.
RUN_SUFFIXES = (".qmd", ".rmd")
_MARK = b"\n\0sitegen stored outputs\0\n"
_FOLDER = "_freeze"


def folder_of_freeze(path: PurePosixPath) -> PurePosixPath:
    """Return the folder for `content/a/b.qmd`: `content/_freeze/a/b`."""
    top, *others = path.with_suffix("").parts
    return PurePosixPath(top, _FOLDER, *others)


def notebook_of(path: PurePosixPath) -> PurePosixPath:
    """Return the notebook in which the outputs of a document are kept."""
    return folder_of_freeze(path) / "outputs.ipynb"


def freeze_paths(name: str) -> tuple[str, ...]:
    """Return the files that may hold the outputs of a document, the first that exists does.

    None for other files.
    """
    if not name.casefold().endswith(RUN_SUFFIXES) or not name.startswith("content/"):
        return ()
    path = PurePosixPath(name)
    if _FOLDER in path.parts:
        return ()
    return str(notebook_of(path)), str(folder_of_freeze(path) / "execute-results/html.json")


def join_freeze(data: bytes, stored: bytes) -> bytes:
    """Return a document and its stored outputs as one."""
    return data + _MARK + stored


def split_freeze(data: bytes) -> tuple[bytes, bytes]:
    """Return the document, and its stored outputs or nothing."""
    own, _, stored = data.partition(_MARK)
    return own, stored
