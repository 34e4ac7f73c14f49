"""Put something in the place of pages that cannot be shown, for the preview.

A page that cannot be read or rendered stays as it was, if the output folder has it. Otherwise, a
page without any content takes its place: the preview shows on top of it what is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from sitegen.content.publication_fields import INVALID_FIELD, MISSPELLED_DRAFT, UNCLEAR_PUBLICATION
from sitegen.content.unread_metadata import UNREAD_METADATA
from sitegen.content.yaml_reader import INVALID_DATE
from sitegen.diagnostics import Severity, is_needed
from sitegen.model import Rank

if TYPE_CHECKING:
    from sitegen.diagnostics import Diagnostic
    from sitegen.engine.build_context import BuildContext
    from sitegen.engine.page_rendering import Renders
    from sitegen.model import ParsedPage

__all__ = ["find_broken", "find_unreadable", "put_stand_ins"]

#: Mistakes in what may say that a page is a draft.
_OF_PUBLICATION = frozenset(
    {INVALID_DATE, INVALID_FIELD, MISSPELLED_DRAFT, UNCLEAR_PUBLICATION, UNREAD_METADATA}
)
_PAGE = (
    b'<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8">'
    b"<title>This page cannot be shown</title></head>\n"
    b"<body><h1>This page cannot be shown</h1>"
    b"<p>Its mistakes have to be corrected first.</p></body>\n</html>\n"
)


def put_stand_ins(context: BuildContext, renders: Renders, problems: Iterable[Diagnostic]) -> None:
    """Replace pages that cannot be shown, and note them in `renders.failed`.

    `problems` are those that were found before rendering.
    """
    unreadable = {
        each.location.path: each
        for each in problems
        if each.severity is Severity.ERROR and is_needed(each.code)
    }
    for output, source in renders.sources if unreadable else ():
        if source in unreadable:
            renders.failed.setdefault(output, unreadable[source])
    for output in renders.failed:
        if not context.output.keep_earlier(output):
            context.output.add(output, _PAGE, Rank.PAGE)
    if renders.failed:
        renders.drafts = [each for each in renders.drafts if each.output not in renders.failed]


def find_broken(renders: Renders, problems: Iterable[Diagnostic]) -> Mapping[str, tuple[str, ...]]:
    """Return the outputs of pages with errors, each with the places of its errors.

    If what went wrong with a page is not reported, it is a consequence of errors in templates or in
    data: then the places of all of these are given.
    """
    places: dict[str, list[str]] = {}
    for each in problems:
        if each.severity is Severity.ERROR:
            for path in (each.location.path, *each.also):
                places.setdefault(path, []).append(str(each.location))
    broken = {output: places[source] for output, source in renders.sources if source in places}
    known = {place for found in places.values() for place in found}
    elsewhere = known - {place for found in broken.values() for place in found}
    for output, problem in renders.failed.items():
        place = str(problem.location)
        causes = [place] if place in known else sorted(elsewhere)
        broken[output] = [*broken.get(output, ()), *causes]
    return {output: tuple(dict.fromkeys(found)) for output, found in broken.items()}


def find_unreadable(context: BuildContext, pages: Iterable[ParsedPage]) -> frozenset[str]:
    """Return the paths of pages that may be drafts, in a preview without drafts.

    Nobody can tell whether a page is a draft while its front matter has errors.
    """
    if not context.partial or context.selection.drafts:
        return frozenset()
    return frozenset(str(page.path) for page in pages if _may_be_draft(page))


def _may_be_draft(page: ParsedPage) -> bool:
    return any(
        each.severity is Severity.ERROR and (is_needed(each.code) or each.code in _OF_PUBLICATION)
        for each in page.diagnostics
    )
