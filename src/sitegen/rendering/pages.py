"""A page of the site -> HTML."""

from __future__ import annotations

import posixpath
import re
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import msgspec

from sitegen.content.data_packing import unpack_data
from sitegen.diagnostics import Diagnostic, did_you_mean
from sitegen.graph.urls import href
from sitegen.model import DataFile, ImageInfo, ImageSet, Kind, PageBody, Site, Stored
from sitegen.rendering.data import DataFolders, DataView
from sitegen.rendering.environment import build_environment, template_diagnostic
from sitegen.rendering.filters import LookupProblem
from sitegen.rendering.image_arguments import check_image, read_image_use
from sitegen.rendering.images import IMAGE, Flaw, ImageQuestion, Images, picture
from sitegen.rendering.layout import at_most, column_width
from sitegen.rendering.partials import Partials
from sitegen.rendering.reads import Answers
from sitegen.rendering.shelf import CardView, Shelf
from sitegen.rendering.views import PageView, SiteView

if TYPE_CHECKING:
    from markupsafe import Markup

    from sitegen.model import Page, Redirect

__all__ = ["Material", "Rendered", "Renderer", "list_page_output"]

_ADDRESS = re.compile(r"(?:https?://|mailto:|tel:)", re.IGNORECASE)
_EMPTY = PageBody()


class Material(Stored, frozen=True):
    """All that rendering needs beside the bodies of the pages; the same for every page.

    `params` is the configuration's table, packed, since JSON has no dates; `words` maps a language
    to the theme's words, `assets` names to URLs, templates names to texts, `data` names such as
    `lab/devices` to data files; `images` has the images that templates may ask for, by path, and
    `flawed` what is wrong with others.
    """

    site: Site
    params: bytes
    theme_templates: Mapping[str, str]
    own_templates: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]
    assets: Mapping[str, str]
    data: Mapping[str, DataFile]
    feed_url: str
    images: Mapping[str, ImageInfo] = {}
    flawed: Mapping[str, Flaw] = {}


class Rendered(Stored, frozen=True):
    """An output's bytes, the questions that were asked for it, and how long it took."""

    output: str
    data: bytes
    source: str
    template: str
    reads: tuple[str, ...]
    seconds: float


def list_page_output(page: Page, number: int) -> str:
    """Return the output path of a page's list page; number 1 is the page itself."""
    if number == 1:
        return str(page.output)
    return str(page.output.parent / "page" / str(number) / "index.html")


