"""Run work in parallel, in processes or on a cluster.

A `concurrent.futures.Executor` does the work. Payloads and results are bytes, so any executor will
do. Payloads for a cluster contain everything that the work needs from the disk.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import (
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
)
from typing import Any, Self, TypeVar

from sitegen.errors import MachineError, UsageError

__all__ = ["WorkerPool", "default_jobs", "follow_parent"]

_T = TypeVar("_T")
_CLUSTER = "dask://"
_CAN_FORK = sys.platform == "linux"
#: Fewer pages than this are done here: starting another process would take longer.
SMALL = 120
#: Seconds to wait for a cluster.
_CONNECT_SECONDS = 10
#: Pages in a chunk. Chunks of 8 cost more than they gain, from 25 on they are twice as fast; with
#: chunks that are too large, the other cores wait for the last one.
_CHUNK = (25, 100)


def default_jobs() -> int:
    """Return the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class WorkerPool:
    """Runs work in this process, in a pool of processes, or on a cluster.

    `jobs` is a number, or the address of a Dask scheduler, `dask://host:port`. The attribute
    `jobs` is the number of processes on this machine.
    """

    def __init__(self, jobs: str) -> None:
        is_cluster = jobs.startswith(_CLUSTER)
        self._address = _address(jobs.removeprefix(_CLUSTER)) if is_cluster else ""
        self.jobs = default_jobs() if is_cluster or not jobs else _number(jobs)
        self._parallel = self.jobs
        self._executor: Executor | None = None
        self._client: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._client is not None:
            self._client.close()  # cancels what was not done
        elif self._executor is not None:
            self._executor.shutdown(cancel_futures=True)

    @property
    def is_elsewhere(self) -> bool:
        """Whether workers are on other machines, which may not have the site's files."""
        return bool(self._address)

    def is_alone(self, count: int, small: int = SMALL) -> bool:
        """Return whether this process does so few items itself, because that is quicker."""
        return not self._address and (self.jobs == 1 or count < small)

    def chunks(self, items: list[_T]) -> list[list[_T]]:
        """Split work into chunks: large enough to be worth sending, small enough to share."""
        if self._address and items:
            self._start()
        low, high = _CHUNK
        size = min(high, max(low, -(-len(items) // (self._parallel * 8))))
        return [items[start : start + size] for start in range(0, len(items), size)]

    def renew(self) -> bool:
        """Do the next work in new forks, which share this memory; return False if impossible."""
        if self._address or not _CAN_FORK:
            return False
        if self._executor is not None:
            self._executor.shutdown()
            self._executor = None
        return True

    def run(
        self,
        function: Callable[[bytes], bytes],
        payloads: Iterable[bytes],
        count: int,
        small: int = SMALL,
        what: str = "pages",
    ) -> Iterator[bytes]:
        """Apply a function to all payloads; results keep their order.

        Only a few are in progress at a time, so that memory does not grow with the site. `count` is
        the number of pages or images in all payloads; below `small`, this process does them.
        `what` names them in the error message if a process is lost.
        """
        if self.is_alone(count, small):
            yield from map(function, payloads)
            return
        executor = self._start()
        waiting: deque[Future[bytes]] = deque()
        for payload in payloads:
            with _translated(what):
                waiting.append(executor.submit(function, payload))
            if len(waiting) > 2 * self._parallel:
                yield _result_of(waiting.popleft(), what)
        while waiting:
            yield _result_of(waiting.popleft(), what)

    def run_apart(
        self,
        function: Callable[[bytes], bytes],
        payloads: Iterable[bytes],
        count: int,
        small: int = SMALL,
        what: str = "pages",
    ) -> Iterator[bytes | None]:
        """Like `run`, but the result is None for a payload that crashes its process.

        Other payloads that were lost with that process are done again, each in its own process.
        """
        if self._address or self.is_alone(count, small):
            yield from self.run(function, payloads, count, small, what)
            return
        waiting: deque[tuple[bytes, Future[bytes]]] = deque()
        for payload in payloads:
            waiting.append((payload, self._submit(function, payload)))
            if len(waiting) > 2 * self._parallel:
                yield _result_apart(function, *waiting.popleft())
        while waiting:
            yield _result_apart(function, *waiting.popleft())

    def _submit(self, function: Callable[[bytes], bytes], payload: bytes) -> Future[bytes]:
        try:
            return self._start().submit(function, payload)
        except BrokenExecutor:
            self._executor = None  # all its processes are gone
            return self._start().submit(function, payload)

    def _start(self) -> Executor:
        if self._executor is None:
            self._executor = self._join_cluster() if self._address else _start_pool(self.jobs)
        return self._executor

    def _join_cluster(self) -> Executor:
        try:
            from distributed import Client  # from the extra `cluster`
        except ImportError as error:
            message = f'-j {_CLUSTER}… needs more software: pip install "sitegen[cluster]"'
            raise UsageError(message) from error
        connect: Any = Client
        try:
            client = connect(
                f"tcp://{self._address}", timeout=_CONNECT_SECONDS, set_as_default=False
            )
        except OSError as error:
            message = f"no Dask scheduler answers at {self._address}"
            raise UsageError(message) from error
        self._client = client
        try:
            client.wait_for_workers(1, timeout=_CONNECT_SECONDS)
        except TimeoutError as error:
            message = f"the Dask scheduler at {self._address} has no workers"
            raise UsageError(message) from error
        self._parallel = max(1, sum(client.nthreads().values()))
        executor: Executor = client.get_executor(pure=False)
        return executor


def follow_parent() -> None:
    """Exit when the parent process does, and leave Ctrl-C to the parent."""
    import multiprocessing

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    parent = multiprocessing.parent_process()

    def wait() -> None:
        if parent is not None:
            parent.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def _start_pool(jobs: int) -> Executor:
    # Imported late: this takes 20 ms, and builds of a few pages do not need it.
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # A forked child has everything imported; starting one in another way takes 0.1 s.
    context = multiprocessing.get_context("fork" if _CAN_FORK else "spawn")
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin)


def _begin() -> None:
    """Prepare a new worker process."""
    # Not before the fork, because sitegen may run inside another program that uses the collector.
    gc.freeze()  # the collector writes to objects, which would copy memory shared with the parent
    follow_parent()


def _result_apart(
    function: Callable[[bytes], bytes], payload: bytes, future: Future[bytes]
) -> bytes | None:
    try:
        return future.result()
    except BrokenExecutor:
        with _start_pool(1) as pool, contextlib.suppress(BrokenExecutor):
            return pool.submit(function, payload).result()
        return None


def _result_of(future: Future[bytes], what: str) -> bytes:
    with _translated(what):
        return future.result()


@contextlib.contextmanager
def _translated(what: str) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        lost = isinstance(error, BrokenExecutor | CancelledError)
        if lost or type(error).__module__.startswith("distributed."):
            message = (
                f"a process that was making {what} has been ended, perhaps for want of memory; "
                "build with -j 1, which needs the least"
            )
            raise MachineError(message) from error
        raise


def _address(place: str) -> str:
    host, _, port = place.rpartition(":")
    if not host or not port.isdecimal():
        message = f"-j {_CLUSTER}{place}: not an address such as {_CLUSTER}127.0.0.1:8786"
        raise UsageError(message)
    return place


def _number(jobs: str) -> int:
    if not (jobs.isascii() and jobs.isdigit()) or int(jobs) < 1:
        message = f"-j {jobs}: not a number of jobs, nor {_CLUSTER}host:port"
        raise UsageError(message)
    return int(jobs)
