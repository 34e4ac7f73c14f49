"""The functions that templates may call: `url_for`, `section`, `asset`, `image` and others."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from itertools import chain
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from sitegen.diagnostics import did_you_mean
from sitegen.graph.missing_targets import BROKEN_LINK
from sitegen.late_patterns import compile_late
from sitegen.model import ImageSet, Kind
from sitegen.model.words import spellings
from sitegen.rendering.filters import TEMPLATE_UNDEFINED, LookupProblem
from sitegen.rendering.image_arguments import check_image, read_image_use
from sitegen.rendering.page_features import PageFeatures
from sitegen.rendering.queries import ImageQuery, UrlQuery
from sitegen.rendering.template_images import picture

if TYPE_CHECKING:
    from markupsafe import Markup

    from sitegen.rendering.cached_partials import Partials
    from sitegen.rendering.entry_views import CollectionView
    from sitegen.rendering.page_index import CardView, PageIndex
    from sitegen.rendering.template_images import Images

__all__ = ["PageFunctions"]

_ADDRESS = compile_late(r"(?:https?://|mailto:|tel:)", re.IGNORECASE)


class PageFunctions:
    """The functions of `docs/templates.md` for one page, whose template sees these views."""

    def __init__(
        self, page_index: PageIndex, images: Images, partials: Partials, views: Mapping[str, Any]
    ) -> None:
        self._page_index = page_index
        self._images = images
        self._partials = partials
        self._views = views

    def by_name(self) -> dict[str, Callable[..., Any]]:
        """Return the functions as templates call them."""
        return {
            "url_for": self.url_for,
            "section": self.section,
            "collection": self.collection,
            "asset": self.asset,
            "image": self.image,
            "picture": partial(picture, layout=self._page_index.layout),
            "partial_cached": self.partial_cached,
            "feature_links": PageFeatures.links,
        }

    def url_for(self, path: str, default: str | None = None) -> str:
        """Return the URL of a page or file; a full URL is returned as it is.

        `default` is returned for what does not exist. Without it, raises LookupProblem.
        """
        if _ADDRESS.match(path):
            return path
        near = self._source() if path.startswith(("./", "../")) else ""
        # `{% set %}` gives Markup, a subclass of str that cannot be recorded.
        url = self._page_index.ask(UrlQuery(str(path), near))
        if url is None and default is not None:
            return default
        if url is None:
            raise self._refuse_url(path)
        return url

    def section(self, folder: str) -> CardView | None:
        """Return the card of the section in a folder, or None if that is not a section."""
        index = str(PurePosixPath("content", folder.removeprefix("content/"), "index.md"))
        found = map(self._page_index.find_card, spellings(index))
        return next((card for card in found if card and card.kind == Kind.SECTION), None)

    def collection(self, name: str) -> CollectionView:
        """Return the entries of a collection. Raises LookupProblem."""
        found = self._page_index.collection(str(name))
        if found is None:
            guess = partial(did_you_mean, name, self._page_index.collection_names)
            raise LookupProblem(TEMPLATE_UNDEFINED, f"collection: there is no '{name}'", guess)
        return found

    def asset(self, name: str) -> str:
        """Return the URL of a file in `assets/`. Raises LookupProblem."""
        url = self._page_index.asset(name)
        if url is None:
            guess = partial(did_you_mean, name, self._page_index.context.assets)
            raise LookupProblem(BROKEN_LINK, f"asset: no file '{name}' in assets/", guess)
        return url

    def image(
        self,
        path: str,
        alt: str | None = "",
        *,
        widths: object = None,
        ratio: object = None,
        focus: object = None,
        sizes: str = "",
        eager: bool = False,
        lazy: bool = True,
    ) -> Markup:
        """Return the HTML of an image, whose files will be made. Raises LookupProblem."""
        check_image(path, alt, sizes)
        use = read_image_use(widths, ratio, focus)
        found = self._page_index.ask(ImageQuery(str(path), "", use))
        if found is None and "page" in self._views:
            found = self._page_index.ask(ImageQuery(str(path), self._source(), use))
        if not isinstance(found, ImageSet):
            raise self._images.refuse(path, found)
        layout = self._page_index.layout
        sizes = sizes or self._room(found)
        return picture(found, alt, sizes, layout=layout, eager=eager, lazy=lazy)

    def partial_cached(self, name: str) -> Markup:
        """Return a template's HTML, rendered once for all pages on which it looks the same."""
        return self._partials.render(name, self._views, self._for_views)

    def _for_views(self, views: Mapping[str, Any]) -> dict[str, Callable[..., Any]]:
        return PageFunctions(self._page_index, self._images, self._partials, views).by_name()

    def _refuse_url(self, path: str) -> LookupProblem:
        """Return the error for a template that names a page or file that does not exist."""
        urls = self._page_index.site.urls
        known = chain(urls, (each.partition("/")[2] for each in urls))
        guess = partial(did_you_mean, path.partition("#")[0], known)
        return LookupProblem(BROKEN_LINK, f"url_for: no page or file '{path}'", guess)

    def _room(self, image: ImageSet) -> str:
        """Return `sizes` for the theme's column; empty at an old URL, which has no column."""
        if "page" not in self._views:
            return ""
        layout = self._page_index.layout
        return layout.at_most(min(image.width, layout.whole_column(Kind(self._views["page"].kind))))

    def _source(self) -> str:
        """Return the page's source; empty at an old URL, which has no page."""
        return self._views["page"].source if "page" in self._views else ""
