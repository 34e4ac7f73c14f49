"""Processes that are asked, fail, hang and are given up."""

from __future__ import annotations

import os
import sys
import threading
import time
from functools import partial
from typing import TYPE_CHECKING

import pytest

from sitegen.engine.work_limits import PAGE, Work, limit_work
from sitegen.errors import LimitError, MachineError, UsageError
from sitegen.preview.worker_process import Answer, GivenUpError, Report, WorkerProcess

if TYPE_CHECKING:
    from collections.abc import Iterator


def start(given: str, report: Report) -> Answer:
    def work(asked: str) -> str:
        if asked == "wrong":
            raise UsageError(asked)
        if asked == "bug":
            raise ValueError(asked)
        if asked == "die":
            os._exit(1)
        if asked == "too much":
            try:
                with limit_work(Work(PAGE, "content/a.md", "key"), 0.1):
                    os.abort()
            except LimitError as error:
                return f"{given} without what {error}"
        if asked == "for ever":
            report(True)  # noqa: FBT003  # as builds say it
            while True:
                time.sleep(1)
        return given + asked

    return work


@pytest.fixture
def process() -> Iterator[WorkerProcess]:
    process = WorkerProcess(partial(start, "a"))
    yield process
    process.kill()


def test_it_answers_raises_and_comes_back(process: WorkerProcess) -> None:
    assert process.ask("b") == "ab"
    with pytest.raises(UsageError, match="wrong"):
        process.ask("wrong")
    with pytest.raises(RuntimeError, match="ValueError: bug"):
        process.ask("bug")
    with pytest.raises(MachineError, match="ended"):
        process.ask("die")
    assert process.ask("c") == "ac"


@pytest.mark.skipif(sys.platform == "win32", reason="nothing is watched there")
def test_what_ends_it_is_left_out_by_the_next_one(process: WorkerProcess) -> None:
    told = "a without what ended the process that did it, perhaps for want of memory"
    assert process.ask("b") == "ab"
    assert process.ask("too much") == told
    assert process.ask("too much") == told  # the same bytes, which are not tried again
    assert process.ask("b") == "ab"


def test_it_is_given_up_while_somebody_waits(process: WorkerProcess) -> None:
    raised: list[BaseException] = []

    def ask() -> None:
        try:
            process.ask("for ever")
        except GivenUpError as error:
            raised.append(error)

    assert process.stuck == 0
    waiting = threading.Thread(target=ask)
    waiting.start()
    while not process.stuck:
        time.sleep(0.01)
    process.give_up()
    assert process.stuck == 0  # nor is it given up again while another one starts
    waiting.join(60)
    assert len(raised) == 1
    assert process.ask("b") == "ab"


def test_it_is_given_up_when_patience_ends() -> None:
    process = WorkerProcess(partial(start, "a"), 0.2)
    try:
        with pytest.raises(GivenUpError):
            process.ask("for ever")
        assert process._process is not None
        assert process._process.is_alive()
    finally:
        process.kill()
