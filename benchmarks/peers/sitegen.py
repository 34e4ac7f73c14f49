"""sitegen with each of its two Markdown engines."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import ClassVar

from benchmarks.corpus import BASE_URL, SECTIONS, SITE_TITLE, Study
from benchmarks.peers.base import Generator

__all__ = ["Sitegen", "SitegenCommonMark"]

_SHARING = "[sharing]\ncards = false\n"


class Sitegen(Generator):
    """sitegen as it comes: Python-Markdown, the default theme."""

    name = "sitegen"
    label = "sitegen"
    output = "_site"
    caches = (".sitegen",)
    feed = "feed.xml"
    notes = (
        "Its full default theme: breadcrumbs, table of contents, reading time, metadata for "
        "sharing. It resolves and checks every link. Cards for sharing are off: no peer draws any."
    )
    markdown: ClassVar[str] = ""  # settings

    def version(self) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "sitegen", "--version"],
            capture_output=True,
            text=True,
            check=False,
        )
        return "" if done.returncode else done.stdout.split()[-1]

    def command(self) -> list[str]:
        return [sys.executable, "-m", "sitegen", "build", "."]

    def link(self, study: Study) -> str:
        return f"../{study.section}/{study.slug}.md"

    def write_sections(self, site: Path) -> None:
        self.write_indexes(site, "index.md")
        menu = '[[menu.main]]\nname = "Home"\npage = "index.md"\nweight = -1\n' + "".join(
            f'[[menu.main]]\nname = "Section {n}"\npage = "section-{n:02}/index.md"\nweight = {n}\n'
            for n in range(SECTIONS)
        )
        config = f'title = "{SITE_TITLE}"\nbase_url = "{BASE_URL}"\n{_SHARING}{self.markdown}{menu}'
        (site / "sitegen.toml").write_text(config, encoding="utf-8")


class SitegenCommonMark(Sitegen):
    """sitegen with the CommonMark engine, where the version has it."""

    name = "sitegen-commonmark"
    label = "sitegen, CommonMark"
    notes = 'The same, with `markdown.engine = "commonmark"`.'
    markdown = '[markdown]\nengine = "commonmark"\n'

    def missing(self, scratch: Path) -> str:
        if problem := super().missing(scratch):
            return problem
        self.write(scratch, 1)
        done = subprocess.run(
            self.command(), cwd=scratch, capture_output=True, text=True, check=False
        )
        if done.returncode == 0:
            return ""
        told = (done.stderr.strip().splitlines() or ["it does not build"])[0]
        return f"this version does not take the setting: {told}"
