"""Builds that get no further are given up, and what was saved before them is named."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from sitegen.preview import watchdog as supervising
from sitegen.preview.watchdog import describe_stuck, stop_stuck_builds, watch_for_removal


class Building:
    """A build that has got no further for a while; it ends the test once it was looked at."""

    def __init__(self, stuck: float) -> None:
        self._stuck = stuck
        self._looks = 0
        self.given_up = False

    @property
    def stuck(self) -> float:
        self._looks += 1
        if self._looks > 3:
            raise EOFError
        return self._stuck

    def give_up(self) -> None:
        self.given_up = True
        raise EOFError


@pytest.mark.parametrize(
    ("stuck", "edited", "given_up"),
    [(9, True, False), (11, True, True), (11, False, False), (91, False, True)],
)
def test_when_it_is_given_up(
    stuck: float, monkeypatch: pytest.MonkeyPatch, *, edited: bool, given_up: bool
) -> None:
    monkeypatch.setattr(supervising, "_STEP", 0.001)
    building: Any = Building(stuck)
    with pytest.raises(EOFError):
        asyncio.run(stop_stuck_builds(building, lambda: edited))
    assert building.given_up is given_up


@pytest.mark.parametrize(
    ("looks", "times"), [("1111", 0), ("0000", 0), ("1010", 0), ("1000", 1), ("01100100", 2)]
)
def test_what_is_gone_is_missed_once(
    looks: str, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervising, "_LOOK", 0)
    seen = list(looks)
    missed: list[str] = []

    def is_there() -> bool:
        if not seen:
            raise EOFError
        return seen.pop(0) == "1"

    with pytest.raises(EOFError):
        asyncio.run(watch_for_removal(is_there, lambda: missed.append("missed")))
    assert len(missed) == times


@pytest.mark.parametrize(
    ("changed", "place", "message"),
    [
        (["templates/a.html"], "templates/a.html:1:1", "given up"),
        (
            ["content/a.md", "templates/a.html"],
            "templates/a.html:1:1",
            "given up; saved before it: templates/a.html, content/a.md",
        ),
        (["content/a.md"], "content/a.md:1:1", "given up; saved before it: content/a.md"),
        ([], "templates", "given up"),
    ],
)
def test_what_is_named(changed: list[str], place: str, message: str) -> None:
    found = describe_stuck(changed)
    assert str(found.location) == place
    assert found.message.endswith(message)
