"""A link to a page or a file of the site."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, ClassVar

from sitegen.diagnostics import Problem
from sitegen.model.references.reference import Reference, Resolved

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import PurePosixPath

    from sitegen.model.references.contexts import HtmlContext, SiteContext, SiteFiles

__all__ = ["Link", "LinkReference"]


#: The name of a target, not that of a file.
_NAME = re.compile(r"[A-Za-z][\w:-]*")


class Link(Resolved, frozen=True, tag="link"):
    """A URL, for an attribute such as `href`."""

    url: str

    def html(self, page: HtmlContext) -> str:
        """Return the URL as an attribute's value."""
        del page
        return escape(self.url)


class LinkReference(Reference, frozen=True, tag="link"):
    """The target of a link, as its author wrote it."""

    download: bool = False
    resolved: ClassVar[type[Resolved]] = Link

    def resolve(self, site: SiteContext) -> Link | Problem:
        """Return the URL of the page or file.

        If only the place within a page is wrong, that is reported, and the link leads to the page.
        """
        url = site.link(self.target)
        if not isinstance(url, Problem):
            return Link(url=url)
        named = site.find_label(self.target) if _NAME.fullmatch(self.target) else url
        if not isinstance(named, Problem):
            return Link(url=named.url)  # as in MyST
        page, mark, anchor = self.target.partition("#")
        whole = site.link(page) if page and mark else url
        if isinstance(whole, Problem):
            return url
        site.report(url)
        return Link(url=f"{whole}#{anchor}")

    def needed_images(self, page: PurePosixPath, files: SiteFiles) -> Iterable[PurePosixPath]:
        """Return the image that the link leads to, if it leads to one."""
        path = files.linked_image(page, self.target)
        return (path,) if path else ()

    def unresolved(self) -> str:
        """Return the target as it was written."""
        return self.target
