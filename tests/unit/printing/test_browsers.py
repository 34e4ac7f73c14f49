"""Browsers are found on the search path and where installers put them on each system."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sitegen.errors import UsageError
from sitegen.printing.browsers import find_browser

if TYPE_CHECKING:
    from pathlib import Path


def make_program(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_on_the_search_path(tmp_path: Path) -> None:
    edge = make_program(tmp_path / "microsoft-edge")
    environment = {"PATH": str(tmp_path)}
    assert find_browser("", "linux", environment) == edge
    chromium = make_program(tmp_path / "chromium")
    assert find_browser("", "linux", environment) == chromium
    assert find_browser("microsoft-edge", "linux", environment) == edge
    assert find_browser(str(edge), "linux", {}) == edge


@pytest.mark.parametrize(
    ("platform", "variable", "program"),
    [
        ("darwin", "HOME", "Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
        ("win32", "LOCALAPPDATA", "Chromium/Application/chrome.exe"),
        ("win32", "PROGRAMFILES(X86)", "Microsoft/Edge/Application/msedge.exe"),
    ],
)
def test_where_installers_put_them(
    platform: str, variable: str, program: str, tmp_path: Path
) -> None:
    wanted = make_program(tmp_path / "programs" / program)
    environment = {"PATH": str(tmp_path), variable: str(tmp_path / "programs")}
    assert find_browser("", platform, environment) == wanted


def test_none(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"install Chromium.* or name one with --browser PATH"):
        find_browser("", "linux", {"PATH": str(tmp_path)})
    with pytest.raises(UsageError, match=r"--browser netscape: there is no such program"):
        find_browser("netscape", "linux", {"PATH": str(tmp_path)})
