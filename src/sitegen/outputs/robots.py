"""robots.txt."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sitegen.model import Artefact, Rank
from sitegen.rendering.queries import StaticFileQuery

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sitegen.model import ParsedPage
    from sitegen.rendering.recorded_site import RecordedSite

__all__ = ["ROBOTS"]

_NAME = "robots.txt"


class _Robots:
    """A robots.txt that lets everybody in and names the sitemap, unless the site has its own."""

    name = "robots"

    def paths(self, pages: Iterable[ParsedPage]) -> Iterable[str]:  # noqa: ARG002  # as every output
        """Return the path of the file."""
        return (_NAME,)

    def render(self, site: RecordedSite) -> Iterator[Artefact]:
        """Yield the file."""
        if not site.ask(StaticFileQuery(_NAME)):
            text = f"User-agent: *\nAllow: /\n\nSitemap: {site.config.base_url}sitemap.xml\n"
            path = PurePosixPath(_NAME)
            yield Artefact(path=path, data=text.encode(), rank=Rank.INDEX, source=_NAME)


ROBOTS = _Robots()
