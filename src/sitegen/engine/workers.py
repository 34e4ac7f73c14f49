"""Run work in parallel, in processes or on a cluster.

The seam is a `concurrent.futures.Executor`; an item of work is bytes in, bytes out, so that any
executor will do. What is sent to a cluster needs nothing from the disk of this machine.
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
#: Fewer pages than this are done before another process has started.
SMALL = 120
#: Seconds to wait for a cluster.
_PATIENCE = 10
#: Pages: chunks of 8 cost more than they bring, from 25 on they are twice as fast. After the last
#: large one, the other cores would wait.
_CHUNK = (25, 100)


def default_jobs() -> int:
    """Return the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class WorkerPool:
    """Those who do the chunks: this process, a pool of processes, or a cluster.

    `jobs` is a number, or the address of a Dask scheduler, `dask://host:port`. Its attribute counts
    what this machine does at the same time.
    """

    def __init__(self, jobs: str) -> None:
        is_cluster = jobs.startswith(_CLUSTER)
        self._address = _address(jobs.removeprefix(_CLUSTER)) if is_cluster else ""
        self.jobs = default_jobs() if is_cluster or not jobs else _number(jobs)
        self._hands = self.jobs
        self._executor: Executor | None = None
        self._client: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._client is not None:
            self._client.close()  # takes with it what was not done
        elif self._executor is not None:
            self._executor.shutdown(cancel_futures=True)

    @property
    def is_elsewhere(self) -> bool:
        """Whether those who do the chunks may see other files than this process."""
        return bool(self._address)

    def is_alone(self, count: int, small: int = SMALL) -> bool:
        """Tell whether this process does so many items itself: for a few it is quicker alone."""
        return not self._address and (self.jobs == 1 or count < small)

    def chunks(self, items: list[_T]) -> list[list[_T]]:
        """Cut work into pieces large enough to be worth sending, small enough to share out."""
        if self._address and items:
            self._start()
        low, high = _CHUNK
        size = min(high, max(low, -(-len(items) // (self._hands * 8))))
        return [items[start : start + size] for start in range(0, len(items), size)]

    def renew(self) -> bool:
        """Have the next work done by processes that share what is in memory now, if that can be."""
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

        Only a few are under way at a time, so that memory does not grow with the site. `count` is
        the number of pages or images in all of them, for fewer than `small` none is sent. `what`
        they are is told when a process is lost.
        """
        if self.is_alone(count, small):
            yield from map(function, payloads)
            return
        executor = self._start()
        waiting: deque[Future[bytes]] = deque()
        for payload in payloads:
            with _translated(what):
                waiting.append(executor.submit(function, payload))
            if len(waiting) > 2 * self._hands:
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
        """Like `run`, but a payload that ends its process costs only itself: None stands for it.

        What other payloads lose with that process is done again, each in a process of its own.
        """
        if self._address or self.is_alone(count, small):
            yield from self.run(function, payloads, count, small, what)
            return
        waiting: deque[tuple[bytes, Future[bytes]]] = deque()
        for payload in payloads:
            waiting.append((payload, self._submit(function, payload)))
            if len(waiting) > 2 * self._hands:
                yield _result_apart(function, *waiting.popleft())
        while waiting:
            yield _result_apart(function, *waiting.popleft())

    def _submit(self, function: Callable[[bytes], bytes], payload: bytes) -> Future[bytes]:
        try:
            return self._start().submit(function, payload)
        except BrokenExecutor:
            self._executor = None  # of its processes none is left
            return self._start().submit(function, payload)

    def _start(self) -> Executor:
        if self._executor is None:
            self._executor = self._join_cluster() if self._address else _start_pool(self.jobs)
        return self._executor

    def _join_cluster(self) -> Executor:
        try:
            from distributed import Client  # an extra
        except ImportError as error:
            message = f'-j {_CLUSTER}… needs more software: pip install "sitegen[cluster]"'
            raise UsageError(message) from error
        connect: Any = Client
        try:
            client = connect(f"tcp://{self._address}", timeout=_PATIENCE, set_as_default=False)
        except OSError as error:
            message = f"no Dask scheduler answers at {self._address}"
            raise UsageError(message) from error
        self._client = client
        try:
            client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError as error:
            message = f"the Dask scheduler at {self._address} has no workers"
            raise UsageError(message) from error
        self._hands = max(1, sum(client.nthreads().values()))
        executor: Executor = client.get_executor(pure=False)
        return executor


def follow_parent() -> None:
    """End with the process that began this one, and leave Ctrl-C at the terminal to that one."""
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
    # 20 ms to import, which a build of a few pages need not pay.
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # A forked child has everything imported; elsewhere starting one costs 0.1 s.
    context = multiprocessing.get_context("fork" if _CAN_FORK else "spawn")
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin)


def _begin() -> None:
    """Get a new process ready for work."""
    # Here, not where it was forked: that may be a host program with a collector of its own mind.
    gc.freeze()  # who looks through what is shared writes to it, and so gets a copy
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
