"""A build that is killed, or whose disk fails, at any of the system calls that change a disk.

strace does it: it ends the process before the n-th call of a kind, or makes that call fail, or all
from then on. After such an accident the output has no torn file and no page without its assets, and
the next build makes of it what a clean one makes.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import sitegen
from sitegen.errors import SitegenError
from support.crawling import crawl
from support.limits import most_with_limits
from support.pictures import picture
from support.sites import NOW, Run, read_tree, write_files
from support.tools import not_found
from support.traced_forks import run_traced

LONG = os.environ.get("SITEGEN_LONG_TESTS") == "1"
URL = "https://lab.example.org/"
MANIFEST = ".sitegen-manifest.json"
#: What writes, and what else changes a disk.
WRITING = (
    *("write", "writev", "pwrite64", "pwritev", "pwritev2", "copy_file_range", "sendfile"),
    *("mkdir", "mkdirat", "rename", "renameat", "renameat2", "link", "linkat", "symlink"),
    *("symlinkat", "truncate", "ftruncate", "fallocate"),
)
CHANGING = (
    *(*WRITING, "open", "openat", "creat", "unlink", "unlinkat", "rmdir", "chmod", "fchmod"),
    *("fchmodat", "utimensat", "fsync", "fdatasync"),
)
#: How a disk fails: with which error, at once or from then on, and what fails then.
FAILURES = {
    "no space once": ("ENOSPC", "", CHANGING),
    "an error once": ("EIO", "", CHANGING),
    "no space any more": ("ENOSPC", "+", WRITING),
    "errors from then on": ("EIO", "+", CHANGING),
}
SITE = {
    "sitegen.toml": (
        'title = "Lab"\nbase_url = "https://lab.example.org/"\n'
        '[theme]\nstylesheets = ["css/own.css"]\n'
    ),
    "assets/css/own.css": "a { color: red }",
    "content/alpha.md": "# alpha\n\nText.\n",
    "content/beta.md": "# beta\n\n![p](p.png)\n",
    "content/gamma.md": "# gamma\n\n[data](data.csv)\n",
    "content/data.csv": "1,2\n",
    "content/p.png": picture(size=(30, 20)),
}
EDITS = {
    "assets/css/own.css": "a { color: tan }",
    "content/alpha.md": "# Alpha\n\nOther text. ![q](q.png)\n",
    "content/delta.md": "# delta\n\nNew.\n",
    "content/data.csv": "3,4\n",
    "content/q.png": picture(size=(20, 30)),
}


@dataclass(frozen=True)
class Moment:
    """A call that changes something in the lab, and how many of each kind were before it."""

    name: str
    before: Counter[str]
    told: str

    def injection(
        self, focus: list[str], calls: tuple[str, ...], what: str, lasts: str = ""
    ) -> list[str]:
        """Return strace's options for something to happen to calls of these kinds now."""
        options = ["-e", f"trace={','.join(calls)}", *focus]
        for call in calls:
            options += ["-e", f"inject={call}:{what}:when={self.before[call] + 1}{lasts}"]
        return options


class Lab:
    """A site ready to be built: for the first time, or again after it was edited."""

    def __init__(self, folder: Path, strace: str, *, again: bool) -> None:
        self.folder, self.kept, self.strace = folder / "lab", folder / "kept", strace
        self.site, self.output = self.folder / "site", self.folder / "out"
        self.log = folder / "trace"
        write_files(self.site, SITE)
        self.before: dict[str, bytes] = {}
        if again:
            self.build()
            self.before = self.pages()
            write_files(self.site, EDITS)
            (self.site / "content" / "beta.md").unlink()
        shutil.copytree(self.folder, self.kept)
        self.build()
        self.after = self.pages()
        assert self.run().code == 0  # imports what only the command needs
        everything = ["-e", f"trace={','.join(CHANGING)}"]
        _, some = self.trace(everything)
        _, others = self.trace(everything)
        #: Options that let strace look at those paths only which are the same in each build. The
        #: process that watches the build touches none of them.
        self.focus = [option for path in sorted(some & others) for option in ("-P", path)]
        self.moments, _ = self.trace([*everything, *self.focus])

    def reset(self) -> None:
        """Go back to the moment before the build."""
        shutil.rmtree(self.folder)
        shutil.copytree(self.kept, self.folder)

    def pages(self) -> dict[str, bytes]:
        return {n: data for n, data in read_tree(self.output).items() if n != MANIFEST}

    def build(self) -> None:
        assert sitegen.build(self.site, output=self.output, jobs=1).ok

    def run(self, *options: str) -> Run:
        """Build in a process of its own, with strace looking on."""
        self.reset()
        trace = [self.strace, "-f", "-y", "-o", str(self.log), *options]
        return run_traced(trace, "build", self.site, "-o", self.output, "-j1")

    def trace(self, options: list[str]) -> tuple[list[Moment], set[str]]:
        """Return the calls of a build that change something in the lab, and their paths."""
        assert self.run(*options).code == 0
        counts: defaultdict[str, Counter[str]] = defaultdict(Counter)  # as strace does it
        moments = []
        paths: set[str] = set()
        for process, name, told in self.logged():
            calls = counts[process]
            if str(self.folder) in told and not (name.startswith("open") and "O_RDONLY" in told):
                moments.append(Moment(name, calls.copy(), f"{name}({told[:160]}"))
                paths.update(path for path in re.findall(r'["<]([^">]+)', told))
            calls[name] += 1
        return moments, {path for path in paths if path.startswith(str(self.folder))}

    def logged(self) -> list[tuple[str, str, str]]:
        """Return the calls that strace has seen: their process, name, arguments and result."""
        log = self.log.read_text(encoding="utf-8", errors="replace")
        return re.findall(r"^(\d+) +(\w+)\((.*)", log, re.MULTILINE)

    def assert_whole(self) -> None:
        """Every file is an old or a new one, and every page has its assets."""
        pages = self.pages()
        for name, data in pages.items():
            if name.startswith(".sitegen"):
                continue
            assert data in {self.before.get(name), self.after.get(name)}, name
            if name.endswith(".html"):
                for asset in re.findall(r'(?:href|src)="/([^"]+\.\w+)"', data.decode()):
                    assert asset in pages, f"{name} needs {asset}"

    def assert_told(self, said: str) -> None:
        """The message of a build that failed says what is new, and no page lacks another."""
        # What is on its way may be left, if the disk does not even let it be removed.
        pages = {n: data for n, data in self.pages().items() if not n.startswith(".sitegen")}
        # Sources are read before anything is written.
        unread = re.match(r"sitegen: (/.*): cannot be read: [A-Z].*\n", said)
        if unread:
            assert Path(unread[1]).is_relative_to(self.site)
        if unread or "earlier files are intact" in said:
            assert pages == self.before
            return
        told = re.search(r"; (\d+) of (\d+) files are new(?: \((.*?)\))?", said)
        assert told, said
        new = {name for name in pages if pages[name] != self.before.get(name)}
        assert len(new) == int(told[1]) <= int(told[2])
        named = set((told[3] or "").removesuffix(", …").split(", ")) - {""}
        assert named <= new
        assert len(named) == min(3, len(new))
        assert "the others are those of the build before; the next build finishes the work" in said
        # To a new page that lacks others, nothing leads.
        dead = [each for each in crawl(self.output, URL) if "leads to no file" in each]
        assert [each for each in dead if each.partition(": ")[0] in self.before] == []

    def assert_next_build_is_right(self) -> None:
        self.build()
        assert self.pages() == self.after
        scratch = [name for name in read_tree(self.folder) if "/new-" in name or "-wal" in name]
        assert scratch == []


