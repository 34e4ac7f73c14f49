"""An output folder on a disk with little space, or with few files left to make.

A disk in memory is made smaller and smaller, so that the build fails at each of its steps. After
each failure the site is the one of the build before, and with more space the next build makes of it
what a clean one makes.
"""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

import pytest

import sitegen
from sitegen.errors import MachineError
from support.crawling import crawl
from support.pictures import picture
from support.sites import CONFIG, read_tree, write_files
from support.tools import not_found

LONG = os.environ.get("SITEGEN_LONG_TESTS") == "1"
MANIFEST = ".sitegen-manifest.json"
URL = "https://lab.example.org/"
SITE = {
    "sitegen.toml": f"{CONFIG}[sharing]\ncards = false\n",
    "content/index.md": "# Home\n\n[A](news/a.md) ![p](p.png)\n",
    "content/p.png": picture(size=(40, 30)),
    "content/news/a.md": "# A\n\n[B](b.md)\n",
    "content/news/b.md": "# B\n\nText.\n",
}
#: New pages that link to each other, pages that link to new ones, and one that goes.
EDITS = {
    "content/index.md": "# Home\n\n[A](news/a.md) [C](news/c.md) ![q](q.png)\n",
    "content/q.png": picture(size=(30, 40)),
    "content/news/a.md": "# A\n\n[C](c.md) [Paper](../papers/one.md)\n",
    "content/news/c.md": "# C\n\n[Paper](../papers/one.md)\n\n" + "Many words.\n" * 900,
    "content/papers/one.md": "# One\n\n[C](../news/c.md) [Two](two.md)\n",
    "content/papers/two.md": "# Two\n\n[One](one.md)\n",
}
#: All that anything here needs.
AMPLE = {"size": 64 << 20, "nr_inodes": 10_000}


class SmallDisk:
    """A disk in memory whose space can be changed, with the output of a site."""

    def __init__(self, folder: Path) -> None:
        self.place, self.site = folder / "disk", folder / "site"
        self.output = self.place / "out"
        self.place.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", "size=64m,mode=755", "sitegen-test", self.place]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode:
            not_found(f"the right to make a disk in memory ({done.stderr.strip()})")

    def leave(self, limit: str, units: int) -> None:
        """Leave so many files (`nr_inodes`), or so many pages of memory (`size`)."""
        found = os.statvfs(self.place)
        used = {
            "nr_inodes": found.f_files - found.f_ffree,
            "size": (found.f_blocks - found.f_bfree) * found.f_frsize,
        }
        unit = found.f_frsize if limit == "size" else 1
        self.give(limit, used[limit] + units * unit)

    def give(self, limit: str, value: int) -> None:
        command = ["mount", "-o", f"remount,{limit}={value}", self.place]
        subprocess.run(command, check=True, capture_output=True)

    def close(self) -> None:
        subprocess.run(["umount", self.place], check=True, capture_output=True)


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallDisk]:
    if sys.platform != "linux" or os.geteuid():
        pytest.skip("only root can make a disk in memory")
    disk = SmallDisk(tmp_path_factory.mktemp("small").resolve())
    yield disk
    disk.close()


class Case:
    """A site that was built and edited, or never built, and what a clean build makes of it."""

    def __init__(self, disk: SmallDisk, folder: Path, *, first: bool) -> None:
        self.disk, self.kept, self.first = disk, folder, first
        shutil.rmtree(disk.site, ignore_errors=True)
        shutil.rmtree(disk.output, ignore_errors=True)
        write_files(disk.site, SITE)
        if not first:
            self.build()
            write_files(disk.site, EDITS)
            (disk.site / "content/news/b.md").unlink()
        self.before = self.files()
        shutil.copytree(disk.site, folder / "site")
        if disk.output.exists():
            shutil.copytree(disk.output, folder / "out", copy_function=shutil.copy2)
        self.reset()
        self.build()
        self.after = self.files()

    def reset(self) -> None:
        shutil.rmtree(self.disk.site)
        shutil.copytree(self.kept / "site", self.disk.site)
        shutil.rmtree(self.disk.output, ignore_errors=True)
        if (self.kept / "out").exists():
            shutil.copytree(self.kept / "out", self.disk.output)

    def files(self) -> dict[str, bytes]:
        if not self.disk.output.exists():
            return {}
        found = read_tree(self.disk.output)
        found.pop(MANIFEST, None)
        return found

    def build(self) -> None:
        assert sitegen.build(self.disk.site, output=self.disk.output, jobs=1).ok

    def needs(self, limit: str) -> int:
        """Return how much the new files and folders need, without lists of files."""
        new = [data for name, data in self.after.items() if self.before.get(name) != data]
        if limit == "size":
            return sum(-(-len(data) // os.statvfs(self.disk.place).f_frsize) for data in new)
        return len(new) + len(_folders(self.after) - _folders(self.before))

    def fail_with(self, limit: str, units: int) -> str:
        """Build with so much space left; return the message, or nothing if there was enough."""
        self.reset()
        self.disk.leave(limit, units)
        try:
            self.build()
        except MachineError as error:
            return str(error)
        finally:
            self.disk.give(limit, AMPLE[limit])
        return ""

    def assert_as_before(self, message: str) -> None:
        assert "No space left on device; earlier files are intact" in message
        assert self.files() == self.before
        assert not [path for path in self.disk.output.glob("**") if not any(path.iterdir())]
        assert [each for each in crawl(self.disk.output, URL) if "no file" in each] == []
        self.build()
        assert self.files() == self.after


def _folders(names: Iterable[str]) -> set[PurePosixPath]:
    return {parent for name in names for parent in PurePosixPath(name).parents}


@pytest.fixture(scope="module", params=["the first", "another"])
def case(
    request: pytest.FixtureRequest, disk: SmallDisk, tmp_path_factory: pytest.TempPathFactory
) -> Case:
    return Case(disk, tmp_path_factory.mktemp("kept"), first=request.param == "the first")


@pytest.mark.parametrize("limit", AMPLE)
def test_a_disk_that_is_full(case: Case, limit: str) -> None:
    steps = []
    # Where not everything is tried, it is the end, when all pages are on the disk already.
    for units in itertools.count(1 if LONG else case.needs(limit)):
        message = case.fail_with(limit, units)
        if not message:
            break
        case.assert_as_before(message)
        steps.append(message.partition(": ")[0].removeprefix(f"{case.disk.output}/"))
    assert case.files() == case.after
    stages = [step for step in steps if step.startswith(".sitegen-stage")]
    assert (len(stages) > 5) == LONG
    assert 0 < len(steps) - len(stages) < 15
