"""Queries for files: web assets, images, templates, URLs."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from sitegen.graph.url_lookup import find_url
from sitegen.model import ImageUse
from sitegen.rendering.queries.query import NamedQuery, PackedQuery

if TYPE_CHECKING:
    from sitegen.diagnostics import Problem
    from sitegen.model import ImageSet
    from sitegen.rendering.queries.query import QueryContext

__all__ = ["AssetQuery", "ImageQuery", "StaticFileQuery", "TemplateQuery", "UrlQuery"]


class AssetQuery(NamedQuery, frozen=True):
    """The URL of the file of this name in `assets/`."""

    kind: ClassVar[str] = "asset"
    follows_text: ClassVar[bool] = False

    def answer(self, context: QueryContext) -> str | None:
        """Return its URL."""
        return context.assets.get(self.name)

    def describe(self, context: QueryContext) -> str:
        """Name the file."""
        return f"the file assets/{self.name}"


class ImageQuery(PackedQuery, frozen=True):
    """The files that are made of an image for one use.

    `near` is the source of the page from which the name is looked up, empty for none.
    """

    kind: ClassVar[str] = "image"
    follows_text: ClassVar[bool] = False

    name: str
    near: str
    use: ImageUse

    def answer(self, context: QueryContext) -> ImageSet | Problem | None:
        """Return the files, which will be made, or why the image cannot be used."""
        return context.images.plan(self.name, self.near, self.use)

    def describe(self, context: QueryContext) -> str:
        """Say that it is an image: authors see the file's name where it is used."""
        return "an image"


class StaticFileQuery(NamedQuery, frozen=True):
    """Whether there is a file of this name in `assets/static/`, which is published as it is."""

    kind: ClassVar[str] = "static"
    follows_text: ClassVar[bool] = False

    def answer(self, context: QueryContext) -> bool:
        """Tell whether there is one."""
        return self.name in context.static_files

    def describe(self, context: QueryContext) -> str:
        """Name the file."""
        return f"the file assets/static/{self.name}"


class TemplateQuery(NamedQuery, frozen=True):
    """The text of the template of this name, and of those that it refers to."""

    kind: ClassVar[str] = "template"
    follows_text: ClassVar[bool] = False

    def answer(self, context: QueryContext) -> list[str]:
        """Return the names and texts of them all."""
        return context.templates.closure(self.name)

    def describe(self, context: QueryContext) -> str:
        """Name the template."""
        return f"the template {self.name}"


class UrlQuery(PackedQuery, frozen=True):
    """The URL of the page or file that a template calls by this name.

    `near` is the source of the page from which a relative name is looked up, empty for none.
    """

    kind: ClassVar[str] = "url"
    follows_text: ClassVar[bool] = False

    name: str
    near: str

    def answer(self, context: QueryContext) -> str | None:
        """Return its URL."""
        return find_url(context.site, self.name, self.near)

    def describe(self, context: QueryContext) -> str:
        """Name what was asked for as the template does."""
        return f"the address of {self.name}"
