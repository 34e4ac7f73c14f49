"""Renders single pages of a site with the theme, without a build."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.data_codec import pack_data
from sitegen.rendering.renderer import Rendered, Renderer, RenderInputs
from sitegen.storage.citation_styles import read_style
from sitegen.storage.theme_files import read_theme
from support.parsing import theme_words

if TYPE_CHECKING:
    from sitegen.model import Site

__all__ = ["render_page", "theme_renderer"]


def theme_renderer(site: Site) -> Renderer:
    """Return what renders the pages of a site; the theme's files have their own names."""
    return Renderer(
        RenderInputs(
            site=site,
            params=pack_data({}),
            theme_templates={n: data.decode() for n, data in read_theme("templates").items()},
            own_templates={},
            words=theme_words(),
            assets={name: f"/assets/{name}" for name in read_theme("assets")},
            sources={},
            feed_url="",
            citation_style=read_style("apa") or b"",
        )
    )


def render_page(renderer: Renderer, key: str) -> Rendered:
    """Return a page, which no template may keep from being rendered."""
    rendered = renderer.render(key, 1, b"")
    assert isinstance(rendered, Rendered), rendered
    return rendered
