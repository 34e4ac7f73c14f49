from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitegen.engine.watched_pool import WatchedPool
from sitegen.engine.work_limits import PAGE, Work, limit_work, list_lost
from sitegen.engine.workers import SMALL, WorkerPool, default_jobs
from sitegen.errors import LimitError, MachineError, UsageError


def test_the_default() -> None:
    assert default_jobs() >= 1


# --- crews --------------------------------------------------------------------------------------


def slow_first(payload: bytes) -> bytes:
    """Take longer for what comes first, so that later ones are done before."""
    time.sleep(0.05 if payload == b"0" else 0)
    return payload + b"!"


def tell_process(_: bytes) -> bytes:
    time.sleep(0.05)
    return str(os.getpid()).encode()


def fail(payload: bytes) -> bytes:
    return payload if payload != b"7" else bytes(1 // 0)


def die(_: bytes) -> bytes:
    os.kill(os.getpid(), signal.SIGKILL)
    return b""


@pytest.mark.parametrize("jobs", ["1", "2", "8"])
def test_a_crew_keeps_the_order(jobs: str) -> None:
    payloads = [str(n).encode() for n in range(50)]
    with WorkerPool(jobs) as pool:
        assert list(pool.run(slow_first, payloads, SMALL)) == [each + b"!" for each in payloads]
        assert list(pool.run(slow_first, [], SMALL)) == []


def test_many_pages_are_done_by_other_processes() -> None:
    with WorkerPool("2") as pool:
        found = {int(each) for each in pool.run(tell_process, [b""] * 8, SMALL)}
        assert os.getpid() not in found
        assert len(found) == 2
        few = {int(each) for each in pool.run(tell_process, [b""] * 3, SMALL - 1)}
        assert few == {os.getpid()}
    with WorkerPool("1") as pool:
        assert {int(each) for each in pool.run(tell_process, [b""], 10_000)} == {os.getpid()}


@pytest.mark.parametrize("spawns", [False, True])
def test_a_process_is_replaced_after_some_tasks(*, spawns: bool) -> None:
    pool = WatchedPool(2, spawns=spawns, most=3)
    try:
        found = Counter(pool.run(tell_process, [b""] * 12))
    finally:
        pool.close()
    assert len(found) >= 4
    assert max(found.values()) <= 3


def test_a_pool_replaces_its_processes_until_it_is_renewed() -> None:
    with WorkerPool("2") as pool:
        pool.renew(2)
        assert len(set(pool.run(tell_process, [b""] * 8, SMALL))) >= 4
        pool.renew()
        assert len(set(pool.run(tell_process, [b""] * 8, SMALL))) == 2


def test_processes_that_are_dismissed_have_ended() -> None:
    with WorkerPool("2") as pool:
        found = {int(each) for each in pool.run(tell_process, [b""] * 4, SMALL)}
        pool.dismiss()
        assert not any(map(is_alive, found))
        assert found.isdisjoint(map(int, pool.run(tell_process, [b""] * 4, SMALL)))


def count_frozen(_: bytes) -> bytes:
    return str(gc.get_freeze_count()).encode()


def test_the_collector_leaves_alone_what_processes_share() -> None:
    """It does in these processes, and here it goes on as it was: the host program decides."""
    gc.freeze()
    try:
        before = gc.get_freeze_count()
        with WorkerPool("2") as pool:
            pool.renew()
            assert all(int(each) > 0 for each in pool.run(count_frozen, [b""] * 4, SMALL))
        assert 0 < gc.get_freeze_count() <= before  # some objects are freed meanwhile
        gc.unfreeze()
        with WorkerPool("2") as pool:
            pool.renew()
            assert all(int(each) > 0 for each in pool.run(count_frozen, [b""] * 4, SMALL))
            assert gc.get_freeze_count() == 0
    finally:
        gc.unfreeze()


def test_a_failure_in_another_process_comes_through() -> None:
    with WorkerPool("2") as pool, pytest.raises(ZeroDivisionError):
        list(pool.run(fail, [str(n).encode() for n in range(20)], SMALL))


@pytest.mark.parametrize("count", [1, 50])
def test_a_process_that_is_killed_is_a_failure_of_the_machine(count: int) -> None:
    """It is told once the same has happened to another process."""
    expected = "making images has been ended, perhaps for want of memory; build with -j 1"
    with WorkerPool("2") as pool, pytest.raises(MachineError, match=expected):
        list(pool.run(die, [b"0"] * count, SMALL, what="images"))


def work_on(payload: bytes) -> bytes:
    """Work on two pages, of which some end the process, in different ways."""
    done = []
    for name in payload.decode().split():
        try:
            with limit_work(Work(PAGE, name, "key"), 0.2):
                if name == "endless":
                    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGPROF})  # as other code does
                    while True:
                        pass
                if name == "crash":
                    os.abort()
                if name == "killed":
                    os.kill(os.getpid(), signal.SIGKILL)
                if name == "greedy":
                    bytearray(2_000_000_000)
        except LimitError as error:
            done.append(f"{name} {error.kind}")
        else:
            done.append(name)
    return ", ".join(done).encode()


