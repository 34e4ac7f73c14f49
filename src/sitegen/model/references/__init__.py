"""References: what a page names, and what it stands for once the whole site is known.

A link needs the URL of another page, an image its size, a citation the bibliography. Parsing sees
one file, so it leaves a slot in the HTML and a `Reference` for it. Assembling resolves it, which
gives a `Resolved`; rendering writes that into the slot as HTML.

To add a kind, write one file with two classes, in the package that knows the subject but not above
`content`, and register the second one. Both are stored and sent to other processes, hence the tags:

    class Project(Resolved, frozen=True, tag="project"):
        url: str
        name: str

        def html(self, page: HtmlContext) -> str:
            return f'<a href="{escape(self.url)}">{escape(self.name)}</a>'

    class ProjectReference(Reference, frozen=True, tag="project"):
        resolved: ClassVar[type[Resolved]] = Project

        def resolve(self, site: SiteContext) -> Project | Problem:
            url = site.link(f"/projects/{self.target}.md")
            return url if isinstance(url, Problem) else Project(url=url, name=self.target)

A construct (`sitegen.content.construct`) that finds `@project(knee)` yields a `Slot` with it.
"""

from __future__ import annotations

from sitegen.model.references.collection_reference import (
    CollectionReference,
    Condition,
    Listing,
    Word,
)
from sitegen.model.references.contexts import HtmlContext, SiteContext, SiteFiles
from sitegen.model.references.cross_reference import AnchorReference, CrossReference, LinkText
from sitegen.model.references.gallery_reference import Gallery, GalleryReference
from sitegen.model.references.image_reference import ImageReference, Interaction, Picture
from sitegen.model.references.include_reference import Included, IncludeReference
from sitegen.model.references.link_reference import Link, LinkReference
from sitegen.model.references.number_reference import NumberReference, NumberText
from sitegen.model.references.reference import (
    Reference,
    References,
    Resolved,
    ResolvedSlots,
    Unresolved,
)
from sitegen.model.references.shortcode_reference import (
    EmbedAddress,
    ShortcodeArgument,
    ShortcodeCall,
    ShortcodeClose,
    ShortcodeEnd,
    ShortcodeReference,
    ShortcodeText,
    ShortcodeTextEnd,
)
from sitegen.model.references.term_reference import TERM_PREFIX, TermReference

__all__ = [
    "TERM_PREFIX",
    "AnchorReference",
    "CollectionReference",
    "Condition",
    "CrossReference",
    "EmbedAddress",
    "Gallery",
    "GalleryReference",
    "HtmlContext",
    "ImageReference",
    "IncludeReference",
    "Included",
    "Interaction",
    "Link",
    "LinkReference",
    "LinkText",
    "Listing",
    "NumberReference",
    "NumberText",
    "Picture",
    "Reference",
    "References",
    "Resolved",
    "ResolvedSlots",
    "ShortcodeArgument",
    "ShortcodeCall",
    "ShortcodeClose",
    "ShortcodeEnd",
    "ShortcodeReference",
    "ShortcodeText",
    "ShortcodeTextEnd",
    "SiteContext",
    "SiteFiles",
    "TermReference",
    "Unresolved",
    "Word",
]
