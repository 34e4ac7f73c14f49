"""What the benchmarks ask of a generator: write a site, build it, forget it, edit a page."""

from __future__ import annotations

import shutil
import tempfile
from abc import ABC, abstractmethod
from pathlib import Path
from typing import ClassVar

from benchmarks.corpus import SECTIONS, Study, body, studies
from benchmarks.install import Tools

__all__ = ["Generator", "yaml_front_matter"]

_TEMPLATES = Path(__file__).parent.parent / "templates"


def yaml_front_matter(study: Study, extra: str = "") -> str:
    """Return a study's front matter in YAML."""
    return (
        f"---\ntitle: {study.title}\ndate: {study.date}\ndescription: {study.description}\n"
        f"tags: [{', '.join(study.tags)}]\n{extra}---\n"
    )


class Generator(ABC):
    """A static site generator in one version."""

    name: ClassVar[str]
    label: ClassVar[str]
    python: ClassVar[bool] = False  # is it written in Python?
    content: ClassVar[str] = "content"
    output: ClassVar[str]
    caches: ClassVar[tuple[str, ...]] = ()
    feed: ClassVar[str] = ""  # in the output folder
    notes: ClassVar[str] = ""  # what it leaves out, or what was done for it

    def __init__(self, tools: Tools) -> None:
        self.tools = tools

    @abstractmethod
    def version(self) -> str:
        """Return the installed version, or nothing if there is none."""

    @abstractmethod
    def command(self) -> list[str]:
        """Return the command that builds the site, run in its folder."""

    @abstractmethod
    def link(self, study: Study) -> str:
        """Return the target of a link to a study, from another study."""

    def missing(self, scratch: Path) -> str:  # noqa: ARG002  # for those that have to try
        """Say why it cannot be measured, or nothing."""
        return self.tools.problems.get(self.name) or ("" if self.version() else "not installed")

    def front_matter(self, study: Study) -> str:
        return yaml_front_matter(study)

    def write(self, site: Path, pages: int) -> None:
        """Write the site: templates, sections and studies."""
        template = _TEMPLATES / self.name
        if template.is_dir():
            shutil.copytree(template, site, dirs_exist_ok=True)
        for section in range(SECTIONS):
            (site / self.content / f"section-{section:02}").mkdir(parents=True, exist_ok=True)
        self.write_sections(site)
        for study in studies(pages):
            self.source(site, study).write_text(self.text(study, pages), encoding="utf-8")

    def write_sections(self, site: Path) -> None:
        """Write the home page and the sections' own pages."""
        self.write_indexes(site, "index.md")

    def write_indexes(self, site: Path, name: str) -> None:
        """Write Markdown pages of this name for home and sections."""
        content = site / self.content
        (content / name).write_text("---\ntitle: Home\n---\nAll studies.\n", encoding="utf-8")
        for section in range(SECTIONS):
            text = f"---\ntitle: Section {section}\n---\nStudies of group {section}.\n"
            (content / f"section-{section:02}" / name).write_text(text, encoding="utf-8")

    def text(self, study: Study, pages: int) -> str:
        """Return the whole text of a study's file."""
        return f"{self.front_matter(study)}\n{body(study, pages, self.link)}"

    def source(self, site: Path, study: Study) -> Path:
        return site / self.content / study.section / f"{study.slug}.md"

    def page(self, site: Path, study: Study) -> Path:
        return site / self.output / study.section / study.slug / "index.html"

    def forget(self, site: Path) -> None:
        """Move the output and all caches away.

        They are deleted when everything has been measured: for minutes after files were deleted,
        ext4 searches long for a free inode for each new one, and whoever builds next pays for it.
        """
        present = [name for name in (self.output, *self.caches) if (site / name).exists()]
        if present:
            (site.parent / "removed").mkdir(exist_ok=True)
            away = Path(tempfile.mkdtemp(dir=site.parent / "removed"))
            for name in present:
                (site / name).rename(away / Path(name).name)