@pytest.mark.parametrize(
    ("name", "kind"),
    [("endless", "time"), ("crash", "end"), ("killed", "end"), ("greedy", "memory")],
)
@pytest.mark.parametrize("spawns", [False, True])
def test_what_ends_a_process_is_left_out_and_the_rest_is_done(
    name: str, kind: str, *, spawns: bool
) -> None:
    pool = WatchedPool(2, spawns=spawns)
    try:
        found = list(pool.run(work_on, [b"a b", f"c {name} d".encode(), b"e f", b"g h"]))
    finally:
        pool.close()
    assert found == [b"a, b", f"c, {name} {kind}, d".encode(), b"e, f", b"g, h"]


def test_large_tasks_and_results_do_not_wait_for_each_other() -> None:
    """Both are larger than a pipe, and the process reads no task while it sends a result."""
    payloads = [bytes([65 + number]) * 3_000_000 for number in range(8)]
    with WorkerPool("2") as pool:
        assert list(pool.run(slow_first, payloads, SMALL)) == [each + b"!" for each in payloads]


def test_a_process_that_is_killed_once_is_innocent(tmp_path: Path) -> None:
    """The system may have needed memory when it was just working."""
    with WorkerPool("2") as pool:
        found = pool.run(die_once, [str(tmp_path / "mark").encode()], SMALL)
        assert list(found) == [b"done"]


def die_once(payload: bytes) -> bytes:
    mark = Path(payload.decode())
    with limit_work(Work(PAGE, "content/a.md", "innocent")):
        if not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
    return b"done"


def test_processes_end_with_their_parent() -> None:
    """Also those that are at work, and those that were started after others."""
    script = (
        "import os, signal, sys, time\n"
        "from sitegen.engine.workers import WorkerPool\n"
        "from unit.engine.test_workers import tell_and_wait\n"
        "pool = WorkerPool('2')\n"
        "print(*[each.decode() for each in pool.run(tell_and_wait, [b'', b''], 120)], flush=True)\n"
        "list(pool.run(tell_and_wait, [b'600'] * 2, 120))\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        text=True,
    )
    assert process.stdout
    children = [int(each) for each in process.stdout.readline().split()]
    assert children
    process.kill()
    process.wait(60)
    process.stdout.close()
    deadline = time.monotonic() + 60
    while any(map(is_alive, children)):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def tell_and_wait(payload: bytes) -> bytes:
    time.sleep(float(payload or 0))
    return str(os.getpid()).encode()


def is_alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def die_of_seven(payload: bytes) -> bytes:
    if payload == b"7":
        os.kill(os.getpid(), signal.SIGKILL)
    return payload + b"!"


@pytest.mark.parametrize("deadly", [1, 3])
def test_what_ends_its_process_costs_only_itself(deadly: int) -> None:
    payloads = [*(str(n).encode() for n in range(20)), *[b"7"] * (deadly - 1), b"20"]
    with WorkerPool("2") as pool:
        found = list(pool.run_apart(die_of_seven, payloads, SMALL))
    assert found == [each + b"!" if each != b"7" else None for each in payloads]


def test_a_few_are_not_done_apart() -> None:
    with WorkerPool("2") as pool:
        assert [int(each or b"") for each in pool.run_apart(tell_process, [b""], 1)] == [
            os.getpid()
        ]


def test_a_crew_takes_only_a_few_payloads_at_a_time() -> None:
    taken = []

    def payloads() -> Iterator[bytes]:
        for number in range(1000):
            taken.append(number)
            yield str(number).encode()

    with WorkerPool("2") as pool:
        results = pool.run(slow_first, payloads(), 1000)
        assert next(results) == b"0!"
        assert len(taken) <= 10
        results.close()


