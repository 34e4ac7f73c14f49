"""Stop at a page whose references take too much to be written."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from sitegen.config.limits import LIMIT_EXCEEDED
from sitegen.content.page_codec import PAGE_MEMORY, PAGE_TIMEOUT
from sitegen.diagnostics import Diagnostic, Location
from sitegen.graph.citable_works import cites
from sitegen.model.references import IncludeReference
from sitegen.model.references.citation_reference import CitationReference
from sitegen.model.references.glossary_reference import GlossaryReference

if TYPE_CHECKING:
    from sitegen.errors import LimitError
    from sitegen.graph.citing import Citing
    from sitegen.model import Fragment, ParsedPage

__all__ = ["Limit", "may_take_long", "no_limit", "report_excess"]

#: Limits a block: it raises a LimitError if work on the page of this path takes too much.
Limit = Callable[[str], contextlib.AbstractContextManager[None]]
#: With fewer references, a page takes less than a limit does.
_FEW = 100
#: One of these may stand for very much.
_LARGE = frozenset({IncludeReference, GlossaryReference})
#: By what ran out: the code, and the setting of `[limits]`.
_EXCESS = {
    "time": (PAGE_TIMEOUT, "render_seconds"),
    "memory": (PAGE_MEMORY, "memory"),
    "size": (LIMIT_EXCEEDED, "rendered_bytes"),
    "end": (PAGE_MEMORY, "memory"),
}


def no_limit(page: str) -> contextlib.AbstractContextManager[None]:
    """Limit nothing."""
    del page
    return contextlib.nullcontext()


def may_take_long(page: ParsedPage, fragment: Fragment, citing: Citing | None) -> bool:
    """Tell whether it may take long to write the references of a part of a page.

    The citations of included texts are the page's; the glossary of the site has links of its own.
    How long citations take depends on their number, and on a style that the site has as a file.
    """
    references = fragment.references
    if len(references) > _FEW or not references.kinds.isdisjoint(_LARGE):
        return True
    if not cites(page):
        return False
    if page.front.nocite or citing is None or citing.styles.has_own(page):
        return True
    return sum([len(each.cites) for each in references if type(each) is CitationReference]) > _FEW


def report_excess(page: ParsedPage, error: LimitError) -> Diagnostic:
    """Return the error of a page whose references took too much."""
    code, setting = _EXCESS[error.kind]
    what = "the references and citations of this page"
    if error.kind == "size":
        message = f"{what} have more than {error.amount:,.0f} characters"
    else:
        message = f"writing {what} {error}"
    return Diagnostic(
        code=code,
        message=message,
        location=Location(path=str(page.path), line=1, column=1),
        hint=f"make several pages of it, take a simpler citation style, or raise limits.{setting} "
        "in sitegen.toml",
    )
