"""A problem that many places have is told for a few of them."""

from __future__ import annotations

import pytest

from support.sites import MakeSite, SiteFolder, run_here

pytest.importorskip("pty", reason="Windows has other terminals")

from support.terminal import read_screen, run_in_terminal  # needs pty

PAGES = 12


@pytest.fixture
def site(make_site: MakeSite) -> SiteFolder:
    pages = {f"content/p{n:02}.md": f"# P{n}\n\n### Too deep\n" for n in range(PAGES)}
    return make_site({"content/index.md": "# Home\n", "content/z.md": "[x](gone.md)\n", **pages})


def on_screen(*arguments: str) -> list[str]:
    _, written = run_in_terminal(*arguments, columns=200)
    return [line for line in read_screen(written, 200) if line]


@pytest.mark.parametrize("command", ["build", "check"])
def test_three_places_and_how_many_more(site: SiteFolder, command: str) -> None:
    lines = on_screen(command, str(site.root))
    assert [line.partition(":")[0] for line in lines[:5]] == [
        *("content/p00.md", "content/p01.md", "content/p02.md"),
        "    and 9 more; --all shows them",
        "content/z.md",
    ]
    assert lines[5].startswith("1 error: ")
    assert len(lines) == 6


@pytest.mark.parametrize("command", ["build", "check"])
def test_all_places(site: SiteFolder, command: str) -> None:
    lines = on_screen(command, str(site.root), "--all")
    assert len(lines) == PAGES + 2
    assert not any(" more" in line for line in lines)


@pytest.mark.parametrize("command", ["build", "check"])
def test_json_and_annotations_are_complete(site: SiteFolder, command: str) -> None:
    run = run_here(command, "--format", "json", cwd=site.root)
    assert len(run.json["diagnostics"]) == PAGES + 1
    assert "    and 9 more; --all shows them" in run.lines
    assert len(run_here(command, "--format", "github", cwd=site.root).lines) == PAGES + 2
