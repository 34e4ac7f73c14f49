"""Run work in parallel, in processes or on a cluster.

Payloads and results are bytes, so any machine can do the work. Payloads for a cluster contain
everything that the work needs from the disk.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, Self, TypeVar

from sitegen.engine.cluster_tasks import do_watched
from sitegen.engine.watched_pool import WatchedPool
from sitegen.engine.watched_process import CAN_FORK
from sitegen.engine.work_limits import list_allowances, list_lost
from sitegen.errors import MachineError, UsageError

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

__all__ = ["WorkerPool", "default_jobs", "follow_parent"]

_T = TypeVar("_T")
_CLUSTER = "dask://"
_IS_WATCHED = sys.platform != "win32"
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
        self._watched: WatchedPool | None = None
        self._most = 0
        self._client: Any = None
        self._spare: Iterator[object] = iter(())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._client is not None:
            self._client.close()  # cancels what was not done
        elif self._executor is not None:
            self._executor.shutdown(cancel_futures=True)
        self.dismiss()

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
        most = min(high, max(low, -(-len(items) // (self._parallel * 8))))
        chunks = []
        start = 0
        while start < len(items):
            # The last ones are small, so that all workers end at nearly the same time.
            size = min(most, max(low, (len(items) - start) // (self._parallel * 2)))
            chunks.append(items[start : start + size])
            start += size
        return chunks

    def renew(self, most: int = 0) -> bool:
        """Do the next work in new forks, which share this memory; return False if impossible.

        A fork that has done `most` tasks is replaced: it has a copy of all that it has touched.
        """
        if self._address or not CAN_FORK:
            return False
        self.dismiss()
        self._most = most
        return True

    def dismiss(self) -> None:
        """End the processes of this machine, which hold memory; later work starts others."""
        if self._watched is not None:
            self._watched.close()
            self._watched = None
        self._most = 0

    def fill_gaps(self, steps: Iterator[object]) -> None:
        """Take a step whenever this process would only wait for others; perhaps never."""
        self._spare = steps

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
        for result in self.run_apart(function, payloads, count, small, what):
            if result is None:
                raise _lost(what)
            yield result

    def run_apart(
        self,
        function: Callable[[bytes], bytes],
        payloads: Iterable[bytes],
        count: int,
        small: int = SMALL,
        what: str = "pages",
    ) -> Iterator[bytes | None]:
        """Like `run`, but the result is None for a payload that ends its process, twice."""
        if self.is_alone(count, small):
            yield from map(function, payloads)
        elif self._address or not _IS_WATCHED:
            yield from self._run_elsewhere(function, payloads, what)
        else:
            if self._watched is None:
                self._watched = WatchedPool(self.jobs, most=self._most)
            yield from self._watched.run(function, payloads, self._spare)

    def _run_elsewhere(
        self, function: Callable[[bytes], bytes], payloads: Iterable[bytes], what: str
    ) -> Iterator[bytes | None]:
        """Do tasks on a cluster, in watched processes of its machines; on Windows, here."""
        executor = self._start()
        do = partial(do_watched, function, list_lost(), list_allowances())
        waiting: deque[Future[bytes | None]] = deque()
        for payload in payloads:
            with _translated(what):
                waiting.append(executor.submit(do if self._address else function, payload))
            if len(waiting) > 2 * self._parallel:
                yield _result_of(waiting.popleft(), what)
        while waiting:
            yield _result_of(waiting.popleft(), what)

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
    """Start processes that nobody watches, where the system has no means for that."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=follow_parent)


def _result_of(future: Future[bytes | None], what: str) -> bytes | None:
    with _translated(what):
        return future.result()


@contextlib.contextmanager
def _translated(what: str) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        from concurrent.futures import BrokenExecutor, CancelledError  # loaded by who raises these

        lost = isinstance(error, BrokenExecutor | CancelledError)
        if lost or type(error).__module__.startswith("distributed."):
            raise _lost(what) from error
        raise


def _lost(what: str) -> MachineError:
    return MachineError(
        f"a process that was making {what} has been ended, perhaps for want of memory; "
        "build with -j 1, which needs the least"
    )


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
