"""A check is added by registering one object."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sitegen.checks.check import CheckedSite
from sitegen.diagnostics import Diagnostic, Location, Problem
from sitegen.registry import CHECKS
from support.sites import MakeSite, SiteFolder


class TodoCheck:
    """Find pages that somebody has not finished."""

    name = "todo"
    runs_in_build = False

    def run(self, site: CheckedSite) -> Iterator[Diagnostic]:
        for path, source in site.outputs:
            if path.endswith(".html") and b"TODO" in site.read_output(path):
                yield Problem("placeholder", "there is a TODO on it").at(Location(path=source))


@pytest.fixture
def site(make_site: MakeSite) -> SiteFolder:
    return make_site({"content/index.md": "# Home\n\nTODO\n", "content/a.md": "# A\n\nDone.\n"})


TOLD = "content/index.md: warning[placeholder]: there is a TODO on it"


def test_it_is_run_by_name(site: SiteFolder) -> None:
    with CHECKS.registered(TodoCheck()):
        run = site.check_here("--only", "todo")
    assert run.code == 0
    assert run.lines[0] == TOLD
    assert run.lines[1].endswith("checked, 1 warning")
    assert len(run.lines) == 2


def test_it_runs_with_all_others_unless_it_is_skipped(site: SiteFolder) -> None:
    with CHECKS.registered(TodoCheck()):
        assert TOLD in site.check_here().lines
        assert TOLD not in site.check_here("--skip", "todo").lines
        assert TOLD not in site.check_here("--only", "privacy").lines
    assert TOLD not in site.check_here().lines


def test_a_build_does_not_run_it(site: SiteFolder) -> None:
    with CHECKS.registered(TodoCheck()):
        site.build_well()


def test_a_build_runs_one_that_says_so(site: SiteFolder) -> None:
    class Quick(TodoCheck):
        runs_in_build = True

        def run(self, site: CheckedSite) -> Iterator[Diagnostic]:
            for path in sorted(site.site.pages):
                yield Problem("placeholder", "seen").at(Location(path=path))

    with CHECKS.registered(Quick()):
        result = site.build()
    assert "content/a.md: warning[placeholder]: seen" in map(str, result.diagnostics)


def test_a_check_that_does_not_exist(site: SiteFolder) -> None:
    run = site.check_here("--only", "privcy")
    assert run.code == 2
    assert run.lines == ["sitegen: --only: there is no check 'privcy'; did you mean 'privacy'?"]
    run = site.check_here("--skip", "x")
    told = "there are collisions, path-lengths, privacy, template-images"
    assert run.lines == [f"sitegen: --skip: there is no check 'x'; {told}"]
