"""No file of up to a megabyte takes all memory, or never ends, or raises an exception."""

from __future__ import annotations

import os
import sys
from itertools import product
from pathlib import Path

import pytest

from sitegen import registry
from sitegen.config import ENGINES
from support.bomb_running import run_bomb
from support.bomb_sites import find_failing
from support.bombs import KINDS, bombs, make_bomb

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits need Linux' own account")

_LONG = os.environ.get("SITEGEN_LONG_TESTS") == "1"
#: In a long run, 20,000 of all kinds and sizes, so many in a site, and so many sites in a test.
#: When a file ends the process that builds, another one reads the site again: longer, the more
#: files there are.
_IN_A_SITE, _SITES, _PARTS = 20, 50, 20
#: Each site is built or checked, with one of the engines.
_WAYS = tuple(product(("build", "check"), ENGINES))
_SECONDS, _MEMORY = 20, 1_000_000_000


@pytest.fixture(scope="module", autouse=True)
def _loaded() -> None:
    """Import what files are read with, so that what a file takes is its own."""
    registry.CONSTRUCTS.load()
    registry.SOURCES.load()


@pytest.mark.parametrize("kind", KINDS)
def test_one_of_each_kind(kind: str) -> None:
    bomb = make_bomb(kind, 1, 10_000)
    outcome = run_bomb(bomb, 10, 400_000_000)
    assert outcome.failure == "", bomb.data[:80]
    assert outcome.memory < 400_000_000


@pytest.mark.skipif(not _LONG, reason="takes an hour of processor time")
@pytest.mark.parametrize("part", range(_PARTS))
def test_bombs_of_all_sizes(tmp_path: Path, part: int) -> None:
    """Many in a site: what a build leaves out because it takes too much keeps nothing else out."""
    failed = []
    for site in range(part * _SITES, (part + 1) * _SITES):
        found = list(bombs(_IN_A_SITE, first=site * _IN_A_SITE))
        alone = [bomb for bomb in found if bomb.path == "sitegen.toml"]
        for bomb in alone:
            outcome = run_bomb(bomb, _SECONDS, _MEMORY)
            if outcome.failure or outcome.memory > _MEMORY:
                failed.append(((bomb.kind, bomb.seed), outcome.failure))
        others = [bomb for bomb in found if bomb not in alone]
        for group, build in find_failing(tmp_path / "site", others, *_WAYS[site % len(_WAYS)]):
            failed += [((bomb.kind, bomb.seed), build.failure) for bomb in group]
    assert failed == []