class Renderer:
    """Renders the pages of one site, one at a time, in any order."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.site = material.site
        self.environment = build_environment(
            material.theme_templates,
            material.own_templates,
            material.words,
            self.site.config.origin,
        )
        self._shelf = Shelf(self.site, material.assets, unpack_data(material.params))
        self._folders = DataFolders(material.data)
        self._images = Images(self.site.config, material.images, material.flawed)
        self._same = {"data": DataView(self._folders, self._shelf)}
        self._partials = Partials(self.environment, self._shelf, self._same)

    def answers(self) -> Answers:
        """Return the site's present answers to the questions that pages ask."""
        names = {*self.material.theme_templates, *self.material.own_templates}

        def lookup(question: str) -> str | None:
            key, _, path = question.partition(" ")
            try:
                return _url_for(self.site, key, path)
            except LookupProblem:
                return None

        shown = tuple(sorted(names))
        assets = self.material.assets
        named: dict[str, Callable[[str], Any]] = {
            "asset": assets.get,
            "image": self._images.answer,
            "url": lookup,
        }
        return Answers(self.site, self.environment, shown, named, self._folders)

    def render(self, key: str, number: int, body: PageBody | None) -> Rendered | Diagnostic:
        """Render a page, or one of its list pages; `number` is 1 for the page itself."""
        page = self.site.pages[key]
        self._shelf.reads = set()
        views = {
            "site": SiteView(self._shelf, page, self.material.feed_url),
            "page": PageView(page, body or _EMPTY, self._shelf, number),
        }
        values = {**views, **self._same, **self._functions(views)}
        source = page.source or page.card.url
        return self._render(page.templates, list_page_output(page, number), source, values)

    def render_redirect(self, redirect: Redirect) -> Rendered | Diagnostic:
        """Render the page at an old URL."""
        self._shelf.reads = set()
        views = {"site": SiteView(self._shelf, None, self.material.feed_url)}
        values = {
            **views,
            **self._same,
            "target": redirect.target,
            "canonical_url": self.site.config.origin + redirect.target,
            **self._functions(views),
        }
        output = str(redirect.output)
        return self._render(("redirect.html",), output, redirect.source, values)

    def _render(
        self, templates: tuple[str, ...], output: str, source: str, values: Mapping[str, Any]
    ) -> Rendered | Diagnostic:
        started = time.perf_counter()
        try:
            template = self.environment.select_template(list(templates))
            data = template.render(values).encode()
        except Exception as error:  # noqa: BLE001  # a template may raise anything: it is its author's code
            return template_diagnostic(error, templates[-1], source)
        # Also those that do not exist yet: the day that one does, it takes this page over.
        chosen = templates[: templates.index(template.name or "") + 1]
        reads = self._shelf.reads.union(f"template:{name}" for name in chosen)
        return Rendered(
            output=output,
            data=data,
            source=source,
            template=template.name or "",
            reads=tuple(sorted(reads)),
            seconds=time.perf_counter() - started,
        )

    def _functions(self, views: Mapping[str, Any]) -> dict[str, Callable[..., Any]]:
        """Return the functions of `docs/templates.md` for one page."""
        site, shelf = self.site, self._shelf

        def url_for(path: str) -> str:
            if _ADDRESS.match(path):
                return path
            relative = path.startswith(("./", "../")) and "page" in views
            near = views["page"].source if relative else ""
            shelf.reads.add(f"url:{near} {path}")
            return _url_for(site, near, path)

        def section(folder: str) -> CardView | None:
            index = str(PurePosixPath("content", folder.removeprefix("content/"), "index.md"))
            shelf.reads.add(f"card:{index}")
            page = site.pages.get(index)
            return shelf.card(index) if page and page.card.kind is Kind.SECTION else None

        def asset(name: str) -> str:
            shelf.reads.add(f"asset:{name}")
            if name not in shelf.assets:
                hint = did_you_mean(name, shelf.assets)
                raise LookupProblem("broken-link", f"asset: no file '{name}' in assets/", hint)
            return shelf.assets[name]

        def image(
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
            check_image(path, alt, sizes)
            use = read_image_use(widths, ratio, focus)
            question = ImageQuestion(name=path, near="", use=use)
            found = self._images.plan(question)
            if found is None and "page" in views:
                shelf.reads.add(IMAGE + msgspec.json.encode(question).decode())
                question = msgspec.structs.replace(question, near=views["page"].source)
                found = self._images.plan(question)
            shelf.reads.add(IMAGE + msgspec.json.encode(question).decode())
            if not isinstance(found, ImageSet):
                raise self._images.refuse(path, found)
            return picture(found, alt, sizes or _room(found, views), eager=eager, lazy=lazy)

        def partial_cached(name: str) -> Markup:
            return self._partials.render(name, views, self._functions)

        return {
            "url_for": url_for,
            "section": section,
            "asset": asset,
            "image": image,
            "picture": picture,
            "partial_cached": partial_cached,
        }


def _room(image: ImageSet, views: Mapping[str, Any]) -> str:
    """Return `sizes` in the theme's column; at an old URL there is none."""
    if "page" not in views:
        return ""
    return at_most(min(image.width, column_width("", Kind(views["page"].kind))))


def _url_for(site: Site, key: str, path: str) -> str:
    name, mark, anchor = path.partition("#")
    for candidate in _named(name, key):
        if candidate in site.urls:
            return site.urls[candidate] + mark + anchor
        if candidate in site.files:
            return href(site.config.base_path, site.files[candidate])
    hint = did_you_mean(name, [*site.urls, *(each.partition("/")[2] for each in site.urls)])
    raise LookupProblem("broken-link", f"url_for: no page or file '{path}'", hint)


def _named(name: str, key: str) -> Iterator[str]:
    """Yield the source paths that a name may stand for."""
    if name.startswith(("./", "../")):
        name = posixpath.join(posixpath.dirname(key), name)
    plain = posixpath.normpath(name).lstrip("/")
    for path in (plain, f"content/{plain}"):
        yield path
        yield posixpath.normpath(f"{path}/index.md")
