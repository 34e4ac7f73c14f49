"""No file of up to a megabyte takes all memory, or never ends, or raises an exception."""

from __future__ import annotations

import os
import sys

import pytest

from sitegen import registry
from support.bomb_running import run_bomb
from support.bombs import KINDS, bombs, make_bomb

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits need Linux' own account")

_LONG = os.environ.get("SITEGEN_LONG_TESTS") == "1"
#: In a long run, 20,000 of all kinds and sizes, in as many tests as there are processes to run.
_PARTS, _OF_EACH = 20, 1_000
#: Both engines read a page, so it has twice the time.
_SECONDS, _MEMORY = 40, 1_000_000_000


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


@pytest.mark.skipif(not _LONG, reason="takes hours of processor time")
@pytest.mark.parametrize("part", range(_PARTS))
def test_bombs_of_all_sizes(part: int) -> None:
    failed = []
    for bomb in bombs(_OF_EACH, first=part * _OF_EACH):
        outcome = run_bomb(bomb, _SECONDS, _MEMORY)
        if outcome.failure or outcome.memory > _MEMORY:
            failed.append((bomb.kind, bomb.seed, len(bomb.data), outcome.failure))
    assert failed == []
