"""The peers in Python: Pelican, MkDocs, Zensical."""

from __future__ import annotations

from pathlib import Path

from benchmarks.corpus import Study
from benchmarks.peers.generator import Generator

__all__ = ["MkDocs", "Pelican", "Zensical"]


class Pelican(Generator):
    """Pelican, with lists of 10, tags, one feed, a sitemap from a template."""

    name = "pelican"
    label = "Pelican"
    python = True
    output = "output"
    caches = ("cache",)
    feed = "feed.xml"
    notes = "Previous and next by a plugin of ten lines. No table of contents."

    def version(self) -> str:
        return self.tools.python_version("pelican")

    def command(self) -> list[str]:
        return [str(self.tools.python), "-m", "pelican", "--settings", "pelicanconf.py"]

    def link(self, study: Study) -> str:
        return f"{{filename}}/{study.section}/{study.slug}.md"

    def front_matter(self, study: Study) -> str:
        return (
            f"Title: {study.title}\nDate: {study.date}\nDescription: {study.description}\n"
            f"Tags: {', '.join(study.tags)}\n"
        )

    def write_sections(self, site: Path) -> None:
        """Templates make the home page and the sections."""


class MkDocs(Generator):
    """MkDocs with a theme of one template and no plugins."""

    name = "mkdocs"
    label = "MkDocs"
    python = True
    content = "docs"
    output = "site"
    notes = "Without plugins it has no lists, no pages of tags and no feed: it does less."

    def version(self) -> str:
        return self.tools.python_version("mkdocs")

    def command(self) -> list[str]:
        # Its own --clean is the default; --dirty would leave navigation and neighbours stale.
        return [str(self.tools.python), "-m", "mkdocs", "build"]

    def link(self, study: Study) -> str:
        return f"../{study.section}/{study.slug}.md"


class Zensical(MkDocs):
    """Zensical with the same single template."""

    name = "zensical"
    label = "Zensical"
    caches = (".cache",)
    notes = (
        "Markdown in Python, the rest in Rust; search is off. No lists, no pages of tags, no feed; "
        "it writes its theme's assets, whatever the template."
    )

    def version(self) -> str:
        return self.tools.python_version("zensical")

    def command(self) -> list[str]:
        return [str(self.tools.python), "-m", "zensical", "build"]
