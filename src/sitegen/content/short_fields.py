"""Check the texts of front matter: those that the theme shows as HTML, and those that are plain."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.content.short_texts import read_short_text
from sitegen.content.syntax.inline_footnotes import MISPLACED_FOOTNOTE
from sitegen.diagnostics import Diagnostic, Location, Problem, Severity, declare
from sitegen.late_patterns import compile_late
from sitegen.mathematics.macros import NO_MACROS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sitegen.config import Engine
    from sitegen.mathematics.macros import Macros
    from sitegen.model import FrontMatter

__all__ = ["check_plain_fields", "check_short_fields"]

_HTML_IN_FIELD = declare("html-in-field", Severity.WARNING)
_CITATION_IN_FIELD = declare("citation-in-field", Severity.WARNING)
#: A citation in brackets: what else has an `@` there is an address of e-mail, or a name.
_CITATION = re.compile(r"\[(?:[^\[\]@]*[\s;-])?@[\w{][^\[\]]*\](?!\()")
_END_TAG = compile_late(
    r"</(?:a|b|br|code|em|font|i|mark|p|s|small|span|strong|sub|sup|u|div)\s*>|<br\s*/?>",
    re.IGNORECASE,
)


def check_short_fields(
    front: FrontMatter, path: str, engine: Engine, macros: Macros | None = NO_MACROS
) -> Iterator[Diagnostic]:
    """Yield what has no place in the description and in the caption of the picture."""
    texts = {
        "description": front.description,
        "featured_image_caption": front.featured_image_caption,
    }
    for name, text in texts.items():
        if not text:
            continue
        line, column = front.places.get(name, (0, 0))
        for problem in read_short_text(text, engine, macros=macros).problems:
            place = Location(path=path, line=line, column=column)
            message = f"'{name}': {problem.message}"
            yield Diagnostic(code=problem.code, message=message, location=place, hint=problem.hint)


def check_plain_fields(front: FrontMatter, path: str) -> Iterator[Diagnostic]:
    """Yield plain fields that hold HTML, citations or footnotes: readers see them as written."""
    texts = {
        "title": (front.title,),
        "subtitle": (front.subtitle,),
        "summary": (front.summary,),
        "abstract": (front.abstract,),
        "authors": front.authors,
    }
    for name, values in texts.items():
        for problem in _find_in_plain(name, values):
            line, column = front.places.get(name, (0, 0))
            yield problem.at(Location(path=path, line=line, column=column))


def _find_in_plain(name: str, values: Sequence[str]) -> Iterator[Problem]:
    tag = next((tag for text in values if "<" in text for tag in _END_TAG.findall(text)), "")
    if tag:
        message = f"'{name}' is plain text, so that '{tag}' is shown as it is written"
        yield Problem(_HTML_IN_FIELD, message, "write it without tags")
    citation = next((each for each in map(_CITATION.search, values) if each), None)
    if citation:
        message = f"'{name}' holds no citations, so that '{citation[0]}' is shown as written"
        yield Problem(_CITATION_IN_FIELD, message, "cite in the text of the page")
    if any("^[" in each or "[^" in each for each in values):
        message = f"'{name}' holds no footnotes, so that this one is shown as written"
        yield Problem(MISPLACED_FOOTNOTE, message, "put it into the text of the page")
