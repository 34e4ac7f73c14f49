"""Mistakes as browsers are told, and what strangers are not told."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from sitegen.diagnostics import Diagnostic, Location
from sitegen.preview.editors import Editor
from sitegen.preview.problem_messages import describe_failure, describe_problems
from sitegen.preview.server.routing import RoutedFiles
from sitegen.preview.server.tabs import Socket, Tabs
from support.sites import write_files


def problem(path: str, line: int = 0, code: str = "broken-link") -> Diagnostic:
    place = Location(path=path, line=line, column=1 if line else 0)
    return Diagnostic(code=code, message="wrong", location=place, hint="mend it")


def test_each_has_its_place_and_its_lines(tmp_path: Path) -> None:
    write_files(tmp_path, {"content/a.md": "1\n2\n3\n4\n5\n" + "x" * 500})
    problems = [problem("content/a.md", 4, "tag-spelling"), problem("content/a.md", 6)]
    first, second = describe_problems(problems, tmp_path, Editor("vscode"))
    assert (first["severity"], second["severity"]) == ("error", "warning")
    assert [each["line"] for each in second["frame"]] == [2, 3, 4, 5, 6]
    assert first["place"] == "content/a.md:6:1"
    assert len(first["frame"][-1]["text"]) == 200
    assert first["open"] == f"vscode://file{tmp_path}/content/a.md:6:1"
    assert first["hint"] == "mend it"


def test_marks_that_turn_the_direction_are_not_sent(tmp_path: Path) -> None:
    write_files(tmp_path, {"content/a.md": "a\u202eb\tc\n"})
    place = Location(path="content/a.md", line=1, column=1)
    turned = Diagnostic(code="broken-link", message="\u202egnp", location=place, hint="\x1b[31m")
    (described,) = describe_problems([turned], tmp_path, Editor("vscode"))
    assert (described["message"], described["hint"]) == ("\ufffdgnp", "\ufffd[31m")
    assert described["frame"] == [{"line": 1, "text": "a\ufffdb\tc"}]


def test_of_very_many_the_first_are_shown_and_the_others_counted(tmp_path: Path) -> None:
    found = [problem("content/a.md", 1, "tag-spelling")] * 300 + [problem("content/a.md", 1)] * 250
    described = describe_problems(found, tmp_path, Editor("vscode"))
    assert len(described) == 201
    assert {each["severity"] for each in described[:200]} == {"error"}
    assert described[200]["message"] == ("and 350 more problems, which sitegen check --all lists")
    assert described[200]["errors"] == 50


def test_what_is_outside_the_site_is_not_shown(tmp_path: Path) -> None:
    write_files(tmp_path, {"secret.txt": "secret\n", "lab/sitegen.toml": ""})
    for path in ("../secret.txt", "content/none.md", "--base-url", "lab"):
        (described,) = describe_problems([problem(path, 1)], tmp_path / "lab", Editor("vscode"))
        assert described["frame"] == []
        assert "open" not in described


def test_strangers_are_told_no_path(tmp_path: Path) -> None:
    write_files(tmp_path, {"content/a.md": "secret text\n"})
    tabs = Tabs(RoutedFiles(tmp_path), lambda *_: "", lambda _: "")
    told: list[dict[str, Any]] = []

    class Tab:
        page, digest, note, age = "/", "", "", 0

        def __init__(self, *, near: bool) -> None:
            self.is_local = near

        def send(self, **said: Any) -> None:
            told.append(said)

    tabs.send_problems(
        [
            *describe_problems([problem("content/a.md", 1)], tmp_path, Editor("vscode")),
            *describe_failure(f"{tmp_path}/x: cannot be read"),
        ]
    )

    async def send_missed(*, near: bool) -> None:
        tabs.send_missed(Tab(near=near))

    asyncio.run(send_missed(near=True))
    assert "content/a.md" in str(told)
    assert "secret text" in str(told)
    told.clear()
    asyncio.run(send_missed(near=False))
    assert [len(each["problems"]) for each in told if each["command"] == "problems"] == [2]
    for word in ("content", "a.md", "secret", str(tmp_path), "open"):
        assert word not in str(told)
    assert Socket.SUPPORTED_METHODS == ("GET",)
