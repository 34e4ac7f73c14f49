from __future__ import annotations

import threading

import pytest

from sitegen.system.workers import default_jobs, map_in_order


@pytest.mark.parametrize("jobs", [0, 1, 2, 50])
def test_results_keep_the_order(jobs: int) -> None:
    assert map_in_order(lambda n: n * n, range(20), jobs) == [n * n for n in range(20)]
    assert map_in_order(str, [], jobs) == []


def test_two_jobs_are_two_threads() -> None:
    both = threading.Barrier(2, timeout=10)
    assert len(map_in_order(lambda _: both.wait(), [1, 2], 2)) == 2


def test_a_failure_comes_through() -> None:
    with pytest.raises(ZeroDivisionError):
        map_in_order(lambda n: 1 // n, [1, 0, 2], 2)


def test_the_default() -> None:
    assert default_jobs() >= 1
