"""What a build left out is said in the last line."""

from __future__ import annotations

import pytest

from sitegen.cli.console import say_rebuilt
from sitegen.cli.left_out import describe_held_back
from sitegen.model import BuildResult, LeftOut
from support.sites import MakeSite

PAGES: dict[str, str | bytes] = {
    "content/index.md": "# Home\n",
    "content/a.md": "---\ndraft: true\n---\n",
    "content/b.md": "---\nstatus: draft\n---\n",
    "content/c.md": "---\ndate: 2999-01-01\n---\n",
    "content/d.md": "---\nexpires: 2001-01-01\n---\n",
}


@pytest.mark.parametrize(
    ("left_out", "words"),
    [
        (LeftOut(), ""),
        (LeftOut(drafts=1), " (1 draft left out)"),
        (LeftOut(drafts=2, expired=1), " (2 drafts and 1 expired left out)"),
        (LeftOut(2, 1, 1), " (2 drafts, 1 future and 1 expired left out)"),
        (
            LeftOut(2, 1, 1, 1234),
            " (2 drafts, 1 future, 1 expired and 1,234 named with '_' left out)",
        ),
        (LeftOut(underscored=1), " (1 named with '_' left out)"),
    ],
)
def test_the_words(left_out: LeftOut, words: str) -> None:
    assert describe_held_back(left_out) == words


def test_a_build_and_a_check_say_it(make_site: MakeSite) -> None:
    site = make_site(PAGES)
    words = "1 page (2 drafts, 1 future and 1 expired left out)"
    for _ in range(2):  # the second build finds nothing to do
        assert f"{words}, " in site.run_here().lines[-1]
    assert site.check_here().lines[-1].startswith(words)
    counts = {"drafts": 2, "future": 1, "expired": 1, "underscored": 0}
    assert site.run_here("--format", "json").json["left_out"] == counts
    assert site.check_here("--format", "json").json["left_out"] == counts
    shown = site.run_here("--drafts", "--future", "--expired", "--format", "json").json
    assert set(shown["left_out"].values()) == {0}


def test_the_preview_says_it(capsys: pytest.CaptureFixture[str]) -> None:
    result = BuildResult(changed=("a.html",), left_out=LeftOut(expired=2))
    say_rebuilt(["content/a.md"], result, 0.1)
    assert capsys.readouterr().err == "a.md → 1 page in 100 ms (2 expired left out)\n"
