"""A build that is killed, or whose disk fails, at any of its system calls.

strace does it: it ends the process at the n-th call of a kind, or makes that call fail. After such
an accident the output has no torn file and no page without its assets, and the next build makes of
it what a clean one makes.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support.sites import read_tree
from support.tools import not_found

LONG = os.environ.get("SITEGEN_LONG_TESTS") == "1"
#: What changes a disk, and how many of a build's calls of each are tried.
CALLS = ("openat", "write", "pwrite64", "rename", "unlink", "mkdir", "rmdir", "ftruncate")
TRIES = 200 if LONG else 3
MANIFEST = ".sitegen-manifest.json"


@pytest.fixture(scope="module")
def strace() -> str:
    path = shutil.which("strace")
    if not path or sys.platform != "linux":
        not_found("strace (Debian: apt install strace)")
    return path


class Lab:
    """A site that was built once and then edited, ready to be built again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.site, self.output = folder / "site", folder / "out"
        content = self.site / "content"
        (self.site / "assets/css").mkdir(parents=True)
        content.mkdir(parents=True)
        config = 'title = "Lab"\nbase_url = "https://lab.example.org/"\n'
        theme = '[theme]\nstylesheets = ["css/own.css"]\n'
        (self.site / "sitegen.toml").write_text(config + theme, encoding="utf-8")
        (self.site / "assets/css/own.css").write_text("a { color: red }", encoding="utf-8")
        for name in ("alpha", "beta", "gamma"):
            (content / f"{name}.md").write_text(f"# {name}\n\nText.\n", encoding="utf-8")
        assert self.build().returncode == 0
        self.before = self.pages()
        (self.site / "assets/css/own.css").write_text("a { color: tan }", encoding="utf-8")
        (content / "alpha.md").write_text("# Alpha\n\nOther text.\n", encoding="utf-8")
        (content / "beta.md").unlink()
        (content / "delta.md").write_text("# delta\n\nNew.\n", encoding="utf-8")
        shutil.copytree(folder, folder.with_name("kept"))
        assert self.build().returncode == 0
        self.after = self.pages()

    def reset(self) -> None:
        """Go back to the moment before the second build."""
        shutil.rmtree(self.folder)
        shutil.copytree(self.folder.with_name("kept"), self.folder)

    def pages(self) -> dict[str, bytes]:
        return {n: data for n, data in read_tree(self.output).items() if n != MANIFEST}

    def build(self, *before: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "sitegen", "build", self.site, "-o", self.output, "-j1"]
        return subprocess.run([*before, *command], capture_output=True, text=True, check=False)

    def count(self, strace: str, call: str) -> int:
        log = self.folder.with_name("trace")
        self.reset()
        assert (
            self.build(strace, "-f", "-qq", "-e", f"trace={call}", "-o", str(log)).returncode == 0
        )
        return len(re.findall(rf"\b{call}\(", log.read_text(encoding="utf-8", errors="replace")))

    def assert_whole(self) -> None:
        """Every file is an old or a new one, and every page has its assets."""
        pages = self.pages()
        for name, data in pages.items():
            if name.startswith(".sitegen"):
                continue
            assert data in {self.before.get(name), self.after.get(name)}, name
            if name.endswith(".html"):
                for asset in re.findall(r'(?:href|src)="/(assets/[^"]+)"', data.decode()):
                    assert asset in pages, f"{name} needs {asset}"

    def assert_next_build_is_right(self) -> None:
        done = self.build()
        assert done.returncode == 0, done.stderr
        assert self.pages() == self.after


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Lab:
    return Lab(tmp_path_factory.mktemp("faults") / "lab")


def moments(count: int) -> list[int]:
    """Return the calls to try: all of them if they are few, else spread, the last ones densest."""
    if count <= TRIES:
        return list(range(1, count + 1))
    late = [count - step for step in range(max(1, TRIES // 2))]
    spread = [1 + count * step // (TRIES - len(late)) for step in range(TRIES - len(late))]
    return sorted({*late, *spread})


@pytest.mark.parametrize("call", CALLS)
def test_killed_at_any_moment(lab: Lab, strace: str, call: str) -> None:
    for moment in moments(lab.count(strace, call)):
        lab.reset()
        inject = f"inject={call}:signal=KILL:when={moment}"
        lab.build(strace, "-f", "-qq", "-e", f"trace={call}", "-e", inject, "-o", "/dev/null")
        lab.assert_whole()
        lab.assert_next_build_is_right()


@pytest.mark.parametrize("error", ["ENOSPC", "EIO"])
@pytest.mark.parametrize("call", ["write", "pwrite64", "rename", "mkdir"])
def test_a_disk_that_fails(lab: Lab, strace: str, call: str, error: str) -> None:
    # The last write is the report to the terminal, which is not on the disk.
    for moment in moments(lab.count(strace, call) - (call == "write")):
        lab.reset()
        lasting = "" if call == "write" else "+"
        inject = f"inject={call}:error={error}:when={moment}{lasting}"
        done = lab.build(
            strace, "-f", "-qq", "-e", f"trace={call}", "-e", inject, "-o", "/dev/null"
        )
        assert done.returncode in {0, 3}, done.stderr
        assert "Traceback" not in done.stderr
        lab.assert_whole()
        lab.assert_next_build_is_right()
