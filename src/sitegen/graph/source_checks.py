"""Find out what lies in `content/` that no page is made of, and sites without any page."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sitegen.diagnostics import Diagnostic, Location, Problem, Severity, declare
from sitegen.model import CONTENT

if TYPE_CHECKING:
    from collections.abc import Container, Iterator
    from pathlib import PurePosixPath

    from sitegen.graph.outline import Inputs

__all__ = ["check_documents"]

EMPTY_SITE = declare("empty-site", Severity.ERROR, needed=True)
NOTHING_PUBLISHED = declare("nothing-published", Severity.WARNING)
UNREAD_DOCUMENT = declare("unread-document", Severity.WARNING)

_CONVERT = "convert it to Markdown: pandoc {path} -t gfm -o {new}"
_KEEP_HTML = "rename it to {new} and keep what is inside <body>, or move it to assets/static/"
_FROM_DOCBOOK = "convert it: asciidoctor -b docbook -o - {path} | pandoc -f docbook -t gfm -o {new}"
#: What other generators make pages of, by suffix, and what to do with it.
_DOCUMENTS = {
    ".mdx": "rename it to {new}, and replace its components",
    ".html": _KEEP_HTML,
    ".htm": _KEEP_HTML,
    ".rst": _CONVERT,
    ".adoc": _FROM_DOCBOOK,
    ".asciidoc": _FROM_DOCBOOK,
    ".org": _CONVERT,
    ".textile": _CONVERT,
}


def check_documents(inputs: Inputs, linked: Container[PurePosixPath]) -> Iterator[Diagnostic]:
    """Yield a warning for each kind of document that is not read, and an error for an empty site.

    `linked` are the files that pages link to: they are published as they are.
    """
    if not inputs.parsed:
        yield _empty(inputs).at(Location(path=str(CONTENT)))
    elif not inputs.published:
        total = len(inputs.parsed)
        what = "the only page is" if total == 1 else f"all {total} pages are"
        hint = "'sitegen build --drafts --future --expired' builds them, too"
        problem = Problem(NOTHING_PUBLISHED, f"{what} held back, so the site is empty", hint)
        yield problem.at(Location(path=str(CONTENT)))
    found: dict[str, list[PurePosixPath]] = defaultdict(list)
    for path in inputs.files.paths:
        suffix = path.suffix.casefold()
        if suffix in _DOCUMENTS and path not in linked and _is_document(path):
            found[suffix].append(path)
    for suffix, paths in found.items():
        yield _unread(suffix, min(paths, key=str), len(paths))


def _is_document(path: PurePosixPath) -> bool:
    """Tell a document of `content/` from others, and from what Quarto and Jekyll leave out."""
    parts = path.parts
    return parts[0] == CONTENT.name and not any(part.startswith("_") for part in parts)


def _empty(inputs: Inputs) -> Problem:
    inside = any(path.parts[0] == CONTENT.name for path in inputs.files.paths)
    message = "it holds no pages" if inside else "there is no folder with pages"
    return Problem(EMPTY_SITE, message, "write content/index.md; pages are files that end in .md")


def _unread(suffix: str, path: PurePosixPath, count: int) -> Diagnostic:
    message = f"no page is made of files of the kind '{suffix}'"
    if count > 1:
        message += f"; there {'is' if count == 2 else 'are'} {count - 1} more"  # noqa: PLR2004  # as above
    hint = _DOCUMENTS[suffix].format(path=path, new=path.with_suffix(".md"))
    problem = Problem(UNREAD_DOCUMENT, message, hint)
    return problem.at(Location(path=str(path), line=1, column=1))
