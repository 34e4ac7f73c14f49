"""Addresses that open a file in an editor."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.errors import UsageError
from sitegen.preview.editors import EDITORS, Editor

FILE = Path("/home/ada/my site/content/größe & co.md")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("vscode", "vscode://file/home/ada/my%20site/content/gr%C3%B6%C3%9Fe%20%26%20co.md:3:7"),
        ("emacs", "emacs://open?url=file:///home/ada/my%20site/content/gr%C3%B6%C3%9Fe%20%26%20co.md&line=3&column=7"),
        ("my://o?f={file}&l={line}", "my://o?f=/home/ada/my%20site/content/gr%C3%B6%C3%9Fe%20%26%20co.md&l=3"),
    ],
)  # fmt: skip
def test_addresses(name: str, expected: str) -> None:
    assert Editor(name, {}).address(FILE, 3, 7) == expected


@pytest.mark.parametrize("name", EDITORS)
def test_every_editor_gets_file_and_line(name: str) -> None:
    address = Editor(name, {}).address(Path("/a/b.md"), 12)
    assert "/a/b.md" in address
    assert "12" in address
    assert "{" not in address


@pytest.mark.parametrize(
    ("environment", "scheme"),
    [
        ({}, "vscode"),
        ({"TERM_PROGRAM": "vscode", "EDITOR": "vim"}, "vscode"),
        ({"TERMINAL_EMULATOR": "JetBrains-JediTerm"}, "idea"),
        ({"EDITOR": "/usr/bin/nvim -f"}, "mvim"),
        ({"VISUAL": "emacsclient -c", "EDITOR": "vi"}, "emacs"),
        ({"EDITOR": "ed"}, "vscode"),
    ],
)
def test_the_environment_names_the_editor(environment: dict[str, str], scheme: str) -> None:
    assert Editor("", environment).address(Path("/a.md")).startswith(f"{scheme}://")


@pytest.mark.parametrize(
    "name", ["notepad", "javascript:{file}", "data:text/html,{file}", "https://x/{file}", "{file}"]
)
def test_what_is_no_editor(name: str) -> None:
    with pytest.raises(UsageError):
        Editor(name, {})
