"""Protocols: what a reference may ask of the site, and a resolved one of the page it is on.

`sitegen.graph.resolving` and `sitegen.rendering.slot_html` provide these; tests may provide less.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import PurePosixPath

    from sitegen.diagnostics import Diagnostic, Location, Problem
    from sitegen.model.drawing import Drawing, DrawingJob
    from sitegen.model.image import Caption, ImageInfo, ImageSet, ImageUse
    from sitegen.model.labels import LabelPlace
    from sitegen.model.references.citation_reference import PageCitations
    from sitegen.model.references.collection_reference import CollectionReference, Listing
    from sitegen.model.references.glossary_reference import ListedTerm
    from sitegen.model.references.image_reference import Picture
    from sitegen.model.references.include_reference import Included, IncludeReference
    from sitegen.model.references.label_list import ListScope
    from sitegen.model.references.reference import ResolvedSlots
    from sitegen.model.references.shortcode_reference import ShortcodeCall, ShortcodeReference
    from sitegen.model.references.term_reference import TermPlace

__all__ = ["HtmlContext", "SiteContext", "SiteFiles"]


class SiteFiles(Protocol):
    """The files of the site that are not pages, as authors name them in a page's text."""

    def locate(self, page: PurePosixPath, target: str) -> PurePosixPath | None:
        """Find a file named relative to the page, or from the site's root."""

    def linked_image(self, page: PurePosixPath, target: str) -> PurePosixPath | None:
        """Find an image that a link leads to."""

    def images_in(self, page: PurePosixPath, target: str) -> Iterable[PurePosixPath]:
        """Return the images of a folder, without those in folders below it."""

    def captions_in(self, page: PurePosixPath, target: str) -> Iterable[PurePosixPath]:
        """Return the captions files of a folder that holds images."""


class SiteContext(Protocol):
    """The site as one reference sees it.

    Targets are what an author wrote: paths from the page's file or from the site's root. What
    cannot be found is returned as a `Problem`, for `resolve` to return in turn.
    """

    @property
    def location(self) -> Location:
        """Where the reference stands."""

    def link(self, target: str) -> str | Problem:
        """Return the URL of a page or file, which is then published if it is a file."""

    def image(self, target: str) -> ImageInfo | Problem:
        """Return what is known of an image, and note that the page shows it."""

    def peek_image(self, target: str) -> ImageInfo | None:
        """Return what is known of an image that another reference shows."""

    def gallery(self, target: str) -> Sequence[tuple[ImageInfo, Caption]] | Problem:
        """Return the images of a folder in natural order, each with its texts.

        An image that cannot be used is reported and left out.
        """

    def responsive(self, image: ImageInfo, use: ImageUse) -> ImageSet:
        """Plan the files of an image and return their URLs."""

    def largest(self, image: ImageInfo) -> str:
        """Plan the largest file of an image and return its URL."""

    def may_open(self, image: ImageSet) -> bool:
        """Tell whether an image is wide enough to be opened beside the theme's narrowest text."""

    def entries(self, wanted: CollectionReference) -> tuple[str, ...] | None:
        """Return the keys of the entries of a collection that an author asks for, in order.

        None if that cannot be told; what is wrong is reported.
        """

    def included(self, wanted: IncludeReference) -> Included | None:
        """Return another text, or a part of it; None if something is wrong, which is reported."""

    def drawing(self, job: DrawingJob) -> Drawing | None:
        """Return what was drawn, None if nothing is drawn here."""

    def shortcode(self, wanted: ShortcodeReference) -> ShortcodeCall | None:
        """Return a shortcode with its arguments as what they stand for.

        None if that cannot be told; what is wrong is reported.
        """

    def source_value(self, kind: str, target: str) -> Any | Problem:
        """Return the value of a file of a kind that is read if it is needed.

        None if it is not there because of something that is reported elsewhere.
        """

    def number(self, label: str) -> str | None:
        """Return the number of a label of this page, None if the page has no such label."""

    def find_label(self, label: str, page: str = "") -> LabelPlace | Problem:
        """Return where the thing with a label is: on this page, or else on the one that has it.

        With the key of a `page`, it is looked for there alone.
        """

    def find_anchor(self, name: str) -> str | Problem:
        """Return the URL of an id of this page, or else of a target on the page that has it."""

    def find_term(self, target: str, term: str) -> TermPlace | Problem:
        """Return where a term is explained, of which `target` is the id."""

    def glossary(self) -> Sequence[ListedTerm]:
        """Return the terms of the site's glossary, in the language of the page and its order."""

    def labels(self, kind: str, *, scope: ListScope) -> Sequence[LabelPlace]:
        """Return what has a label and is of a kind, on this page or on several, in order."""

    def title_of(self, place: LabelPlace) -> str:
        """Return the caption of what has a label as plain text, with that of its references."""

    def referrers(self, label: str) -> tuple[tuple[str, str], ...]:
        """Return the keys and URLs of the other pages that refer to a label of this page."""

    def external(self, project: str, name: str) -> tuple[str, str, bool] | Problem:
        """Return URL and text of something in another project, and whether the text is code."""

    def citations(self) -> PageCitations:
        """Return what this page cites, formatted in its style."""

    def page_at(self, target: str) -> str:
        """Return the key of the page at which a link's target leads, or nothing."""

    def word(self, name: str) -> str:
        """Return a word of the theme in the language of the page."""

    def report(self, problem: Problem | Diagnostic) -> None:
        """Report something that does not keep the reference from being resolved.

        A problem is reported where the reference stands.
        """


class HtmlContext(Protocol):
    """The page on which resolved values are written as HTML.

    `column` is the width of its text in pixels. With `lazy`, images are loaded when they come near;
    only the first of a page may be loaded at once.
    """

    @property
    def column(self) -> int: ...

    @property
    def lazy(self) -> bool: ...

    def page_title(self, key: str) -> str:
        """Return the title of another page, as plain text."""

    def picture(self, picture: Picture, *, lazy: bool, label: str = "") -> str:
        """Return an image of the text, in a link to its largest file if it opens.

        `label` names that link if the image has no text.
        """

    def entries(self, listing: Listing) -> str:
        """Return a list of entries of a collection as the theme shows it."""

    def fragment(self, parts: tuple[str, ...], slots: ResolvedSlots) -> str:
        """Return HTML between slots, and that of what goes into these."""

    def shortcode(self, call: ShortcodeCall, content: str, texts: Mapping[str, str]) -> str:
        """Return what the template of a shortcode makes of it.

        `content` is the HTML between its tags, `texts` is that of its arguments by name.
        """
