"""A link to something in the documentation of another project: `[](xref:numpy#ndarray)`."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, ClassVar, Literal

from sitegen.diagnostics import Problem
from sitegen.model.references.reference import Reference, Resolved, Unresolved

if TYPE_CHECKING:
    from sitegen.model.references.contexts import HtmlContext, SiteContext

__all__ = ["ExternalTarget", "InventoryReference"]


class ExternalTarget(Resolved, frozen=True, tag="external"):
    """The URL of something in another project, or its text, in a `code` element if it is code."""

    text: str
    is_code: bool = False

    def html(self, page: HtmlContext) -> str:
        """Return the text or URL."""
        del page
        shown = escape(self.text)
        return f"<code>{shown}</code>" if self.is_code else shown


class InventoryReference(Reference, frozen=True, kw_only=True, tag="inventory"):
    """The address or the text of a link; `target` is a project and a name, as in `numpy#ndarray`.

    What is wrong with the target is reported for its address only.
    """

    part: Literal["url", "text"] = "url"
    resolved: ClassVar[type[Resolved]] = ExternalTarget

    def resolve(self, site: SiteContext) -> ExternalTarget | Unresolved | Problem:
        """Look the name up in the inventory of the project."""
        project, _, name = self.target.partition("#")
        found = site.external(project, name)
        if isinstance(found, Problem):
            return found if self.part == "url" else Unresolved(text=name or project)
        url, text, is_code = found
        if self.part == "url":
            return ExternalTarget(text=url)
        return ExternalTarget(text=text, is_code=is_code)
