"""Eleventy with Nunjucks templates and its own syntax highlighter."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from benchmarks.corpus import SECTIONS, Study
from benchmarks.peers.generator import Generator

__all__ = ["Eleventy"]

_PACKAGE = "@11ty/eleventy"


class Eleventy(Generator):
    """Eleventy; neighbours and lists are worked out once per build."""

    name = "eleventy"
    label = "Eleventy"
    output = "_site"
    feed = "feed.xml"
    notes = "Plain links that it need not resolve or check. Neighbours and lists worked out once."

    def version(self) -> str:
        return self.tools.node_version(_PACKAGE) if shutil.which("node") else ""

    def command(self) -> list[str]:
        program = self.tools.node / "node_modules" / _PACKAGE / "cmd.cjs"
        return [shutil.which("node") or "node", str(program), "--quiet"]

    def link(self, study: Study) -> str:
        return f"/{study.section}/{study.slug}/"

    def write_sections(self, site: Path) -> None:
        """Write the navigation as data and each section's layout; templates make the lists."""
        names = [f"section-{number:02}" for number in range(SECTIONS)]
        nav = [{"url": f"/{name}/", "title": f"Section {n}"} for n, name in enumerate(names)]
        (site / "_data/nav.json").write_text(json.dumps(nav), encoding="utf-8")
        for name in names:
            data = site / self.content / name / f"{name}.json"
            data.write_text('{ "layout": "study.njk" }', encoding="utf-8")
        modules = site / "node_modules"  # for the highlighter, which its configuration imports
        if not modules.is_symlink():
            modules.symlink_to(self.tools.node / "node_modules", target_is_directory=True)
