"""Collect the images that templates ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.rendering.queries import ImageQuery, read_query, select_recorded
from sitegen.rendering.template_images import Images

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sitegen.config import Config
    from sitegen.model import ImageInfo, ImageJob

__all__ = ["images_asked", "plan_asked"]


def images_asked(recorded: Iterable[str]) -> Iterator[str]:
    """Yield those recorded questions that ask for images."""
    return select_recorded(recorded, ImageQuery)


def plan_asked(
    config: Config, infos: Mapping[str, ImageInfo], recorded: Iterable[str]
) -> Iterator[ImageJob]:
    """Yield the jobs for what templates have asked for; `recorded` asks for images only."""
    images = Images(config, infos, {})
    for query in map(read_query, recorded):
        if isinstance(query, ImageQuery):
            images.plan(query.name, query.near, query.use)
    return images.jobs({})
