"""Find a browser that can print: Chromium, Google Chrome or Microsoft Edge."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["find_browser"]

#: Names of the program, on the search path.
_NAMES = (
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"),
    *("microsoft-edge", "microsoft-edge-stable", "msedge", "chromium-headless-shell"),
)
_ON_MAC = ("Google Chrome", "Chromium", "Microsoft Edge")
_ON_WINDOWS = (
    "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)
#: Environment variables of Windows that name folders of programs.
_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")


def find_browser(
    given: str = "",
    platform: str = sys.platform,
    environment: Mapping[str, str] = os.environ,
) -> Path:
    """Return the program of a browser: the one that is `given`, or the first that is installed.

    `given` is a path or a name on the search path. Raises UsageError if there is none.
    """
    path = environment.get("PATH")
    if given:
        found = shutil.which(given, path=path)
        if found:
            return Path(found)
        message = f"--browser {given}: there is no such program"
        raise UsageError(message)
    for name in _NAMES:
        found = shutil.which(name, path=path)
        if found:
            return Path(found)
    for program in _usual_places(platform, environment):
        if program.is_file():
            return program
    message = (
        "sitegen pdf needs a browser: install Chromium, Google Chrome or Microsoft Edge "
        "(Debian: apt install chromium), or name one with --browser PATH"
    )
    raise UsageError(message)


def _usual_places(platform: str, environment: Mapping[str, str]) -> Iterator[Path]:
    """Yield where the installers of browsers put them, if that is not on the search path."""
    if platform == "darwin":
        for folder in ("/Applications", f"{environment.get('HOME', '')}/Applications"):
            for name in _ON_MAC:
                yield Path(folder, f"{name}.app", "Contents", "MacOS", name)
    elif platform == "win32":
        for folder in filter(None, map(environment.get, _FOLDERS)):
            for program in _ON_WINDOWS:
                yield Path(folder, program)
