"""Site -> HTML artefacts."""

from __future__ import annotations

import posixpath
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from sitegen.diagnostics import did_you_mean
from sitegen.graph.urls import href, url_part
from sitegen.model import Artefact, Kind, Rank
from sitegen.rendering.environment import template_diagnostic
from sitegen.rendering.filters import LookupProblem
from sitegen.rendering.views import CardView, PageView, Shelf, SiteView, TagView

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import jinja2

    from sitegen.diagnostics import Diagnostic
    from sitegen.model import Page, Site

__all__ = ["render_site"]

_ADDRESS = re.compile(r"(?:https?://|mailto:|tel:)", re.IGNORECASE)


def render_site(
    site: Site, environment: jinja2.Environment, assets: Mapping[str, str], feed_url: str
) -> Iterator[Artefact | Diagnostic]:
    """Render every page, list page and redirect; `assets` maps names to their URLs."""
    tags = {
        slug: TagView(tag.name, slug, tag.url, len(tag.pages)) for slug, tag in site.tags.items()
    }
    names = {name for page in site.pages.values() for name in page.card.tags}
    slugs = {name: url_part(name) for name in names}
    shelf = Shelf(site, {}, tags, slugs, assets)
    for page in site.pages.values():
        functions = _functions(shelf, page.key)
        for number in range(1, len(page.list_urls) + 1):
            yield _render_page(page, number, shelf, environment, functions, feed_url)
    for redirect in site.redirects:
        values = {
            "site": SiteView(shelf, None, feed_url),
            "target": redirect.target,
            "canonical_url": site.config.origin + redirect.target,
            **_functions(shelf, redirect.source),
        }
        yield _render(environment, ("redirect.html",), redirect.output, redirect.source, values)


def _render_page(
    page: Page,
    number: int,
    shelf: Shelf,
    environment: jinja2.Environment,
    functions: Mapping[str, Any],
    feed_url: str,
) -> Artefact | Diagnostic:
    output = page.output
    if number > 1:
        output = output.parent / "page" / str(number) / "index.html"
    values = {
        "site": SiteView(shelf, page, feed_url),
        "page": PageView(page, shelf, number),
        **functions,
    }
    return _render(environment, page.templates, output, page.source or str(page.card.url), values)


def _render(
    environment: jinja2.Environment,
    templates: tuple[str, ...],
    output: PurePosixPath,
    source: str,
    values: Mapping[str, Any],
) -> Artefact | Diagnostic:
    try:
        text = environment.select_template(list(templates)).render(values)
    except Exception as error:  # noqa: BLE001  # a template may raise anything: it is its author's code
        return template_diagnostic(error, templates[-1], source)
    return Artefact(path=output, data=text.encode(), rank=Rank.PAGE, source=source)


def _functions(shelf: Shelf, key: str) -> dict[str, Callable[..., Any]]:
    """Return the functions of `docs/templates.md` for one page."""
    site = shelf.site

    def url_for(path: str) -> str:
        if _ADDRESS.match(path):
            return path
        name, mark, anchor = path.partition("#")
        for candidate in _named(name, key):
            if candidate in site.urls:
                return site.urls[candidate] + mark + anchor
            if PurePosixPath(candidate) in site.files:
                return href(site.config.base_path, str(site.files[PurePosixPath(candidate)]))
        hint = did_you_mean(name, [*site.urls, *(each.partition("/")[2] for each in site.urls)])
        raise LookupProblem("broken-link", f"url_for: no page or file '{path}'", hint)

    def section(folder: str) -> CardView | None:
        index = str(PurePosixPath("content", folder.removeprefix("content/"), "index.md"))
        page = site.pages.get(index)
        return shelf.card(index) if page and page.card.kind is Kind.SECTION else None

    def asset(name: str) -> str:
        if name not in shelf.assets:
            hint = did_you_mean(name, shelf.assets)
            raise LookupProblem("broken-link", f"asset: no file '{name}' in assets/", hint)
        return shelf.assets[name]

    return {"url_for": url_for, "section": section, "asset": asset}


def _named(name: str, key: str) -> Iterator[str]:
    """Yield the source paths that a name may stand for."""
    if name.startswith(("./", "../")):
        name = posixpath.join(posixpath.dirname(key), name)
    plain = posixpath.normpath(name).lstrip("/")
    for path in (plain, f"content/{plain}"):
        yield path
        yield posixpath.normpath(f"{path}/index.md")
