"""On a terminal, a long build shows how far it has come, and leaves nothing of that behind."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from sitegen.cli import progress_bar
from sitegen.model.progress import counted
from support.sites import CONFIG, read_tree, write_files

pty = pytest.importorskip("pty", reason="Windows has other terminals")

from support.terminal import read_screen, run_in_terminal, set_columns  # noqa: E402  # needs pty

PAGES = 250
TEXT = "\n\n".join(
    f"## Part {n}\n\nSome *words* on `knees`, [a link](../index.md), **more** words. "
    + "Text. " * 60
    for n in range(14)
)
#: Only one test looks at them, and they take as long as the pages.
WITHOUT_CARDS = "[sharing]\ncards = false\n"
BAR = re.compile(r"\r(\w+) +\[(#*) *\] (\d+)/(\d+)")


@pytest.fixture(scope="module")
def slow(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that takes some seconds."""
    site = tmp_path_factory.mktemp("slow") / "site"
    pages = {f"content/pages/page-{n}.md": f"# Page {n}\n\n{TEXT}\n" for n in range(PAGES)}
    config = CONFIG + WITHOUT_CARDS
    files = {"sitegen.toml": config, "content/index.md": "# Home\n", **pages}
    # Parsing takes long enough.
    write_files(site, {**files, "templates/page.html": "{{ page.content }}"})
    return site


def summary(output: Path) -> re.Pattern[str]:
    pages = rf"{PAGES + 1} pages, \d+ rendered, \d+ files written, 0 unchanged, 0 removed"
    return re.compile(rf"{re.escape(str(output))}: {pages} in \d+\.\d\d s")


