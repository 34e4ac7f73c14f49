"""Outputs of sites that exist in memory only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.data_codec import pack_data
from sitegen.rendering.recorded_site import RecordedSite
from sitegen.rendering.renderer import Renderer, RenderInputs
from sitegen.storage.citation_styles import read_style

if TYPE_CHECKING:
    from sitegen.model import Site

__all__ = ["recorded"]


def recorded(site: Site, static_files: tuple[str, ...] = ()) -> RecordedSite:
    """Return a site as outputs see it, without templates, assets and other sources."""
    inputs = RenderInputs(
        site=site,
        params=pack_data({}),
        theme_templates={},
        own_templates={},
        words={},
        assets={},
        sources={},
        feed_url="",
        static_files=static_files,
        citation_style=read_style("apa") or b"",
    )
    return RecordedSite(Renderer(inputs))
