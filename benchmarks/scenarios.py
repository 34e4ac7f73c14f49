"""What is done to a site before a build is timed, and what must be true after it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpus import Study, middle, newest, studies
from benchmarks.peers import Generator

__all__ = ["SCENARIOS", "Scenario", "Site", "check_output"]

_PAUSE = 3.0  # seconds between a build and the next edit, as when a person writes


@dataclass(frozen=True)
class Site:
    """A site of one generator."""

    generator: Generator
    folder: Path
    pages: int

    def edit(self, study: Study, change: Callable[[str], str]) -> None:
        """Change a study's file a while after the last build."""
        time.sleep(_PAUSE)
        source = self.generator.source(self.folder, study)
        source.write_text(change(source.read_text(encoding="utf-8")), encoding="utf-8")

    def restore(self) -> None:
        """Undo all edits."""
        for study in (newest(self.pages), middle(self.pages)):
            text = self.generator.text(study, self.pages)
            self.generator.source(self.folder, study).write_text(text, encoding="utf-8")

    def html(self, study: Study) -> str:
        return self.generator.page(self.folder, study).read_text(encoding="utf-8")


@dataclass(frozen=True)
class Scenario:
    """One kind of build. `check` returns what is wrong with the output, or nothing."""

    name: str
    label: str
    prepare: Callable[[Site], None]
    check: Callable[[Site], str]


def _start_cold(site: Site) -> None:
    """Undo the edits, remove outputs and caches."""
    site.restore()
    site.generator.forget(site.folder)
    time.sleep(_PAUSE)


def _nothing(site: Site) -> None:
    """Leave the site as it is."""
    del site
    time.sleep(_PAUSE)


def _edit_body(site: Site) -> None:
    site.edit(middle(site.pages), lambda text: f"{text}\nThis sentence is new.\n")


def _edit_title(site: Site) -> None:
    """Rename the newest study, which lists, its neighbours and the feed name."""
    study = newest(site.pages)
    old, new = f"itle: {study.title}\n", f"itle: {study.title} renamed\n"
    site.edit(study, lambda text: text.replace(old, new, 1))


def check_output(site: Site) -> str:
    """Say whether studies lack their pages, or pages their text."""
    generator = site.generator
    there = sum(generator.page(site.folder, study).is_file() for study in studies(site.pages))
    if there != site.pages:
        return f"wrote {there} of {site.pages} pages"
    study = middle(site.pages)
    html = site.html(study)
    wanted = (study.title, "Related studies</h2>", "<table>", f"dice_{study.number}", "<nav")
    lost = [text for text in wanted if text not in html]
    return f"{study.slug} lacks {', '.join(lost)}" if lost else ""


def _check_body(site: Site) -> str:
    fresh = "This sentence is new." in site.html(middle(site.pages))
    return check_output(site) or ("" if fresh else "the edit did not arrive")


def _check_title(site: Site) -> str:
    """Look for the new title on the page itself and in the feed."""
    study, feed = newest(site.pages), site.generator.feed
    title = f"{study.title} renamed"
    if title not in site.html(study):
        return "the new title did not arrive"
    if feed:
        text = (site.folder / site.generator.output / feed).read_text(encoding="utf-8")
        if title not in text:
            return "the new title is not in the feed"
    return check_output(site)


SCENARIOS = (
    Scenario("cold", "Cold build", _start_cold, check_output),
    Scenario("unchanged", "Nothing changed", _nothing, check_output),
    Scenario("body", "One body edited", _edit_body, _check_body),
    Scenario("title", "One title edited", _edit_title, _check_title),
)
