"""Do tasks in several watched processes; leave out what ends one of them, and do the rest again.

A task that has ended its process is done again by another one, which is told what to leave out: the
page or template that was announced. What has announced nothing, or was ended from outside, may be
innocent: it is tried twice.
"""

from __future__ import annotations

import select
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from sitegen.engine.watched_process import (
    CAN_FORK,
    Answer,
    End,
    Lifeline,
    Request,
    WatchedProcess,
    explain_end,
)
from sitegen.engine.work_limits import Loss, learn, list_allowances, list_lost

__all__ = ["WatchedPool"]

#: How often a task without announced work may end its process.
_TRIES = 2


class _Task(msgspec.Struct, eq=False):
    payload: bytes
    ends: int = 0
    is_done: bool = False
    data: bytes | None = None
    error: BaseException | None = None


class _Worker(msgspec.Struct, eq=False):
    process: WatchedProcess
    #: What it works on, and perhaps what it does next.
    tasks: deque[_Task] = msgspec.field(default_factory=deque)
    #: How many it has been sent.
    sent: int = 0
    #: The work that it knows not to try.
    told: set[tuple[str, ...]] = msgspec.field(default_factory=set)

    def send(self, function: Callable[[bytes], bytes], task: _Task) -> None:
        """Give it a task to do next."""
        lost = [each for each in list_lost() if each[0][:3] not in self.told]
        self.told.update(work[:3] for work, _ in lost)
        self.tasks.append(task)
        self.sent += 1
        self.process.send(Request(function, task.payload, lost, list_allowances()))

    def fileno(self) -> int:
        return self.process.fileno()


class WatchedPool:
    """`jobs` processes, which are started when they are needed; new interpreters with `spawns`.

    A process that has done `most` tasks is replaced by a new one; 0 is any number.
    """

    def __init__(self, jobs: int, *, spawns: bool = not CAN_FORK, most: int = 0) -> None:
        self._jobs = jobs
        self._most = most
        self._spawns = spawns
        self._workers: list[_Worker] = []
        self._unsent: deque[_Task] = deque()
        self._suspects: set[tuple[str, ...]] = set()
        self._lifeline = None if spawns else Lifeline()

    def run(
        self,
        function: Callable[[bytes], bytes],
        payloads: Iterable[bytes],
        spare: Iterator[object] | None = None,
    ) -> Iterator[bytes | None]:
        """Yield the results in order; None for a task that has ended its process each time.

        Raises what a function raises. Only a few tasks are in progress at a time. Instead of
        waiting, this process takes a step of `spare`, as long as there are any.
        """
        self._unsent.clear()  # what is left of work that was given up
        left = iter(payloads)
        waiting: deque[_Task] = deque()
        is_over = False
        spare = spare or iter(())
        while True:
            for worker in self._ready(0):
                self._receive(worker)
            is_over = self._feed(function, left, waiting, is_over=is_over)
            if not waiting:
                return
            if not waiting[0].is_done:
                ready = self._ready(0)
                if not ready and next(spare, self) is self:
                    ready = self._ready(None)
                for worker in ready:
                    self._receive(worker)
                continue
            task = waiting.popleft()
            if task.error is not None:
                raise task.error
            yield task.data

    def close(self) -> None:
        """End all processes, at once if they are still at work."""
        for worker in self._workers:
            (worker.process.kill if worker.tasks else worker.process.close)()
        self._workers.clear()
        if self._lifeline:
            self._lifeline.close()
            self._lifeline = None

    def _feed(
        self,
        function: Callable[[bytes], bytes],
        left: Iterator[bytes],
        waiting: deque[_Task],
        *,
        is_over: bool,
    ) -> bool:
        """Give tasks to processes that have room; return whether none is left."""
        while True:
            if not self._unsent and not is_over and len(waiting) <= 2 * self._jobs:
                payload = next(left, None)
                is_over = payload is None
                if payload is not None:
                    waiting.append(_Task(payload))
                    self._unsent.append(waiting[-1])
            worker = self._find_worker() if self._unsent else None
            if worker is None:
                return is_over
            worker.send(function, self._unsent.popleft())

    def _find_worker(self) -> _Worker | None:
        """Return who takes the next task: a process with nothing to do, a new one, or a busy one.

        A busy one begins with it at once when it is done, so it does not wait for this process.
        """
        spent = [each for each in self._workers if self._is_spent(each)]
        for worker in spent:
            if not worker.tasks:
                self._workers.remove(worker)
                worker.process.close()
        idle = next((each for each in self._workers if not each.tasks), None)
        if idle or len(self._workers) < self._jobs:
            return idle or self._start()
        usable = (each for each in self._workers if each not in spent)
        return next((each for each in usable if len(each.tasks) == 1), None)

    def _is_spent(self, worker: _Worker) -> bool:
        return 0 < self._most <= worker.sent

    def _start(self) -> _Worker:
        if self._lifeline:
            others = [each.process for each in self._workers]
            process = WatchedProcess.fork(self._lifeline, others)
        else:
            process = WatchedProcess.spawn()
        self._workers.append(_Worker(process))
        return self._workers[-1]

    def _ready(self, seconds: float | None) -> list[_Worker]:
        """Return who has answered or ended; send what others have room for."""
        busy = [each for each in self._workers if each.tasks]
        if not busy:
            return []
        poll: Any = select.poll()  # not `select`, which knows only the first 1,024 files
        answering = {each.fileno(): each for each in busy}
        taking = {each.process.unsent: each.process for each in busy if each.process.unsent}
        for number in answering:
            poll.register(number, select.POLLIN)
        for number in taking:
            poll.register(number, select.POLLOUT)
        found = [number for number, _ in poll.poll(None if seconds is None else seconds * 1000)]
        for number in found:
            if number in taking:
                taking[number].send_rest()
        return [answering[number] for number in found if number in answering]

    def _receive(self, worker: _Worker) -> None:
        answer = worker.process.receive()
        task = worker.tasks.popleft()
        if isinstance(answer, Answer):
            learn(answer.lost)
            task.is_done, task.data, task.error = True, answer.data, answer.error
            return
        self._workers.remove(worker)
        self._unsent += worker.tasks
        if not self._learn_from(answer):
            task.ends += 1
        if task.ends >= _TRIES:
            task.is_done = True
        else:
            self._unsent.appendleft(task)

    def _learn_from(self, end: End) -> bool:
        """Note what ended a process; return whether the task has something new to leave out."""
        work = end.work
        if work is None or any(work[:3] == lost[:3] for lost, _ in list_lost()):
            return False
        loss = explain_end(end)
        if loss is None and work[:3] not in self._suspects:
            self._suspects.add(work[:3])  # it may only have been near when memory was short
        else:
            learn([(work, loss or Loss("end", 0.0))])
        return True
