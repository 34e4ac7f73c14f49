"""Processes that are asked, fail, hang and are given up."""

from __future__ import annotations

import os
import threading
import time
from typing import TYPE_CHECKING

import pytest

from sitegen.errors import MachineError, UsageError
from sitegen.preview.worker_process import GivenUpError, Say, WorkerProcess

if TYPE_CHECKING:
    from collections.abc import Iterator


def work(say: Say, given: str, asked: str) -> str:
    if asked == "wrong":
        raise UsageError(asked)
    if asked == "bug":
        raise ValueError(asked)
    if asked == "die":
        os._exit(1)
    if asked == "for ever":
        say(True)  # noqa: FBT003  # as builds say it
        while True:
            time.sleep(1)
    return given + asked


def nothing() -> None:
    """Prepare nothing."""


@pytest.fixture
def hand() -> Iterator[WorkerProcess]:
    hand = WorkerProcess(work, ("a",), nothing)
    yield hand
    hand.kill()


def test_it_answers_raises_and_comes_back(hand: WorkerProcess) -> None:
    assert hand.ask("b") == "ab"
    with pytest.raises(UsageError, match="wrong"):
        hand.ask("wrong")
    with pytest.raises(RuntimeError, match="ValueError: bug"):
        hand.ask("bug")
    with pytest.raises(MachineError, match="ended"):
        hand.ask("die")
    assert hand.ask("c") == "ac"


def test_it_is_given_up_while_somebody_waits(hand: WorkerProcess) -> None:
    raised: list[BaseException] = []

    def ask() -> None:
        try:
            hand.ask("for ever")
        except GivenUpError as error:
            raised.append(error)

    assert hand.stuck == 0
    waiting = threading.Thread(target=ask)
    waiting.start()
    while not hand.stuck:
        time.sleep(0.01)
    hand.give_up()
    assert hand.stuck == 0  # nor is it given up again while another one starts
    waiting.join(10)
    assert len(raised) == 1
    assert hand.ask("b") == "ab"


def test_it_is_given_up_when_patience_ends() -> None:
    hand = WorkerProcess(work, ("a",), nothing, 0.2)
    try:
        with pytest.raises(GivenUpError):
            hand.ask("for ever")
        assert hand._process is not None
        assert hand._process.is_alive()
    finally:
        hand.kill()