def test_a_long_build_shows_a_bar_and_clears_it(slow: Path, tmp_path: Path) -> None:
    site, output = tmp_path / "site", tmp_path / "out"
    shutil.copytree(slow, site)
    (site / "sitegen.toml").write_text(CONFIG, encoding="utf-8")
    code, written = run_in_terminal("build", site, "-o", output, "-j1", "--clean", columns=200)
    assert code == 0, written
    bars = BAR.findall(written)
    parsed = [int(done) for stage, _, done, _ in bars if stage == "parse"]
    assert parsed
    assert {total for stage, _, _, total in bars if stage == "parse"} == {str(PAGES + 1)}
    assert parsed == sorted(set(parsed))
    assert all(len(bar) == 30 * int(done) // int(total) for _, bar, done, total in bars)
    stages = [stage for stage, *_ in bars]
    assert list(dict.fromkeys(stages)) == [
        s for s in ("parse", "render", "cards", "write") if s in stages
    ]
    first, *rest = read_screen(written, 200)
    assert summary(output).fullmatch(first)
    assert rest == [""]


def test_a_short_build_shows_none(tmp_path: Path) -> None:
    seconds = 1.0
    for number in range(5):  # until one is short: a busy machine may make any build a long one
        config = CONFIG + WITHOUT_CARDS
        write_files(tmp_path, {"sitegen.toml": config, "content/index.md": f"# Home\n\n{number}\n"})
        code, written = run_in_terminal("build", tmp_path, columns=200)
        assert code == 0
        seconds = float(written.split()[-2])
        if seconds < progress_bar._LONG / 2:
            break
    # On a machine that is too busy for a short build, the tests with a clock of their own remain.
    assert "[" not in written or seconds >= progress_bar._LONG / 2
    assert len(read_screen(written, 200)) == 2


@pytest.mark.limits
def test_with_json_there_is_none(slow: Path, tmp_path: Path) -> None:
    code, written = run_in_terminal(
        "build", slow, "-o", tmp_path / "out", "-j2", "--clean", "--format", "json", columns=200
    )
    assert code == 0
    assert "\rparse" not in written
    told, summed_up, _ = written.split("\r\n")
    assert json.loads(told)["pages"] == PAGES + 1
    assert summary(tmp_path / "out").fullmatch(summed_up)


def test_mistakes_stand_on_lines_of_their_own(slow: Path, tmp_path: Path) -> None:
    page = slow / "content" / "zebra.md"
    page.write_text("[x](gone.md)\n")
    try:
        code, written = run_in_terminal(
            "build", slow, "-o", tmp_path / "out", "-j1", "--clean", columns=200
        )
    finally:
        page.unlink()
    assert code == 1
    assert BAR.findall(written)
    assert [line.split(": ")[0] for line in read_screen(written, 200)] == [
        "content/zebra.md:1:5",
        "1 error",
        "",
    ]


@pytest.mark.parametrize("jobs", ["1", pytest.param("2", marks=pytest.mark.limits)])
def test_ctrl_c_clears_the_bar(slow: Path, tmp_path: Path, jobs: str) -> None:
    for _ in range(5):  # on a busy machine, the build may be over before the key is pressed
        shutil.rmtree(tmp_path / "out", ignore_errors=True)
        code, written = run_in_terminal(
            *("build", slow, "-o", tmp_path / "out", "-j", jobs, "--clean"), interrupt="parse"
        )
        if code:
            break
    assert code == 130, written[-300:]
    assert "".join(read_screen(written)) == ""
    assert not read_tree(tmp_path)


# --- by themselves ------------------------------------------------------------------------------


class Screen:
    """A terminal in place of standard error, and a clock that the test sets."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
        self.master, slave = pty.openpty()
        set_columns(slave, columns)
        self.now = 0.0
        self.stderr = os.fdopen(slave, "w", encoding="ascii")
        monkeypatch.setattr(progress_bar, "sys", SimpleNamespace(stderr=self.stderr))
        monkeypatch.setattr(progress_bar.time, "monotonic", lambda: self.now)
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.delenv("NO_COLOR", raising=False)

    def written(self) -> str:
        self.stderr.write("end")
        self.stderr.flush()
        data = b""
        while not data.endswith(b"end"):
            data += os.read(self.master, 65536)
        return data.decode().removesuffix("end")


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Iterator[Screen]:
    screen = Screen(monkeypatch, 80)
    yield screen
    screen.stderr.close()
    os.close(screen.master)


def test_when_it_is_drawn(screen: Screen) -> None:
    with progress_bar.show_progress("human") as progress:
        for now, stage, done in [
            (0.49, "parse", 10),
            (0.6, "parse", 20),
            (0.65, "parse", 30),
            (0.75, "render", 99),
            (0.9, "render", 100),
        ]:
            screen.now = now
            progress(stage, done, 100)
        drawn = screen.written()
    assert drawn.split("\r") == [
        "",
        "parse  [######                        ] 20/100",
        "render [############################# ] 99/100",
        "render [##############################] 100/100",
    ]
    assert read_screen(drawn + screen.written()) == [""]


@pytest.mark.parametrize("columns", [8, 20, 46])
def test_a_narrow_terminal_is_not_wrapped(screen: Screen, columns: int) -> None:
    set_columns(screen.stderr.fileno(), columns)
    with progress_bar.show_progress("human") as progress:
        screen.now = 1.0
        progress("parse", 1, 1000)
        drawn = screen.written()
        assert read_screen(drawn, columns) == [
            "parse  [                              ] 1/1000"[: columns - 1].rstrip()
        ]
    assert read_screen(drawn + screen.written(), columns) == [""]


@pytest.mark.parametrize(
    ("style", "environment"),
    [("json", {}), ("github", {}), ("human", {"TERM": "dumb"}), ("human", {"NO_COLOR": "1"})],
)
def test_where_none_is_wanted(
    screen: Screen, monkeypatch: pytest.MonkeyPatch, style: str, environment: dict[str, str]
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with progress_bar.show_progress(style) as progress:
        screen.now = 9.0
        progress("parse", 1, 2)
    assert screen.written() == ""


def test_a_pipe_is_no_terminal(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    reader, writer = os.pipe()
    with os.fdopen(writer, "w", encoding="ascii") as pipe:
        monkeypatch.setattr(progress_bar, "sys", SimpleNamespace(stderr=pipe))
        with progress_bar.show_progress("human") as progress:
            screen.now = 9.0
            progress("parse", 1, 2)
    with os.fdopen(reader, "rb") as told:
        assert told.read() == b""


def test_counting() -> None:
    told: list[tuple[str, int, int]] = []
    passed = counted(range(60), "parse", 60, lambda *each: told.append(each))
    assert list(passed) == list(range(60))
    assert told == [("parse", n, 60) for n in (0, 25, 50, 60)]
    told.clear()
    assert list(counted([], "parse", 0, lambda *each: told.append(each))) == []
    assert told == []
    list(counted("ab", "images", 2, lambda *each: told.append(each), step=1))
    assert told == [("images", n, 2) for n in (0, 1, 2)]
