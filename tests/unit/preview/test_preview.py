# ruff: noqa: E501  # a table of lines is easier to compare
"""The preview as a whole, without a browser: the terminal, the configuration, the key `q`."""

from __future__ import annotations

import asyncio
import os
import pty
import signal
import subprocess
import sys
import termios
import time
from typing import TYPE_CHECKING, Any

import pytest

from sitegen.cli.console import say_rebuilt
from sitegen.diagnostics import Diagnostic, Location
from sitegen.errors import ConfigError, SitegenError, UsageError
from sitegen.model import BuildResult
from sitegen.preview import Preview, PreviewOptions, Reporter
from support.previews import Building
from support.sites import CONFIG, write_files

if TYPE_CHECKING:
    from pathlib import Path

PROBLEM = Diagnostic(code="broken-link", message="no page", location=Location(path="content/a.md"))


@pytest.mark.parametrize(
    ("changed", "result", "line"),
    [
        (["content/a.md"], BuildResult(changed=("a/index.html",)), "a.md → 1 page in 38 ms"),
        ([], BuildResult(changed=("a.html", "b.html", "x.css")), "Built → 2 pages and 1 other file in 38 ms"),
        (["a/b.css", "c", "d"], BuildResult(changed=("x.css", "y.css")), "b.css and 2 more → 2 files in 38 ms"),
        (["x.md"], BuildResult(), "x.md → nothing new in 38 ms"),
        (["x.md"], BuildResult.failed((PROBLEM,)), f"{PROBLEM}\nx.md → 1 error, the last good pages stay"),
        (["x.md"], BuildResult(diagnostics=(PROBLEM,), changed=("a.html",)), f"{PROBLEM}\nx.md → 1 error; 1 page in 38 ms"),
        (["x.md"], BuildResult(turned_off={"broken-link": 2}, known=3), "x.md → nothing new in 38 ms; turned off: broken-link (2); 3 known from the baseline"),
        (["x.md"], SitegenError("no"), "sitegen: no\nx.md → not built, the last good pages stay"),
        (["x.toml"], ConfigError((PROBLEM,)), f"{PROBLEM}\nx.toml → not built, the last good pages stay"),
    ],
)  # fmt: skip
def test_one_line_a_build(
    changed: list[str],
    result: BuildResult | SitegenError,
    line: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    say_rebuilt(changed, result, 0.0384)
    assert capsys.readouterr().err == f"{line}\n"


@pytest.mark.parametrize("config", [b"title = Lab", b'title = "\xff"'])
def test_a_configuration_that_is_wrong_at_the_start_can_be_mended(
    tmp_path: Path, config: bytes
) -> None:
    write_files(tmp_path, {"sitegen.toml": config, "content/index.md": "# Home\n"})
    said: list[Any] = []
    reporter = Reporter(
        serving=said.append, remark=said.append, rebuilt=lambda *each: said.append(each[1])
    )
    preview = Preview(tmp_path, PreviewOptions(port=0), reporter)
    preview._builder = Building(tmp_path / ".sitegen" / "preview")
    asyncio.run(preview._build([]))
    write_files(tmp_path, {"sitegen.toml": CONFIG})
    asyncio.run(preview._build(["sitegen.toml"]))
    assert isinstance(said[0], SitegenError)
    assert said[1] == BuildResult()
    preview._socket.close()


def test_a_folder_that_is_no_site_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no sitegen\.toml"):
        Preview(
            tmp_path, PreviewOptions(port=0), Reporter(serving=print, remark=print, rebuilt=print)
        )


def test_q_ends_it_and_the_terminal_is_as_it_was(tmp_path: Path) -> None:
    write_files(tmp_path, {"sitegen.toml": CONFIG, "content/index.md": "# Home\n"})
    ours, theirs = pty.openpty()
    before = termios.tcgetattr(theirs)
    process = subprocess.Popen(
        [sys.executable, "-m", "sitegen", "serve", str(tmp_path), "--port", "0"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        start_new_session=True,
        preexec_fn=lambda: os.close(os.open(os.ttyname(0), os.O_RDWR)),  # noqa: PLW1509  # makes it the terminal
    )
    try:
        seen = b""
        end = time.monotonic() + 60
        while b"Serving at" not in seen and time.monotonic() < end:
            seen += os.read(ours, 4096)
        assert b"Building the site" in seen
        assert b"Serving at" in seen
        assert termios.tcgetattr(theirs)[3] & termios.ICANON == 0
        # As a shell does after Ctrl-Z, and at `fg`.
        process.send_signal(signal.SIGSTOP)
        termios.tcsetattr(theirs, termios.TCSADRAIN, before)
        process.send_signal(signal.SIGCONT)
        while termios.tcgetattr(theirs)[3] & termios.ICANON and time.monotonic() < end:
            time.sleep(0.01)
        os.write(ours, b"q")
        assert process.wait(timeout=30) == 0
        assert termios.tcgetattr(theirs) == before
    finally:
        process.kill()
        process.wait()
        os.close(ours)
        os.close(theirs)
