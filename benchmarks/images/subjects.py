"""The same photographs as a site of sitegen, a site of Hugo, and a job for sharp."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar

from benchmarks.corpus import BASE_URL, SITE_TITLE
from benchmarks.install import Tools
from benchmarks.peers.hugo import Hugo as HugoPages
from benchmarks.peers.sitegen import Sitegen as SitegenPages

__all__ = ["FORMATS", "WEBP_METHOD", "WIDTHS", "Hugo", "Job", "Made", "Maker", "Sharp", "Sitegen"]

FORMATS = ("webp", "jpg")
WIDTHS = (480, 960, 1600)  # sitegen's own
#: libwebp's effort: what sitegen and Hugo use; sharp is asked for the same.
WEBP_METHOD = 2
_TEMPLATES = Path(__file__).parents[1] / "templates"
_SRCSET = re.compile(r'(/[^\s",]+\.(webp|jpg)) (\d+)w')


@dataclass(frozen=True)
class Job:
    """The photographs, and the quality number of each format."""

    photographs: tuple[Path, ...]
    qualities: dict[str, int] = field(default_factory=dict)

    def first(self, count: int) -> Job:
        """Return a job with fewer photographs."""
        return replace(self, photographs=self.photographs[:count])


@dataclass(frozen=True)
class Made:
    """A file that was made of a photograph."""

    photograph: Path
    width: int
    format: str
    file: Path


class Maker(ABC):
    """What makes smaller files of photographs."""

    name: ClassVar[str]
    label: ClassVar[str]
    notes: ClassVar[str]
    output: ClassVar[str]
    caches: ClassVar[tuple[str, ...]] = ()
    remembers: ClassVar[bool] = True  # does it have a second build that is quicker?

    def __init__(self, tools: Tools) -> None:
        self.tools = tools

    @abstractmethod
    def version(self) -> str:
        """Return the installed version, or nothing if there is none."""

    @abstractmethod
    def command(self) -> list[str]:
        """Return the command that makes the files, run in the folder."""

    @abstractmethod
    def write(self, folder: Path, job: Job) -> None:
        """Write the site, or whatever takes its place."""

    @abstractmethod
    def made(self, folder: Path, job: Job) -> Iterator[Made]:
        """Find the files that were made."""

    def missing(self) -> str:
        """Say why it cannot be measured, or nothing."""
        return self.tools.problems.get(self.name) or ("" if self.version() else "not installed")

    def forget(self, folder: Path) -> None:
        """Remove the output and all caches."""
        for name in (self.output, *self.caches):
            shutil.rmtree(folder / name, ignore_errors=True)

    def check(self, folder: Path, job: Job) -> str:
        """Say whether files are missing, or nothing."""
        wanted = {(p, w, f) for p in job.photographs for w in WIDTHS for f in FORMATS}
        there = [each for each in self.made(folder, job) if each.file.stat().st_size]
        found = {(each.photograph, each.width, each.format) for each in there}
        if found != wanted or len(there) != len(wanted):
            return f"made {len(there)} files, {len(found & wanted)} of the {len(wanted)} wanted"
        return ""


class _Site(Maker):
    """A site with a page for each photograph, which names the files in its `srcset`."""

    def write(self, folder: Path, job: Job) -> None:
        self.write_settings(folder, job)
        for photograph in job.photographs:
            name = photograph.stem
            bundle = folder / "content" / name
            bundle.mkdir(parents=True, exist_ok=True)
            place = bundle / photograph.name
            if not place.exists():
                os.link(photograph, place)
            text = f"---\ntitle: {name}\n---\n\nA photograph.\n\n![{name}]({photograph.name})\n"
            (bundle / "index.md").write_text(text, encoding="utf-8")

    @abstractmethod
    def write_settings(self, folder: Path, job: Job) -> None:
        """Write settings, templates and the home page."""

    def made(self, folder: Path, job: Job) -> Iterator[Made]:
        for photograph in job.photographs:
            page = folder / self.output / photograph.stem / "index.html"
            html = page.read_text(encoding="utf-8") if page.is_file() else ""
            for address, suffix, width in sorted(set(_SRCSET.findall(html))):
                file = folder / self.output / address.lstrip("/")
                yield Made(photograph, int(width), suffix, file)


class Sitegen(_Site):
    """sitegen with WebP and its fallback."""

    name = "sitegen"
    label = "sitegen"
    output = "_site"
    caches = (".sitegen",)
    notes = (
        "Beside the files it works out a colour and a placeholder for each picture, and writes "
        "pages of its full theme. Its own qualities."
    )

    def version(self) -> str:
        return SitegenPages(self.tools).version()

    def command(self) -> list[str]:
        return [sys.executable, "-m", "sitegen", "build", "."]

    def write_settings(self, folder: Path, job: Job) -> None:
        (folder / "content").mkdir(parents=True, exist_ok=True)
        qualities = [f"{_SETTINGS[name]} = {value}\n" for name, value in job.qualities.items()]
        settings = (
            f'title = "{SITE_TITLE}"\nbase_url = "{BASE_URL}"\n'
            f'[images]\nformats = ["webp"]\nwidths = {list(WIDTHS)}\n{"".join(qualities)}'
            "[sharing]\ncards = false\n"
        )
        (folder / "sitegen.toml").write_text(settings, encoding="utf-8")
        home = folder / "content/index.md"
        home.write_text("---\ntitle: Home\n---\n\nPhotographs.\n", encoding="utf-8")


_SETTINGS = {"webp": "webp_quality", "jpg": "jpeg_quality"}


class Hugo(_Site):
    """Hugo with the photographs as page resources."""

    name = "hugo"
    label = "Hugo"
    output = "public"
    caches = ("resources", ".cache")
    notes = (
        "At its best: a page for each picture, so that it makes several at once; the photographs "
        "themselves are not published; WebP with its method 2, the default. Its "
        "JPEG is not progressive."
    )

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._pages = HugoPages(tools)

    def version(self) -> str:
        return self._pages.version()

    def command(self) -> list[str]:
        return self._pages.command()

    def write_settings(self, folder: Path, job: Job) -> None:
        shutil.copytree(_TEMPLATES / "images-hugo", folder, dirs_exist_ok=True)
        config = folder / "hugo.toml"
        place = f'cacheDir = "{(folder / ".cache").absolute().as_posix()}"\n'
        numbers = {"webp": job.qualities["webp"], "jpeg": job.qualities["jpg"]}
        params = "".join(f"{name} = {value}\n" for name, value in numbers.items())
        text = f"{place}{config.read_text(encoding='utf-8')}\n[params]\nwidths = {list(WIDTHS)}\n"
        config.write_text(text + params, encoding="utf-8")
        (folder / "content").mkdir(exist_ok=True)
        home = folder / "content/_index.md"
        home.write_text("---\ntitle: Home\n---\n", encoding="utf-8")

    def forget(self, folder: Path) -> None:
        super().forget(folder)
        (folder / ".hugo_build.lock").unlink(missing_ok=True)


@dataclass(frozen=True)
class Setting:
    """A way of using sharp: see `make.mjs`; pictures at once, and threads for each."""

    way: str
    at_once: int
    threads: int

    def __str__(self) -> str:
        return f"“{self.way}”, {self.at_once} at once, threads for each: {self.threads}"


class Sharp(Maker):
    """sharp, driven by a script; it knows nothing of pages or of earlier runs."""

    name = "sharp"
    label = "sharp"
    output = "out"
    notes = (
        "No site: nothing but the files, WebP and JPEG written as sitegen writes them (effort 2, "
        "progressive). In the fastest of the ways that were tried."
    )
    remembers = False
    setting = Setting("widths", 2, 1)

    def version(self) -> str:
        return self.tools.node_version("sharp") if shutil.which("node") else ""

    def command(self) -> list[str]:
        pool = f"UV_THREADPOOL_SIZE={self.setting.at_once}"
        return ["/usr/bin/env", pool, shutil.which("node") or "node", "make.mjs"]

    def write(self, folder: Path, job: Job) -> None:
        shutil.copytree(_TEMPLATES / "images-sharp", folder, dirs_exist_ok=True)
        modules = folder / "node_modules"
        if not modules.is_symlink():
            modules.symlink_to(self.tools.node / "node_modules", target_is_directory=True)
        told = {
            "photographs": [str(each) for each in job.photographs],
            "widths": WIDTHS,
            "webp": job.qualities["webp"],
            "jpeg": job.qualities["jpg"],
            "effort": WEBP_METHOD,
            "way": self.setting.way,
            "atOnce": self.setting.at_once,
            "threads": self.setting.threads,
        }
        (folder / "job.json").write_text(json.dumps(told), encoding="utf-8")

    def made(self, folder: Path, job: Job) -> Iterator[Made]:
        for photograph in job.photographs:
            for width in WIDTHS:
                for suffix in FORMATS:
                    file = folder / self.output / f"{photograph.stem}-{width}.{suffix}"
                    if file.is_file():
                        yield Made(photograph, width, suffix, file)