@pytest.mark.parametrize("jobs", ["1", "2", "16"])
@pytest.mark.parametrize("count", [0, 1, 24, 25, 26, 120, 1000, 9999, 100_000])
def test_chunks(count: int, jobs: str) -> None:
    items = list(range(count))
    chunks = WorkerPool(jobs).chunks(items)
    assert [item for chunk in chunks for item in chunk] == items
    assert all(25 <= len(chunk) <= 400 for chunk in chunks[:-1])
    assert all(0 < len(chunk) <= 400 for chunk in chunks)


@pytest.mark.parametrize(
    "jobs", ["0", "-1", "many", "1.5", " 2", "²", "dask:/x", "tcp://127.0.0.1:1"]
)
def test_what_is_no_number_of_jobs(jobs: str) -> None:
    with pytest.raises(UsageError, match="not a number of jobs, nor dask://host:port"):
        WorkerPool(jobs)


def test_without_a_number_it_is_that_of_the_cores() -> None:
    assert WorkerPool("").jobs == default_jobs()
    assert WorkerPool("5").jobs == 5
    assert WorkerPool("dask://127.0.0.1:1").jobs == default_jobs()


def test_a_cluster_does_even_a_few_pages() -> None:
    assert not WorkerPool("dask://127.0.0.1:1").is_alone(1)


def test_a_cluster_needs_more_software(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with (
        WorkerPool("dask://127.0.0.1:1") as pool,
        pytest.raises(UsageError, match=r"sitegen\[cluster\]"),
    ):
        list(pool.run(slow_first, [b"0"], 1))


# --- pipes --------------------------------------------------------------------------------------


def answer_at_length(payload: bytes) -> bytes:
    return payload * 1_000_000


def count_lost(_: bytes) -> bytes:
    return str(len(list_lost())).encode()


@pytest.mark.skipif(sys.platform == "win32", reason="no process is watched there")
def test_long_tasks_and_long_answers_do_not_wait_for_each_other() -> None:
    """A process is sent its next task while it writes its answer, which is not read yet."""
    script = (
        "from test_workers import *\n"
        "from sitegen.engine.work_limits import Loss, learn\n"
        "learn((Work('file', f'{n}' * 50, 'key'), Loss('time', 1.0)) for n in range(5_000))\n"
        "pool = WatchedPool(2)\n"
        "payloads = [b'x' * size for size in (1, 3, 1, 3, 1, 3)]\n"
        "assert list(pool.run(answer_at_length, payloads)) == [each * 10**6 for each in payloads]\n"
        "large = [bytes(10**6)] * 9\n"
        "assert list(pool.run(count_lost, large)) == [b'5000'] * 9\n"
        "pool.close()\n"
    )
    folders = os.pathsep.join(filter(None, (str(Path(__file__).parent), *sys.path)))
    environment = {**os.environ, "PYTHONPATH": folders}
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60, env=environment)


# --- gaps ---------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="no process is watched there")
def test_this_process_does_something_else_instead_of_waiting() -> None:
    done: list[int] = []
    with WorkerPool("2") as pool:
        pool.fill_gaps(done.append(number) for number in range(3))
        found = list(pool.run(slow_first, [b"0", b"1"] * 4, SMALL))
        assert found == [b"0!", b"1!"] * 4
        assert done == [0, 1, 2]
        assert list(pool.run(slow_first, [b"0"] * 3, SMALL)) == [b"0!"] * 3


def test_without_other_processes_no_gap_is_filled() -> None:
    done: list[int] = []
    with WorkerPool("1") as pool:
        pool.fill_gaps(done.append(number) for number in range(3))
        assert list(pool.run(slow_first, [b"1"] * 4, SMALL)) == [b"1!"] * 4
    assert done == []


def test_the_last_chunks_are_small() -> None:
    items = list(range(1_000))
    with WorkerPool("2") as pool:
        chunks = pool.chunks(items)
    assert [each for chunk in chunks for each in chunk] == items
    sizes = [len(chunk) for chunk in chunks]
    assert sizes == sorted(sizes[:-1], reverse=True) + sizes[-1:]
    assert max(sizes) == 63
    assert sizes[-2] == 25
