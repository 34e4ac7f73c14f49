"""References: what a page names, and what it stands for once the whole site is known.

A link needs the URL of another page, an image its size, a citation the bibliography. Parsing sees
one file, so it leaves a slot in the HTML and a `Reference` for it. Assembling resolves it, which
gives a `Resolved`; rendering writes that into the slot as HTML.

To add a kind, write one file with two classes, in the package that knows the subject, and register
the first one. Both classes are stored and sent to other processes, hence the tags:

    class ProjectReference(Reference, frozen=True, tag="project"):
        resolved: ClassVar[type[Resolved]] = Project

        def resolve(self, site: SiteContext) -> Resolved | Problem:
            url = site.link(f"projects/{self.target}.md")
            return url if isinstance(url, Problem) else Project(url=url, name=self.target)

    class Project(Resolved, frozen=True, tag="project"):
        url: str
        name: str

        def html(self, page: HtmlContext) -> str:
            return f'<a href="{escape(self.url)}">{escape(self.name)}</a>'
"""

from __future__ import annotations

from sitegen.model.references.contexts import HtmlContext, SiteContext, SiteFiles
from sitegen.model.references.gallery_reference import Gallery, GalleryReference
from sitegen.model.references.image_reference import Grid, ImageReference, Interaction, Picture
from sitegen.model.references.link_reference import Link, LinkReference
from sitegen.model.references.reference import (
    Reference,
    References,
    Resolved,
    ResolvedSlots,
    Unresolved,
)

__all__ = [
    "Gallery",
    "GalleryReference",
    "Grid",
    "HtmlContext",
    "ImageReference",
    "Interaction",
    "Link",
    "LinkReference",
    "Picture",
    "Reference",
    "References",
    "Resolved",
    "ResolvedSlots",
    "SiteContext",
    "SiteFiles",
    "Unresolved",
]
