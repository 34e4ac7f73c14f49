"""sitegen with each of its two Markdown engines, with its default settings and without cards."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import ClassVar

from benchmarks.corpus import BASE_URL, SECTIONS, SITE_TITLE, Study
from benchmarks.peers.generator import Generator

__all__ = [
    "Sitegen",
    "SitegenCommonMark",
    "SitegenCommonMarkWithoutCards",
    "SitegenWithoutCards",
]

_COMMONMARK = '[markdown]\nengine = "commonmark"\n'
_NO_CARDS = "[sharing]\ncards = false\n"


class Sitegen(Generator):
    """sitegen as it comes: Python-Markdown, the default theme."""

    name = "sitegen"
    label = "sitegen"
    output = "_site"
    caches = (".sitegen",)
    feed = "feed.xml"
    notes = (
        "Its default settings and full theme: breadcrumbs, table of contents, reading time, "
        "metadata for sharing. It resolves and checks every link, and draws a social card, an "
        "image of 1200 × 630 pixels, for every page, which no peer does."
    )
    settings: ClassVar[str] = ""  # what differs from the defaults

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
        config = f'title = "{SITE_TITLE}"\nbase_url = "{BASE_URL}"\n{self.settings}{menu}'
        (site / "sitegen.toml").write_text(config, encoding="utf-8")


class SitegenCommonMark(Sitegen):
    """sitegen with the CommonMark engine, where the version has it."""

    name = "sitegen-commonmark"
    label = "sitegen, CommonMark"
    notes = 'The same, with `markdown.engine = "commonmark"`.'
    settings = _COMMONMARK

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


class SitegenWithoutCards(Sitegen):
    """sitegen without social cards: it does what the peers do."""

    name = "sitegen-without-cards"
    label = "sitegen without cards"
    notes = "The same as sitegen, with `sharing.cards = false`: no peer draws any."
    settings = _NO_CARDS


class SitegenCommonMarkWithoutCards(SitegenCommonMark):
    """The same with the CommonMark engine."""

    name = "sitegen-commonmark-without-cards"
    label = "sitegen without cards, CommonMark"
    notes = "Both settings."
    settings = _COMMONMARK + _NO_CARDS
