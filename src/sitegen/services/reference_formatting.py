"""Format the works of bibliographies in a citation style: `sitegen bib format`."""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Literal, NamedTuple

from sitegen.config.bibliography_paths import BIBTEX_SUFFIX, CSL_SUFFIXES
from sitegen.diagnostics import Diagnostic, did_you_mean
from sitegen.errors import UsageError
from sitegen.model import SourceFile
from sitegen.research.bibliography_files import CITED_BIBLIOGRAPHIES
from sitegen.research.csl.formatting import Library, format_document
from sitegen.research.csl.items import item_from_work
from sitegen.research.csl.locale import built_in_locale, fallbacks, read_built_in
from sitegen.research.csl.output import HTML, MARKDOWN, PLAIN_TEXT, to_text
from sitegen.research.csl.style_names import BUILT_IN_STYLES
from sitegen.research.csl.style_reader import compile_style
from sitegen.research.work_checks import distinct_works
from sitegen.storage.citation_styles import has_more_styles, list_styles, read_style

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sitegen.model import Work
    from sitegen.research.csl.formatting import Document
    from sitegen.research.csl.style_reader import Style

__all__ = ["FormattedReferences", "OutputFormat", "format_files"]

OutputFormat = Literal["text", "html", "markdown", "json"]
_WRITERS = {"text": PLAIN_TEXT, "html": HTML, "markdown": MARKDOWN}
_SUFFIX = ".csl"


class FormattedReferences(NamedTuple):
    """A formatted list of references, and what is wrong with the files and the style.

    `notes` say what is not in the text, and in which language it is if not in that asked for.
    """

    text: str
    problems: tuple[Diagnostic, ...]
    notes: tuple[str, ...] = ()


def format_files(
    files: Iterable[Path], style: str, language: str, form: OutputFormat
) -> FormattedReferences:
    """Return all works of these files, in the order of the style.

    `style` is a name or the path of a CSL file; `language` is that of the words, dates and
    quotation marks, such as `de`. Raises UsageError for a file or a style that cannot be used.
    """
    compiled, problems = _find_style(style)
    works: list[Work] = []
    notes: list[str] = []
    for file in files:
        found, mistakes = _read_works(file)
        works += found
        problems += mistakes
        if not (found or mistakes):
            notes.append(f"no works are in {file}")
    items = {work.key: item_from_work(work) for work in distinct_works(works)}
    spoken = compiled.default_locale or language
    if not _has_words(spoken):
        notes.append(f"citations have no words in '{spoken}', so these are in English")
    document = format_document(Library(compiled, built_in_locale(spoken), items), (), items)
    notes += [f"the style {style} writes nothing of '{key}'" for key in document.empty]
    return FormattedReferences(_write(document, form), tuple(problems), tuple(notes))


def _has_words(language: str) -> bool:
    """Tell whether there is a locale of a language, in any of its countries."""
    base = language.partition("-")[0].lower()
    return base == "en" or any(read_built_in(name) for name in fallbacks(language)[:-1])


def _read_works(file: Path) -> tuple[tuple[Work, ...], list[Diagnostic]]:
    if file.suffix.casefold() not in {BIBTEX_SUFFIX, *CSL_SUFFIXES}:
        known = ", ".join((BIBTEX_SUFFIX, *sorted(CSL_SUFFIXES)))
        message = f"{file} is no bibliography by its name; those that are read end in {known}"
        raise UsageError(message)
    try:
        data = file.read_bytes()
    except OSError as error:
        message = f"{file} cannot be read: {error.strerror}"
        raise UsageError(message) from error
    source = SourceFile(path=PurePosixPath(file.name), data=data, digest="")
    parsed = CITED_BIBLIOGRAPHIES.parse(source, "0")
    if isinstance(parsed, Diagnostic):
        return (), [parsed]
    return CITED_BIBLIOGRAPHIES.unpack(parsed.value), list(parsed.problems)


def _find_style(name: str) -> tuple[Style, list[Diagnostic]]:
    """Return a style that has a bibliography. Raises UsageError if there is none."""
    path = Path(name)
    problems: list[Diagnostic] = []
    try:
        data = path.read_bytes() if name.endswith(_SUFFIX) else read_style(name)
    except OSError as error:
        message = f"the style {name} cannot be read: {error.strerror}"
        raise UsageError(message) from error
    for _ in range(2):  # a style, and the one to which it may point
        style, found = compile_style(data, name) if data is not None else (None, ())
        problems += found
        if style is None or not style.parent:
            break
        data = read_style(style.parent.rstrip("/").rpartition("/")[2])
    if style is None and found:
        message = f"the style {name} cannot be used: {found[0].message}"
        raise UsageError(message)
    if style is None:
        more = "" if has_more_styles() else '; pip install "sitegen[styles]" for all others'
        hint = did_you_mean(name, list_styles(), f"there are {', '.join(BUILT_IN_STYLES)}{more}")
        message = f"there is no citation style '{name}'; {hint}"
        raise UsageError(message)
    if style.bibliography is None:
        message = f"the style {name} has no bibliography"
        raise UsageError(message)
    return style, problems


def _write(document: Document, form: OutputFormat) -> str:
    if form == "json":
        rows = [
            {
                "key": entry.key,
                "text": to_text(entry.text, document.locale, PLAIN_TEXT),
                "html": to_text(entry.text, document.locale, HTML),
            }
            for entry in document.entries
        ]
        return json.dumps(rows, ensure_ascii=False, indent=2)
    texts = (to_text(entry.text, document.locale, _WRITERS[form]) for entry in document.entries)
    if form == "html":
        return "<ol>\n" + "".join(f"<li>{text}</li>\n" for text in texts) + "</ol>"
    return ("\n\n" if form == "markdown" else "\n").join(texts)