@pytest.fixture(scope="module")
def strace() -> str:
    path = shutil.which("strace")
    if not path or sys.platform != "linux":
        not_found("strace (Debian: apt install strace)")
    return path


@pytest.fixture(
    scope="module", params=["another", pytest.param("the first", marks=pytest.mark.limits)]
)
def lab(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, strace: str
) -> Iterator[Lab]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(NOW))
        folder = tmp_path_factory.mktemp("faults").resolve()
        yield Lab(folder, strace, again=request.param == "another")


def some_of(moments: list[Moment], count: int, seed: str) -> list[Moment]:
    """Return all moments in a long run, otherwise a few, others for each way to fail."""
    assert len(moments) > 60
    return moments if LONG else random.Random(seed).sample(moments, count)  # noqa: S311  # always the same


def test_killed_at_any_moment(lab: Lab) -> None:
    wrong = []
    for moment in some_of(lab.moments, 3, "killed"):
        run = lab.run(*moment.injection(lab.focus, (moment.name,), "signal=KILL"))
        assert run.code == 3, moment
        assert run.stderr.startswith("sitegen: the process that builds was ended"), moment
        assert str(lab.folder) in lab.logged()[-1][2], moment
        try:
            lab.assert_whole()
            lab.assert_next_build_is_right()
        except (AssertionError, SitegenError) as error:
            wrong.append((moment.told, str(error)))
    assert wrong == []


@pytest.mark.parametrize("way", most_with_limits(FAILURES, "no space once"))
def test_a_disk_that_fails(lab: Lab, way: str) -> None:
    error, lasts, calls = FAILURES[way]
    wrong = []
    for moment in some_of(lab.moments, 1, way):
        kinds = calls if lasts else (moment.name,)
        options = moment.injection(lab.focus, kinds, f"error={error}", lasts)
        run = lab.run(*options)
        try:
            assert run.code in {0, 3}, run.stderr
            assert "Traceback" not in run.stderr
            assert run.code == 0 or run.stderr.count("\n") == 1, run.stderr
            if run.code:
                lab.assert_told(run.stderr)
            hit = [told for *_, told in lab.logged() if "(INJECTED)" in told]
            assert hit or moment.name not in calls
            assert all(str(lab.folder) in told for told in hit)
            lab.assert_whole()
            lab.assert_next_build_is_right()
        except (AssertionError, SitegenError) as failure:
            wrong.append((moment.told, str(failure)))
    assert wrong == []


def test_a_file_that_cannot_take_its_place(lab: Lab) -> None:
    """What is new is taken back; once others were replaced, the message says which."""
    names = {"rename", "renameat", "renameat2"}
    renames = [m for m in lab.moments if m.name in names and ".sitegen-stage" in m.told]
    said = []
    for moment in renames if LONG else (renames[0], renames[-1]):
        run = lab.run(*moment.injection(lab.focus, (moment.name,), "error=EIO"))
        assert (run.code, run.stderr.count("\n")) == (3, 1), run.stderr
        lab.assert_told(run.stderr)
        lab.assert_whole()
        lab.assert_next_build_is_right()
        said.append(run.stderr)
    assert any("earlier files are intact" in each for each in said)
    assert any("files are new" in each for each in said) == bool(lab.before)
